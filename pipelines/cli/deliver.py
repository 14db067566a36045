"""`talent deliver`: land one file and take it in as its sender would."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Literal

import click

from data_contracts.loader import ContractError
from pipelines.cli.exits import DONE, WRONG_CALL, CommandFailed
from pipelines.cli.findings_text import print_report
from pipelines.cli.options import Moment, data_option, format_option, now, open_platform, print_json, say_waiting
from pipelines.intake.deliver import DeliveryError, DeliveryOutcome, DeliveryRequest, role_of
from pipelines.intake.deliver import deliver as take_in
from pipelines.intake.mapping import MappingError, load_mapping


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
    """Deliver FILE as FEED. What passes is accepted; the rest comes back as findings."""
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
    _print(outcome, output)
    return WRONG_CALL if outcome.delivery.state == "rejected" else DONE


def _print(outcome: DeliveryOutcome, output: str) -> None:
    delivery = outcome.delivery
    if output == "json":
        head = {"delivery": delivery.delivery_no, "state": delivery.state, "repeated": outcome.repeated}
        print_json(head | {"report": outcome.report.as_json()})
        return
    again = " (sent before: nothing changed)" if outcome.repeated else ""
    reason = f": {delivery.reason}" if delivery.reason else ""
    print(f"delivery {delivery.delivery_no} is {delivery.state}{reason}{again}")
    print_report(outcome.report, sys.stdout)
