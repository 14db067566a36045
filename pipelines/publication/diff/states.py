"""The states between two editions: what was known, by which reference data, on which day, one change at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import polars as pl

from data_contracts.raw_layout import DECISION
from pipelines.publication.errors import PublicationError
from pipelines.publication.inputs import OWN_CODES, OWN_DECISIONS, OWN_DELIVERIES
from pipelines.store.raw import replace_parquet

Part = Literal["definition", "code", "erasures", "reference_data", "late_data", "corrections", "time"]
PARTS: tuple[Part, ...] = ("definition", "code", "erasures", "reference_data", "late_data", "corrections", "time")

_SLOT = ["sender", "feed", "period"]


@dataclass(frozen=True)
class State:
    """What figures are made from.

    Attributes:
        deliveries: Export of the deliveries that count.
        decisions: Export of the stewards' decisions.
        codes: Folder of the code tables.
        as_of: Knowledge time, for what depends on the day.
    """

    deliveries: Path
    decisions: Path
    codes: Path
    as_of: datetime


def states_between(
    earlier: tuple[Path, dict[str, Any]], later: tuple[Path, dict[str, Any]], scratch: Path
) -> list[tuple[Part | None, State]]:
    """Return the states from one edition to another, each with the part that led to it from the one before.

    Args:
        earlier: Folder and manifest of the edition that is compared.
        later: Those of the edition it is compared with.
        scratch: A folder for exports that no edition has.

    Raises:
        PublicationError: an edition was made before its code tables were kept.
    """
    first, second = _state(*earlier, scratch / "earlier"), _state(*later, scratch / "later")
    known, now = pl.read_parquet(first.deliveries), pl.read_parquet(second.deliveries)
    new = now.join(known, on="delivery_no", how="anti")
    late = new.join(known, on=_SLOT, how="anti")
    with_late = scratch / "with_late.parquet"
    pl.concat([known, late.select(known.columns)]).sort("delivery_no").write_parquet(with_late)
    return [
        (None, first),
        ("reference_data", State(first.deliveries, first.decisions, second.codes, first.as_of)),
        ("late_data", State(with_late, first.decisions, second.codes, first.as_of)),
        ("corrections", State(second.deliveries, second.decisions, second.codes, first.as_of)),
        ("time", second),
    ]


def same_inputs(one: State, other: State) -> bool:
    """Return whether two states give the same figures by construction."""
    return (
        one.as_of == other.as_of
        and _same_table(one.deliveries, other.deliveries)
        and _same_table(one.decisions, other.decisions)
        and _code_files(one.codes) == _code_files(other.codes)
    )


def _state(folder: Path, manifest: dict[str, Any], scratch: Path) -> State:
    codes = folder / OWN_CODES
    if not codes.is_dir():
        raise PublicationError(
            f"{manifest['edition']} kept no code tables: it is of an older version and cannot be explained / "
            "该版本未保存代码表，无法解释差异"
        )
    decisions = folder / OWN_DECISIONS
    if not decisions.is_file():
        scratch.mkdir(parents=True, exist_ok=True)
        decisions = scratch / decisions.name
        replace_parquet(decisions, pl.DataFrame(schema=DECISION))
    return State(folder / OWN_DELIVERIES, decisions, codes, datetime.fromisoformat(manifest["as_of"]))


def _same_table(one: Path, other: Path) -> bool:
    return one == other or pl.read_parquet(one).equals(pl.read_parquet(other))


def _code_files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.csv"))}
