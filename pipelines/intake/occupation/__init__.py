"""Occupation codes for job titles. Asking the sender where it is not sure belongs in the vacancy contract."""

from pipelines.intake.occupation.code_title import CodedTitle, code_title

__all__ = ["CodedTitle", "code_title"]
