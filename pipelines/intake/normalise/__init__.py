"""Dirty cells to canonical text, each repair recorded. What is wrong with a cell is said by the checks."""

from pipelines.intake.normalise.columns import normalise_columns

__all__ = ["normalise_columns"]
