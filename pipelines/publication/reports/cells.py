"""One cell of a report's table: what is printed and what a screen reader or a hover says beside it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from pipelines.publication.reports.intervals import Interval, bounds, wilson
from pipelines.publication.reports.words import NOT_AVAILABLE, SUPPRESSED, ZERO

if TYPE_CHECKING:
    from pipelines.publication.reports.figures import Figure
    from pipelines.publication.reports.words import Words


@dataclass(frozen=True)
class Cell:
    """Printed text, with the meaning of a marker where one is printed."""

    text: str
    title: str = ""


def value_cell(figure: Figure | None, words: Words) -> Cell:
    """The value, or the marker that stands for it."""
    marker = _marker(figure, words)
    if marker is not None or figure is None or figure.value is None:
        return marker or Cell(NOT_AVAILABLE, words.text("marker.not_available"))
    if figure.value == 0:
        return Cell(ZERO, words.text("marker.zero"))
    return Cell(value_text(figure, figure.value, words))


def bounded_cell(figure: Figure | None, words: Words, *, bounds_from: Decimal) -> Cell:
    """The value, followed by its bounds where much is unknown."""
    cell, text = value_cell(figure, words), bounds_text(figure, words, bounds_from=bounds_from)
    return Cell(f"{cell.text} {text}", cell.title) if text else cell


def bounds_text(figure: Figure | None, words: Words, *, bounds_from: Decimal) -> str:
    """What a rate would be if all unknown were no and if all were yes, from that share of unknown on; else nothing."""
    if figure is None or not figure.shown or not figure.is_rate or figure.numerator is None:
        return ""
    if not figure.denominator or not figure.unknown or Decimal(figure.unknown) / figure.denominator < bounds_from:
        return ""
    reach = bounds(figure.numerator, figure.denominator, figure.unknown)
    return words.text("bounds", low=words.percent(reach.low), high=words.percent(reach.high))


def value_text(figure: Figure, value: Decimal, words: Words) -> str:
    """A value in the spelling of the figure's unit."""
    if figure.is_rate:
        return words.percent(value)
    return words.money(value) if figure.is_money else words.plain(value)


def count_cell(count: int | None, words: Words, *, suppressed: bool = False) -> Cell:
    """A count, or the marker that stands for it."""
    if count is None:
        key = "suppressed" if suppressed else "not_available"
        return Cell(SUPPRESSED if suppressed else NOT_AVAILABLE, words.text(f"marker.{key}"))
    return Cell(ZERO, words.text("marker.zero")) if count == 0 else Cell(words.number(count))


def counts_cell(figure: Figure | None, words: Words) -> Cell:
    """Numerator and denominator."""
    if figure is None:
        return Cell(NOT_AVAILABLE, words.text("marker.not_available"))
    hidden = figure.status == "suppressed"
    numerator = count_cell(figure.numerator, words, suppressed=hidden)
    denominator = count_cell(figure.denominator, words, suppressed=hidden)
    text = words.text("over", numerator=numerator.text, denominator=denominator.text)
    return Cell(text, numerator.title or denominator.title)


def unknown_cell(figure: Figure | None, words: Words) -> Cell:
    """The unknown, and which share of the denominator they are."""
    unknown = figure.unknown if figure else None
    # A figure that is shown always counts its unknown: where that count is missing, disclosure control took it out.
    withheld = figure is not None and (figure.shown or figure.status == "suppressed")
    cell = count_cell(unknown, words, suppressed=withheld)
    if not unknown or figure is None or not figure.denominator:
        return cell
    return Cell(f"{cell.text} ({words.percent(Decimal(unknown) / figure.denominator)})")


def status_cell(figure: Figure | None, words: Words) -> Cell:
    """The status in words."""
    return Cell(words.text(f"status.{figure.status if figure else 'not_available'}"))


def interval_of(figure: Figure | None) -> Interval | None:
    """The interval of a rate that is shown with its counts."""
    if figure is None or not figure.shown or not figure.is_rate:
        return None
    if figure.numerator is None or not figure.denominator:
        return None
    return wilson(figure.numerator, figure.denominator)


def interval_cell(figure: Figure | None, words: Words, *, below: int) -> Cell:
    """The interval where so few are counted that it must be seen."""
    interval = interval_of(figure)
    if interval is None or figure is None or (figure.denominator or 0) >= below:
        return Cell("")
    low, high = words.percent(interval.low), words.percent(interval.high)
    return Cell(words.text("range", low=low, high=high))


def _marker(figure: Figure | None, words: Words) -> Cell | None:
    if figure is None:
        return Cell(NOT_AVAILABLE, words.text("marker.not_available"))
    if figure.status == "suppressed":
        return Cell(SUPPRESSED, words.text("marker.suppressed"))
    if not figure.shown:
        return Cell(NOT_AVAILABLE, words.text(f"status.{figure.status}"))
    return None
