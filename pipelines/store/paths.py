"""Where everything lies under the data folder. Opening what lies there belongs in the other modules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

DEFAULT_DATA_DIR = Path("var") / "data"
"""The data folder when nobody names one, below the working folder."""


@dataclass(frozen=True, slots=True)
class DataPaths:
    """The layout of one `$TALENT_DATA`."""

    root: Path

    @property
    def landing(self) -> Path:
        """Files as sent, encrypted, by the sha256 of their plain bytes."""
        return self.root / "landing"

    @property
    def incoming(self) -> Path:
        """Uploads on their way in and work folders of running checks."""
        return self.root / "incoming"

    @property
    def raw(self) -> Path:
        """Accepted rows, one Parquet file per delivery, in a folder per feed."""
        return self.root / "raw"

    @property
    def warehouse(self) -> Path:
        """The folder of the warehouse."""
        return self.root / "warehouse"

    @property
    def warehouse_file(self) -> Path:
        """The DuckDB file that dbt alone writes."""
        return self.warehouse / "warehouse.duckdb"

    @property
    def writer_lock(self) -> Path:
        """Held by whoever writes the warehouse, across processes."""
        return self.warehouse / "writer.lock"

    @property
    def rows_lock(self) -> Path:
        """Held for moments by whoever keeps a checked delivery, and by an erasure while it takes rows out."""
        return self.root / "rows.lock"

    def delivery_lock(self, file_sha256: str) -> Path:
        """Held by whoever takes in a file, so that the same file sent twice at once is a delivery and a repetition."""
        return self.root / "locks" / f"delivery-{file_sha256[:2]}.lock"

    @property
    def editions(self) -> Path:
        """Published editions and the pointer to the one in service."""
        return self.root / "editions"

    @property
    def current_pointer(self) -> Path:
        """The pointer, replaced atomically."""
        return self.editions / "CURRENT.json"

    @property
    def ledger_file(self) -> Path:
        """The ledger when no other database is named."""
        return self.root / "ledger.sqlite"

    @property
    def audit_left(self) -> Path:
        """Audit entries that a server could not write before it ended; the next one writes them."""
        return self.root / "audit"

    @property
    def vault_file(self) -> Path:
        """Encrypted personal cells."""
        return self.root / "vault.sqlite"

    @property
    def key_file(self) -> Path:
        """The master key when no other file is named."""
        return self.root / "keys" / "master.key"

    @property
    def dagster(self) -> Path:
        """Dagster's home."""
        return self.root / "dagster"

    @property
    def is_new(self) -> bool:
        """Whether nothing was made, recorded or sealed here yet."""
        kept = (self.ledger_file, self.vault_file, self.key_file)
        return not (any(path.exists() for path in kept) or any(self.landing.glob("*")))

    def raw_file(self, feed: str, delivery_no: int) -> Path:
        """Return the Parquet file of one delivery's accepted rows."""
        return self.raw / feed / f"{delivery_no}.parquet"

    def export_file(self, feed: str, as_of: datetime) -> Path:
        """Return the Parquet file of one internal feed as exported for a run."""
        return self.raw / feed / f"{export_name(as_of)}.parquet"

    def make(self) -> None:
        """Make the folders that must exist; a new data folder is its owner's alone."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        locks = self.root / "locks"
        for folder in (self.landing, self.incoming, self.raw, self.warehouse, self.editions, self.dagster, locks):
            folder.mkdir(parents=True, exist_ok=True)


def export_name(as_of: datetime) -> str:
    """Return the name of a run's export: `as_of` in UTC as `YYYYMMDDTHHMMSSZ`."""
    return as_of.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
