"""`talent erase`: take a person out of the platform. An identity number is read from standard input only."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from pipelines.cli.exits import ANSWER_IS_NO, DONE, NOT_NOW, WRONG_CALL, CommandFailed
from pipelines.cli.options import Moment, data_option, format_option, now, open_platform, print_json
from pipelines.intake.erasure.find import ErasureRefusedError, find_by_document, find_by_student_no
from pipelines.intake.erasure.request import Receipt, request_erasure
from pipelines.intake.erasure.stopped import ErasureStoppedError
from pipelines.intake.erasure.subject import RESIDENT_ID, Subject
from pipelines.store.platform import Platform

_ACTOR = "operator"


@click.command()
@click.option("--institution", help="The code of the college that gave the student number.")
@click.option("--student-no", help="The student number.")
@click.option(
    "--stdin", "by_document", is_flag=True, help="Read an identity number, or id_type,id_number, from standard input."
)
@click.option("--at", type=Moment(), help="When it was asked for. Default: now.")
@data_option
@format_option
def erase(
    *,
    institution: str | None,
    student_no: str | None,
    by_document: bool,
    at: datetime | None,
    data_dir: Path,
    output: str,
) -> int:
    """Erase one person: hidden at once, gone from every file with the next run.

    Aggregates, reports and manifests of published editions stay; what they say of single persons goes.
    """
    if by_document == bool(institution or student_no) or bool(institution) != bool(student_no):
        raise CommandFailed(
            "name the person either by --institution and --student-no, or by --stdin"
            " / 请用 --institution 和 --student-no，或用 --stdin 指明人员",
            WRONG_CALL,
        )
    document = _document() if by_document else None
    platform = open_platform(data_dir, new="refuse")
    try:
        subject = _find(platform, document, institution or "", student_no or "")
    except ErasureRefusedError as exc:
        raise CommandFailed(str(exc), ANSWER_IS_NO) from exc
    except ErasureStoppedError as exc:
        raise CommandFailed(str(exc), NOT_NOW) from exc
    _print(request_erasure(platform, subject, actor=_ACTOR, at=at or now()), output)
    return DONE


def _document() -> tuple[str, str]:
    """Return the kind and number of the document on the first line of standard input."""
    kind, comma, number = sys.stdin.readline().strip().rpartition(",")
    if not number.strip():
        raise CommandFailed(
            "standard input is empty; write one line: id_number, or id_type,id_number"
            " / 标准输入为空，请写一行：证件号码，或 证件类型,证件号码",
            WRONG_CALL,
        )
    return (kind.strip() if comma else RESIDENT_ID), number.strip()


def _find(platform: Platform, document: tuple[str, str] | None, institution: str, student_no: str) -> Subject:
    if document:
        return find_by_document(platform, *document)
    return find_by_student_no(platform, institution.strip(), student_no.strip())


def _print(receipt: Receipt, output: str) -> None:
    if output == "json":
        print_json(
            {
                "erasure": receipt.erasure_no,
                "repeated": receipt.repeated,
                "rows": receipt.rows,
                "unsure": receipt.unsure,
            }
        )
        return
    before = " (recorded before, still to be carried out 此前已登记，尚待执行)" if receipt.repeated else ""
    hidden = "the person is hidden from now on 已登记，从现在起不再显示该人员"
    print(f"erasure {receipt.erasure_no} is recorded{before}: {hidden}")
    for feed, count in receipt.rows.items():
        print(f"  {feed}: {count} row{'' if count == 1 else 's'} to take out 待清除{count}行")
    if receipt.unsure:
        print(
            f"  rows under a student number that was given again and cannot be told apart: {receipt.unsure}; they stay,"
            " the college corrects them with a new delivery"
            f" 另有{receipt.unsure}行因学号重复使用无法区分，予以保留，由院校重新报送更正"
        )
    print("Now run 请接着运行: talent run")
