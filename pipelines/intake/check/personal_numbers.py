"""Identity and mobile numbers that stand where everybody may read: in the numbers and references of public columns.

Free text is cleaned by `normalise.scrub`; what a column of persons may hold is judged by its contract.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

import polars as pl
from stdnum.cn import ric

from data_contracts.checks import text_column
from data_contracts.code_tables import code_table
from data_contracts.loader import load_file_rules
from data_contracts.model import Contract
from pipelines.intake.normalise.normalised import Normalised
from pipelines.intake.normalise.signs import narrow
from pipelines.intake.report.findings import Finding, file_finding
from pipelines.intake.report.repair import ROW, SHEET

_REFUSED, _DOUBTED = "personal_number", "number_like_phone"

# A mobile number has 11 digits; most cells have fewer and are not looked at one by one.
_MANY_DIGITS = r"(?:\d\D*){11}"
_MOBILE = re.compile(r"^(?:\+?86|0086)?1[3-9]\d{9}$")
_BODY = re.compile(r"^\d{17}[\dX]$")
_OLDEST = 1900
_OLD_BODY = re.compile(r"^\d{15}$")


def personal_numbers(normalised: Normalised, contract: Contract) -> list[Finding]:
    """Return the cells that show somebody's number; it is taken out of them, and their rows are refused.

    No later finding can quote such a cell: it is empty and kept out of every rule.
    """
    found: list[Finding] = []
    for item in contract.fields.values():
        if item.public and item.form == "text" and item.is_identifier:
            found += _in_column(normalised, item.name, item.title.zh)
    return found


def _in_column(normalised: Normalised, name: str, title: str) -> list[Finding]:
    column = text_column(name)
    cells = normalised.frame[column]
    texts = cells.filter(cells.str.contains(_MANY_DIGITS).fill_null(value=False)).unique()
    rules = {text: rule for text in texts if (rule := _rule_of(text, name))}
    said = cells.replace_strict(rules, default=None, return_dtype=pl.String)
    places = normalised.frame.select(SHEET, ROW, said.alias("rule")).drop_nulls("rule").iter_rows()
    refused = (said == _REFUSED).fill_null(value=False)
    if refused.any():
        normalised.frame = normalised.frame.with_columns(pl.when(~refused).then(pl.col(column)).alias(column))
        normalised.bar(name, refused)
    return [file_finding(rule, value=title, sheet=sheet, row=row, column=name) for sheet, row, rule in places]


def _rule_of(text: str, name: str) -> str | None:
    plain = narrow(text).replace("-", "").upper()
    if _is_identity(plain):
        return _REFUSED
    if not _MOBILE.match(plain):
        return None
    return _DOUBTED if name in load_file_rules()[_DOUBTED].fields else _REFUSED


def _is_identity(plain: str) -> bool:
    """Return whether signs are a resident identity number; of the old ones, which have no check digit, a likely one."""
    if _BODY.match(plain):
        return _is_day(plain[6:14]) and ric.calc_check_digit(plain) == plain[-1]
    return bool(_OLD_BODY.match(plain)) and plain[:2] in _provinces() and _is_day(f"19{plain[6:12]}")


def _is_day(digits: str) -> bool:
    try:
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year >= _OLDEST
    except ValueError:
        return False


@cache
def _provinces() -> frozenset[str]:
    return frozenset(code[:2] for code in code_table("regions")["code"])
