"""The report's tables by college and by major class: rates with intervals, pay, conversion, certificates."""

from __future__ import annotations

from collections import Counter
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from pipelines.publication.disclosure.metrics import DIMENSIONS
from pipelines.publication.reports import cells, charts
from pipelines.publication.reports.choice import HEADLINE, at, nearest
from pipelines.publication.reports.intervals import may_rank

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from pipelines.publication.reports.choice import Choice
    from pipelines.publication.reports.figures import Edition, Figure
    from pipelines.publication.reports.words import Words

Dimension: TypeAlias = Literal["college_code", "major_class"]
BESIDE = ("verified_destination_rate", "contract_rate", "major_match_rate")
PAY = ("pay_p25", "median_starting_pay", "pay_p75")
PAY_STEP = 1000


def rates_view(edition: Edition, choice: Choice | None, words: Words, dimension: Dimension) -> dict[str, Any] | None:
    """The destination rate of every group with its interval, and the rates that stand beside it."""
    if choice is None:
        return None
    groups = _groups(edition, HEADLINE, dimension, choice.cohort, choice.cutoff)
    if not groups:
        return None
    minimum = int(edition.threshold("ranking_min_denominator"))
    ranked = _rankable(groups, minimum)
    if ranked:
        groups = sorted(groups, key=lambda figure: (-(figure.value or 0), figure.dimensions))
    names = _names(edition, dimension)
    beside = {
        metric: {code_of(f, dimension): f for f in _groups(edition, metric, dimension, choice.cohort, choice.cutoff)}
        for metric in BESIDE
    }
    below, bounds_from = int(edition.threshold("wilson_interval_below")), edition.threshold("unknown_bounds_share")
    rows = [
        {
            "code": code_of(figure, dimension),
            "name": _name(names, figure, dimension, words),
            "value": cells.bounded_cell(figure, words, bounds_from=bounds_from),
            "interval": cells.interval_cell(figure, words, below=below),
            "counts": cells.counts_cell(figure, words),
            "unknown": cells.unknown_cell(figure, words),
            "beside": [cells.value_cell(beside[m].get(code_of(figure, dimension)), words) for m in BESIDE],
            "status": cells.status_cell(figure, words),
        }
        for figure in groups
    ]
    note = words.text(f"ranking.{'by_size' if ranked else 'by_code'}", minimum=minimum)
    intervals = words.text("ranking.intervals", limit=below)
    city = at(edition.city(HEADLINE), choice.cohort, choice.cutoff)
    return {
        "rows": rows, "ranked": ranked, "notes": (note, intervals),
        "chart": _rate_chart(groups, names, city, words, dimension),
        "city": cells.value_cell(city, words).text,
    }  # fmt: skip


def pay_view(edition: Edition, choice: Choice | None, words: Words, dimension: Dimension) -> dict[str, Any] | None:
    """Quartiles of starting pay for every group that may be shown."""
    city = nearest(edition.city("median_starting_pay"), choice)
    if city is None:
        return None
    by_metric = {
        metric: {code_of(f, dimension): f for f in _groups(edition, metric, dimension, city.cohort, city.cutoff)}
        for metric in PAY
    }
    names = _names(edition, dimension)
    quartiles = [tuple(by_metric[metric].get(code) for metric in PAY) for code in sorted(by_metric[PAY[1]])]
    rows = [
        {
            "code": code_of(median, dimension),
            "name": _name(names, median, dimension, words),
            "cells": [cells.value_cell(figure, words) for figure in (low, median, high)],
            "counts": cells.counts_cell(median, words),
            "unknown": cells.unknown_cell(median, words),
            "status": cells.status_cell(median, words),
        }
        for low, median, high in quartiles
        if median is not None
    ]
    whole = [at(edition.city(metric), city.cohort, city.cutoff) for metric in PAY]
    return {
        "rows": rows,
        "cohort": city.cohort,
        "city": [cells.value_cell(figure, words) for figure in whole],
        "city_counts": cells.counts_cell(city, words),
        "city_unknown": cells.unknown_cell(city, words),
        "city_status": cells.status_cell(city, words),
        "chart": _pay_chart(quartiles, names, city, words, dimension),
    }


def counted_view(edition: Edition, choice: Choice | None, words: Words, metric_id: str) -> dict[str, Any]:
    """One rate by college with its counts, beside the city's."""
    city = nearest(edition.city(metric_id), choice)
    names = _names(edition, "college_code")
    ranges = int(edition.threshold("wilson_interval_below")), edition.threshold("unknown_bounds_share")
    groups = _groups(edition, metric_id, "college_code", city.cohort, city.cutoff) if city else []
    return {
        "title": words.pick(edition.definitions.get(metric_id, {}).get("title")),
        "city": cells.value_cell(city, words),
        "city_row": _counted_row(city, words.text("city"), "", words, ranges),
        "numerator": words.number(city.numerator if city else None),
        "denominator": words.number(city.denominator if city else None),
        "shown": bool(city and city.shown and city.numerator is not None),
        "status": cells.status_cell(city, words).text,
        "cohort": city.cohort if city else "",
        "cutoff": words.day(city.cutoff) if city else "",
        "rows": [
            _counted_row(f, _name(names, f, "college_code", words), code_of(f, "college_code"), words, ranges)
            for f in groups
        ],
    }


def code_of(figure: Figure | None, dimension: Dimension) -> str:
    """The code of a figure's group."""
    return "" if figure is None else figure.dimensions[DIMENSIONS.index(dimension)]


def _counted_row(
    figure: Figure | None, name: str, code: str, words: Words, ranges: tuple[int, Decimal]
) -> dict[str, Any]:
    below, bounds_from = ranges
    return {
        "code": code,
        "name": name,
        "value": cells.bounded_cell(figure, words, bounds_from=bounds_from),
        "interval": cells.interval_cell(figure, words, below=below),
        "counts": cells.counts_cell(figure, words),
        "unknown": cells.unknown_cell(figure, words),
        "status": cells.status_cell(figure, words),
    }


def _groups(edition: Edition, metric_id: str, dimension: Dimension, cohort: str, cutoff: date) -> list[Figure]:
    figures = edition.broken_down(metric_id, dimension)
    return [figure for figure in figures if figure.cohort == cohort and figure.cutoff == cutoff]


def _rankable(groups: Sequence[Figure], minimum: int) -> bool:
    counts = [(f.numerator, f.denominator) for f in groups if f.shown]
    whole = [(n, d) for n, d in counts if n is not None and d]
    return len(whole) == len(groups) and may_rank(whole, minimum=minimum)


def _names(edition: Edition, dimension: Dimension) -> dict[str, dict[str, str]]:
    names = edition.colleges() if dimension == "college_code" else edition.names("major_class")
    # Classes of different tiers share names; charts print no code beside them, so such names carry it.
    shared = {name for name, times in Counter(both["zh"] for both in names.values()).items() if times > 1}
    return {
        code: {language: f"{name} {code}" for language, name in both.items()} if both["zh"] in shared else both
        for code, both in names.items()
    }


def _name(names: dict[str, dict[str, str]], figure: Figure | None, dimension: Dimension, words: Words) -> str:
    code = code_of(figure, dimension)
    return words.pick(names.get(code)) or code


def _rate_chart(
    groups: Sequence[Figure],
    names: dict[str, dict[str, str]],
    city: Figure | None,
    words: Words,
    dimension: Dimension,
) -> charts.Chart | None:
    rows = []
    for figure in groups:
        interval = cells.interval_of(figure)
        if interval is not None and figure.value is not None:
            label = _name(names, figure, dimension, words)
            rows.append(charts.Span(label, interval.low, figure.value, interval.high))
    if not rows:
        return None
    lowest = int((min(row.low for row in rows) * 10).to_integral_value(ROUND_FLOOR)) * 10
    ticks = list(range(lowest, 101, 10 if lowest >= 40 else 20))
    if ticks[-1] != 100:
        ticks = list(range(0, 101, 20))
    reference = city.value if city is not None and city.shown else None
    return charts.spans(rows, name=f"rate-{dimension[:5]}", ticks=ticks, percent=True, reference=reference)


def _pay_chart(
    quartiles: Sequence[tuple[Figure | None, ...]],
    names: dict[str, dict[str, str]],
    city: Figure,
    words: Words,
    dimension: Dimension,
) -> charts.Chart | None:
    rows = []
    for group in quartiles:
        values: list[Decimal] = [f.value for f in group if f is not None and f.shown and f.value is not None]
        if len(values) == len(PAY):
            rows.append(charts.Span(_name(names, group[1], dimension, words), *values))
    if not rows:
        return None
    low = int((min(row.low for row in rows) / PAY_STEP).to_integral_value(ROUND_FLOOR)) * PAY_STEP
    high = int((max(row.high for row in rows) / PAY_STEP).to_integral_value(ROUND_CEILING)) * PAY_STEP
    step = PAY_STEP * max(1, -(-(high - low) // (5 * PAY_STEP)))
    ticks = list(range(low, high + step, step))
    reference = city.value if city.shown else None
    return charts.spans(rows, name=f"pay-{dimension[:5]}", ticks=ticks, percent=False, reference=reference)
