"""The warehouse as it would have been at a moment: dbt's models over what was known then, built aside.

The models and the reference tables are today's, since it is today's ranking that is judged; the rows are those of then.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.publication.dbt_project import call_dbt, dbt_vars
from pipelines.publication.errors import PublicationError
from pipelines.publication.ledger_exports import exports_known

if TYPE_CHECKING:
    from pipelines.store.platform import Platform

HIRES = "int_hire"
PAIRS = "history_pair"
LISTS = (PAIRS, HIRES, "int_vacancy", "int_pool_person", "int_person_skill", "stg_code_majors")
"""What a moment's lists are read from; of the query of pairs, all that it reads."""


def build_known(platform: Platform, as_of: datetime, folder: Path, *models: str) -> Path:
    """Build models with everything they read from, as of a moment; return the warehouse.

    Args:
        platform: The data folder.
        as_of: What was received or recorded later does not exist.
        folder: An empty one, for the warehouse and what dbt writes beside it.
        models: What to build.

    Raises:
        PublicationError: dbt failed.
    """
    _call(("run", "--select", *(f"+{model}" for model in models)), _variables(platform, as_of, folder), folder)
    return _warehouse(folder)


def pairs_sql(platform: Platform, as_of: datetime, folder: Path) -> str:
    """Return the query over a warehouse built before that gives every pair that passes the hard filters.

    Raises:
        PublicationError: dbt failed.
    """
    _call(("compile", "--select", PAIRS), _variables(platform, as_of, folder), folder)
    (compiled,) = (folder.parent / "target" / "compiled").rglob(f"{PAIRS}.sql")
    return compiled.read_text(encoding="utf-8")


def _variables(platform: Platform, as_of: datetime, folder: Path) -> dict[str, str]:
    exports = exports_known(platform, as_of, folder)
    return dbt_vars(platform.paths, as_of, warehouse=_warehouse(folder), exports=exports)


def _warehouse(folder: Path) -> Path:
    return folder / "warehouse.duckdb"


def _call(words: tuple[str, ...], variables: dict[str, str], folder: Path) -> None:
    places = ("--log-path", str(folder), "--target-path", str(folder.parent / "target"))
    done = call_dbt(*words, *places, "--vars", json.dumps(variables))
    if done.returncode:
        last = " ".join(done.stdout.strip().splitlines()[-3:])
        raise PublicationError(f"dbt could not rebuild the past: {last[:300]}")
