"""Which cohort and which cut-offs a report speaks about. Laying figures out belongs in the views."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from pipelines.publication.reports.figures import Edition, Figure

HEADLINE = "destination_rate"


@dataclass(frozen=True)
class Choice:
    """What the report is about.

    Attributes:
        cohort: the newest one with a headline figure.
        cutoff: its newest cut-off with one.
        change_cohort: the newest cohort with two such cut-offs, if any.
        first: the earlier of them.
        second: the later of them.
    """

    cohort: str
    cutoff: date
    change_cohort: str | None
    first: date | None
    second: date | None


def choose(edition: Edition) -> Choice | None:
    """Choose from what the edition shows of the headline metric; none when it shows nothing."""
    shown = [figure for figure in edition.city(HEADLINE) if figure.shown]
    if not shown:
        return None
    newest = shown[-1]
    by_cohort: dict[str, list[date]] = {}
    for figure in shown:
        by_cohort.setdefault(figure.cohort, []).append(figure.cutoff)
    pairs = [(cohort, cutoffs[-2], cutoffs[-1]) for cohort, cutoffs in by_cohort.items() if len(cutoffs) > 1]
    change_cohort, first, second = pairs[-1] if pairs else (None, None, None)
    return Choice(newest.cohort, newest.cutoff, change_cohort, first, second)


def at(figures: Iterable[Figure], cohort: str, cutoff: date | None) -> Figure | None:
    """The figure of a cohort on a day, if there is one."""
    return next((figure for figure in figures if figure.cohort == cohort and figure.cutoff == cutoff), None)


def nearest(figures: Iterable[Figure], choice: Choice | None) -> Figure | None:
    """The figure that speaks best for a report.

    The chosen cohort and day, else the newest that is shown, else the newest with its reason for not being shown.
    """
    ordered = sorted(figures, key=lambda figure: (figure.cohort, figure.cutoff))
    exact = at(ordered, choice.cohort, choice.cutoff) if choice else None
    if exact is not None:
        return exact
    own = [figure for figure in ordered if choice and figure.cohort == choice.cohort and figure.shown]
    shown = own or [figure for figure in ordered if figure.shown]
    newest = shown or ordered
    return newest[-1] if newest else None
