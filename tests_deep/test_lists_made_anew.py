"""What-if without a change, over the demo city's warehouse: every list made anew is the list that was made."""

from __future__ import annotations

from pathlib import Path

from pipelines.publication.what_if.changes import Changes
from pipelines.publication.what_if.lists import changed_lists, compiled_models, pairs_after, pairs_before
from tests.publication.test_what_if import warehouse

__all__ = ["warehouse"]


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
