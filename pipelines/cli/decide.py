"""`talent confirm` and `talent reject`: decide on a checked or held delivery."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from pipelines.cli.difference_text import print_difference
from pipelines.cli.exits import DONE, WRONG_CALL, CommandFailed
from pipelines.cli.options import Moment, data_option, format_option, now, open_platform, print_json
from pipelines.cli.outranked import outranked_by, outranked_text
from pipelines.cli.state_text import state_text
from pipelines.intake.delivery import decide as decisions
from pipelines.intake.delivery.difference import Difference, difference_of
from pipelines.intake.report.said import both
from pipelines.store.ledger import Delivery

DELIVERY_NO = click.IntRange(1, 2**31 - 1)
_ACTOR = "operator"


@click.command()
@click.argument("delivery", type=DELIVERY_NO)
@click.option("--at", type=Moment(), help="When it was decided. Default: now.")
@data_option
@format_option
def confirm(delivery: int, at: datetime | None, data_dir: Path, output: str) -> int:
    """Accept DELIVERY, which is checked or held, and say what it changes in what is in force."""
    platform = open_platform(data_dir)
    moment = at or now()
    try:
        decided = decisions.confirm(platform, delivery, actor=_ACTOR, at=moment)
    except decisions.DecisionError as exc:
        raise CommandFailed(str(exc), WRONG_CALL) from exc
    difference = difference_of(platform, decided, at=moment)
    return _print(decided, output, difference, newer=outranked_by(platform, difference))


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


def _print(
    decided: Delivery, output: str, difference: Difference | None = None, *, newer: Sequence[Delivery] = ()
) -> int:
    if output == "json":
        said = {"delivery": decided.delivery_no, "state": decided.state, "reason": decided.reason}
        outranked = {"outranked_by": [d.delivery_no for d in newer]}
        print_json(said | ({"difference": difference.head()} | outranked if difference else {}))
        return DONE
    print(state_text(decided))
    if difference:
        print_difference(difference, sys.stdout)
        if newer:
            print(both(outranked_text(difference, newer)))
    return DONE
