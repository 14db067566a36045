"""Every cell that the platform publishes of the demo city equals the one recomputed in pandas."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

from tests.conftest import DemoPlatform
from tests.recomputation.cells import DIMENSIONS, ENTRIES, Figure, Key, half_up, quantile
from tests.recomputation.compare import differences, moment, published
from tests.recomputation.figures import recomputed
from tests.recomputation.source import Source

CELL = Key("destination_rate", dt.date(2026, 8, 31), "2026", ("*",) * len(DIMENSIONS))
FIGURE = Figure(2, 3, 0, Decimal("0.666667"), "share", "ok")


def test_every_cell_of_the_demo_city_is_the_same_to_the_last_unit(demo_platform: DemoPlatform) -> None:
    warehouse = demo_platform.data / "warehouse" / "warehouse.duckdb"
    theirs = published(warehouse)
    ours = recomputed(Source(demo_platform.data / "raw", moment(warehouse)))

    found = differences(ours, theirs)

    assert not found, f"{len(found)} of {len(ours)} cells:\n" + "\n".join(found[:20])
    assert {key.metric for key in ours} == ENTRIES.keys()
    computed = {key.metric for key, figure in ours.items() if figure.value is not None}
    assert {"destination_rate", "high_skilled_share", "pool_reach_people", "plan_trained_rate"} <= computed


def test_a_difference_of_one_unit_is_found() -> None:
    other = FIGURE._replace(value=Decimal("0.666668"))
    assert differences({CELL: FIGURE}, {CELL: FIGURE._replace(value=Decimal("0.6666670"))}) == []
    assert [line.split(":")[0] for line in differences({CELL: FIGURE}, {CELL: other})] == ["different"]
    assert len(differences({CELL: FIGURE}, {CELL: FIGURE._replace(unknown=1)})) == 1


def test_a_missing_and_an_extra_cell_are_found() -> None:
    assert differences({CELL: FIGURE}, {})[0].startswith("missing from the mart")
    assert differences({}, {CELL: FIGURE})[0].startswith("only in the mart")


def test_figures_are_exact() -> None:
    assert half_up(Fraction(1, 2)) == 1
    assert half_up(Fraction(2, 3), 6) == Decimal("0.666667")
    assert quantile([Decimal(4), Decimal(1), Decimal(2), Decimal(3)], Fraction(1, 4)) == Fraction(7, 4)
