"""Introductions of the demo city on their way into an edition: figures, pool, verification and the difference told."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from pipelines.publication.disclosure.metrics import DIMENSIONS, METRIC_KEY
from pipelines.store.editions import read_manifest
from pipelines.store.ledger import ContactBudget, NewIntroduction
from pipelines.store.ledger.introduction_states import State
from pipelines.store.platform import Platform
from tests.conftest import DemoPlatform, talent
from tests.recomputation.compare import differences, moment, published
from tests.recomputation.figures import recomputed
from tests.recomputation.source import Source

ASKED = dt.datetime(2026, 10, 20, 2, tzinfo=dt.UTC)
"""After the demo's own edition; the 90 days of October end on 29 January."""

DAY = dt.timedelta(days=1)
LATER = "2027-01-30T00:00:00Z"
BUDGET = ContactBudget(per_candidate=5, window=30 * DAY, per_vacancy=50)
ACTOR = "test"
WAYS: tuple[tuple[State, ...], ...] = (
    ("put_to_student", "consented", "hired"),
    ("put_to_student", "consented", "interview", "offer", "hired"),
    ("put_to_student", "consented", "declined"),
    ("put_to_student", "refused"),
    ("put_to_student", "consented"),
)
WHOLE = ("match_acceptance_rate", "2026", "2027-01-29", "2027-01", *["*"] * len(DIMENSIONS))


@dataclass(frozen=True)
class Asked:
    """A platform in which some were introduced, one left the pool and one left and consented anew."""

    platform: Platform
    gone: str
    back: str


@pytest.fixture(scope="module")
def asked(demo_platform: DemoPlatform, tmp_path_factory: pytest.TempPathFactory) -> Asked:
    data = Path(shutil.copytree(demo_platform.data, tmp_path_factory.mktemp("introduced") / "data"))
    platform = Platform.open(data)
    candidates = rows(platform, """
        select m.vacancy_id, v.uscc, m.person_key, p.institution_code
        from marts.mart_match m join marts.mart_vacancy v using (vacancy_id)
        join marts.mart_reserve_talent_pool p using (person_key)
        where m.rank = 1 order by m.vacancy_id""")  # fmt: skip
    people = {person: (vacancy, uscc, person, college) for vacancy, uscc, person, college in candidates}
    for found, way in zip(list(people.values())[: len(WAYS)], WAYS, strict=True):
        _walk(platform, found, way)
    (gone, college), (back, college_back) = rows(platform, """
        select person_key, institution_code from marts.mart_reserve_talent_pool
        where is_member and entry_route = 'graduating' and expected_end > date '2027-03-01'
        order by person_key desc limit 2""")  # fmt: skip
    for person, whose in ((gone, college), (back, college_back)):
        platform.ledger.pool_withdrawals.withdraw(person, college=whose, actor=ACTOR, at=ASKED + DAY)
    _consents_anew(platform, back)
    talent("run", "--as-of", LATER, data=data)
    return Asked(platform, gone, back)


def rows(platform: Platform, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(platform.paths.warehouse_file), read_only=True) as warehouse:
        return warehouse.execute(sql).fetchall()


def _walk(platform: Platform, found: tuple[str, ...], way: tuple[State, ...]) -> None:
    vacancy_id, uscc, person_key, college = found
    known = platform.ledger.introductions
    new = NewIntroduction(uscc, vacancy_id, person_key, college, "e000001")
    number = known.ask(new, budget=BUDGET, actor=ACTOR, at=ASKED).introduction_id
    for days, state in enumerate(way, start=1):
        at = ASKED + days * DAY
        if state == "put_to_student":
            known.put_to_student(number, college=college, actor=ACTOR, at=at)
        elif state in ("consented", "refused"):
            known.decide(number, state, college=college, evidence="1", actor=ACTOR, at=at)
        elif state in ("interview", "offer", "hired", "declined"):
            reason = "pay" if state == "declined" else ""
            known.record_outcome(number, state, enterprise=uscc, reason=reason, actor=ACTOR, at=at)


def _consents_anew(platform: Platform, person: str) -> None:
    """Send the person's intention again, with a consent of three days after the withdrawal."""
    spell = f"select institution_code, student_no from intermediate.int_person_spell where person_key = '{person}'"  # noqa: S608 - a pseudonym
    [(college, student_no)] = rows(platform, spell)
    files = (platform.paths.raw / "job_intention").glob("[0-9]*.parquet")
    sent = pl.concat(pl.read_parquet(path) for path in sorted(files, key=lambda path: int(path.stem)))
    own = sent.filter(pl.col("institution_code") == college, pl.col("student_no") == student_no).tail(1)
    period = own["period"].item()
    given = pl.lit((ASKED + 4 * DAY).date()).alias("consent_date")
    plain = own.drop("delivery_no", "sheet", "row_no", "sender", "period").with_columns(given)
    plain = plain.with_columns(pl.col(name).list.join(";") for name, kind in plain.schema.items() if kind == pl.List)
    file = platform.paths.root / "anew.csv"
    plain.with_columns(pl.lit("upsert").alias("row_action")).write_csv(file)
    talent("deliver", "job_intention", str(file), "--sender", college, "--period", period, "--mode", "patch",
           "--received-at", "2026-10-25T00:00:00Z", data=platform.paths.root)  # fmt: skip


def test_match_acceptance_is_published_and_every_cell_is_the_one_recomputed(asked: Asked) -> None:
    theirs = published(asked.platform.paths.warehouse_file)
    [whole] = [theirs[key] for key in theirs if key.metric == WHOLE[0] and set(key.dims) == {"*"}]
    assert (whole.numerator, whole.denominator, whole.unknown, whole.status) == (2, 5, 1, "ok")
    ours = recomputed(Source(asked.platform.paths.raw, moment(asked.platform.paths.warehouse_file)))
    assert differences(ours, theirs) == []


def test_who_left_is_in_no_later_pool_and_who_consented_anew_is(asked: Asked) -> None:
    said = dict(rows(asked.platform, "select person_key, exclusion_codes from marts.mart_reserve_talent_pool"))
    assert list(said[asked.gone]) == ["withdrawn_from_pool"]
    assert list(said[asked.back]) == []
    assert not rows(asked.platform, f"select 1 from marts.mart_match where person_key = '{asked.gone}'")  # noqa: S608 - a pseudonym
    assert asked.platform.ledger.pool_withdrawals.people() == {asked.gone}


def test_a_hire_told_is_a_hire(asked: Asked) -> None:
    told = "select count(*) from intermediate.int_hire where is_outcome_reported"
    assert rows(asked.platform, told) == [(2,)]


def test_the_edition_verifies_and_the_difference_says_what_came_late(asked: Asked) -> None:
    data = asked.platform.paths.root
    assert json.loads(talent("verify", "e000002", "--format", "json", data=data))["result"] == "identical"
    answer = json.loads(talent("diff", "e000001", "e000002", "--format", "json", data=data))
    figures = {tuple(figure[name] for name in METRIC_KEY): figure for figure in answer["figures"]}
    late = figures[WHOLE]["parts"]["late_data"]
    assert (late["numerator"], late["denominator"]) == (2, 5)


def test_the_past_is_built_as_it_was(asked: Asked) -> None:
    editions = asked.platform.paths.editions
    as_of = read_manifest(editions / "e000001")["as_of"]
    talent("run", "--as-of", as_of, data=asked.platform.paths.root)
    first, again = ({t["name"]: t["sha256"] for t in read_manifest(editions / name)["tables"]} for name in
                    ("e000001", "e000003"))  # fmt: skip
    for table in ("mart_metric.parquet", "mart_match.parquet", "mart_vacancy.parquet"):
        found = [name for name in first if name.endswith(table)]
        assert [first[name] for name in found] == [again[name] for name in found]
    assert asked.platform.ledger.pool_withdrawals.people() == {asked.gone}, "an edition of the past changes nothing"
