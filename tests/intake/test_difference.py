"""What a delivery changes in what is in force: before it is confirmed, while it is held, and after."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_contracts.loader import load_contract
from pipelines.intake.delivery import decide
from pipelines.intake.delivery.deliver import DeliveryOutcome, deliver
from pipelines.intake.delivery.difference import Difference, DifferenceError, compare, difference_of
from pipelines.store.platform import Platform
from tests.intake.example_rows import example_row
from tests.intake.files import id_number, student, students, table, write_csv
from tests.intake.test_deliver import START, request
from tests.intake.test_in_force import STORY, Sent, delivery, laid_over, write

Rows = list[dict[str, str | None]]
USCC = str(example_row(load_contract("vacancy"))["uscc"])


class Door:
    """Delivers rows one after the other, an hour apart."""

    def __init__(self, platform: Platform, folder: Path) -> None:
        self.platform = platform
        self._folder = folder
        self._sent = 0

    @property
    def now(self) -> datetime:
        return START + timedelta(hours=self._sent)

    def send(self, rows: Rows, *, feed: str = "enrolment", **changes: Any) -> DeliveryOutcome:
        self._sent += 1
        file = write_csv(self._folder / f"{self._sent}.csv", table(rows, feed=feed))
        return deliver(self.platform, request(file, feed=feed, received_at=self.now, **changes))

    def difference(self, outcome: DeliveryOutcome) -> Difference:
        now = self.platform.ledger.deliveries.require(outcome.delivery.delivery_no)
        return difference_of(self.platform, now, at=self.now)


@pytest.fixture
def door(platform: Platform, tmp_path: Path) -> Door:
    return Door(platform, tmp_path)


def counts(difference: Difference) -> tuple[int, ...]:
    return tuple(difference.counts.values())


def test_a_first_delivery_adds_all_its_rows(door: Door) -> None:
    difference = door.difference(door.send(students(5), confirm="ask"))
    assert (counts(difference), difference.against) == ((5, 0, 0, 0), ())
    assert [row["row"] for row in difference.as_json()["added"]] == [2, 3, 4, 5, 6]


def test_before_confirmation_a_replacement_shows_what_comes_changes_stays_and_goes(door: Door) -> None:
    door.send(students(10))
    rows = [student(0, status="休学"), *(student(n) for n in range(1, 9)), student(20)]
    outcome = door.send(rows, confirm="ask")
    difference = door.difference(outcome)
    said = difference.as_json()
    assert said["counts"] == {"added": 1, "changed": 1, "unchanged": 8, "withdrawn": 1}
    assert said["against"] == {"delivery_nos": [1]}
    assert said["added"] == [{"delivery_no": 2, "sheet": "", "row": 11}]
    assert said["withdrawn"] == [{"delivery_no": 1, "sheet": "", "row": 11}]
    (changed,) = said["changed"]
    assert (changed["row"], changed["before"]) == (2, {"delivery_no": 1, "sheet": "", "row": 2})
    assert [field["field"] for field in changed["fields"]] == ["status"]
    # Confirmed, it still says what it changed, whatever comes after.
    decide.confirm(door.platform, 2, actor="x", at=door.now)
    door.send(students(30))
    assert door.difference(outcome).as_json() == said


def test_a_patch_leaves_alone_what_it_does_not_name(door: Door) -> None:
    door.send(students(10))
    patch = door.send([student(1, status="休学"), student(2, row_action="删除")], mode="patch", confirm="ask")
    assert counts(door.difference(patch)) == (0, 1, 8, 1)


def test_a_held_delivery_shows_the_rows_that_would_go(door: Door) -> None:
    door.send(students(50), period="2026-09")
    held = door.send(students(10))
    assert (held.delivery.state, counts(door.difference(held))) == ("held", (0, 0, 10, 40))


def test_what_waits_is_compared_with_what_counts_now_even_of_a_later_number(door: Door) -> None:
    waiting = door.send(students(5), confirm="ask")
    assert counts(door.difference(waiting)) == (5, 0, 0, 0)
    door.send(students(6))
    # The later file of the same period replaces it, so confirming it would change nothing.
    assert counts(door.difference(waiting)) == (0, 0, 6, 0)
    decide.confirm(door.platform, 1, actor="x", at=door.now + timedelta(hours=1))
    assert counts(door.difference(waiting)) == (0, 0, 6, 0)


def test_an_older_month_of_a_snapshot_is_compared_with_that_month(door: Door) -> None:
    door.send(students(10), period="2026-03")
    door.send(students(12), period="2026-09")
    assert counts(door.difference(door.send(students(9), period="2026-03"))) == (0, 0, 9, 1)


def test_another_person_in_a_row_is_named_as_a_change_and_never_shown(door: Door) -> None:
    door.send(students(5))
    other = student(0, id_number=id_number(77), national_student_no=f"G{id_number(77)}", phone="13800009999")
    said = door.difference(door.send([other, *students(5)[1:]], confirm="ask")).as_json()
    (changed,) = said["changed"]
    assert [set(field) for field in changed["fields"] if field["field"] == "id_number"] == [{"field", "title"}]
    person = door.platform.keys.pseudonym("resident_id", id_number(77))
    for hidden in (id_number(77), id_number(0), "13800009999", person, str(student(0)["student_no"])):
        assert hidden not in str(said)


def test_a_phone_alone_is_no_difference(door: Door) -> None:
    door.send(students(5))
    assert counts(door.difference(door.send(students(5, phone="13800009999"), confirm="ask"))) == (0, 0, 5, 0)


def test_public_cells_and_public_keys_are_shown_old_and_new(door: Door) -> None:
    vacancy = example_row(load_contract("vacancy"))
    sender = {"sender": USCC, "sender_role": "enterprise", "feed": "vacancy"}
    door.send([vacancy], **sender)
    corrected = {**vacancy, "openings": "9", "skills": "电气接线"}
    said = door.difference(door.send([corrected], confirm="ask", **sender)).as_json()
    (changed,) = said["changed"]
    assert changed["key"]["vacancy_no"] == vacancy["vacancy_no"]
    assert [(field["field"], field["before"], field["after"]) for field in changed["fields"]] == [
        ("openings", 5, 9),
        ("skills", ["skl-electrical-wiring", "skl-plc"], ["skl-electrical-wiring"]),
    ]


def test_another_senders_rows_are_no_part_of_it(door: Door) -> None:
    door.send(students(5))
    others = [{**row, "institution_code": "4199020001"} for row in students(3)]
    outcome = door.send(others, sender="4199020001", confirm="ask")
    assert (counts(door.difference(outcome)), door.difference(outcome).against) == ((3, 0, 0, 0), ())


def test_of_a_refused_delivery_nothing_can_be_said(door: Door) -> None:
    outcome = door.send(students(5, tier="博士后"))
    with pytest.raises(DifferenceError, match="changes nothing / "):
        door.difference(outcome)


def test_a_slice_of_the_rows_is_a_part_of_the_whole(door: Door) -> None:
    door.send(students(8))
    difference = door.difference(door.send([*students(6), student(20), student(21, status="休学")], confirm="ask"))
    whole = difference.as_json()
    parts = [difference.as_json(start, 1) for start in range(difference.rows.height)]
    for name in ("added", "changed", "withdrawn"):
        assert [row for part in parts for row in part[name]] == whole[name]


@settings(max_examples=40)
@given(STORY, st.sampled_from(["college", "internship"]))
def test_the_counts_are_those_of_the_two_states(
    tmp_path_factory: pytest.TempPathFactory, story: list[Sent], feed: str
) -> None:
    contract = load_contract(feed)
    platform = _platform(tmp_path_factory)
    if not story or (feed == "college" and story[-1].period < max(sent.period for sent in story)):
        return
    for number, sent in enumerate(story, start=1):
        write(platform.paths, number, sent, contract)
    told = [delivery(number, sent, contract) for number, sent in enumerate(story, start=1)]
    before, after = laid_over(story[:-1], contract), laid_over(story, contract)
    difference = compare(platform, told[-1], told[:-1])
    # The rows say nothing but their key, so a key in force before and after is unchanged.
    kept = len(before.keys() & after.keys())
    assert counts(difference) == (len(after) - kept, 0, kept, len(before) - kept)


_opened: list[Platform] = []


def _platform(folders: pytest.TempPathFactory) -> Platform:
    """Return one data folder for all examples; each writes the files that it reads."""
    if not _opened:
        _opened.append(Platform.open(folders.mktemp("difference")))
    return _opened[0]
