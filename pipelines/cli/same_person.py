"""`talent same-person`: a steward decides that two student numbers are one person, or takes that back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from pipelines.cli.exits import ANSWER_IS_NO, DONE, WRONG_CALL, CommandFailed
from pipelines.cli.options import Moment, data_option, format_option, now, open_platform, print_json
from pipelines.intake.same_person import Number, SamePersonRefusedError, merge, part

_ACTOR = "steward"


@click.command("same-person")
@click.option("--institution", required=True, help="The college of the number whose record gives way.")
@click.option("--student-no", required=True, help="That student number.")
@click.option("--as-institution", help="The college of the number whose record stays.")
@click.option("--as-student-no", help="That student number; without it, the number's own corrected identity stays.")
@click.option("--undo", is_flag=True, help="Take back what was decided about the student number.")
@click.option("--reason", required=True, help="Why, as it is kept with the decision.")
@click.option("--at", type=Moment(), help="When it was decided. Default: now.")
@data_option
@format_option
def same_person(
    *,
    institution: str,
    student_no: str,
    as_institution: str | None,
    as_student_no: str | None,
    undo: bool,
    reason: str,
    at: datetime | None,
    data_dir: Path,
    output: str,
) -> int:
    """Decide that two student numbers are one person; every figure of the next run counts them as one."""
    if bool(as_institution) != bool(as_student_no) or (undo and as_student_no) or not reason.strip():
        raise CommandFailed(
            "give --as-institution and --as-student-no together, neither with --undo, and a reason"
            " / --as-institution 与 --as-student-no 须同时给出，且不可与 --undo 并用；须写明理由",
            WRONG_CALL,
        )
    platform = open_platform(data_dir, new="refuse")
    old = Number(institution.strip(), student_no.strip())
    kept = Number(as_institution.strip(), as_student_no.strip()) if as_institution and as_student_no else None
    why = {"reason": reason.strip(), "decided_by": _ACTOR}
    try:
        decisions = (
            part(platform, old, **why, at=at or now()) if undo else merge(platform, old, kept, **why, at=at or now())
        )
    except SamePersonRefusedError as exc:
        raise CommandFailed(str(exc), ANSWER_IS_NO) from exc
    _print(decisions, output, undo=undo)
    return DONE


def _print(decisions: list[int], output: str, *, undo: bool) -> None:
    if output == "json":
        print_json({"decisions": decisions, "undone": undo})
        return
    numbers = ", ".join(str(number) for number in decisions)
    said = "two people again 重新视为两人" if undo else "one person 视为同一人"
    print(f"decision {numbers} is recorded 决定已登记: {said}")
    print("Now run 请接着运行: talent run")
