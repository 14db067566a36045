"""`talent verify`: is an edition what its inputs give?"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pipelines.cli.exits import ANSWER_IS_NO, DONE, NOT_NOW, STEP_FAILED, WRONG_CALL, CommandFailed
from pipelines.cli.options import data_option, format_option, open_platform, print_json
from pipelines.publication.errors import PublicationError
from pipelines.publication.rebuild import Verification, verify_edition
from pipelines.store.editions import EditionError, edition_number, list_editions, read_manifest


@click.command()
@click.argument("edition")
@data_option
@format_option
def verify(edition: str, data_dir: Path, output: str) -> int:
    """Rebuild EDITION from its inputs and compare every table.

    Exit code 0 when it is identical or every difference is explained, else 1; 3 when there is no edition yet.
    """
    try:
        edition_number(edition)
        platform = open_platform(data_dir, new="refuse")
        if not list_editions(platform.paths):
            raise CommandFailed(
                "no edition yet; publish one with: talent run / 尚无已发布的版本，请先运行 talent run", NOT_NOW
            )
        read_manifest(platform.paths.editions / edition)
        print("Rebuilding from the inputs in the manifest (about half a minute) ...", file=sys.stderr)
        answer = verify_edition(platform, edition)
    except EditionError as exc:
        raise CommandFailed(f"{exc}; see: talent editions / 没有该版本，可用 talent editions 查看", WRONG_CALL) from exc
    except PublicationError as exc:
        raise CommandFailed(str(exc), STEP_FAILED) from exc
    if output == "json":
        print_json(answer.as_dict())
    else:
        _print(answer)
    return DONE if answer.result in ("identical", "explained") else ANSWER_IS_NO


def _print(answer: Verification) -> None:
    print(f"{answer.edition}: {answer.result}")
    for reason in answer.reasons:
        print(f"  {reason}")
    for table in answer.comparison.tables if answer.comparison else ():
        print(f"  {table.result:<10} {table.name:<40} {_rows(table.published_rows)}")


def _rows(count: int | None) -> str:
    return "" if count is None else "1 row" if count == 1 else f"{count} rows"
