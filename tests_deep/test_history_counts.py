"""`talent history` over the demo city: what it counts. What it must not know is attacked in `test_history`."""

from __future__ import annotations

import json
from typing import Any

import duckdb
import pytest

from pipelines.store.paths import DataPaths
from tests.conftest import DemoPlatform, talent


@pytest.fixture(scope="module")
def answer(demo_platform: DemoPlatform) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(talent("history", "--format", "json", data=demo_platform.data))
    return said


def test_the_demo_has_made_up_hires_only_and_too_few_for_a_share(answer: dict[str, Any]) -> None:
    assert answer["until"] == "2026-10-15"
    assert (answer["hires_real"], answer["hires"]) == (0, answer["hires_made_up"])
    assert answer["hires_known"] >= answer["hires"] >= answer["hires_in_pool"] >= answer["hires_passing_filters"]
    assert answer["hires"] > 0
    assert answer["hires_in_pool"] < answer["min_hires"] == 30
    assert [moment["day"] for moment in answer["moments"]] == ["2026-03-10"]
    assert answer["vacancies"] >= answer["vacancies_with_list"] > 0
    assert len(answer["measures"]) == 12
    assert {(m["value"], m["numerator"], m["status"]) for m in answer["measures"]} == {(None, None, "not_available")}


def test_hires_are_counted_as_the_city_made_them(demo_platform: DemoPlatform, answer: dict[str, Any]) -> None:
    """Count the hires of spring from the files' rows alone, in SQL of its own."""
    raw = DataPaths(demo_platform.data).raw
    ((expected,),) = duckdb.sql(
        f"""
        with vacancies as (
            select distinct uscc, occupation_code, date_posted from read_parquet('{raw}/vacancy/[0-9]*.parquet')
            where period = '2026-03' and status = 'open' and date_posted <= date '2026-03-10'
                and valid_through >= date '2026-03-10' and occupation_code is not null
        ), hires as (
            select institution_code || student_no as person, employer_uscc as uscc, occupation_code,
                coalesce(signed_date, start_date) as hired_on
            from read_parquet('{raw}/destination/[0-9]*.parquet', union_by_name = true)
            where employer_uscc is not null and destination_code in ('10', '11', '12', '27', '50', '51')
                and coalesce(verification_status, '') not in ('disputed', 'rejected')
                and coalesce(graduate_confirmed, '') <> 'no'
            union all
            select person_key, uscc, occupation_code, appointed_date
            from read_parquet('{raw}/appointment/[0-9]*.parquet', union_by_name = true)
            where person_key is not null and coalesce(selection_method, '') <> 'internal_competition'
        )
        select count(distinct (person, uscc, occupation_code)) from hires inner join vacancies
            using (uscc, occupation_code)
        where hired_on > date '2026-03-10' and hired_on between date_posted and date_posted + 90"""  # noqa: S608 - a path
    ).fetchall()
    assert answer["hires"] == expected > 0
