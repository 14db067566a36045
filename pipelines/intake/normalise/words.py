"""Words that stand for codes: choices, yes and no, levels, regions by name, lists of them."""

from __future__ import annotations

import re
from functools import cache

from data_contracts.checks.forms import LIST_SEPARATOR
from data_contracts.code_tables import code_table, normalise_word, vocabulary
from data_contracts.model import Field
from pipelines.intake.normalise.regions import how_found, region_code
from pipelines.intake.normalise.signs import narrow, visible

_SEPARATORS = "、；;,，/|\n" + LIST_SEPARATOR
_OPEN, _CLOSE = "（([【", "）)]】"
_BRACKET = re.compile(r"^([^（(]*)([（(]?)(.*?)[)）]?$", re.DOTALL)
_DIVISION = re.compile(r"^\d{1,2}$")
_DIVISION_SIGNS = 3
_FLOAT_TAIL = re.compile(r"^(\d+)\.0+$")


def to_choice(text: str, list_name: str) -> tuple[str, str | None]:
    """Return the code a word stands for, or the word as it was."""
    return _result(vocabulary(list_name).get(normalise_word(text), text), text, "word_to_code")


def to_boolean(text: str) -> tuple[str, str | None]:
    """Return `true` or `false` for a word of yes or no, or the word as it was."""
    code = vocabulary("yes_no").get(normalise_word(text))
    return _result({"yes": "true", "no": "false"}.get(code or "", text), text, "word_to_code")


def to_code(text: str, field: Field) -> tuple[str, str | None]:
    """Return a code in half-width capitals, without a float's tail; a region's name becomes its code."""
    clean = _FLOAT_TAIL.sub(r"\1", narrow(text)).upper()
    if field.code_list == "regions" and (code := region_code(clean)):
        return code, f"region_to_code:{how_found(clean, code)}"
    if field.code_list == "industries" and _DIVISION.match(clean):
        return _result(_divisions().get(clean.zfill(2), clean), text, "code_padded")
    return _result(clean, text, "code_signs")


@cache
def _divisions() -> dict[str, str]:
    """Return the code of every division of industries by its two digits, which no two sections share."""
    codes = code_table("industries")["code"]
    return {code[1:]: code for code in codes if len(code) == _DIVISION_SIGNS}


def to_list(text: str, field: Field) -> tuple[str | None, str | None]:
    """Return the items of a list, each as its code where the word is known, joined by the list separator.

    None for a cell of separators alone, such as `/`, which people write for nothing.
    """
    items = [_item(item, field) for item in split_items(text)]
    unique = list(dict.fromkeys(item for item in items if item))
    if not unique:
        return None, "null_word"
    return _result(LIST_SEPARATOR.join(unique), text, "list_split")


def is_known(text: str, field: Field) -> bool:
    """Return whether a list of the field knows the word: 无 means "no" to some fields and "nothing" to the rest."""
    if field.form == "boolean":
        return normalise_word(text) in vocabulary("yes_no")
    if field.form == "choice":
        return normalise_word(text) in vocabulary(field.vocabulary or field.name)
    return field.vocabulary is not None and normalise_word(text) in vocabulary(field.vocabulary)


def split_items(text: str) -> list[str]:
    """Split on the separators people use, outside brackets."""
    items, depth, start = [], 0, 0
    for place, sign in enumerate(text):
        depth += (sign in _OPEN) - (sign in _CLOSE)
        if sign in _SEPARATORS and depth <= 0:
            items.append(text[start:place])
            start = place + 1
    items.append(text[start:])
    return [clean for item in items if (clean := visible(item))]


def _item(item: str, field: Field) -> str:
    if field.vocabulary:
        word, bracket, detail = _BRACKET.match(item).groups()  # type: ignore[union-attr]  # matches every text
        return to_choice(word, field.vocabulary)[0] + (f"({detail})" if bracket else "")
    if field.code_list == "skills":
        return skill_words().get(normalise_word(item), item)
    if field.code_list:
        return to_code(item, field)[0]
    return item


@cache
def skill_words() -> dict[str, str]:
    """Return every spelling of a skill with its code."""
    words: dict[str, str] = {}
    for code, zh, en, more in code_table("skills").select("code", "name_zh", "name_en", "words").iter_rows():
        for word in (code, zh, en, *(more or "").split(";")):
            if word:
                words.setdefault(normalise_word(word), code)
    return words


def _result(clean: str, text: str, repair: str) -> tuple[str, str | None]:
    return clean, None if clean == text else repair
