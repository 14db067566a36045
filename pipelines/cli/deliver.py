"""`talent deliver`: land one file and take it in as its sender would."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Literal

import click

from data_contracts.loader import ContractError
from pipelines.cli.difference_text import print_difference
from pipelines.cli.exits import ANSWER_IS_NO, DONE, WRONG_CALL, CommandFailed
from pipelines.cli.findings_text import print_report
from pipelines.cli.options import (
    Moment,
    data_option,
    format_option,
    known_contract,
    now,
    open_platform,
    print_json,
    say_waiting,
)
from pipelines.cli.state_text import state_text
from pipelines.intake.delivery.deliver import DeliveryError, DeliveryOutcome, DeliveryRequest, role_of
from pipelines.intake.delivery.deliver import deliver as take_in
from pipelines.intake.delivery.difference import Difference, difference_of
from pipelines.intake.mapping import MappingError, load_mapping
from pipelines.intake.report.causes import causes, report_as_json
from pipelines.store.platform import Platform


@click.command()
@click.argument("feed")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--sender", required=True, help="Institution code, credit code, or the office's region code.")
@click.option("--period", required=True, help="The month the file reports for, YYYY-MM.")
@click.option("--mode", type=click.Choice(["replace", "patch"]), default="replace", show_default=True)
@click.option("--received-at", type=Moment(), help="When the file came; dates the events too. Default: now.")
@click.option("--mapping", type=click.Path(path_type=Path), help="A mapping file for a foreign layout.")
@data_option
@format_option
def deliver(
    feed: str,
    file: Path,
    sender: str,
    period: str,
    mode: Literal["replace", "patch"],
    received_at: datetime | None,
    mapping: Path | None,
    data_dir: Path,
    output: str,
) -> int:
    """Deliver FILE as FEED. What passes is accepted; the rest comes back as findings.

    FILE is a workbook, a CSV file, or a zip with one of them, of at most 256 MiB (threshold max_file_mebibytes).

    Exit code 0 when everything was taken in; 1 when rows were refused (findings of severity error) or the delivery
    is held; 2 when the call is wrong or the file cannot be used at all; 3 when the data folder cannot be used now.
    """
    known_contract(feed)
    platform = open_platform(data_dir)
    try:
        request = DeliveryRequest(
            feed=feed,
            file=file,
            file_name=file.name,
            sender=sender,
            sender_role=role_of(sender),
            period=period,
            received_at=received_at or now(),
            mode=mode,
            mapping=load_mapping(mapping, feed=feed) if mapping else None,
        )
        say_waiting(f"Taking in {file.name}")
        outcome = take_in(platform, request)
    except (ContractError, DeliveryError, MappingError) as exc:
        raise CommandFailed(str(exc), WRONG_CALL) from exc
    _print(outcome, _difference(platform, outcome, request.received_at), output)
    return _exit_code(outcome)


def _exit_code(outcome: DeliveryOutcome) -> int:
    """Return 2 for a file that is unusable, 1 where anything of it was refused or waits, as `check` does."""
    if outcome.report.unusable:
        return WRONG_CALL
    refused = any(finding.severity == "error" for finding in outcome.report.findings)
    return ANSWER_IS_NO if refused or outcome.delivery.state in ("rejected", "held") else DONE


def _difference(platform: Platform, outcome: DeliveryOutcome, at: datetime) -> Difference | None:
    """Return what the delivery changes; nothing can be said of one that was refused or erased."""
    gone = outcome.delivery.state in ("rejected", "erased")
    return None if gone else difference_of(platform, outcome.delivery, at=at)


def _print(outcome: DeliveryOutcome, difference: Difference | None, output: str) -> None:
    delivery = outcome.delivery
    if output == "json":
        head = {"delivery": delivery.delivery_no, "state": delivery.state, "repeated": outcome.repeated}
        changes = difference.as_json() if difference else None
        print_json(head | {"report": report_as_json(outcome.report, lines=True), "difference": changes})
        return
    again = " (sent before: nothing changed 此前已报送，无变化)" if outcome.repeated else ""
    reason = f": {delivery.reason}" if delivery.reason else ""
    print(f"{state_text(delivery)}{reason}{again}")
    for line in _next_steps(outcome):
        print(line)
    if difference:
        print_difference(difference, sys.stdout)
    print_report(outcome.report, sys.stdout)


def _next_steps(outcome: DeliveryOutcome) -> Iterator[str]:
    """Yield who decides on a delivery that is held, and why no row of one could be taken."""
    number, state = outcome.delivery.delivery_no, outcome.delivery.state
    if state == "held":
        yield (
            f"The office decides: talent confirm {number}, or talent reject {number} --reason ... / "
            f"由主管部门决定：talent confirm {number} 或 talent reject {number} --reason ……"
        )
    found = causes(outcome.report)
    if state == "rejected" and not outcome.report.unusable and found:
        worst = found[0]
        yield (
            f"most of all: {worst.rule} ({worst.count} ×) {worst.message.en} / "
            f"主要原因：{worst.rule}（{worst.count}处）{worst.message.zh}"
        )
