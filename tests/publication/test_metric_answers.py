"""The ranges that stand beside a figure: which figures have them, and their ends worked out by hand."""

from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from pipelines.publication.answer_schema import METRIC
from pipelines.publication.answers_metric import metric_rows
from pipelines.publication.reports.intervals import bounds

INFO = {"threshold.wilson_interval_below": "200", "threshold.unknown_bounds_share": "0.3"}
RANGES = ("interval_low", "interval_high", "bounds_low", "bounds_high")


def ranges(
    numerator: int | None, denominator: int | None, unknown: int | None, *, unit: str = "share", status: str = "ok"
) -> tuple[object, ...]:
    has_value = status in ("ok", "provisional")
    row: dict[str, Any] = dict.fromkeys(METRIC.column_names, "*") | {
        "metric_version": 1, "numerator": numerator, "denominator": denominator, "unknown": unknown, "unit": unit,
        "status": status, "value": Decimal("0.5") if has_value else None,
    }  # fmt: skip
    frame = pl.DataFrame([{name: value for name, value in row.items() if name not in RANGES}], infer_schema_length=None)
    (answer,) = metric_rows(frame, INFO)
    return answer[-4:]


def test_a_rate_about_few_people_has_its_interval() -> None:
    # Of 199: centre (100/199 + z²/398) / (1 + z²/199) = 0.502465, half width 0.068807.
    low, high, *reach = ranges(100, 199, 0)
    assert (low, high, reach) == ("0.433658", "0.571272", [None, None])


def test_a_rate_about_many_people_has_none() -> None:
    assert ranges(100, 200, 0) == (None, None, None, None)


def test_a_rate_with_many_unknown_has_its_bounds() -> None:
    # 30 % of 1,000: 500 as it stands, 800 if all of them counted.
    assert ranges(500, 1000, 300) == (None, None, "0.500000", "0.800000")
    assert ranges(500, 1000, 299) == (None, None, None, None)


@pytest.mark.parametrize("status", ["suppressed", "too_uncertain", "not_available", "not_mature"])
def test_what_has_no_value_has_no_range(status: str) -> None:
    assert ranges(50, 100, 40, status=status) == (None, None, None, None)


def test_what_is_hidden_gives_no_range() -> None:
    assert ranges(None, 100, 35) == (None, None, None, None)
    assert ranges(50, 100, None)[2:] == (None, None)


def test_only_a_share_has_a_range() -> None:
    assert ranges(70, 100, 35, unit="people per opening") == (None, None, None, None)


def test_bounds_never_pass_all() -> None:
    assert bounds(9, 10, 4).high == 1
    with pytest.raises(ValueError, match="no share"):
        bounds(11, 10, 0)
