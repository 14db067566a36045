"""The city's part of the placement report: main figures, the change between cut-offs, the parts of the whole."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pipelines.publication.reports import cells, charts
from pipelines.publication.reports.choice import HEADLINE, at, nearest

if TYPE_CHECKING:
    from datetime import date

    from pipelines.publication.reports.choice import Choice
    from pipelines.publication.reports.figures import Edition, Figure
    from pipelines.publication.reports.words import Words

PARTS = {
    "contract_rate": "#1b3a5c",
    "flexible_rate": "#3f6f9f",
    "entrepreneurship_rate": "#8fb0cf",
    "further_study_rate": "#2e7468",
    "seeking_rate": "#c58a2a",
    "not_seeking_rate": "#e6c88a",
    "disputed_rate": "#7d7f83",
    "no_record_rate": "#c3c5c8",
}
REST_COLOUR = "#e9eaec"
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
        _lead(edition, choice, words), keys, rows, _changes(edition, choice, words), _parts(edition, choice, words)
    )


def _metric_row(
    edition: Edition, metric_id: str, choice: Choice | None, words: Words, bounds_from: Decimal
) -> dict[str, Any]:
    figure = nearest(edition.city(metric_id), choice)
    return {
        "id": metric_id,
        "title": words.pick(edition.definitions[metric_id].get("title")),
        "value": cells.value_cell(figure, words),
        "bounds": _bounds(figure, words, bounds_from),
        "counts": cells.counts_cell(figure, words),
        "unknown": cells.unknown_cell(figure, words),
        "cohort": figure.cohort if figure else "",
        "cutoff": words.day(figure.cutoff) if figure else "",
        "status": cells.status_cell(figure, words),
    }


def _bounds(figure: Figure | None, words: Words, bounds_from: Decimal) -> str:
    if figure is None or not figure.shown or not figure.is_rate or figure.numerator is None:
        return ""
    if not figure.denominator or not figure.unknown or Decimal(figure.unknown) / figure.denominator < bounds_from:
        return ""
    low = Decimal(figure.numerator) / figure.denominator
    high = Decimal(min(figure.numerator + figure.unknown, figure.denominator)) / figure.denominator
    return words.text("bounds", low=words.percent(low), high=words.percent(high))


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
    return tuple(sentences)


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


def _parts(edition: Edition, choice: Choice | None, words: Words) -> dict[str, Any] | None:
    whole = at(edition.city(HEADLINE), choice.cohort, choice.cutoff) if choice else None
    if choice is None or whole is None or not whole.denominator:
        return None
    days = [day for day in (choice.first, choice.second) if day] if choice.change_cohort == choice.cohort else []
    bars = [part for day in days or [choice.cutoff] for part in _bar(edition, choice.cohort, day, words)]
    rows, total = [], 0
    for metric_id, colour in PARTS.items():
        figure = at(edition.city(metric_id), choice.cohort, choice.cutoff)
        if figure is None:
            continue
        total += figure.numerator or 0
        rows.append(
            {
                "label": words.text(f"parts.{metric_id}"),
                "colour": colour,
                "people": cells.count_cell(figure.numerator, words, suppressed=figure.status == "suppressed"),
                "share": _part_share(figure, whole.denominator, words),
            }
        )
    note = words.text("parts_unsplit")
    if total == whole.denominator:
        note = words.text("parts_note", sum=words.number(total), denominator=words.number(total))
    return {
        "rows": rows,
        "total": words.number(whole.denominator),
        "note": note,
        "chart": charts.stacked_bar(bars, name="parts") if bars else None,
    }


def _bar(edition: Edition, cohort: str, day: date, words: Words) -> list[charts.Part]:
    whole = at(edition.city(HEADLINE), cohort, day)
    if whole is None or not whole.denominator:
        return []
    bar, covered = [], 0
    for metric_id, colour in PARTS.items():
        figure = at(edition.city(metric_id), cohort, day)
        if figure is not None and figure.numerator:
            covered += figure.numerator
            share = Decimal(figure.numerator) / whole.denominator
            bar.append(charts.Part(words.day(day), words.text(f"parts.{metric_id}"), share, colour))
    rest = whole.denominator - covered
    if rest > 0:
        share = Decimal(rest) / whole.denominator
        bar.append(charts.Part(words.day(day), words.text("parts.rest"), share, REST_COLOUR))
    return bar


def _part_share(figure: Figure, denominator: int, words: Words) -> cells.Cell:
    if figure.numerator is None:
        return cells.value_cell(figure, words)
    return (
        cells.count_cell(0, words)
        if not figure.numerator
        else cells.Cell(words.percent(Decimal(figure.numerator) / denominator))
    )
