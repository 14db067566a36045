"""Why two editions differ: the parts of each figure add up to its change, whatever the states between them say."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_contracts.raw_layout import DECISION, DELIVERY, INTRODUCTION, POOL_WITHDRAWAL
from pipelines.publication.diff.figures import SAID, Difference, Figure, Key, differences
from pipelines.publication.diff.states import PARTS, Part, same_inputs, states_between
from pipelines.publication.errors import PublicationError
from pipelines.publication.inputs import (
    OWN_CODES,
    OWN_DECISIONS,
    OWN_DELIVERIES,
    OWN_INTRODUCTIONS,
    OWN_POOL_WITHDRAWALS,
)

KEY: Key = ("destination_rate", "2026")


def figure(numerator: int, denominator: int, unknown: int = 0) -> Figure:
    value = None if not denominator else (Decimal(numerator) / denominator).quantize(Decimal("0.000001"))
    return {"numerator": numerator, "denominator": denominator, "unknown": unknown, "value": value}


def only(*steps: tuple[Part | None, Figure | None]) -> Difference:
    (found,) = differences([(part, {} if said is None else {KEY: said}) for part, said in steps])
    return found


def test_each_step_that_changes_a_figure_is_a_part_of_its_change() -> None:
    found = only((None, figure(80, 100)), ("late_data", figure(84, 105)), ("corrections", figure(83, 105)))
    assert found.parts["late_data"]["numerator"] == 4
    assert found.parts["late_data"]["denominator"] == 5
    assert found.parts["corrections"]["numerator"] == -1
    assert "denominator" not in found.parts["corrections"]


def test_a_figure_that_ends_where_it_began_is_not_different() -> None:
    steps: list[tuple[Part | None, dict[Key, Figure]]] = [
        (None, {KEY: figure(80, 100)}),
        ("late_data", {KEY: figure(81, 100)}),
        ("corrections", {KEY: figure(80, 100)}),
    ]
    assert differences(steps) == []


def test_a_figure_that_is_new_comes_with_its_counts_and_has_no_difference_of_shares() -> None:
    found = only((None, None), ("time", figure(8, 10)))
    assert found.parts == {"time": {"numerator": 8, "denominator": 10}}
    assert found.before["value"] is None


FIGURES = st.one_of(st.none(), st.builds(figure, st.integers(0, 50), st.integers(0, 60), st.integers(0, 9)))


@given(st.lists(FIGURES, min_size=len(PARTS) + 1, max_size=len(PARTS) + 1))
def test_the_parts_sum_exactly_to_the_difference(said: list[Figure | None]) -> None:
    names: list[Part | None] = [None, *PARTS]
    for found in differences([(part, {} if f is None else {KEY: f}) for part, f in zip(names, said, strict=True)]):
        for name in SAID:
            before, after = found.before[name], found.after[name]
            if name == "value" and (before is None or after is None):
                continue
            parts = sum(changes.get(name, 0) for changes in found.parts.values())
            assert parts == (after or 0) - (before or 0)


def _edition(folder: Path, as_of: str, deliveries: list[tuple[int, str, str, str]]) -> tuple[Path, dict[str, Any]]:
    (folder / OWN_CODES).mkdir(parents=True)
    (folder / OWN_CODES / "thresholds.csv").write_text("name,value\n", encoding="utf-8")
    rows = [
        dict.fromkeys(DELIVERY) | {"delivery_no": number, "sender": sender, "feed": feed, "period": period}
        for number, sender, feed, period in deliveries
    ]
    pl.DataFrame(rows, schema=DELIVERY).write_parquet(folder / OWN_DELIVERIES)
    pl.DataFrame(schema=DECISION).write_parquet(folder / OWN_DECISIONS)
    return folder, {"edition": folder.name, "as_of": as_of}


def test_a_delivery_for_a_period_that_had_none_is_late_and_any_other_is_a_correction(tmp_path: Path) -> None:
    first = [(1, "A", "destination", "2026-08"), (2, "B", "destination", "2026-08")]
    later = [*first, (3, "A", "destination", "2026-08"), (4, "C", "destination", "2026-08")]
    earlier = _edition(tmp_path / "e000001", "2026-10-01T00:00:00Z", first)
    now = _edition(tmp_path / "e000002", "2026-11-01T00:00:00Z", later)
    states = dict(states_between(earlier, now, tmp_path))
    known = {part: pl.read_parquet(state.exports.deliveries)["delivery_no"].to_list() for part, state in states.items()}
    assert known == {None: [1, 2], "reference_data": [1, 2], "late_data": [1, 2, 4], "corrections": [1, 2, 3, 4],
                     "time": [1, 2, 3, 4]}  # fmt: skip
    assert same_inputs(states[None], states["reference_data"]), "the code tables are the same"
    assert not same_inputs(states["corrections"], states["time"])


def test_what_was_recorded_of_introductions_and_withdrawals_since_is_late(tmp_path: Path) -> None:
    sent = [(1, "A", "destination", "2026-08")]
    earlier = _edition(tmp_path / "e000001", "2026-10-01T00:00:00Z", sent)
    now = _edition(tmp_path / "e000002", "2026-11-01T00:00:00Z", sent)
    for name, schema in ((OWN_INTRODUCTIONS, INTRODUCTION), (OWN_POOL_WITHDRAWALS, POOL_WITHDRAWAL)):
        row = dict.fromkeys(schema) | {"event_no": 1, "event": "asked"}
        pl.DataFrame([row], schema=schema).write_parquet(now[0] / name)
    states = dict(states_between(earlier, now, tmp_path / "scratch"))
    for name in ("introductions", "pool_withdrawals"):
        rows = {part: pl.read_parquet(getattr(state.exports, name)).height for part, state in states.items()}
        assert rows == {None: 0, "reference_data": 0, "late_data": 1, "corrections": 1, "time": 1}
    assert not same_inputs(states["reference_data"], states["late_data"])
    assert same_inputs(states["late_data"], states["corrections"]), "an edition that kept none knew of none"


def test_an_edition_without_its_code_tables_cannot_be_explained(tmp_path: Path) -> None:
    earlier = _edition(tmp_path / "e000001", "2026-10-01T00:00:00Z", [(1, "A", "destination", "2026-08")])
    shutil.rmtree(earlier[0] / OWN_CODES)
    with pytest.raises(PublicationError, match="kept no code tables"):
        states_between(earlier, earlier, tmp_path)
