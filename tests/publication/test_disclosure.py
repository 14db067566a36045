"""Suppression: rules on literals, and an attack on everything an edition publishes."""

from __future__ import annotations

import datetime as dt
import sqlite3
from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl
import pytest

from data_contracts.code_tables import code_table
from pipelines.publication.disclosure.equations import equations_of, nodes_of
from pipelines.publication.disclosure.metrics import CUTOFF, DIMENSIONS, IDENTITIES, hidden_counts, masked
from pipelines.publication.disclosure.primary import flagged_metrics_sql
from pipelines.publication.disclosure.rules import DisclosureRules, disclosure_rules, thresholds_on
from pipelines.publication.edition import EditionBuild
from pipelines.publication.errors import PublicationError
from tests.publication.city import TINY_VALUE
from tests.publication.conftest import Build

RULES = DisclosureRules(10, 20, 10, 10, 3, Decimal("0.8"))
COLUMNS = ("numerator", "denominator", "unknown", "value", "status")


def suppressed(
    numerator: int | None,
    denominator: int | None,
    unknown: int | None,
    value: str | None,
    *,
    unit: str = "share",
    employers: tuple[int, int] = (9, 1),
) -> tuple[object, ...]:
    with duckdb.connect() as connection:
        others = ", ".join(f"'*' as {name}" for name in DIMENSIONS)
        connection.execute(
            "create table cells as select 'some_rate' as metric_id, ?::bigint as numerator, "
            "?::bigint as denominator, ?::bigint as unknown, ?::decimal(18, 6) as value, 'ok' as status, ? as unit, "
            f"'2026' as cohort, date '2026-08-31' as cutoff_date, '2026-08' as period, {others}",
            [numerator, denominator, unknown, value, unit],
        )
        connection.execute(
            "create table pay as select '2026' as cohort, date '2026-08-31' as cutoff_date, ?::bigint as numerator, "
            "?::bigint as employer_count, ?::bigint as top_employer_count",
            [numerator, *employers],
        )
        sql = flagged_metrics_sql("cells", "pay", ["cohort", "cutoff_date"], RULES)
        flagged = connection.execute(sql).pl().with_row_index("cell")
    nodes = nodes_of(flagged, DIMENSIONS, CUTOFF)
    equations = equations_of(nodes, DIMENSIONS, CUTOFF, IDENTITIES)
    hidden = hidden_counts(flagged, nodes, equations, RULES)
    return masked(flagged, hidden).select(COLUMNS).row(0)


HIDDEN = (None, None, None, None, "suppressed")


def test_a_denominator_below_ten_hides_the_whole_cell() -> None:
    assert suppressed(9, 9, 0, "1") == HIDDEN


def test_a_denominator_of_ten_is_shown() -> None:
    assert suppressed(10, 10, 0, "1") == (10, 10, 0, Decimal(1), "ok")


@pytest.mark.parametrize("numerator", [1, 9])
def test_a_small_count_hides_value_and_numerator(numerator: int) -> None:
    assert suppressed(numerator, 500, 20, "0.01") == (None, 500, 20, None, "suppressed")


def test_a_small_complement_is_not_hidden_and_the_report_says_so(
    reported: EditionBuild,
) -> None:
    assert suppressed(498, 500, 3, "0.996") == (498, 500, 3, Decimal("0.996"), "ok")
    said = {
        "en": "Not suppressed: in a denominator of 10 people or more, numbers from 1 to 9",
        "zh": "未隐去的是：分母达到 10 人时",
    }
    for language, sentence in said.items():
        page = (reported.folder / "reports" / f"placement.{language}.html").read_text(encoding="utf-8")
        assert sentence in page


def test_a_true_zero_is_shown() -> None:
    assert suppressed(0, 500, 20, "0") == (0, 500, 20, Decimal(0), "ok")


def test_a_cell_without_denominator_is_hidden_when_it_has_a_value() -> None:
    assert suppressed(None, None, None, "5000") == HIDDEN


def test_a_cell_about_nobody_keeps_its_reason() -> None:
    assert suppressed(0, 0, 0, None) == (0, 0, 0, None, "ok")


def test_pay_from_two_employers_is_hidden() -> None:
    assert suppressed(50, 60, 10, "5000", unit="CNY per month", employers=(2, 30)) == (None, 60, 10, None, "suppressed")


def test_pay_mostly_from_one_employer_is_hidden() -> None:
    assert suppressed(50, 60, 10, "5000", unit="CNY per month", employers=(9, 41))[3:] == (None, "suppressed")


def test_pay_from_many_employers_is_shown() -> None:
    assert suppressed(50, 60, 10, "5000", unit="CNY per month", employers=(9, 40))[3] == Decimal(5000)


def test_rules_come_from_the_code_table_by_day() -> None:
    values = thresholds_on(code_table("thresholds"), dt.date(2026, 11, 22))
    assert disclosure_rules(values).min_denominator == 10


def test_without_thresholds_in_force_nothing_is_published() -> None:
    with pytest.raises(PublicationError, match="k_anonymity"):
        disclosure_rules(thresholds_on(code_table("thresholds"), dt.date(1999, 1, 1)))


def test_attack_no_small_cell_is_left_in_any_published_form(reported: EditionBuild) -> None:
    parquet = pl.read_parquet(reported.folder / "tables" / "mart_metric.parquet")
    assert parquet.filter(pl.col("status") == "suppressed").height > 0
    assert parquet.filter(pl.col("denominator").is_between(1, 9)).is_empty()
    assert parquet.filter(pl.col("numerator").is_between(1, 9)).is_empty()
    assert parquet.filter((pl.col("status") == "suppressed") & pl.col("value").is_not_null()).is_empty()
    with sqlite3.connect(reported.folder / "edition.sqlite") as connection:
        small = "select count(*) from metric where denominator between 1 and 9 or numerator between 1 and 9"
        assert connection.execute(small).fetchone() == (0,)
        breaches = "select internships, status from internship_breach where rule = 'INT-004'"
        assert connection.execute(breaches).fetchone() == (None, "suppressed")
        dump = "\n".join(connection.iterdump())
    assert TINY_VALUE not in dump
    for report in sorted((reported.folder / "reports").iterdir()):
        page = report.read_text(encoding="utf-8")
        assert TINY_VALUE not in page
        assert "85.7%" not in page
        assert "6 / 7" not in page


def test_a_profile_shared_by_too_few_stops_the_build(build: Build, city: Path, tmp_path: Path) -> None:
    rare = tmp_path / "rare.duckdb"
    rare.write_bytes((city / "warehouse.duckdb").read_bytes())
    with duckdb.connect(str(rare)) as connection:
        connection.execute(
            "update intermediate.int_pool_profile set level_band = 'high_skilled' where person_key like '%07'"
        )
    with pytest.raises(PublicationError, match="shared by fewer than 10 people"):
        build(warehouse=rare)
