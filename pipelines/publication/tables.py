"""Published tables as Parquet: which, by which key, and the same bytes every time.

What is hidden in them is decided in `disclosure`; the tables the API reads belong in ready_answers.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data_contracts.products import load_products
from pipelines.publication.disclosure.metrics import METRIC_TABLE
from pipelines.publication.disclosure.tables import shown_rows
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
FRAME = "published_rows"
"""What is written next, to the connection that writes it."""


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
    written = []
    for product in published_products():
        _refuse_other_columns(warehouse, product)
        relation = _relation(warehouse, product, metrics, rules)
        written.append(_write_table(warehouse, product, folder, relation))
    return tuple(written)


def unpublished_marts(warehouse: Warehouse) -> tuple[str, ...]:
    """Marts that exist and stay inside: lists of persons, and whatever nobody has decided how to show."""
    published = {product.name for product in published_products()}
    return tuple(name for name in warehouse.names() if name.startswith("mart_") and name not in published)


def _refuse_other_columns(warehouse: Warehouse, product: Product) -> None:
    if differing := sorted(set(product.columns) ^ set(warehouse.columns(product.name))):
        raise PublicationError(f"{product.name}: model and product contract disagree about {', '.join(differing)}")


def _relation(warehouse: Warehouse, product: Product, metrics: pl.DataFrame, rules: DisclosureRules) -> str:
    """Return what is to be read for a table: the mart itself, or its rows without what must not be shown."""
    relation = warehouse.relation(product.name)
    if product.name == METRIC_TABLE:
        shown = metrics
    elif product.hides:
        table = warehouse.connection.execute(f"select * from {relation} order by {_key(product)}").pl()  # noqa: S608 our own names
        shown = shown_rows(table, product, rules)
    else:
        return relation
    warehouse.connection.register(FRAME, shown.to_arrow())
    return FRAME


def _key(product: Product) -> str:
    return ", ".join(f'"{column}"' for column in product.key)


def _write_table(warehouse: Warehouse, product: Product, folder: Path, relation: str) -> PublishedFile:
    key = _key(product)
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
