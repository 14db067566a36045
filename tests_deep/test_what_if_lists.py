"""What-if over the demo city's warehouse, list by list: without a change, with more people, with a skill dropped."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.publication.what_if.changes import Changes
from pipelines.publication.what_if.lists import changed_lists, compiled_models, pairs_after, pairs_before
from pipelines.store.platform import Platform
from tests.conftest import DemoPlatform
from tests.publication.test_what_if import ask, connection, warehouse

__all__ = ["connection", "warehouse"]

NOTHING = {"count": 0, "introductions": []}


def test_no_change_has_no_effect(demo_platform: DemoPlatform) -> None:
    answer = ask(demo_platform)
    assert answer["before"] == answer["after"]
    assert answer["before"]["recommended"] > 0
    assert answer["before"]["blocking_pairs"] == 0
    assert [answer[name] for name in ("newly_placed", "lost_place", "worse")] == [NOTHING] * 3
    assert [answer[name] for name in ("lists_recomputed", "added_placed", "better", "moved")] == [0] * 4


def test_lists_made_anew_without_a_change_are_the_same(warehouse: Path) -> None:
    with changed_lists(warehouse, Changes()) as connection:
        connection.execute("insert into int_match_vacancy from kept.intermediate.int_match_vacancy")
        for name, sql in compiled_models().items():
            connection.execute(f"create or replace table {name} as {sql}")
        anew, kept = pairs_after(connection), pairs_before(connection)
        made = connection.execute("select count(*) from int_plan_pair").fetchall()
    assert made[0][0] >= len(kept.vacancy) > 0
    assert sorted(zip(*(c.tolist() for c in (anew.vacancy, anew.person, anew.key, anew.wish)), strict=True)) == sorted(
        zip(*(c.tolist() for c in (kept.vacancy, kept.person, kept.key, kept.wish)), strict=True)
    )


def test_added_people_are_placed_and_those_who_give_way_are_seen_as_in_the_edition(
    demo_platform: DemoPlatform, connection: duckdb.DuckDBPyConnection
) -> None:
    major = connection.execute(
        "select pool.major_code from intermediate.int_plan_recommended as plan "
        "inner join intermediate.int_match_person as people on plan.tie_no = people.tie_no "
        "inner join intermediate.int_pool_person as pool on people.person_key = pool.person_key "
        "group by 1 order by count(*) desc, 1 limit 1"
    ).fetchall()[0][0]
    answer = ask(demo_platform, "--add-places", f"{major}=40")
    assert answer["lists_recomputed"] > 0
    assert answer["added_placed"] > 0
    assert answer["after"]["blocking_pairs"] == 0
    assert answer["after"]["recommended"] == (
        answer["before"]["recommended"]
        + answer["added_placed"]
        + answer["newly_placed"]["count"]
        - answer["lost_place"]["count"]
    )
    keys = Platform.open(demo_platform.data).keys
    usccs = dict(connection.execute("select vacancy_id, uscc from marts.mart_vacancy").fetchall())
    plan = set(connection.execute("select vacancy_id, person_key from marts.mart_recommended_plan").fetchall())
    losers = answer["lost_place"]["introductions"] + answer["worse"]["introductions"]
    seen = {(x["vacancy_id"], keys.person_key_of(usccs[x["vacancy_id"]], x["candidate_id"])) for x in losers}
    assert seen <= plan


def test_a_dropped_skill_weighs_nothing_and_the_points_are_those_of_the_rest(warehouse: Path) -> None:
    with duckdb.connect(str(warehouse), read_only=True) as opened:
        vacancy, skill, weight, total = opened.execute(
            "with weighed as (select *, sum(weight) over (partition by vacancy_id) as total "
            "from intermediate.int_vacancy_skill) "
            "select vacancy_id, skill_code, weight, cast(total as bigint) from weighed where total > weight "
            "and vacancy_id in (select vacancy_id from marts.mart_match) order by 1, 2 limit 1"
        ).fetchall()[0]
        weights = dict(
            opened.execute(
                "select skill_code, weight from intermediate.int_vacancy_skill where vacancy_id = ?", [vacancy]
            ).fetchall()
        )
        told = opened.execute(
            "select person_key, skills_covered, skills_assumed from marts.mart_match where vacancy_id = ?", [vacancy]
        ).fetchall()
    rest = {name: value for name, value in weights.items() if name != skill}
    expected = {
        key: 10000 * (2 * sum(rest.get(s, 0) for s in covered) + sum(rest.get(s, 0) for s in assumed))
        // (2 * sum(rest.values()))
        for key, covered, assumed in told
    }  # fmt: skip
    with changed_lists(warehouse, Changes(drop_skill=((vacancy, skill),))) as connection:
        changed = connection.execute("select skill_weight from int_match_vacancy").fetchall()
        points = dict(connection.execute("select person_key, skills_points from int_match_winner").fetchall())
    assert changed == [(total - weight,)]
    both = expected.keys() & points.keys()
    assert both
    assert {key: points[key] for key in both} == {key: expected[key] for key in both}
