"""The part of a contract's shape that lies in the code tables: words, codes and limits that its fields and rules use.

A list is told by its entries, so that one gone can be told from one added, and by a hash of what else it says.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from data_contracts.checks.functions import TABLES
from data_contracts.code_tables import code_table, labels, vocabulary
from data_contracts.model import Contract, Field, Rule
from data_contracts.thresholds import periods

VOCABULARY, CODES = "vocabulary", "codes"

_DIGITS = 12
_GRADES, _ANSWERS = "score_grades", "yes_no"
_PLACE = re.compile(r"\$\{(\w+)\}")


def lists_of(contract: Contract) -> dict[str, dict[str, Any]]:
    """Return every list that a contract uses: its entries, and a hash of what else stands there."""
    words = {item.vocabulary for item in contract.fields.values()} | _told(contract.rules, VOCABULARY)
    words |= {_ANSWERS for item in contract.fields.values() if item.form == "boolean"}
    tables = {item.code_list for item in contract.fields.values()} | _told(contract.rules, CODES)
    tables |= {_GRADES for item in contract.fields.values() if item.grade_map}
    tables |= {TABLES[name] for name in _told(contract.rules, "function") if name in TABLES}
    return words_of(filter(None, words)) | {f"{CODES} {name}": _codes(name) for name in sorted(filter(None, tables))}


def words_of(names: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return lists of words by the same names as those of a contract."""
    return {f"{VOCABULARY} {name}": _words(name) for name in sorted(names)}


def limits_of(rules: Iterable[Rule], named: Iterable[str] = ()) -> dict[str, list[list[str]]]:
    """Return every row of the thresholds that rules apply.

    Args:
        rules: The rules.
        named: Thresholds that code applies for them.
    """
    names = {*named, *(name for rule in rules for name in _limits(rule))}
    return {name: [[str(part) for part in period] for period in periods(name)] for name in sorted(names)}


def tolerances(item: Field) -> dict[str, Any]:
    """Return by what ways a field is filled beside its own cell."""
    return {
        "fillable": item.fillable,
        "sheet_name": item.sheet_name,
        "grade_map": item.grade_map,
        "year_from": list(item.year_from),
        "code_from": item.code_from,
        "register_name": item.register_name,
    }


def _limits(rule: Rule) -> list[str]:
    texts = [str(rule.arguments.get(name, "")) for name in ("holds", "when", "peers")]
    named = [rule.arguments[name] for name in ("threshold", "least") if name in rule.arguments]
    return [*named, *(name for text in texts for name in _PLACE.findall(text))]


def _told(rules: Iterable[Rule], argument: str) -> set[str | None]:
    return {rule.arguments.get(argument) for rule in rules}


@cache
def _words(name: str) -> dict[str, Any]:
    spellings = [f"{word} = {code}" for word, code in vocabulary(name).items()]
    return {
        "entries": sorted(spellings),
        "rest": _hash([[code, text.en, text.zh] for code, text in labels(name).items()]),
    }


@cache
def _codes(name: str) -> dict[str, Any]:
    table = code_table(name)
    rows = table.drop("source", "verified_by", strict=False)
    entries = sorted({str(code) for code in table[table.columns[0]]})
    return {"entries": entries, "rest": _hash([[str(cell) for cell in row] for row in rows.iter_rows()])}


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()[:_DIGITS]
