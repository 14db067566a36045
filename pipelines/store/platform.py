"""One data folder opened: its paths, keys, ledger and vault together. Everything that needs state asks for this."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from pipelines.store.keys import KeyFileError, KeyRing, new_key, read_key, write_key
from pipelines.store.ledger import Ledger, LedgerAwayError, LedgerError
from pipelines.store.paths import DataPaths
from pipelines.store.vault import Vault


class PlatformError(Exception):
    """The data folder cannot be used; the message says why and what to do, in one line."""


class PlatformAwayError(PlatformError):
    """Only the server of its ledger does not answer; it may do so later."""


@dataclass(frozen=True)
class Platform:
    """An opened data folder."""

    paths: DataPaths
    keys: KeyRing
    ledger: Ledger
    vault: Vault

    @classmethod
    def open(cls, data_dir: Path) -> Platform:
        """Open a data folder, making an empty one ready.

        `TALENT_KEY_FILE` names the master key, `TALENT_LEDGER_URL` another database for the ledger.

        Raises:
            PlatformAwayError: the server of the ledger does not answer.
            PlatformError: the folder, key or ledger cannot be used.
        """
        paths = DataPaths(data_dir.resolve())
        try:
            paths.make()
            # Two processes that meet a new folder must not both make its key and its ledger.
            with FileLock(paths.root / "open.lock"):
                keys = _keys(paths)
                ledger = Ledger.open(ledger_url(paths), keys.derive("client"))
                _refuse_other_key(ledger, keys)
        except LedgerAwayError as exc:
            raise PlatformAwayError(str(exc)) from exc
        except (KeyFileError, LedgerError) as exc:
            raise PlatformError(str(exc)) from exc
        except OSError as exc:
            raise PlatformError(
                f"the data folder {paths.root} cannot be used: {exc.strerror} / 数据目录{paths.root}无法使用"
            ) from exc
        return cls(paths, keys, ledger, Vault(paths.vault_file))


def migrate_ledger(data_dir: Path) -> str:
    """Bring the ledger of a data folder to this version's schema and return the schema's revision.

    A folder without a ledger is made ready as a whole: a ledger without its key could never be opened.

    Raises:
        PlatformError: the folder, key or ledger cannot be used.
    """
    paths = DataPaths(data_dir.resolve())
    if not paths.ledger_file.exists() and not os.environ.get("TALENT_LEDGER_URL"):
        Platform.open(data_dir)
    try:
        return Ledger.migrate(ledger_url(paths))
    except LedgerError as exc:
        raise PlatformError(str(exc)) from exc


def ledger_url(paths: DataPaths) -> str:
    """Return where the ledger of a data folder is: in it, or where `TALENT_LEDGER_URL` says."""
    return os.environ.get("TALENT_LEDGER_URL") or f"sqlite:///{paths.ledger_file}"


def _keys(paths: DataPaths) -> KeyRing:
    named = os.environ.get("TALENT_KEY_FILE")
    path = Path(named) if named else paths.key_file
    # Only a folder in which nothing was sealed yet may be given a key.
    if named is None and paths.is_new:
        write_key(path, new_key())
    return read_key(path)


def _refuse_other_key(ledger: Ledger, keys: KeyRing) -> None:
    known = ledger.setting("key_fingerprint")
    if known is None:
        ledger.set_once("key_fingerprint", keys.fingerprint)
    elif known != keys.fingerprint:
        raise KeyFileError(
            "this is not the key that the data folder was made with; name the right one in TALENT_KEY_FILE"
            " / 该密钥与数据目录不符，请用 TALENT_KEY_FILE 指明正确的密钥"
        )
