"""An enterprise with fifty probe vacancies of its own, each asking another thing, delivered and matched for real.

The lists of the probes are attacked as `tests/privacy` attacks those of the demo; there too is the replay of the pool,
of which every pair and triple is asked here, and the killed server, which is killed more often here.
"""

from __future__ import annotations

import itertools
import json
import shutil
from collections import defaultdict
from pathlib import Path

import polars as pl
import pytest

from pipelines.store.editions import current_edition
from pipelines.store.platform import Platform
from tests.api.conftest import platform
from tests.conftest import DemoPlatform, talent
from tests.privacy.answers import caller, callers
from tests.privacy.asked import Edition
from tests.privacy.attack import PoolReplay, combinations, lists_of, values_of
from tests.privacy.conftest import City, city, served
from tests.privacy.test_attack import (
    lists_tell_no_more_than_was_asked,
    rows_say_nothing_but_what_was_asked,
)
from tests.privacy.test_killed import nothing_is_lost_when_killed

__all__ = ["city", "platform"]

PROBES = 50
_PLACES = ("990101", "990105", "990201")
_AS_BEFORE = (
    "uscc", "employer_name", "title", "openings", "date_posted", "employment_type", "education_min", "pay_min",
    "pay_max", "pay_period", "status",
)  # fmt: skip
KILLS = 8


@pytest.fixture(scope="module")
def probed(demo_platform: DemoPlatform, tmp_path_factory: pytest.TempPathFactory) -> tuple[Platform, str]:
    """A copy of the city with fifty more vacancies of one enterprise, run; and the enterprise."""
    data = Path(shutil.copytree(demo_platform.data, tmp_path_factory.mktemp("probed") / "data"))
    base = Edition(data / "editions" / "e000001")
    known = json.loads((data / "keys" / "demo_clients.json").read_text(encoding="utf-8"))
    uscc = next(one["org"] for one in known if one["role"] == "enterprise")
    rows = next(
        frame
        for file in sorted((data / "raw" / "vacancy").glob("[0-9]*.parquet"))
        if not (frame := pl.read_parquet(file).filter(pl.col("uscc") == uscc, pl.col("status") == "open")).is_empty()
    )
    template = rows.select(_AS_BEFORE).to_dicts()[0]
    occupations = sorted({occupation for _, occupation in base.reached})
    asked = itertools.islice(itertools.cycle(itertools.product(("", "1", "2", "3", "4"), _PLACES)), PROBES)
    probes = [
        template
        | {"vacancy_no": f"PROBE-{n:02d}", "version": "1", "occupation_code": occupations[n % len(occupations)]}
        | {"min_skill_level": level, "level_is_must": "no", "work_region": place}
        | {"start_date": f"2027-{1 + n % 12:02d}-01", "skills": ""}
        for n, (level, place) in enumerate(asked)
    ]
    file = tmp_path_factory.mktemp("probes") / "vacancy.csv"
    pl.DataFrame([{name: str(v) if v is not None else "" for name, v in row.items()} for row in probes]).write_csv(file)
    call = ("deliver", "vacancy", str(file), "--sender", uscc, "--period", "2026-10", "--mode", "patch")
    talent(*call, "--received-at", "2026-10-15T06:00:00Z", data=data)
    talent("run", "--as-of", "2026-10-15T08:00:00Z", data=data)
    return Platform.open(data), uscc


def test_fifty_probes_single_out_nobody_beyond_what_they_asked(probed: tuple[Platform, str]) -> None:
    platform, uscc = probed
    current = current_edition(platform.paths)
    assert current is not None
    edition = Edition(current.folder)
    mine = {v for v, row in edition.vacancies.items() if row["uscc"] == uscc}
    assert len(mine) >= PROBES
    rows_say_nothing_but_what_was_asked(edition)
    lists_tell_no_more_than_was_asked(edition, only=mine)
    with served(platform.paths.root) as running:
        shown = lists_of(running.http, caller(running.http, platform, "enterprise", uscc))
    keys = defaultdict(set)
    for row in edition.matches:
        keys[row["vacancy_id"]].add((row["rank"], row["score"]))
    assert {v: {(i["rank"], i["score"]) for i in items} for v, items in shown.items() if items} == {
        v: ranked for v, ranked in keys.items() if v in shown
    }


def test_every_pair_and_triple_of_filters_finds_whom_its_values_find(city: City) -> None:
    current = current_edition(city.platform.paths)
    assert current is not None
    values = values_of(current.folder / "edition.sqlite")
    attacker = next(c for c in callers(city.http, city.platform) if c.role == "enterprise")
    replay = PoolReplay(city.http, attacker)
    _, answers = replay.classes(values)
    pairs = combinations(values, 2)
    triples = [
        one
        for one in combinations(values, 3)
        if all(frozenset.intersection(*(answers[v] for v in two)) for two in itertools.combinations(one, 2))
    ]
    assert replay.contradictions(answers, [*pairs, *triples]) == []


def test_a_server_killed_again_and_again_loses_nothing(platform: Platform, tmp_path: Path) -> None:
    nothing_is_lost_when_killed(platform, tmp_path, rounds=KILLS)
