"""Control signs in a sender's text: nobody sees them, and some of them are marks of our own between the rooms.

They become an invisible sign that the normalisers take out, so that taking it out is recorded as any repair.
"""

from __future__ import annotations

import re
from typing import TypeVar

INVISIBLE = "\u200b"
"""Stands where a sign was that may not be there; taking it out is recorded."""

Cell = TypeVar("Cell")

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_BYTES = bytes((*range(0x09), *range(0x0B, 0x0D), *range(0x0E, 0x20), 0x7F))
_LATE_CONTROL = re.compile(b"\xc2[\x80-\x84\x86-\x9f]")
WRITTEN_CONTROLS = (b"_x00", b"&#")
"""What a control sign begins with where XML writes it in other signs."""
_LONGEST_NAME = 64


def without_controls(text: str) -> str:
    """Return a text with no control sign in it but tabs and line breaks."""
    return _CONTROL.sub(INVISIBLE, text)


def clean(cell: Cell) -> Cell:
    """Return a cell of any kind, a text without control signs."""
    return type(cell)(without_controls(cell)) if isinstance(cell, str) else cell


def holds_controls(utf8: bytes) -> bool:
    """Return whether a text in UTF-8 holds a control sign; a long one is cleared much faster than it is cleaned."""
    return holds_bare_controls(utf8) or _LATE_CONTROL.search(utf8) is not None


def holds_bare_controls(content: bytes) -> bool:
    """Return whether text holds one of the control signs of ASCII."""
    return len(content.translate(None, _BYTES)) != len(content)


def may_hold_controls(xml: bytes) -> bool:
    """Return whether a piece of XML holds control signs, bare or as references; most pieces are cleared at once."""
    return any(sign in xml for sign in WRITTEN_CONTROLS) or holds_bare_controls(xml)


def plain_name(name: str) -> str:
    """Return a name that can be shown anywhere: no line breaks, terminal commands or signs that turn the line."""
    return name if name.isprintable() and len(name) <= _LONGEST_NAME else _shown(name)


def _shown(name: str) -> str:
    return "".join(sign for sign in name if sign.isprintable())[:_LONGEST_NAME]
