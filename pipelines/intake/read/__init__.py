"""From bytes to sheets of text cells. Which cell is which field belongs in `pipelines.intake.header`."""

from pipelines.intake.read.sheets import NUMERIC, Sheet, read_sheets

__all__ = ["NUMERIC", "Sheet", "read_sheets"]
