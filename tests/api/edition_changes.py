"""Changes to editions made by hand: more vacancies, other scores, other words, no people."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from pipelines.publication.answer_schema import PERSON_TABLES
from pipelines.store.platform import Platform
from tests.api.edition_maker import MINE, MY_VACANCIES


def answers_of(platform: Platform, edition: str) -> Path:
    return platform.paths.editions / edition / "edition.sqlite"


def write(platform: Platform, edition: str, *statements: tuple[str, tuple[object, ...]]) -> None:
    """Change an edition's answers before anybody reads it."""
    with closing(sqlite3.connect(answers_of(platform, edition))) as connection, connection:
        for sql, values in statements:
            connection.execute(sql, values)


def set_member(platform: Platform, edition: str, rank: int, path: str, value: object) -> None:
    """Let the first vacancy's candidate of a rank say otherwise."""
    sql = "update candidate set body = json_set(body, ?, json(?)) where vacancy_id = ? and rank = ?"
    write(platform, edition, (sql, (path, json.dumps(value), MY_VACANCIES[0], rank)))


def add_vacancies(platform: Platform, edition: str, number: int, *, candidates: int) -> None:
    """Give the first enterprise more vacancies, each with this many candidates like those of the first."""
    with closing(sqlite3.connect(answers_of(platform, edition))) as connection, connection:
        first = "select * from vacancy where vacancy_id = ?"
        (_, uscc, *others, shown) = connection.execute(first, (MY_VACANCIES[0],)).fetchone()
        assert uscc == MINE
        body = connection.execute("select body from candidate limit 1").fetchone()[0]
        for n in range(number):
            name = f"v_{n:020d}"
            vacancy = (name, uscc, *others, json.dumps(json.loads(shown) | {"vacancy_id": name}))
            places = ",".join("?" * len(vacancy))
            connection.execute(f"insert into vacancy values ({places})", vacancy)  # noqa: S608 our own text
            rows = [_candidate(name, rank, _person(n + rank), body) for rank in range(1, candidates + 1)]
            connection.executemany("insert into candidate values (?, ?, ?, ?, ?)", rows)


def retire(platform: Platform, edition: str) -> None:
    """Take the people out of an edition, as an erasure does: another file in its place."""
    answers = answers_of(platform, edition)
    aside = answers.with_name("aside")
    aside.write_bytes(answers.read_bytes())
    with closing(sqlite3.connect(aside)) as connection, connection:
        for table in PERSON_TABLES:
            connection.execute(f"delete from {table.name}")  # noqa: S608 our own name
    aside.replace(answers)


def held_editions() -> set[str]:
    """The editions of which this process has the file open."""
    names = []
    for entry in Path("/proc/self/fd").iterdir():
        try:
            names.append(str(entry.readlink()))
        except OSError:
            continue
    return {Path(name).parent.name for name in names if name.endswith("edition.sqlite")}


def set_hash(lines: Iterable[tuple[str, str, str]]) -> str:
    """The set hash as it is documented, made by a client of its own: candidate_id, vacancy_id and status of each."""
    text = "".join(sorted(f"{','.join(line)}\n" for line in lines))
    return hashlib.sha256(text.encode()).hexdigest()


def _candidate(vacancy_id: str, rank: int, person_key: str, body: str) -> tuple[object, ...]:
    named = {"rank": rank, "score": 1_000_000 - rank}
    return vacancy_id, rank, person_key, named["score"], json.dumps(json.loads(body) | named, ensure_ascii=False)


def _person(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()[:32]
