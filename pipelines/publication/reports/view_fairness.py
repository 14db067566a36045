"""The fairness report's tables: groups by list, the groups below, and the component that costs each group most."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from pipelines.publication.reports import cells

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipelines.publication.reports.figures import Edition
    from pipelines.publication.reports.words import Words

LISTS = ("top_50", "top_10", "plan")
ATTRIBUTES = ("all", "gender", "home_region", "tier", "college")
JUDGED = frozenset({"ok", "below"})
ONE_GROUP_TO_COMPARE = frozenset({"whole", "reference"})

Row = dict[str, Any]


def fairness_view(edition: Edition, words: Words) -> dict[str, Any]:
    """Everything the page shows."""
    rows = edition.table("fairness", "list_kind, attribute, group_code")
    losses = {
        (row["attribute"], row["group_code"]): row
        for row in edition.table("fairness_component", "attribute, group_code, component")
        if row["is_largest_loss"]
    }
    names = _Names(edition, words)
    whole = next((row for row in rows if row["attribute"] == "all"), None)
    minimum = int(edition.threshold("min_denominator_public"))
    ratio, share = edition.threshold("fairness_min_ratio"), edition.threshold("fairness_min_group_share")
    compared = [row for row in rows if row["attribute"] != "all"]
    return {
        "people": cells.count_cell(whole["denominator"] if whole else None, words),
        "lead": _lead(compared, words),
        "below": [_below(row, losses, names, words) for row in compared if row["verdict"] == "below"],
        "lists": [(kind, _blocks(rows, kind, names, words)) for kind in LISTS],
        "components": [_loss(row, names, words) for row in _in_order(losses.values())],
        "notes": [
            words.text("reading.rule", ratio=_decimal(ratio, 2)),
            words.text("reading.small", share=words.percent(share, 0)),
            words.text("reading.hidden", maximum=minimum - 1),
            words.text("reading.question"),
            words.text("reading.many", count=len(compared)),
            words.text("reading.exposure"),
            words.text("reading.rebuild", edition=edition.info["edition"]),
        ],
    }


def _lead(compared: list[Row], words: Words) -> list[str]:
    judged = [row for row in compared if row["verdict"] in JUDGED and row["reason"] not in ONE_GROUP_TO_COMPARE]
    below = sum(row["verdict"] == "below" for row in judged)
    hidden = sum(row["verdict"] is None for row in compared)
    if not compared:
        return [words.text("lead.none"), words.text("lead.question")]
    counted = words.text("lead.below" if below else "lead.all_ok", count=below, judged=len(judged))
    rest = words.text(
        "lead.not_judged", count=sum(row["verdict"] == "not_judged" for row in compared), hidden=hidden
    )  # fmt: skip
    return [counted, rest, words.text("lead.question")]


def _blocks(rows: list[Row], kind: str, names: _Names, words: Words) -> list[dict[str, Any]]:
    """Return the rows of one list by attribute; each attribute is a part of one table."""
    return [
        {
            "title": words.text(f"attribute.{attribute}"),
            "is_whole": attribute == "all",
            "rows": [
                _group(row, names, words) for row in rows if (row["list_kind"], row["attribute"]) == (kind, attribute)
            ],
        }
        for attribute in ATTRIBUTES
    ]


def _group(row: Row, names: _Names, words: Words) -> dict[str, Any]:
    hidden = row["status"] == "suppressed"
    numerator = cells.count_cell(row["numerator"], words, suppressed=hidden)
    denominator = cells.count_cell(row["denominator"], words, suppressed=hidden)
    return {
        "name": names.of(row),
        "is_below": row["verdict"] == "below",
        "cells": [
            _share(row["value"], words, hidden=hidden),
            _range(row, words, hidden=hidden),
            cells.Cell(words.text("over", numerator=numerator.text, denominator=denominator.text), numerator.title),
            *(
                _ratio(row[name], words, hidden=hidden)
                for name in ("selection_ratio", "conditional_ratio", "exposure_ratio")
            ),
        ],
        "verdict": words.text(f"reason.{row['reason'] or 'hidden'}"),
    }


def _below(row: Row, losses: dict[tuple[str, str], Row], names: _Names, words: Words) -> dict[str, Any]:
    within = row["conditional_ratio"]
    clues = [words.text("below_table.no_within")]
    if within is not None:
        # Nearer to 1 than to the raw ratio: most of the gap is between occupations.
        mostly_majors = 2 * Decimal(within) >= 1 + Decimal(row["selection_ratio"])
        clues = [words.text(f"below_table.{'majors' if mostly_majors else 'within'}", ratio=_decimal(within))]
    loss = losses.get((row["attribute"], row["group_code"]))
    if loss is not None:
        clues.append(
            words.text(
                "below_table.loss",
                component=words.text(f"component.{loss['component']}"),
                points=_points(loss["mean_points"], words),
                others=_points(loss["other_mean_points"], words),
            )
        )
    return {
        "list": words.text(f"list.{row['list_kind']}"),
        "attribute": words.text(f"attribute.{row['attribute']}"),
        "name": names.of(row),
        "ratio": cells.Cell(_decimal(row["selection_ratio"])),
        "clue": words.text("gap").join(clues),
    }


def _loss(row: Row, names: _Names, words: Words) -> dict[str, Any]:
    return {
        "attribute": words.text(f"attribute.{row['attribute']}"),
        "name": names.of(row),
        "component": words.text(f"component.{row['component']}"),
        "cells": [
            cells.Cell(_points(row["mean_points"], words)),
            cells.Cell(_points(row["other_mean_points"], words)),
            cells.Cell(words.amount(Decimal(row["score_gap"]))),
        ],
    }


def _in_order(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (ATTRIBUTES.index(row["attribute"]), row["group_code"]))


def _share(value: str | None, words: Words, *, hidden: bool) -> cells.Cell:
    if value is None:
        return cells.count_cell(None, words, suppressed=hidden)
    return cells.Cell(words.percent(Decimal(value)))


def _range(row: Row, words: Words, *, hidden: bool) -> cells.Cell:
    if row["interval_low"] is None:
        return cells.count_cell(None, words, suppressed=hidden)
    low, high = (words.percent(Decimal(row[name])) for name in ("interval_low", "interval_high"))
    return cells.Cell(words.text("range", low=low, high=high))


def _ratio(value: str | None, words: Words, *, hidden: bool) -> cells.Cell:
    return cells.count_cell(None, words, suppressed=hidden) if value is None else cells.Cell(_decimal(value))


def _decimal(value: str | Decimal, places: int = 3) -> str:
    return str(Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))


def _points(value: str, words: Words) -> str:
    return words.number(int(Decimal(value).quantize(Decimal(1), rounding=ROUND_HALF_UP)))


class _Names:
    """Names of groups: of the vocabulary, the register of colleges, or the report's own words."""

    def __init__(self, edition: Edition, words: Words) -> None:
        self._words = words
        self._lists = {
            "gender": edition.names("gender"),
            "tier": edition.names("tier"),
            "college": edition.colleges(),
        }

    def of(self, row: Row) -> str:
        """The name of the group of a row."""
        attribute, code = row["attribute"], row["group_code"]
        if attribute == "all" or code == "unknown" or attribute == "home_region":
            return self._words.text(f"group.{'all' if attribute == 'all' else code}")
        return self._words.pick(self._lists[attribute].get(code)) or str(code)
