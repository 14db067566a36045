"""The same deliveries in another order, on one thread instead of two, make the same tables to the byte."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import TypeVar

import duckdb
import pytest
import yaml

from data_contracts.code_tables import code_table
from data_contracts.products import Product, load_products
from pipelines.publication.disclosure.metrics import published_metrics
from pipelines.publication.disclosure.rules import disclosure_rules, thresholds_on
from pipelines.publication.tables import write_tables
from pipelines.publication.warehouse import open_warehouse
from tests.dbt import city, introduced, planted
from tests.dbt.conftest import Warehouse
from tests.dbt.raw_files import PROJECT, source_columns, write_codes, write_feed, write_internal

T = TypeVar("T")


@pytest.fixture(scope="module")
def shuffled(deliveries: city.Deliveries, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of the same city: rows, files and code tables in another order, one thread."""
    root = tmp_path_factory.mktemp("shuffled")
    draw = random.Random(5)  # noqa: S311 - made-up data

    def mixed(rows: list[T]) -> list[T]:
        return draw.sample(rows, len(rows))

    for feed in source_columns("raw"):
        write_feed(root / "raw", feed, mixed(deliveries.rows.get(feed, [])))
        files = sorted(path for path in (root / "raw" / feed).glob("*.parquet") if path.stem != "_schema")
        for number, path in enumerate(mixed(files)):
            path.rename(path.with_name(f"file-{number:04}.parquet"))
    findings = [*planted.replaced_findings(deliveries), *planted.planted_findings(deliveries)]
    told = mixed(introduced.steps())
    write_internal(root / "raw", mixed(deliveries.log), mixed(findings), export=city.EXPORT, introduction=told)
    tables = {**city.codes(), **planted.rule_tables()}
    write_codes(root / "codes", {name: mixed(list(rows)) for name, rows in tables.items()})
    _run_on_one_thread(root)
    return root / "warehouse.duckdb"


def test_every_mart_has_the_same_rows(warehouse: Warehouse, shuffled: Path) -> None:
    products = load_products()
    made = {row[0] for row in warehouse.rows("select table_name from information_schema.tables")}
    assert {name for name in made if name.startswith("mart_")} == products.keys()
    with duckdb.connect(str(shuffled), read_only=True) as other:
        pairs = {name: (_rows(warehouse.connection, p), _rows(other, p)) for name, p in products.items()}
    assert [name for name, (one, two) in pairs.items() if one != two] == []
    assert sum(len(one) > 1 for one, _ in pairs.values()) > 20


def test_every_published_table_has_the_same_bytes(warehouse: Warehouse, shuffled: Path, tmp_path: Path) -> None:
    first = Path(warehouse.rows("select path from duckdb_databases() where path is not null")[0][0])
    one, two = (_published(path, tmp_path / name) for name, path in (("one", first), ("two", shuffled)))
    assert len(one) > 20
    assert [name for name in one if one[name] != two[name]] == []


def test_another_row_makes_other_bytes(warehouse: Warehouse) -> None:
    product = load_products()["mart_vacancy"]
    rows = _rows(warehouse.connection, product)
    assert rows
    assert rows != rows[:-1]
    names = [str(row[list(product.columns).index("vacancy_id")]) for row in rows]
    assert names == sorted(names)


def _rows(connection: duckdb.DuckDBPyConnection, product: Product) -> list[tuple[object, ...]]:
    named, key = ", ".join(product.columns), ", ".join(product.key)
    return connection.execute(f"select {named} from marts.{product.name} order by {key}").fetchall()  # noqa: S608 - our own names


def _published(path: Path, folder: Path) -> dict[str, bytes]:
    rules = disclosure_rules(thresholds_on(code_table("thresholds"), city.TODAY))
    with open_warehouse(path) as opened:
        write_tables(opened, folder, published_metrics(opened, rules, None), rules)
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def _run_on_one_thread(root: Path) -> None:
    profile = yaml.safe_load((PROJECT / "profiles.yml").read_text(encoding="utf-8"))
    target = {"type": "duckdb", "path": str(root / "warehouse.duckdb"), "schema": "main", "threads": 1}
    profile["talent_reserve"]["outputs"] = {"duckdb": {**target, "settings": {"threads": 1}}}
    (root / "profiles.yml").write_text(yaml.safe_dump(profile), encoding="utf-8")
    variables = {
        "as_of": city.AS_OF.isoformat(sep=" "),
        "raw_dir": str(root / "raw"),
        "codes_dir": str(root / "codes"),
        "export": city.EXPORT,
    }
    command: list[str | Path] = [
        "run",
        "--quiet",
        "--project-dir",
        PROJECT,
        "--profiles-dir",
        root,
        "--vars",
        json.dumps(variables),
    ]
    places = {"DBT_TARGET_PATH": str(root / "target"), "DBT_LOG_PATH": str(root / "logs")}
    done = subprocess.run(
        [Path(sys.executable).with_name("dbt"), *command],
        env={**os.environ, **places, "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]
