"""From bytes to sheets of text cells. Which cell is which field belongs in `pipelines.intake.layout.header`."""

from pipelines.intake.read.grid import Grid
from pipelines.intake.read.sheet import ERROR, ERROR_TEXTS, NUMERIC, Hidden, Sheet
from pipelines.intake.read.sheets import read_sheets

__all__ = ["ERROR", "ERROR_TEXTS", "NUMERIC", "Grid", "Hidden", "Sheet", "read_sheets"]
