"""A steward says that two student numbers are one person: find both pseudonyms and record the decision.

What the decision does to figures belongs in dbt_project (`stg_person_alias`). Nothing here tells about anybody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from data_contracts.model import Text
from pipelines.intake.report.said import SaidError
from pipelines.store.ledger import DecisionRefusedError
from pipelines.store.ledger.deliveries import COUNTING_STATES
from pipelines.store.platform import Platform

_FEED = "enrolment"
_COLUMNS = ["institution_code", "student_no", "programme_start", "person_key"]

_REFUSALS = {
    "same_person": Text("both are one person already", "两者已认定为同一人"),
    "merged_before": Text(
        "the first one was merged with somebody else before; undo that decision first with --undo",
        "前者此前已与他人合并，请先用 --undo 撤销该决定",
    ),
    "circle": Text(
        "the first one is the person that the second one was merged into; undo that decision first with --undo",
        "后者此前已并入前者，请先用 --undo 撤销该决定",
    ),
    "never_merged": Text("no earlier decision merged this person", "此前没有合并该人员的决定"),
}


class SamePersonRefusedError(SaidError):
    """Nobody, or more than one person, is meant, or an earlier decision says otherwise."""


@dataclass(frozen=True, slots=True)
class Number:
    """A student number of an institution."""

    institution: str
    student_no: str


def merge(
    platform: Platform, old: Number, kept: Number | None, *, reason: str, decided_by: str, at: datetime
) -> list[int]:
    """Record that a student number's person is another number's and return the numbers of the decisions.

    Args:
        platform: Of the data folder.
        old: Whose pseudonym gives way.
        kept: Whose pseudonym stays; None when the number's own identity document was corrected: then the pseudonym of
            its newest delivery stays, and those under which the same programme was sent before give way.
        reason: Why.
        decided_by: Who decided.
        at: When.

    Raises:
        SamePersonRefusedError: one of them is unknown or not one person, or an earlier decision says otherwise.
    """
    if kept is None:
        olds, new = _corrected(platform, old)
    else:
        olds, new = [_only_key(platform, old)], _only_key(platform, kept)
    decisions = platform.ledger.decisions
    try:
        return [decisions.same_person(key, new, reason=reason, decided_by=decided_by, recorded_at=at) for key in olds]
    except DecisionRefusedError as exc:
        raise SamePersonRefusedError(_REFUSALS[exc.refusal]) from exc


def part(platform: Platform, old: Number, *, reason: str, decided_by: str, at: datetime) -> list[int]:
    """Undo the decisions that merged a student number's pseudonyms into others; return the numbers of the decisions.

    Raises:
        SamePersonRefusedError: the number is unknown, or no decision merged its person.
    """
    decisions = platform.ledger.decisions
    merged = [key for key in _keys(_rows(platform, old)) if decisions.kept_key(key) != key]
    if not merged:
        raise SamePersonRefusedError(_REFUSALS["never_merged"])
    return [decisions.not_same_person(key, reason=reason, decided_by=decided_by, recorded_at=at) for key in merged]


def _corrected(platform: Platform, number: Number) -> tuple[list[str], str]:
    """Return the earlier pseudonyms of a number's newest programme, and the one of its newest delivery."""
    rows = _rows(platform, number)
    newest = rows.filter(pl.col("programme_start") == pl.col("programme_start").max())
    keys = _keys(newest)
    if not keys:
        raise _no_document(number)
    kept, *earlier = keys
    known = platform.ledger.decisions
    olds = [key for key in earlier if known.kept_key(key) == key]
    if not olds:
        raise SamePersonRefusedError(
            Text(
                f"the identity of student number {number.student_no} was never corrected; name the other one"
                " with --as-institution and --as-student-no",
                f"学号{number.student_no}的证件信息未曾更正，请用 --as-institution 和 --as-student-no 指明另一学号",
            )
        )
    return olds, kept


def _only_key(platform: Platform, number: Number) -> str:
    """Return the one pseudonym of a number, after earlier decisions."""
    keys = _keys(_rows(platform, number))
    if not keys:
        raise _no_document(number)
    kept = {platform.ledger.decisions.kept_key(key) for key in keys}
    if len(kept) > 1:
        raise SamePersonRefusedError(
            Text(
                f"student number {number.student_no} stood for more than one person; if its identity document was"
                " corrected, merge those first by naming this number alone",
                f"学号{number.student_no}曾对应多人；如系证件信息更正，请先单独指明该学号进行合并",
            )
        )
    return keys[0] if len(keys) == 1 else kept.pop()


def _rows(platform: Platform, number: Number) -> pl.DataFrame:
    """Return the enrolments under a number in deliveries that were accepted, the newest delivery first."""
    deliveries = platform.ledger.deliveries
    numbers = [d.delivery_no for d in deliveries.all() if d.feed == _FEED and d.state in COUNTING_STATES]
    is_meant = (pl.col("institution_code") == number.institution) & (pl.col("student_no") == number.student_no)
    files = [platform.paths.raw_file(_FEED, no) for no in sorted(numbers, reverse=True)]
    found = [pl.read_parquet(file, columns=_COLUMNS).filter(is_meant) for file in files if file.exists()]
    rows = pl.concat(found) if found else pl.DataFrame(schema=dict.fromkeys(_COLUMNS, pl.String))
    if rows.is_empty():
        raise SamePersonRefusedError(
            Text(
                f"nobody is enrolled under student number {number.student_no} at {number.institution};"
                " see whether both are right",
                f"院校{number.institution}没有学号{number.student_no}的在籍记录，请核对",
            )
        )
    return rows


def _keys(rows: pl.DataFrame) -> list[str]:
    """Return the pseudonyms of rows, each once, in their order."""
    known: Iterable[str] = rows["person_key"].drop_nulls()
    return list(dict.fromkeys(known))


def _no_document(number: Number) -> SamePersonRefusedError:
    return SamePersonRefusedError(
        Text(
            f"no identity document was sent for student number {number.student_no}; deliver it with one first",
            f"学号{number.student_no}未报送证件信息，请先补报",
        )
    )
