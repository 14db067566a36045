"""Published tables as Parquet: which, by which key, and the same bytes every time.

What is hidden in them is decided in `disclosure`; the tables the API reads belong in ready_answers.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data_contracts.products import load_products
from pipelines.publication.disclosure.metrics import METRIC_TABLE
from pipelines.publication.disclosure.tables import suppressed_sql
from pipelines.publication.errors import PublicationError
from pipelines.publication.manifest import PublishedFile
from pipelines.store.landing import file_sha256

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from data_contracts.products import Product
    from pipelines.publication.disclosure.rules import DisclosureRules
    from pipelines.publication.warehouse import Warehouse

ROW_GROUP_ROWS = 122_880
METRIC_FRAME = "published_metric"
"""The metrics as they may be published, to the connection that writes them."""


def published_products() -> tuple[Product, ...]:
    """Return what leaves the warehouse as a table of its own."""
    return tuple(product for product in load_products().values() if product.audience != "restricted")


def write_tables(
    warehouse: Warehouse, folder: Path, metrics: pl.DataFrame, rules: DisclosureRules
) -> tuple[PublishedFile, ...]:
    """Write every published table into a folder, in key order, and describe what was written.

    Args:
        warehouse: The open warehouse.
        folder: Where to write.
        metrics: `mart_metric` as it may be published.
        rules: The thresholds.

    Raises:
        PublicationError: when a mart is missing or its key does not name one row.
    """
    folder.mkdir(parents=True, exist_ok=True)
    warehouse.connection.register(METRIC_FRAME, metrics.to_arrow())
    return tuple(_write_table(warehouse, product, folder, rules) for product in published_products())


def unpublished_marts(warehouse: Warehouse) -> tuple[str, ...]:
    """Marts that exist and stay inside: lists of persons, and whatever nobody has decided how to show."""
    published = {product.name for product in published_products()}
    return tuple(name for name in warehouse.names() if name.startswith("mart_") and name not in published)


def _write_table(warehouse: Warehouse, product: Product, folder: Path, rules: DisclosureRules) -> PublishedFile:
    columns = warehouse.columns(product.name)
    missing = sorted(set(product.columns) ^ set(columns))
    if missing:
        raise PublicationError(f"{product.name}: model and product contract disagree about {', '.join(missing)}")
    relation = METRIC_FRAME
    if product.name != METRIC_TABLE:
        relation = f"({suppressed_sql(warehouse.relation(product.name), columns, product, rules)})"
    key = ", ".join(f'"{column}"' for column in product.key)
    total, keys = warehouse.connection.execute(
        f"select count(*), count(distinct row({key})) from {relation}"  # noqa: S608 our own names
    ).fetchall()[0]
    if total != keys:
        raise PublicationError(f"{product.name}: {total - keys} rows share the key of another ({key})")
    path = folder / f"{product.name}.parquet"
    # COPY binds no parameters, and the folder's name may hold an apostrophe.
    target = str(path).replace("'", "''")
    warehouse.connection.execute(
        f"copy (select * from {relation} order by {key}) to '{target}' "  # noqa: S608 our own names
        f"(format parquet, compression zstd, row_group_size {ROW_GROUP_ROWS})"
    )
    return PublishedFile(f"tables/{path.name}", file_sha256(path), total, product.person_level)
