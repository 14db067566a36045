"""The placement report's section on where the graduates are: parts that together are the denominator."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pipelines.publication.reports import cells, charts
from pipelines.publication.reports.choice import HEADLINE, at

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


def parts_view(edition: Edition, choice: Choice | None, words: Words) -> dict[str, Any] | None:
    """The parts of the whole as table and chart; none when the whole cannot be shown."""
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
