"""The workbook that a sender fills in, made of a feed's contract. Reading it back belongs in `read`."""

from pipelines.intake.template.write import DATA_SHEET, template_bytes

__all__ = ["DATA_SHEET", "template_bytes"]
