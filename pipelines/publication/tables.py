"""Published tables as Parquet: which, by which key, and the same bytes every time.

What is hidden in them is decided in disclosure.py; the tables the API reads belong in ready_answers.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.publication.disclosure import suppressed_metrics_sql
from pipelines.publication.errors import PublicationError
from pipelines.publication.manifest import PublishedFile
from pipelines.store.landing import file_sha256

if TYPE_CHECKING:
    from pathlib import Path

    from pipelines.publication.disclosure import DisclosureRules
    from pipelines.publication.warehouse import Warehouse

ROW_GROUP_ROWS = 122_880
METRIC_TABLE = "mart_metric"
PAY_CELLS = "int_metric_pay_cell"
METRIC_DIMENSIONS = (
    "college_code",
    "major_class",
    "tier",
    "region_code",
    "occupation_code",
    "enterprise_uscc",
    "gender",
)


@dataclass(frozen=True)
class PublishedTable:
    """A mart that leaves the warehouse.

    Attributes:
        name: of the mart and of its file.
        key: columns that name a row; the file is written in their order.
        person_level: whether it has a row per person.
    """

    name: str
    key: tuple[str, ...]
    person_level: bool = False


PUBLISHED_TABLES = (
    PublishedTable("mart_match", ("vacancy_id", "rank"), person_level=True),
    PublishedTable(METRIC_TABLE, ("metric_id", "cohort", "cutoff_date", *METRIC_DIMENSIONS)),
    PublishedTable("mart_reserve_talent_pool", ("person_key",), person_level=True),
    PublishedTable("mart_vacancy", ("vacancy_id",)),
)


def write_tables(warehouse: Warehouse, folder: Path, rules: DisclosureRules) -> tuple[PublishedFile, ...]:
    """Write every published table into a folder, in key order, and describe what was written.

    Raises:
        PublicationError: when a mart is missing or its key does not name one row.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(_write_table(warehouse, table, folder, rules) for table in PUBLISHED_TABLES)


def published_sql(warehouse: Warehouse, table: PublishedTable, rules: DisclosureRules) -> str:
    """The select that gives a published table as it may be seen, unordered."""
    relation, columns = warehouse.relation(table.name), warehouse.columns(table.name)
    missing = sorted(set(table.key) - set(columns))
    if missing:
        raise PublicationError(f"{table.name} has no column {', '.join(missing)}: dbt and publication disagree")
    if table.name == METRIC_TABLE:
        return suppressed_metrics_sql(relation, warehouse.relation(PAY_CELLS), columns, rules)
    return f"select * from {relation}"  # noqa: S608 a name from the warehouse's own catalogue


def unpublished_marts(warehouse: Warehouse) -> tuple[str, ...]:
    """Marts that exist and stay inside: single breaches, and whatever nobody has decided how to show."""
    published = {table.name for table in PUBLISHED_TABLES}
    return tuple(name for name in warehouse.names() if name.startswith("mart_") and name not in published)


def _write_table(warehouse: Warehouse, table: PublishedTable, folder: Path, rules: DisclosureRules) -> PublishedFile:
    select = published_sql(warehouse, table, rules)
    key = ", ".join(f'"{column}"' for column in table.key)
    counts = f"select count(*) as total, count(distinct row({key})) as keys from ({select})"  # noqa: S608 our own names
    total, keys = next(warehouse.rows(counts)).values()
    if total != keys:
        raise PublicationError(f"{table.name}: {total - keys} rows share the key of another ({key})")
    path = folder / f"{table.name}.parquet"
    # COPY binds no parameters, and the folder's name may hold an apostrophe.
    target = str(path).replace("'", "''")
    warehouse.connection.execute(
        f"copy (select * from ({select}) order by {key}) to '{target}' "  # noqa: S608 our own names
        f"(format parquet, compression zstd, row_group_size {ROW_GROUP_ROWS})"
    )
    return PublishedFile(f"tables/{path.name}", file_sha256(path), total, table.person_level)
