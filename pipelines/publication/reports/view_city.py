"""The city's part of the placement report: main figures and the change between cut-offs.

The parts of the whole belong in view_parts.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pipelines.publication.reports import cells
from pipelines.publication.reports.choice import HEADLINE, at, nearest
from pipelines.publication.reports.view_parts import parts_view

if TYPE_CHECKING:
    from pipelines.publication.reports.choice import Choice
    from pipelines.publication.reports.figures import Edition, Figure
    from pipelines.publication.reports.words import Words

KEY_METRICS = (HEADLINE, "verified_destination_rate", "major_match_rate", "median_starting_pay")


@dataclass(frozen=True)
class CityView:
    """Everything the first three sections print."""

    lead: tuple[str, ...]
    keys: list[dict[str, Any]]
    rows: list[dict[str, Any]]
    changes: dict[str, Any]
    parts: dict[str, Any] | None


def city_view(edition: Edition, choice: Choice | None, words: Words, *, bounds_from: Decimal) -> CityView:
    """Lay out the city's figures.

    Args:
        edition: the open edition.
        choice: the cohort and cut-offs the report is about.
        words: the language.
        bounds_from: share of unknown from which a value carries its bounds.
    """
    rows = [_metric_row(edition, metric_id, choice, words, bounds_from) for metric_id in edition.definitions]
    keys = [row for key in KEY_METRICS for row in rows if row["id"] == key]
    return CityView(
        _lead(edition, choice, words), keys, rows, _changes(edition, choice, words), parts_view(edition, choice, words)
    )


def _metric_row(
    edition: Edition, metric_id: str, choice: Choice | None, words: Words, bounds_from: Decimal
) -> dict[str, Any]:
    figure = nearest(edition.city(metric_id), choice)
    return {
        "id": metric_id,
        "title": words.pick(edition.definitions[metric_id].get("title")),
        "value": cells.value_cell(figure, words),
        "bounds": cells.bounds_text(figure, words, bounds_from=bounds_from),
        "counts": cells.counts_cell(figure, words),
        "unknown": cells.unknown_cell(figure, words),
        "cohort": figure.cohort if figure else "",
        "cutoff": words.day(figure.cutoff) if figure else "",
        "status": cells.status_cell(figure, words),
    }


def _lead(edition: Edition, choice: Choice | None, words: Words) -> tuple[str, ...]:
    figure = at(edition.city(HEADLINE), choice.cohort, choice.cutoff) if choice else None
    if figure is None or figure.value is None or not figure.denominator or figure.numerator is None:
        return (words.text("lead.none"),)
    unknown = figure.unknown or 0
    sentences = [
        words.text(
            "lead.full",
            denominator=words.number(figure.denominator),
            cohort=figure.cohort,
            numerator=words.number(figure.numerator),
            value=words.percent(figure.value),
            cutoff=words.day(figure.cutoff),
            unknown=words.number(unknown),
            unknown_share=words.percent(Decimal(unknown) / figure.denominator),
        )
    ]
    verified = at(edition.city("verified_destination_rate"), figure.cohort, figure.cutoff)
    if verified is not None and verified.shown and verified.value is not None:
        sentences.append(words.text("lead.verified", value=words.percent(verified.value)))
    if unknown:
        high = Decimal(min(figure.numerator + unknown, figure.denominator)) / figure.denominator
        low = words.percent(Decimal(figure.numerator) / figure.denominator)
        sentences.append(words.text("lead.interval_bounds", high=words.percent(high), low=low))
    return (*sentences, *_skipped(edition, figure, words))


def _skipped(edition: Edition, told: Figure, words: Words) -> tuple[str, ...]:
    """A later cohort whose figure is due and cannot be shown is named, not passed over."""
    later = [f for f in edition.city(HEADLINE) if f.cohort > told.cohort and f.status != "not_mature"]
    if not later:
        return ()
    newest = later[-1]
    status = words.text(f"status.{newest.status}")
    return (words.text("lead.skipped", cohort=newest.cohort, cutoff=words.day(newest.cutoff), status=status),)


def _changes(edition: Edition, choice: Choice | None, words: Words) -> dict[str, Any]:
    trend = _trend(edition, choice, words)
    if choice is None or choice.change_cohort is None or choice.first is None or choice.second is None:
        return {"rows": [], "pending": False, "trend": trend}
    rows = []
    for metric_id, definition in edition.definitions.items():
        figures = edition.city(metric_id)
        first = at(figures, choice.change_cohort, choice.first)
        second = at(figures, choice.change_cohort, choice.second)
        if first is None or second is None:
            continue
        rows.append(
            {
                "title": words.pick(definition.get("title")),
                "first": cells.value_cell(first, words),
                "second": cells.value_cell(second, words),
                "first_unknown": cells.unknown_cell(first, words),
                "second_unknown": cells.unknown_cell(second, words),
                "change": _difference(first, second, words),
            }
        )
    return {
        "rows": rows,
        "pending": choice.change_cohort != choice.cohort,
        "cohort": choice.change_cohort,
        "first": words.day(choice.first),
        "second": words.day(choice.second),
        "trend": trend,
    }


def _difference(first: Figure, second: Figure, words: Words) -> cells.Cell:
    if first.value is None or second.value is None or not (first.shown and second.shown):
        return cells.value_cell(None, words)
    if first.is_rate:
        return cells.Cell(words.points(second.value - first.value))
    return cells.Cell(words.amount(second.value - first.value))


def _trend(edition: Edition, choice: Choice | None, words: Words) -> list[dict[str, Any]]:
    """Cohorts side by side, only at the month and day of the report's own cut-off."""
    if choice is None:
        return []
    same = [
        figure
        for figure in edition.city(HEADLINE)
        if (figure.cutoff.month, figure.cutoff.day) == (choice.cutoff.month, choice.cutoff.day)
    ]
    return [
        {
            "cohort": figure.cohort,
            "cutoff": words.day(figure.cutoff),
            "value": cells.value_cell(figure, words),
            "counts": cells.counts_cell(figure, words),
            "unknown": cells.unknown_cell(figure, words),
            "status": cells.status_cell(figure, words),
        }
        for figure in same
    ]
