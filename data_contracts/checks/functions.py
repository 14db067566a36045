"""Rules that need code: check digits, agreement of an identity number with other fields, words in free text.

Each function takes the rule and returns where it fails. What an expression over fields can say belongs in
the contract as a `condition`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import polars as pl
from stdnum.cn import uscc

from data_contracts.checks.forms import LIST_SEPARATOR, text_column
from data_contracts.code_tables import code_table, vocabulary
from data_contracts.model import Rule

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHUNK = 3
LOST_DIGITS = r"^\d{15}000$"
"""An identity number as a spreadsheet leaves it that keeps fifteen digits."""

_CERTIFICATE_NUMBERS = r"^([A-Z]\d{21}|[A-Z]{2}\d{20}|\d{16}|\d{13}|T\d{17}[\dX])$"


def _id_number_damaged(rule: Rule) -> pl.Expr:
    text = pl.col(text_column(rule.fields[0]))
    # A spreadsheet keeps 15 significant digits: a longer number ends in zeros afterwards. Of a thousand sound
    # numbers one ends so too, and one in eleven damaged ones fits its check sign: those are asked about.
    return text.str.contains(r"^\d\.\d+E\+\d+$") | (text.str.contains(LOST_DIGITS) & wrong_check_sign(text))


def _id_number_check_digit(rule: Rule) -> pl.Expr:
    return wrong_check_sign(pl.col(text_column(rule.fields[0])))


def wrong_check_sign(text: pl.Expr) -> pl.Expr:
    """Return where an identity number of 18 signs does not fit its last sign (GB 11643-1999)."""
    last = text.str.slice(17, 1)
    # ISO 7064: with its check sign, X for ten, the weighted sum leaves one.
    sign = pl.when(last == "X").then(10).otherwise(last.cast(pl.Int32, strict=False))
    total = pl.sum_horizontal(*(_weighted(text, place) for place in range(0, len(_ID_WEIGHTS), _CHUNK)), sign)
    return _resident_number(text) & (total % 11 != 1)


def _weighted(text: pl.Expr, place: int) -> pl.Expr:
    """Return the weighted sum of some neighbouring digits, looked up: one step instead of one per digit."""
    weights = _ID_WEIGHTS[place : place + _CHUNK]
    digits = text.str.slice(place, len(weights)).cast(pl.UInt32, strict=False)
    return pl.lit(_weighted_sums(weights)).gather(digits)


@cache
def _weighted_sums(weights: tuple[int, ...]) -> pl.Series:
    """Return the weighted sum, modulo 11, of every number with as many digits as there are weights."""
    sums = [
        sum(weight * int(digit) for weight, digit in zip(weights, f"{number:0{len(weights)}d}", strict=True)) % 11
        for number in range(10 ** len(weights))
    ]
    return pl.Series(sums, dtype=pl.Int32)


def _uscc_check_digit(rule: Rule) -> pl.Expr:
    return pl.col(text_column(rule.fields[0])).map_batches(_wrong_uscc, return_dtype=pl.Boolean)


def _wrong_uscc(codes: pl.Series) -> pl.Series:
    different = codes.drop_nulls().unique().to_list()
    wrong = {code for code in different if not uscc.is_valid(code)}
    return codes.is_in(list(wrong))


def _birth_date_matches_id(_rule: Rule) -> pl.Expr:
    text, birth = pl.col(text_column("id_number")), pl.col("birth_date")
    # Sheets that give the month alone are read as its first day: then only the month can disagree.
    said = text.str.slice(6, 8).cast(pl.Int32, strict=False)
    month = birth.dt.year() * 100 + birth.dt.month()
    day_differs = (birth.dt.day() != 1) & (said % 100 != birth.dt.day())
    return _resident_number(text) & ((said // 100 != month) | day_differs)


def _gender_matches_id(_rule: Rule) -> pl.Expr:
    text = pl.col(text_column("id_number"))
    odd = text.str.slice(16, 1).cast(pl.Int32, strict=False) % 2 == 1
    return _resident_number(text) & (odd != (pl.col("gender") == "male"))


def _resident_number(text: pl.Expr) -> pl.Expr:
    return text.str.contains(r"^\d{17}[\dX]$")


def _forbidden_words(rule: Rule) -> pl.Expr:
    words = list(vocabulary(rule.arguments["vocabulary"]))
    return pl.any_horizontal(
        pl.col(text_column(name)).str.contains_any(words, ascii_case_insensitive=True) for name in rule.fields
    )


def _lacks_words(rule: Rule) -> pl.Expr:
    words = list(vocabulary(rule.arguments["vocabulary"]))
    return ~pl.any_horizontal(
        pl.col(text_column(name)).str.contains_any(words, ascii_case_insensitive=True) for name in rule.fields
    )


def _sender_matches(rule: Rule) -> pl.Expr:
    others = pl.all_horizontal(pl.col(text_column(name)) != pl.col("sender") for name in rule.fields)
    return ~pl.col("sender_may_speak_for_others") & others


def _certificate_no_pattern(rule: Rule) -> pl.Expr:
    return ~pl.col(text_column(rule.fields[0])).str.contains(_CERTIFICATE_NUMBERS)


def _certificate_province(rule: Rule) -> pl.Expr:
    provinces = code_table("regions")["code"].str.slice(0, 2).unique().to_list()
    text = pl.col(text_column(rule.fields[0]))
    return text.str.contains(r"^[A-Z]\d{21}$") & ~text.str.slice(5, 2).is_in(provinces)


def _hazard_without_filing(_rule: Rule) -> pl.Expr:
    hazards = pl.col(text_column("hazard_flags")).str.split(LIST_SEPARATOR).list.len()
    post = pl.col("internship_type") == "post"
    return post & (hazards > 0) & pl.col(text_column("exemption_filing_no")).is_null()


def _promotion_above_tier(_rule: Rule) -> pl.Expr:
    ceilings = dict(code_table("award_promotions").select("tier", "promotes_to").iter_rows())
    highest = pl.col("award_tier").replace_strict(ceilings, default=None, return_dtype=pl.Int64)
    return pl.col("promoted_level") > highest


FUNCTIONS: dict[str, Callable[[Rule], pl.Expr]] = {
    "id_number_damaged": _id_number_damaged,
    "id_number_check_digit": _id_number_check_digit,
    "uscc_check_digit": _uscc_check_digit,
    "birth_date_matches_id": _birth_date_matches_id,
    "gender_matches_id": _gender_matches_id,
    "forbidden_words": _forbidden_words,
    "lacks_words": _lacks_words,
    "sender_matches": _sender_matches,
    "certificate_no_pattern": _certificate_no_pattern,
    "certificate_province": _certificate_province,
    "hazard_without_filing": _hazard_without_filing,
    "promotion_above_tier": _promotion_above_tier,
}

TABLES: dict[str, str] = {"certificate_province": "regions", "promotion_above_tier": "award_promotions"}
"""The code table that a function reads."""

INPUTS: dict[str, tuple[str, ...]] = {
    "birth_date_matches_id": ("id_number", "birth_date"),
    "gender_matches_id": ("id_number", "gender"),
    "hazard_without_filing": ("internship_type", "hazard_flags", "exemption_filing_no"),
    "promotion_above_tier": ("promoted_level", "award_tier"),
}
"""What a function reads beside the rule's own fields."""
