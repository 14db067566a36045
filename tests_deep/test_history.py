"""`talent history` over the demo city: nothing dated after a moment has a say in it, and its places are the lists'."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from data_contracts.raw_layout import DECISION, INTRODUCTION, POOL_WITHDRAWAL
from pipelines.publication.dbt_project import end_of_day
from pipelines.publication.history.past import LISTS, build_known, pairs_sql
from pipelines.publication.history.ranking import places
from pipelines.publication.history.then import candidates_of, hires_in, pool_in, vacancies_in
from pipelines.publication.known import deliveries_known
from pipelines.publication.warehouse import open_warehouse
from pipelines.store.platform import Platform
from tests.conftest import DemoPlatform, talent

SPRING = date(2026, 3, 10)
AS_OF = end_of_day(SPRING)
DATED = {"certificate": "issue_date", "appointment": "appointed_date", "destination": "status_date"}
NOTHING_TOLD = {"_decision": DECISION, "_introduction": INTRODUCTION, "_pool_withdrawal": POOL_WITHDRAWAL}
Lists = dict[str, list[tuple[int, ...]]]


@pytest.fixture
def platform(demo_platform: DemoPlatform, tmp_path: Path) -> Platform:
    """A data folder whose raw rows a test may change."""
    return Platform.open(Path(shutil.copytree(demo_platform.data, tmp_path / "data")))


def lists_then(platform: Platform, folder: Path, deliveries: pl.DataFrame) -> tuple[Lists, int]:
    """Return each vacancy's candidates in spring with all that ranks them, and the hires known then."""
    folder.mkdir(parents=True)
    deliveries.write_parquet(folder / "_delivery.parquet")
    for name, schema in NOTHING_TOLD.items():
        pl.DataFrame(schema=schema).write_parquet(folder / f"{name}.parquet")
    warehouse = build_known(platform, AS_OF, folder, *LISTS)
    pairs = pairs_sql(platform, AS_OF, folder)
    with open_warehouse(warehouse) as then:
        pool, vacancies = pool_in(then), vacancies_in(then)
        found = candidates_of(then, pairs, pool, vacancies)
        lists = {v.vacancy_id: sorted(zip(*(c.tolist() for c in some), strict=True)) for v, some in found}
        return lists, len(hires_in(then))


def known_too_early(platform: Platform, shift: Mapping[str, timedelta]) -> tuple[pl.DataFrame, dict[str, int]]:
    """Keep of later deliveries what is dated after spring, and let them have come by then; `shift` moves the dates."""
    now = deliveries_known(platform, end_of_day(date(2026, 10, 15)))
    early = pl.col("received_at") <= AS_OF.replace(tzinfo=None)
    later = now.filter(~early, pl.col("feed").is_in(list(DATED)))
    kept: dict[str, int] = dict.fromkeys(DATED, 0)
    for feed, number in later.select("feed", "delivery_no").iter_rows():
        path = platform.paths.raw_file(feed, number)
        rows = pl.read_parquet(path).filter(pl.col(DATED[feed]) > SPRING)
        kept[feed] += rows.height
        rows.with_columns(pl.col(DATED[feed]) - shift.get(feed, timedelta())).write_parquet(path)
    came = later.with_columns(pl.lit(AS_OF.replace(tzinfo=None)).cast(later.schema["received_at"]).alias("received_at"))
    return pl.concat([now.filter(early), came]).sort("delivery_no"), kept


def test_nothing_dated_after_a_moment_changes_its_ranking(platform: Platform, tmp_path: Path) -> None:
    before, hires = lists_then(platform, tmp_path / "known" / "w", deliveries_known(platform, AS_OF))
    assert sum(len(some) for some in before.values()) > 5
    deliveries, kept = known_too_early(platform, {})
    assert all(kept.values()), kept
    after, hires_after = lists_then(platform, tmp_path / "early" / "w", deliveries)
    assert after == before
    assert hires_after == hires
    # The test can fail: the same certificates, dated before the moment, are known and do change it.
    deliveries, _ = known_too_early(platform, {"certificate": timedelta(days=365)})
    changed, _ = lists_then(platform, tmp_path / "changed" / "w", deliveries)
    assert changed != before


def test_our_places_are_the_ranks_of_the_lists(platform: Platform, tmp_path: Path) -> None:
    folder = tmp_path / "known" / "w"
    folder.mkdir(parents=True)
    warehouse = build_known(platform, AS_OF, folder, *LISTS, "mart_match")
    pairs = pairs_sql(platform, AS_OF, folder)
    with open_warehouse(warehouse) as then:
        pool, vacancies = pool_in(then), vacancies_in(then)
        found = candidates_of(then, pairs, pool, vacancies)
        ours = {(v.vacancy_id, tie): places(some, tie)["ours"] for v, some in found for tie in some.tie_no.tolist()}
        rows = then.connection.execute("select vacancy_id, person_key, rank from marts.mart_match").fetchall()
    ranks = {(vacancy, pool.tie_of[person]): rank for vacancy, person, rank in rows}
    assert ranks
    assert {pair: place for pair, place in ours.items() if place <= 50} == ranks


def test_too_few_hires_are_said_in_words_and_not_in_shares(demo_platform: DemoPlatform) -> None:
    said = talent("history", data=demo_platform.data)
    assert "%" not in said
    assert "not_available" in said
    assert "虚构的录用不能说明排序的优劣" in said
