"""What is in a backup and what proves it: the list that lies in it beside the files. Writing and reading belong beside.

A backup is an uncompressed tar: `data/…` as in the data folder, `ledger/<table>.jsonl`, and this list at the end.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

LIST = "contents.json"
FORMAT = 1
DATA, LEDGER = "data/", "ledger/"
LEFT_OUT = ("incoming", "dagster", "keys")
"""Folders that are no part of a platform's state, and the key, which lies elsewhere than what it opens."""


class BackupError(Exception):
    """A backup cannot be made, or is not one that can be used; the message says why in one line."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The list: every file by its hash, and which key and which schema of the ledger it needs."""

    made_at: str
    key_fingerprint: str
    schema: str
    sha256: dict[str, str]
    rows: dict[str, int]
    format: int = FORMAT

    def to_json(self) -> bytes:
        """Return the list as text."""
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()

    @classmethod
    def from_json(cls, text: bytes) -> Contents:
        """Read the list.

        Raises:
            BackupError: it is none, or names what would lie outside the data folder.
        """
        try:
            read = cls(**json.loads(text))
            known = read.format == FORMAT and all(map(_is_inside, read.sha256))
        except (ValueError, TypeError) as exc:
            raise BackupError("its list of contents cannot be read / 备份的目录清单无法读取") from exc
        if not known:
            raise BackupError("it was made by another version, or was changed / 备份版本不符或已被改动")
        return read


def files_to_keep(root: Path) -> list[Path]:
    """Return the files of a data folder that a backup holds as they are, in order."""
    found = []
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root)
        is_database = len(inside.parts) == 1 and path.name.startswith(("ledger.sqlite", "vault.sqlite"))
        passing = path.suffix in (".lock", ".part") or is_database or inside.parts[0] in LEFT_OUT
        if path.is_file() and not path.is_symlink() and not passing:
            found.append(path)
    return found


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return name.startswith((DATA, LEDGER)) and ".." not in path.parts and not path.is_absolute()
