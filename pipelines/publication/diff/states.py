"""The states between two editions: what was known, by which reference data, on which day, one change at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import polars as pl

from pipelines.publication.errors import PublicationError
from pipelines.publication.inputs import OWN_CODES
from pipelines.publication.ledger_exports import LedgerExports, own_exports

Part = Literal["definition", "code", "erasures", "reference_data", "late_data", "corrections", "time"]
PARTS: tuple[Part, ...] = ("definition", "code", "erasures", "reference_data", "late_data", "corrections", "time")

_SLOT = ["sender", "feed", "period"]


@dataclass(frozen=True)
class State:
    """What figures are made from.

    Attributes:
        exports: What the ledger knew.
        codes: Folder of the code tables.
        as_of: Knowledge time, for what depends on the day.
    """

    exports: LedgerExports
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
    known, now = pl.read_parquet(first.exports.deliveries), pl.read_parquet(second.exports.deliveries)
    new = now.join(known, on="delivery_no", how="anti")
    late = new.join(known, on=_SLOT, how="anti")
    with_late = scratch / "with_late.parquet"
    pl.concat([known, late.select(known.columns)]).sort("delivery_no").write_parquet(with_late)
    # What was recorded of introductions and withdrawals since is news that came late; nothing recorded is corrected.
    arrived = replace(second.exports, deliveries=with_late, decisions=first.exports.decisions)
    corrected = replace(second.exports, decisions=first.exports.decisions)
    return [
        (None, first),
        ("reference_data", State(first.exports, second.codes, first.as_of)),
        ("late_data", State(arrived, second.codes, first.as_of)),
        ("corrections", State(corrected, second.codes, first.as_of)),
        ("time", second),
    ]


def same_inputs(one: State, other: State) -> bool:
    """Return whether two states give the same figures by construction."""
    return (
        one.as_of == other.as_of
        and _same_exports(one.exports, other.exports)
        and _code_files(one.codes) == _code_files(other.codes)
    )


def _state(folder: Path, manifest: dict[str, Any], scratch: Path) -> State:
    codes = folder / OWN_CODES
    if not codes.is_dir():
        raise PublicationError(
            f"{manifest['edition']} kept no code tables: it is of an older version and cannot be explained / "
            "该版本未保存代码表，无法解释差异"
        )
    exports = own_exports(folder, scratch)
    return State(exports, codes, datetime.fromisoformat(manifest["as_of"]))


def _same_exports(one: LedgerExports, other: LedgerExports) -> bool:
    return one == other or all(a.equals(b) for a, b in zip(one.tables(), other.tables(), strict=True))


def _code_files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.csv"))}
