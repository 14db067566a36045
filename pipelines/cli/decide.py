"""`talent confirm` and `talent reject`: decide on a checked or held delivery."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from pipelines.cli.exits import DONE, WRONG_CALL, CommandFailed
from pipelines.cli.options import Moment, data_option, format_option, now, open_platform, print_json
from pipelines.intake import decide as decisions
from pipelines.store.ledger import Delivery

DELIVERY_NO = click.IntRange(1, 2**31 - 1)
_ACTOR = "operator"


@click.command()
@click.argument("delivery", type=DELIVERY_NO)
@click.option("--at", type=Moment(), help="When it was decided. Default: now.")
@data_option
@format_option
def confirm(delivery: int, at: datetime | None, data_dir: Path, output: str) -> int:
    """Accept DELIVERY, which is checked or held."""
    platform = open_platform(data_dir)
    try:
        decided = decisions.confirm(platform, delivery, actor=_ACTOR, at=at or now())
    except decisions.DecisionError as exc:
        raise CommandFailed(str(exc), WRONG_CALL) from exc
    return _print(decided, output)


@click.command()
@click.argument("delivery", type=DELIVERY_NO)
@click.option("--reason", required=True, help="Why, in words that the sender reads.")
@click.option("--at", type=Moment(), help="When it was decided. Default: now.")
@data_option
@format_option
def reject(delivery: int, reason: str, at: datetime | None, data_dir: Path, output: str) -> int:
    """Refuse DELIVERY, which is checked or held."""
    platform = open_platform(data_dir)
    try:
        decided = decisions.reject(platform, delivery, reason=reason, actor=_ACTOR, at=at or now())
    except decisions.DecisionError as exc:
        raise CommandFailed(str(exc), WRONG_CALL) from exc
    return _print(decided, output)


def _print(decided: Delivery, output: str) -> int:
    if output == "json":
        print_json({"delivery": decided.delivery_no, "state": decided.state, "reason": decided.reason})
    else:
        print(f"delivery {decided.delivery_no} is {decided.state}")
    return DONE
