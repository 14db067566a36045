"""`talent migrate`: bring the ledger's schema up to date."""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.cli.exits import NOT_NOW, CommandFailed
from pipelines.cli.options import data_option, format_option, print_json
from pipelines.store.platform import PlatformError, migrate_ledger


@click.command()
@data_option
@format_option
def migrate(data_dir: Path, output: str) -> None:
    """Bring the ledger to this version's schema; repeating it changes nothing."""
    try:
        revision = migrate_ledger(data_dir)
    except PlatformError as exc:
        raise CommandFailed(str(exc), NOT_NOW) from exc
    if output == "json":
        print_json({"schema": revision})
    else:
        print(f"the ledger has schema {revision}")
