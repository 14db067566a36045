"""Clear most pieces of a workbook's XML at one look. What stands in the others is found in `workbook_parts`."""

from __future__ import annotations

import re

import polars as pl

from pipelines.intake.read.controls import WRITTEN_CONTROLS, holds_bare_controls

HINTS = (b't="e"', b"t='e'", b"<f", b":f>", b":f ", b" hidden=", b"autoFilter", b"<!DOCTYPE", b"\x00")
"""What begins or marks all that is searched for in a sheet; most pieces hold none of them."""

_SIGNS = "|".join(re.escape(sign.decode()) for sign in (*HINTS, *WRITTEN_CONTROLS) if sign != b"\x00")


def is_plain(piece: bytes) -> bool:
    """Return whether a piece holds nothing that is searched for: one look for all signs clears most pieces."""
    if holds_bare_controls(piece):
        return False
    try:
        return not pl.Series([piece], dtype=pl.Binary).cast(pl.String).str.contains(_SIGNS).item()
    except pl.exceptions.ComputeError:
        # It is not in UTF-8.
        return False
