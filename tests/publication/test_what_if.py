"""What-if over the demo city's warehouse: a lower demand, wrong calls. More in `tests_deep`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.store.platform import Platform
from tests.conftest import DemoPlatform, talent


@pytest.fixture(scope="module")
def warehouse(demo_platform: DemoPlatform) -> Path:
    return Platform.open(demo_platform.data).paths.warehouse_file


@pytest.fixture
def connection(warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(warehouse), read_only=True) as opened:
        yield opened


def ask(demo: DemoPlatform, *words: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(talent("what-if", *words, "--format", "json", data=demo.data))
    return answer


def test_a_vacancy_that_asks_for_less_gets_a_list_made_anew(
    demo_platform: DemoPlatform, connection: duckdb.DuckDBPyConnection
) -> None:
    vacancy = connection.execute(
        "select vacancy_id from intermediate.int_match_vacancy where must_level > 0 order by 1 limit 1"
    ).fetchall()[0][0]
    other, skill = connection.execute(
        "select vacancy_id, skill_code from intermediate.int_vacancy_skill where vacancy_id <> ? order by 1, 2 limit 1",
        [vacancy],
    ).fetchall()[0]
    answer = ask(demo_platform, "--lower-level", f"{vacancy}=0", "--drop-skill", f"{other}={skill}")
    assert answer["lists_recomputed"] == 2
    assert answer["after"]["blocking_pairs"] == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--add-places", "999999=3"], "nobody in the pool studied major '999999'"),
        (["--add-places", "540106"], "is not NAME=VALUE"),
        (["--add-places", "540106=0"], "give a whole number from 1"),
        (["--add-places", "540106=1", "--add-places", "540106=2"], "twice"),
        (["--lower-level", "v_none=1"], "no vacancy 'v_none' is matched"),
        (["--lower-level", "v_none=9"], "from 0 to 8"),
        (["--drop-skill", "v_none=skl-x"], "no vacancy 'v_none' is matched"),
    ],
)
def test_a_change_that_cannot_be_made_is_a_wrong_call(demo_platform: DemoPlatform, words: list[str], said: str) -> None:
    assert said in talent("what-if", *words, data=demo_platform.data, code=2)


def test_a_skill_that_is_not_asked_and_a_level_that_is_not_lower_are_refused(
    demo_platform: DemoPlatform, connection: duckdb.DuckDBPyConnection
) -> None:
    vacancy, level = connection.execute(
        "select vacancy_id, min_level from intermediate.int_match_vacancy order by 1 limit 1"
    ).fetchall()[0]
    skill = f"{vacancy}=skl-of-no-table"
    assert "does not score the skill" in talent("what-if", "--drop-skill", skill, data=demo_platform.data, code=2)
    lower = f"{vacancy}={level}"
    assert "asks for level" in talent("what-if", "--lower-level", lower, data=demo_platform.data, code=2)


def test_without_a_warehouse_it_is_not_possible_now(tmp_path: Path) -> None:
    Platform.open(tmp_path)
    assert "talent run" in talent("what-if", data=tmp_path, code=3)
