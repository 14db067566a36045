"""The lists as they would be: dbt's own SQL of matching, compiled, over the changed tables. The rest is as it was."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import numpy as np

from pipelines.matching.market import Pairs, Seats
from pipelines.publication.dbt_project import call_dbt
from pipelines.publication.errors import PublicationError
from pipelines.publication.what_if.changes import Changes, make_changed_tables

if TYPE_CHECKING:
    from pipelines.matching.market import Integers

MODELS = ("int_match_top", "int_match_winner", "int_plan_pair")
"""In the order in which they read each other."""

_PAIRS = "select vacancy_seq, tie_no, match_key, wish_rank"


@contextmanager
def changed_lists(warehouse: Path, changes: Changes) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the warehouse for reading, with the changed lists beside it.

    Raises:
        ChangeError: a change cannot be made.
        PublicationError: there is no warehouse, another process writes it, or dbt cannot compile its models.
    """
    with _attached(warehouse) as connection:
        make_changed_tables(connection, changes)
        for name, sql in compiled_models().items():
            connection.execute(f"create table changed.intermediate.{name} as {sql}")
        yield connection


def pairs_before(connection: duckdb.DuckDBPyConnection) -> Pairs:
    """Return the lists as they are."""
    return Pairs(*_columns(connection, f"{_PAIRS} from kept.intermediate.int_plan_pair where is_acceptable"))


def pairs_after(connection: duckdb.DuckDBPyConnection) -> Pairs:
    """Return the lists as they would be."""
    return Pairs(
        *_columns(
            connection,
            f"{_PAIRS} from kept.intermediate.int_plan_pair where is_acceptable and vacancy_seq not in "  # noqa: S608 our own names
            "(select vacancy_seq from changed.intermediate.int_match_vacancy) union all "
            f"{_PAIRS} from changed.intermediate.int_plan_pair where is_acceptable",
        )
    )


def seats_of(connection: duckdb.DuckDBPyConnection) -> Seats:
    """Return the seats, which no change touches."""
    return Seats(
        *_columns(connection, "select vacancy_seq, seats, employer_seq, quota from kept.intermediate.int_plan_vacancy")
    )


@contextmanager
def _attached(warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    if not warehouse.is_file():
        raise PublicationError("there is no warehouse yet; run: talent run / 尚无数据仓库，请先运行 talent run")
    connection = duckdb.connect()
    try:
        target = str(warehouse).replace("'", "''")
        connection.execute(f"attach '{target}' as kept (read_only)")
        connection.execute("attach ':memory:' as changed")
        connection.execute("select 1 from kept.intermediate.int_plan_vacancy limit 1")
        yield connection
    except duckdb.IOException as exc:
        raise PublicationError(
            "the warehouse cannot be opened: is a run writing it? / 数据仓库无法打开，可能正在运行"
        ) from exc
    except duckdb.CatalogException as exc:
        raise PublicationError(
            "the warehouse has no plan yet; run: talent run / 数据仓库中尚无推荐方案，请先运行 talent run"
        ) from exc
    finally:
        connection.close()


def compiled_models() -> dict[str, str]:
    """Return the SQL of the models, which reads the database `changed`."""
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        variables = {"match_engine": "sql", "warehouse": str(scratch / "changed.duckdb")}
        folders = ("--target-path", str(scratch / "target"), "--log-path", str(scratch))
        done = call_dbt("compile", "--select", *MODELS, *folders, "--vars", json.dumps(variables))
        if done.returncode:
            last = " ".join(done.stdout.strip().splitlines()[-3:])
            raise PublicationError(f"dbt could not compile the models of matching: {last[:300]}")
        files = {path.stem: path for path in (scratch / "target" / "compiled").rglob("*.sql")}
        return {model: files[model].read_text(encoding="utf-8") for model in MODELS}


def _columns(connection: duckdb.DuckDBPyConnection, sql: str) -> list[Integers]:
    columns = connection.execute(sql).fetchnumpy()
    return [np.asarray(values, dtype=np.int64) for values in columns.values()]
