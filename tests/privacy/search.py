"""Search bytes for words in every form in which a machine writes them: UTF-8, GB18030, percent and JSON escapes.

A name of two or three characters may stand in an ordinary word ("高级" would, if somebody were called so). Therefore a
name that is part of what the platform says without knowing anybody (its contracts, codes, texts of reports) is sought
where a value ends on both sides: as a JSON string, a CSV or table cell, an element of HTML. Every other name, and every
number, is sought anywhere. In bytes that are compressed or sealed four bytes come together by chance: there names are
sought in UTF-8 alone, where they are six and more.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import quote

import polars as pl

from tests.privacy.words import Words

ROOT = Path(__file__).parents[2]
_SAID_BY_ITSELF = ("data_contracts", "pipelines", "api", "dbt_project/models", "dbt_project/macros")
_SUFFIXES = {".py", ".yaml", ".yml", ".csv", ".html", ".j2", ".sql", ".md", ".json"}
_ENDS = (('"', '"'), (",", ","), (",", "\n"), ("'", "'"), (">", "<"), ("\x1f", "\x1f"))
CELL = "\x1f"
"""Stands between the cells of a table that is handed over as text."""


def ordinary(words: Words) -> frozenset[str]:
    """Return the names that are part of what the platform says without knowing anybody."""
    files = [p for folder in _SAID_BY_ITSELF for p in (ROOT / folder).rglob("*") if p.suffix in _SUFFIXES]
    said = "\n".join(path.read_text(encoding="utf-8") for path in files if "demo" not in path.parts)
    names = [word for word, kind in words.items() if kind == "name"]
    return frozenset(pl.Series([said]).str.extract_many(names, overlapping=True)[0])


class Search:
    """Finds words in bytes."""

    def __init__(self, words: Words, *, in_text: frozenset[str] = frozenset()) -> None:
        anywhere = {word for word in words if word not in in_text}
        framed = {f"{left}{word}{right}": word for word in words if word in in_text for left, right in _ENDS}
        self._of = {form: word for word in anywhere for form in _forms(word)}
        self._of |= {form: word for text, word in framed.items() for form in _forms(text)}
        self._of_bytes = {_latin(word.encode()): word for word in words if word not in in_text}
        self.bytes_searched = 0

    def found_in(self, body: bytes, *, is_packed: bool = False) -> set[str]:
        """Return the words that stand in bytes; packed ones are compressed or sealed."""
        self.bytes_searched += len(body)
        of = self._of_bytes if is_packed else self._of
        hits = pl.Series([_latin(body)]).str.extract_many(list(of), overlapping=True)[0]
        return {of[hit] for hit in hits}

    def places(
        self, said: Mapping[str, bytes] | Iterable[tuple[str, bytes]], *, is_packed: bool = False
    ) -> dict[str, set[str]]:
        """Return the words found by place; places without any are left out."""
        pairs = said.items() if isinstance(said, Mapping) else said
        return {place: found for place, body in pairs if (found := self.found_in(body, is_packed=is_packed))}


def _forms(text: str) -> set[str]:
    """Return the bytes of a text in every encoding searched, each byte as a Latin-1 character."""
    plain = {text.encode(), text.encode("gb18030"), json.dumps(text)[1:-1].encode()}
    escaped = json.dumps(text)[1:-1]
    plain.add("".join(c.upper() if at else c for at, c in _escapes(escaped)).encode())
    plain |= {quote(text, safe=safe).encode() for safe in ("", "@")}
    plain |= {quote(text, safe="").lower().encode(), quote(text.encode("gb18030"), safe="").encode()}
    return {_latin(form) for form in plain}


def _escapes(text: str) -> Iterable[tuple[bool, str]]:
    r"""Yield characters, and whether each is one of the hexadecimal digits of an escape such as \u4e00."""
    digits = 0
    for at, character in enumerate(text):
        if text[at - 2 : at] == "\\u":
            digits = 4
        yield digits > 0, character
        digits = max(digits - 1, 0)


def _latin(body: bytes) -> str:
    return body.decode("latin-1")
