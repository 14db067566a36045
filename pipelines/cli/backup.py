"""`talent backup` and `talent restore`: the data folder with its ledger as one file, and back."""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.cli.exits import NOT_NOW, WRONG_CALL, CommandFailed
from pipelines.cli.options import cannot_write, data_option, format_option, now, open_platform, print_json
from pipelines.store.backup import BackupError, Contents, check_backup, make_backup, restore_backup
from pipelines.store.keys import KeyFileError
from pipelines.store.ledger import LedgerError

_file = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))


@click.command()
@_file
@click.option("--with-key", is_flag=True, help="Put the master key into it too; then guard it like the key.")
@data_option
@format_option
def backup(file: Path, *, with_key: bool, data_dir: Path, output: str) -> None:
    """Write the whole data folder and its ledger to FILE, all of one moment.

    The master key stays out of it unless asked for: keep the key elsewhere.
    """
    platform = open_platform(data_dir, new="refuse")
    try:
        contents = make_backup(platform, file, with_key=with_key, at=now())
    except BackupError as exc:
        raise CommandFailed(str(exc), NOT_NOW) from exc
    except OSError as exc:
        raise cannot_write(file, exc) from exc
    _print(contents, file, output, "is a backup of 备份了")


@click.command()
@_file
@click.option("--check", "only_check", is_flag=True, help="Only look whether the backup is whole and unchanged.")
@data_option
@format_option
def restore(file: Path, *, only_check: bool, data_dir: Path, output: str) -> None:
    """Make a new data folder, and the ledger, from a backup.

    A folder or ledger that holds anything is left as it is. Without the key in the backup, TALENT_KEY_FILE names it.
    """
    try:
        contents = check_backup(file)
    except BackupError as exc:
        raise CommandFailed(str(exc), WRONG_CALL) from exc
    if not only_check:
        _restore(file, data_dir)
    _print(
        contents,
        file,
        output,
        "is sound, with 完好，含" if only_check else f"is restored to {data_dir} 已恢复, with 含",
    )


def _restore(file: Path, data_dir: Path) -> None:
    try:
        restore_backup(file, data_dir)
    except (BackupError, LedgerError, KeyFileError) as exc:
        raise CommandFailed(str(exc), NOT_NOW) from exc
    except OSError as exc:
        raise cannot_write(data_dir, exc) from exc


def _print(contents: Contents, file: Path, output: str, what: str) -> None:
    files, rows = len(contents.sha256), sum(contents.rows.values())
    if output == "json":
        print_json(
            {"file": str(file), "made_at": contents.made_at, "files": files, "rows": rows, "schema": contents.schema}
        )
    else:
        print(f"{file} {what} {files} files 个文件, {rows} rows of the ledger 行台账")
