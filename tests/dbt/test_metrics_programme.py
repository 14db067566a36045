"""Metrics of workforce, vacancies, training and appointments, from raw files to the mart, against figures by hand."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.dbt import programme_city
from tests.dbt.city import E1
from tests.dbt.raw_files import PROJECT, source_columns, write_codes, write_feed, write_internal

Cell = tuple[object, ...]

QUARTER, MID, YEAR, LAST_YEAR = "2026-09-30", "2026-06-30", "2026-12-31", "2025-12-31"

# metric, cut-off: numerator, denominator, unknown, value, status of the city as a whole
BY_HAND: dict[tuple[str, str], Cell] = {
    # E1 has 4 juniors, 2 intermediate, 6 seniors and 10 without a level; E2 2 technicians and 6 juniors.
    ("high_skilled_share", QUARTER): (8, 20, 0, "0.400000", "ok"),
    ("high_skilled_share", MID): (0, 40, 0, "0.000000", "ok"),
    ("skilled_share_30_and_under", QUARTER): (4, 20, 0, "0.200000", "ok"),
    ("skilled_share_31_40", QUARTER): (2, 20, 0, "0.100000", "ok"),
    ("skilled_share_41_50", QUARTER): (8, 20, 0, "0.400000", "ok"),
    ("skilled_share_51_and_over", QUARTER): (6, 20, 0, "0.300000", "ok"),
    # Men from 55 on, women from 45: the 6 men above 55; of 2 aged 41 to 45 nobody says which they are.
    ("retirement_risk_share", QUARTER): (6, 20, 2, "0.300000", "provisional"),
    ("vacancy_fill_rate", QUARTER): (5, 7, 0, "0.714286", "ok"),
    ("median_days_to_fill", QUARTER): (1, 1, 0, "31.000000", "ok"),
    ("mentorship_completion_rate", LAST_YEAR): (1, 1, 0, "1.000000", "ok"),
    ("mentorship_completion_rate", YEAR): (0, 2, 1, None, "too_uncertain"),
    # P-1: Anna (twice), Ben, Carl and Dora; P-2: four by head. P-3, a college's: nobody.
    ("plan_trained_rate", MID): (8, 25, 0, "0.320000", "ok"),
    ("plan_passed_rate", MID): (7, 25, 0, "0.280000", "ok"),
    # Anna's certificate is in the register; Dora's is not, and four have no name.
    ("plan_certified_rate", MID): (1, 25, 5, "0.040000", "ok"),
    # Voucher v1 counts once, for P-1: 1,001; P-2 500; F-4 has no plan, F-5 came later.
    ("plan_spent_rate", MID): (1501, 16000, 0, "0.093813", "ok"),
    ("cost_per_certificate", MID): (1501, 1, 0, None, "too_uncertain"),
    ("plan_trained_rate", "2026-01-31"): (0, 25, 0, "0.000000", "ok"),
    # Anna holds the certificate, Ben none; Carl's post needs none.
    ("appointment_integrity_rate", YEAR): (1, 2, 0, "0.500000", "provisional"),
}  # fmt: skip

NOT_SUPPORTED = ("match_acceptance_rate", "pool_reach_per_opening", "pool_reach_people")


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse of the programme city, without its tests: they run on the city of graduates."""
    root = tmp_path_factory.mktemp("programme")
    deliveries = programme_city.build()
    for feed in source_columns("raw"):
        write_feed(root / "raw", feed, deliveries.rows.get(feed, []))
    write_internal(root / "raw", deliveries.log, [], export=programme_city.EXPORT)
    write_codes(root / "codes", programme_city.codes())
    _dbt_run(root)
    connection = duckdb.connect(str(root / "warehouse.duckdb"), read_only=True)
    yield connection
    connection.close()


def _dbt_run(root: Path) -> None:
    variables = {
        "as_of": programme_city.AS_OF, "export": programme_city.EXPORT,
        "raw_dir": str(root / "raw"), "codes_dir": str(root / "codes"),
    }  # fmt: skip
    environment = {
        **os.environ, "DBT_DUCKDB_PATH": str(root / "warehouse.duckdb"), "DBT_TARGET_PATH": str(root / "target"),
        "DBT_LOG_PATH": str(root / "logs"), "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }  # fmt: skip
    dbt = Path(sys.executable).with_name("dbt")
    done = subprocess.run(
        [dbt, "run", "--select", "+mart_metric", "--project-dir", PROJECT, "--profiles-dir", PROJECT,
         "--vars", json.dumps(variables)],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]


CELL = """
    select numerator, denominator, unknown, cast(value as varchar), status from marts.mart_metric
    where metric_id = ? and cutoff_date = cast(? as date) and region_code = ? and enterprise_uscc = ?
        and occupation_code = '*' and gender = '*' and tier = '*'"""


def cell(
    connection: duckdb.DuckDBPyConnection, metric: str, cutoff: str, *, region: str = "*", enterprise: str = "*"
) -> Cell:
    """The one cell of a metric; `*` is not broken down."""
    [found] = connection.execute(CELL, [metric, cutoff, region, enterprise]).fetchall()
    return tuple(found)


@pytest.mark.parametrize(("metric", "cutoff"), BY_HAND)
def test_city_value_is_the_one_worked_out_by_hand(
    programme: duckdb.DuckDBPyConnection, metric: str, cutoff: str
) -> None:
    assert cell(programme, metric, cutoff) == BY_HAND[metric, cutoff]


def test_a_figure_of_one_enterprise_counts_its_own_rows(programme: duckdb.DuckDBPyConnection) -> None:
    assert cell(programme, "high_skilled_share", QUARTER, enterprise=E1)[:3] == (6, 12, 0)
    assert cell(programme, "high_skilled_share", QUARTER, region="990200")[:3] == (2, 8, 0)
    assert cell(programme, "plan_trained_rate", MID, enterprise=E1)[:3] == (8, 20, 0)


def test_the_plan_of_a_college_is_no_enterprise_s(programme: duckdb.DuckDBPyConnection) -> None:
    assert cell(programme, "plan_trained_rate", MID, enterprise="none")[:3] == (0, 5, 0)


def test_money_under_no_plan_is_nobody_s_budget(programme: duckdb.DuckDBPyConnection) -> None:
    left_out = programme.execute(
        "select occupation_code, left_out from intermediate.int_metric_cell where metric_id = 'plan_spent_rate' "
        "and cutoff_date = date '2026-06-30' and left_out > 0 and occupation_code <> '*'"
    ).fetchall()
    assert left_out == [("unknown", 300)]


@pytest.mark.parametrize("metric", NOT_SUPPORTED)
def test_what_no_feed_tells_is_not_available_and_not_zero(programme: duckdb.DuckDBPyConnection, metric: str) -> None:
    found = programme.execute(
        "select cohort, numerator, denominator, value, status from marts.mart_metric where metric_id = ?", [metric]
    ).fetchall()
    assert found == [("*", 0, 0, None, "not_available")]
