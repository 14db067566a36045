"""An erasure when files cannot be read, resemble each other, or arrive at the same moment: nobody else's data goes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipelines.intake.check import child
from pipelines.intake.delivery import checking
from pipelines.intake.erasure.carry_out import carry_out, complete
from pipelines.intake.erasure.cells import read_cells
from pipelines.intake.erasure.find import find_by_document
from pipelines.intake.erasure.hidden import hidden_people
from pipelines.intake.erasure.request import request_erasure
from pipelines.intake.erasure.stopped import ErasureStoppedError
from pipelines.intake.erasure.tokens import Tokens
from pipelines.store.landing import land, landed_cells_file, landed_file, read_landed, read_landed_cells
from pipelines.store.platform import Platform
from tests.intake.files import id_number, student, students
from tests.publication.everything import places_of
from tests.publication.test_erase_rows import (
    MARKS,
    NOBODY,
    START,
    WORDS,
    Rows,
    ask,
    erase,
    numbers,
    platform,
    roll,
    rules,
    send,
)

__all__ = ["platform"]


def steps(platform: Platform) -> list[str]:
    return [event.event for event in platform.ledger.erasures.events()]


def at_the_end_of_the_next_check(monkeypatch: pytest.MonkeyPatch, happens: Any) -> None:
    """Let something happen once, after a file was inspected and before anything of it is kept."""
    judged: Any = vars(checking)["judge_against_standing"]
    waiting = [happens]

    def then(*arguments: Any) -> Any:
        if waiting:
            waiting.pop()()
        return judged(*arguments)

    monkeypatch.setattr(checking, "judge_against_standing", then)


def test_a_file_that_takes_too_long_keeps_everybodys_rows_until_a_run_that_can_read_it(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = send(platform, roll()).delivery
    ask(platform)
    key = platform.keys.pseudonym("resident_id", id_number(NOBODY))
    with monkeypatch.context() as hurried:
        hurried.setattr(child, "TIME_LIMIT_SECONDS", 0)
        with pytest.raises(ErasureStoppedError, match=f"delivery {delivery.delivery_no} could not be looked at"):
            carry_out(platform, at=START)
    assert platform.ledger.deliveries.require(delivery.delivery_no).state == "accepted"
    assert id_number(5).encode() in read_landed(platform.paths, platform.keys, delivery.file_sha256)
    assert (steps(platform), hidden_people(platform)) == (["requested"], frozenset({key}))
    complete(platform, carry_out(platform, at=START), at=START)
    assert places_of(platform, [*WORDS, key]) == {}
    assert numbers(platform, "enrolment") == [f"2024{n:04d}" for n in range(8) if n != NOBODY]


def test_a_file_that_is_refused_today_and_was_accepted_stops_the_erasure(platform: Platform, tmp_path: Path) -> None:
    delivery = send(platform, roll()).delivery
    original = landed_file(platform.paths, delivery.file_sha256)
    original.unlink()
    (tmp_path / "no_table").write_bytes(b"%PDF-1.7 anything")
    land(platform.paths, platform.keys, tmp_path / "no_table", delivery.file_sha256)
    ask(platform)
    with pytest.raises(ErasureStoppedError, match="can no longer be read although rows of it were accepted"):
        carry_out(platform, at=START)
    assert platform.ledger.deliveries.require(delivery.delivery_no).state == "accepted"
    assert original.exists()
    assert steps(platform) == ["requested"]


def papers(*passports: str) -> Rows:
    return [student(60 + n, id_type="护照", id_number=number) for n, number in enumerate(passports)]


def test_a_number_that_begins_as_the_persons_takes_nobody_elses_row(platform: Platform) -> None:
    refused = student(70, id_type="护照", id_number="E12345679", tier="博士后")
    outcome = send(platform, [*papers("E1234567", "E12345678"), refused, *students(40)])
    subject = find_by_document(platform, "passport", "E1234567")
    request_erasure(platform, subject, actor="operator", at=START)
    complete(platform, carry_out(platform, at=START), at=START)
    (sheet,) = read_cells(read_landed_cells(platform.paths, platform.keys, outcome.delivery.file_sha256))
    assert [n for n, row in enumerate(sheet.rows, start=1) if not row] == [2]
    assert set(places_of(platform, ["E12345678", "E12345679"])) == {"E12345678", "E12345679"}


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("E1234567", True),
        ("护照E1234567号", True),
        ("e123 4567", True),
        ("Ｅ1234－567", True),
        ("E1234567 E9", True),
        ("E12345678", False),
        ("AE1234567", False),
        ("1E1234567", False),
        ("E123456", False),
        ("", False),
    ],
)
def test_a_word_stands_in_a_text_as_a_whole(text: str, stands: bool) -> None:
    assert Tokens(["E1234567"]).stand_in(text) is stands
    assert not Tokens([]).stand_in(text)


def test_a_person_who_is_erased_while_a_file_is_checked_is_not_let_in_by_it(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(platform, roll())
    at_the_end_of_the_next_check(monkeypatch, lambda: erase(platform))
    outcome = send(platform, roll() + students(9)[8:], day=30, period="2026-11")
    assert steps(platform) == ["requested", "carried_out", "completed"]
    assert rules(outcome)["erased_person"].endswith("were not taken in (rows: 1).")
    assert outcome.delivery.state == "accepted"
    assert places_of(platform, [*WORDS, platform.keys.pseudonym("resident_id", id_number(NOBODY))]) == {}
    assert numbers(platform, "enrolment").count("20240005") == 2


def test_a_file_with_refused_rows_that_cannot_be_searched_for_the_erased_is_not_kept_and_may_come_again(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(platform, roll())
    erase(platform)
    rows = [student(NOBODY, tier="博士后", **MARKS), student(90, tier="博士后"), *students(40)[10:]]
    with monkeypatch.context() as hurried:
        at_the_end_of_the_next_check(hurried, lambda: hurried.setattr(child, "TIME_LIMIT_SECONDS", 0))
        refused = send(platform, rows, day=30, period="2026-11")
    assert (refused.delivery.state, [*rules(refused)]) == ("rejected", ["processing_limit"])
    sha256 = refused.delivery.file_sha256
    assert not landed_file(platform.paths, sha256).exists()
    assert not landed_cells_file(platform.paths, sha256).exists()
    again = send(platform, rows, day=30, period="2026-11")
    assert (again.repeated, again.delivery.state) == (False, "accepted")
    assert places_of(platform, WORDS) == {}
