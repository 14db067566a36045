"""`talent check`: every finding of one file, nothing kept."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from data_contracts.loader import ContractError
from pipelines.cli.check_workbook import check_to_workbook
from pipelines.cli.exits import ANSWER_IS_NO, DONE, WRONG_CALL, CommandFailed
from pipelines.cli.findings_text import print_report
from pipelines.cli.options import known_contract, now, print_json, say_waiting, unused_options
from pipelines.intake.check.child import inspect_in_child
from pipelines.intake.check.inspect_file import Inspection
from pipelines.intake.delivery.deliver import DeliveryError, SenderRole, refuse_no_period, role_of
from pipelines.intake.mapping import MappingError, load_mapping
from pipelines.intake.read.limits import max_file_bytes
from pipelines.intake.report.causes import report_as_json
from pipelines.store.landing import file_sha256

_ANYBODY: tuple[str, SenderRole] = ("", "steward")


@click.command()
@click.argument("feed")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--sender", help="Check as this sender's file: its code fills an absent column and must match.")
@click.option("--period", default="", help="The month the file reports for, YYYY-MM.")
@click.option("--mapping", type=click.Path(path_type=Path), help="A mapping file for a foreign layout.")
@unused_options("data")
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False), help="The workbook that xlsx writes.")
@click.option(
    "--format",
    "output",
    type=click.Choice(["text", "json", "xlsx"]),
    default="text",
    show_default=True,
    help="json prints JSON alone on stdout; xlsx writes OUT.",
)
def check(
    feed: str, file: Path, sender: str | None, period: str, mapping: Path | None, out: Path | None, output: str
) -> int:
    """List every finding of FILE as a delivery of FEED, without delivering it.

    FILE is a workbook, a CSV file, or a zip with one of them, of at most 256 MiB (threshold max_file_mebibytes).

    With --format xlsx FILE is given back as a workbook with its faulty cells marked, to be corrected and sent again.

    Exit code 0 when every row would be taken in; 1 when there is a finding of severity error; 2 when the call is
    wrong or the file cannot be used at all; 3 when the workbook cannot be written.
    """
    if not file.is_file():
        raise CommandFailed(f"there is no file {file} / 文件{file}不存在", WRONG_CALL)
    known_contract(feed)
    try:
        code, role = (sender, role_of(sender)) if sender else _ANYBODY
        if period:
            refuse_no_period(period)
        inspection = Inspection(
            path=file,
            feed=feed,
            file_sha256=_hash(file),
            sender=code,
            sender_role=role,
            period=period,
            today=now().date(),
            mapping=load_mapping(mapping, feed=feed) if mapping else None,
        )
    except (ContractError, DeliveryError, MappingError) as exc:
        raise CommandFailed(str(exc), WRONG_CALL) from exc
    say_waiting(f"Checking {file.name}")
    report = check_to_workbook(inspection, out) if output == "xlsx" else inspect_in_child(inspection)
    if output == "json":
        print_json(report_as_json(report, lines=True))
    elif output == "text":
        print_report(report, sys.stdout)
    if report.unusable:
        return WRONG_CALL
    return ANSWER_IS_NO if report.has_errors else DONE


def _hash(file: Path) -> str:
    """Return a file's hash; one that is too large is refused unread."""
    return file_sha256(file) if file.stat().st_size <= max_file_bytes() else ""
