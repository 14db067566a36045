"""Units of money by the sign that names them: the one table for numbers, pay, headers and the cells under them."""

from __future__ import annotations

FACTORS = {"万": 10_000, "千": 1_000, "百": 100}
"""Signs of a unit by how much they multiply, the largest first; 元 behind them changes nothing."""

YUAN = "元"


def money_units() -> dict[str, int]:
    """Return every unit as a header writes it: 万元, 千元, 百元, 元."""
    return {**{f"{sign}{YUAN}": factor for sign, factor in FACTORS.items()}, YUAN: 1}
