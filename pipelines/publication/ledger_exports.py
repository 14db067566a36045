"""The ledger's exports that dbt reads: those of the run, an edition's own copies, or what was known at a moment.

Writing the run's own belongs in orchestration, keeping them with an edition in `inputs`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from data_contracts.raw_layout import DECISION, INTRODUCTION, POOL_WITHDRAWAL
from pipelines.publication.inputs import OWN_DECISIONS, OWN_DELIVERIES, OWN_INTRODUCTIONS, OWN_POOL_WITHDRAWALS
from pipelines.publication.introductions_known import introductions_known, pool_withdrawals_known
from pipelines.publication.known import decisions_known, deliveries_known
from pipelines.store.paths import DataPaths
from pipelines.store.platform import Platform
from pipelines.store.raw import replace_parquet


@dataclass(frozen=True, slots=True)
class LedgerExports:
    """What was known, file by file.

    Attributes:
        deliveries: The deliveries that count.
        decisions: Of stewards, about people.
        introductions: Every step of every introduction.
        pool_withdrawals: Who left the pool and joined it again.
    """

    deliveries: Path
    decisions: Path
    introductions: Path
    pool_withdrawals: Path

    def variables(self) -> dict[str, str]:
        """Return the variables by which dbt finds them."""
        return {
            "delivery_file": str(self.deliveries),
            "decision_file": str(self.decisions),
            "introduction_file": str(self.introductions),
            "pool_withdrawal_file": str(self.pool_withdrawals),
        }

    def tables(self) -> list[pl.DataFrame]:
        """Return what they say."""
        return [pl.read_parquet(path) for path in self.variables().values()]


def exports_of_run(paths: DataPaths, as_of: datetime) -> LedgerExports:
    """Return the exports of a run."""
    names = ("_delivery", "_decision", "_introduction", "_pool_withdrawal")
    return LedgerExports(*(paths.export_file(name, as_of) for name in names))


def own_exports(folder: Path, scratch: Path) -> LedgerExports:
    """Return an edition's copies, with ones without rows in place of those that an older edition did not keep."""
    kept = ((OWN_DECISIONS, DECISION), (OWN_INTRODUCTIONS, INTRODUCTION), (OWN_POOL_WITHDRAWALS, POOL_WITHDRAWAL))
    return LedgerExports(folder / OWN_DELIVERIES, *(_kept(folder / name, schema, scratch) for name, schema in kept))


def exports_known(platform: Platform, as_of: datetime, folder: Path) -> LedgerExports:
    """Return what was known at a moment, written into a folder unless it is there already."""
    known = {
        "_delivery": deliveries_known,
        "_decision": decisions_known,
        "_introduction": introductions_known,
        "_pool_withdrawal": pool_withdrawals_known,
    }
    files = {name: folder / f"{name}.parquet" for name in known}
    for name, path in files.items():
        if not path.exists():
            known[name](platform, as_of).write_parquet(path)
    return LedgerExports(*files.values())


def _kept(own: Path, schema: dict[str, pl.DataType], scratch: Path) -> Path:
    if own.is_file():
        return own
    none = scratch / own.name
    replace_parquet(none, pl.DataFrame(schema=schema))
    return none
