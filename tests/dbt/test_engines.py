"""Both engines give the same keys: on small markets with every edge, and on the city that dbt built."""

import duckdb
import numpy as np
import pytest

from benchmarks.market.sql import engine_sql
from benchmarks.market.tables import derive_tables, store_table
from pipelines.matching.best import best_keys
from pipelines.matching.tables import Columns, market_of
from tests.dbt.conftest import Warehouse
from tests.matching.slow_engine import slow_keys
from tests.matching.small_market import RULES, merged

CASES = range(300)


@pytest.fixture(scope="session")
def sql(tmp_path_factory: pytest.TempPathFactory) -> str:
    return engine_sql(tmp_path_factory.mktemp("engine"))


def test_sql_kernel_and_plain_python_agree_key_by_key(sql: str) -> None:
    tables = merged(CASES)
    top = best_keys(market_of(tables, RULES))
    kernel = list(zip(top.vacancy.tolist(), top.key.tolist(), strict=True))
    with duckdb.connect() as connection:
        _store_for_sql(connection, tables)
        found = connection.sql(sql).order("vacancy_seq, match_key desc").fetchall()
    assert found == kernel
    assert kernel == slow_keys(tables, RULES)


def _store_for_sql(connection: duckdb.DuckDBPyConnection, tables: dict[str, Columns]) -> None:
    vacancy, block = tables["vacancy"], tables["employer_block"]
    needs = np.bincount(tables["demand"]["vacancy_seq"], minlength=int(vacancy["vacancy_seq"].max()) + 1)
    weights = {name: np.full(vacancy["vacancy_seq"].size, getattr(RULES, name)) for name in RULES._fields}
    numbers = np.arange(block["tie_no"].size)
    never = {f"is_{kind}_employer": (numbers % 3 == n) * 1 for n, kind in enumerate(("present", "disputed", "blocked"))}
    rows = {f"int_match_{name}": columns for name, columns in tables.items() if name != "reach"} | {
        "reached": tables["reach"],
        "int_match_vacancy": {**vacancy, **weights, "certificate_needs": needs[vacancy["vacancy_seq"]]},
        "int_match_employer_block": {**block, **never},
    }
    for name, columns in rows.items():
        store_table(connection, name, columns)
    derive_tables(connection)


def test_both_engines_give_the_keys_of_the_city(warehouse: Warehouse, sql: str) -> None:
    kernel = warehouse.rows("select * from intermediate.int_match_top_kernel order by vacancy_seq, match_key desc")
    assert kernel
    assert warehouse.rows("select * from intermediate.int_match_top order by vacancy_seq, match_key desc") == kernel
    session = warehouse.connection.cursor()
    session.execute("set schema = 'intermediate'")
    assert session.sql(sql).order("vacancy_seq, match_key desc").fetchall() == kernel
