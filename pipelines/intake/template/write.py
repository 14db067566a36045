"""Put a feed's template together. What each sheet says belongs in the module of that sheet."""

from __future__ import annotations

import datetime as dt
from functools import cache
from io import BytesIO

import xlsxwriter

from data_contracts.model import Contract
from pipelines.intake.layout.not_data import own_sheet_name
from pipelines.intake.template.code_sheet import blocks_of, fill_code_sheet, sources_of
from pipelines.intake.template.data_sheets import fill_data_sheet, fill_example_sheet
from pipelines.intake.template.help_sheet import fill_help_sheet
from pipelines.intake.template.styles import styles_of

DATA_SHEET = "填报"
"""The sheet to fill in."""

# The same contract gives the same bytes, whenever it is written.
_CREATED = dt.datetime(2026, 1, 1)  # noqa: DTZ001 - a workbook's property has no zone
_AS_TYPED = {"strings_to_numbers": False, "strings_to_urls": False, "strings_to_formulas": False}


@cache
def template_bytes(contract: Contract) -> bytes:
    """Return the workbook to fill in for a feed, as xlsx; made once, since contracts and codes are read once."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **_AS_TYPED})
    book.set_properties(
        {
            "title": f"{contract.title.zh} {contract.title.en}",
            "subject": contract.feed,
            "keywords": f"{contract.feed} {contract.version}",
            "author": "Talent Reserve",
            "created": _CREATED,
        }
    )
    book.set_custom_property("feed", contract.feed, "text")
    book.set_custom_property("contract_version", contract.version, "text")
    styles = styles_of(book)
    codes = own_sheet_name("codes")
    fill_data_sheet(book.add_worksheet(DATA_SHEET), contract, sources_of(contract, codes), styles)
    fill_example_sheet(book.add_worksheet(own_sheet_name("example")), contract, styles)
    fill_help_sheet(book.add_worksheet(own_sheet_name("help")), contract, DATA_SHEET, styles)
    if blocks_of(contract):
        fill_code_sheet(book.add_worksheet(codes), contract, styles)
    book.close()
    return buffer.getvalue()
