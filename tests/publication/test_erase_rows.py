"""One person out of landing, vault and raw: accepted rows and refused ones, and nobody else's; and kept out."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from data_contracts.loader import load_contract
from pipelines.intake.delivery.deliver import DeliveryOutcome, DeliveryRequest, deliver
from pipelines.intake.erasure.carry_out import carry_out, complete
from pipelines.intake.erasure.cells import read_cells
from pipelines.intake.erasure.find import ErasureRefusedError, find_by_document, find_by_student_no
from pipelines.intake.erasure.hidden import hidden_people
from pipelines.intake.erasure.holders import delivered_files, is_theirs
from pipelines.intake.erasure.raw_rows import rewrite_without, rows_of
from pipelines.intake.erasure.request import Receipt, request_erasure
from pipelines.intake.layout.table import build_table
from pipelines.intake.read import read_sheets
from pipelines.store.landing import file_sha256, landed_cells_file, landed_file, read_landed_cells
from pipelines.store.platform import Platform
from tests.intake.example_rows import example_row
from tests.intake.files import COLLEGE, Row, id_number, student, students, table, write_csv, write_xlsx
from tests.publication.everything import places_of

START = datetime(2026, 10, 5, 8, tzinfo=UTC)
NOBODY = 3
"""The student who asks for erasure: the n-th of `students`."""

Rows = list[dict[str, str | None]]
MARKS = {"name": "标记丁", "phone": "13800000003", "email": "s3@example.com"}
WORDS = [*MARKS.values(), id_number(NOBODY), f"G{id_number(NOBODY)}", "20240003"]


@pytest.fixture
def platform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Platform:
    for name in ("TALENT_KEY_FILE", "TALENT_LEDGER_URL"):
        monkeypatch.delenv(name, raising=False)
    return Platform.open(tmp_path / "data")


def send(
    platform: Platform, rows: Rows | Path, *, feed: str = "enrolment", day: int = 0, **changes: object
) -> DeliveryOutcome:
    written = platform.paths.root.parent / f"{feed}-{day}.csv"
    file = rows if isinstance(rows, Path) else write_csv(written, table(rows, feed=feed))
    asked: dict[str, object] = {
        "feed": feed,
        "file": file,
        "file_name": file.name,
        "sender": COLLEGE,
        "sender_role": "college",
        "period": "2026-10",
        "received_at": START + timedelta(days=day),
    }
    return deliver(platform, DeliveryRequest(**{**asked, **changes}))  # type: ignore[arg-type]  # overrides by name


def roll(**of_the_person: str) -> Rows:
    rows = students(8)
    rows[NOBODY] = student(NOBODY, **{**MARKS, **of_the_person})
    return rows


def wishes(*numbers: int, **cells: str) -> Rows:
    base = example_row(load_contract("job_intention"))
    return [{**base, "institution_code": COLLEGE, "student_no": f"2024{n:04d}", **cells} for n in numbers]


def ask(platform: Platform, number: int = NOBODY) -> Receipt:
    subject = find_by_document(platform, "resident_id", id_number(number))
    return request_erasure(platform, subject, actor="operator", at=START + timedelta(days=20))


def erase(platform: Platform, number: int = NOBODY) -> Receipt:
    receipt = ask(platform, number)
    at = START + timedelta(days=21)
    complete(platform, carry_out(platform, at=at), at=at)
    return receipt


def raw(platform: Platform, feed: str) -> pl.DataFrame:
    return pl.concat([pl.read_parquet(file) for file in delivered_files(platform.paths, feed)])


def numbers(platform: Platform, feed: str) -> list[str]:
    return sorted(raw(platform, feed)["student_no"])


def rules(outcome: DeliveryOutcome) -> dict[str, str]:
    return {f.rule_name: f.message.en for f in outcome.report.findings}


def test_a_person_is_nowhere_afterwards_and_everybody_else_is_where_they_were(platform: Platform) -> None:
    send(platform, roll())
    send(platform, wishes(1, 3, 5), feed="job_intention", day=1)
    assert sorted(places_of(platform, WORDS)) == sorted(WORDS)
    receipt = erase(platform)
    assert (receipt.rows, receipt.unsure) == ({"enrolment": 1, "job_intention": 1}, 0)
    key = platform.keys.pseudonym("resident_id", id_number(NOBODY))
    assert places_of(platform, [*WORDS, key]) == {}
    assert numbers(platform, "enrolment") == [f"2024{n:04d}" for n in range(8) if n != NOBODY]
    assert numbers(platform, "job_intention") == ["20240001", "20240005"]
    for number in {*range(8)} - {NOBODY}:
        key = platform.keys.pseudonym("resident_id", id_number(number))
        assert len(platform.vault.of_person(platform.keys, key)) == 1


def test_a_person_is_hidden_from_the_request_until_the_end_and_then_forgotten(platform: Platform) -> None:
    send(platform, roll())
    key = platform.keys.pseudonym("resident_id", id_number(NOBODY))
    first, again = ask(platform), ask(platform)
    assert (first.repeated, again.repeated, again.erasure_no) == (False, True, first.erasure_no)
    assert hidden_people(platform) == {key}
    done = carry_out(platform, at=START)
    assert hidden_people(platform) == {key}
    complete(platform, done, at=START)
    assert hidden_people(platform) == frozenset()
    with pytest.raises(ErasureRefusedError, match="nothing is kept"):
        ask(platform)


def test_a_student_number_finds_the_person_in_other_colleges_too(platform: Platform) -> None:
    other = "4199013846"
    send(platform, roll())
    moved = [student(NOBODY, institution_code=other, student_no="77", programme_start="2022-09-01", **MARKS)]
    send(platform, [*moved, student(9, institution_code=other, student_no="78")], sender=other, day=1)
    subject = find_by_student_no(platform, other, "77")
    assert subject.numbers == {(COLLEGE, "20240003"), (other, "77")}
    assert subject.documents == (("resident_id", id_number(NOBODY)),)


def test_a_refused_row_and_a_misplaced_number_leave_the_landed_file_at_their_own_rows(platform: Platform) -> None:
    wrong = student(NOBODY, tier="博士后", programme_start="2019-09-01", **MARKS)
    typo = student(NOBODY, id_number="990000200602280000", student_no="20240003", programme_start="2020-09-01", **MARKS)
    noted = student(20, class_name=f"同 {id_number(NOBODY)[:6]} {id_number(NOBODY)[6:14]} {id_number(NOBODY)[14:]}")
    outcome = send(platform, [*roll(), wrong, typo, noted, *students(120)[30:]])
    assert (outcome.delivery.state, outcome.delivery.rows_rejected) == ("accepted", 2)
    erase(platform)
    assert places_of(platform, WORDS) == {}
    sha256 = outcome.delivery.file_sha256
    assert not landed_file(platform.paths, sha256).exists()
    (sheet,) = read_cells(read_landed_cells(platform.paths, platform.keys, sha256))
    assert [n for n, row in enumerate(sheet.rows, start=1) if not row] == [5, 10, 11]
    contract = load_contract("enrolment")
    kept = build_table([sheet], contract, needed=contract.required_columns).frame
    (as_sent,) = read_sheets(platform.paths.root.parent / "enrolment-0.csv")
    sent = build_table([as_sent], contract, needed=contract.required_columns).frame
    accepted = raw(platform, "enrolment").select("row_no", "student_no")
    assert set(accepted.rows()) <= set(kept.select("row_no", "student_no").rows())
    assert len(accepted) == outcome.delivery.rows_accepted - 1
    # The row of another student whose free text named the number stays, without the free text alone.
    before, after = (frame.filter(pl.col("row_no") == 12).row(0, named=True) for frame in (sent, kept))
    assert {name for name in before if before[name] != after[name]} == {"class_name"}


@pytest.mark.parametrize("left", [id_number(NOBODY)[:15] + "000", "9.90000E+17", "9.9000020060228E+17"])
def test_a_row_with_the_name_and_what_a_spreadsheet_left_of_the_number_goes(platform: Platform, left: str) -> None:
    blank = {"phone": "", "email": "", "national_student_no": "", "student_no": "20249999"}
    hers = student(NOBODY, **{**MARKS, **blank, "id_number": left})
    namesake = student(30, **{**blank, "name": MARKS["name"], "student_no": "20240030"})
    send(platform, roll())
    outcome = send(platform, [hers, namesake, *students(120)[31:]], day=1)
    assert outcome.delivery.rows_rejected == 1
    erase(platform)
    sha256 = outcome.delivery.file_sha256
    (sheet,) = read_cells(read_landed_cells(platform.paths, platform.keys, sha256))
    assert [n for n, row in enumerate(sheet.rows, start=1) if not row] == [2]


def test_somebody_who_was_only_ever_refused_is_found_in_landing(platform: Platform) -> None:
    outcome = send(platform, [student(NOBODY, tier="博士后", **MARKS)])
    send(platform, students(8)[4:], day=1)
    assert outcome.delivery.state == "rejected"
    assert find_by_student_no(platform, COLLEGE, "20240003").numbers == {(COLLEGE, "20240003")}
    assert erase(platform).rows == {}
    assert places_of(platform, WORDS) == {}


def test_a_workbook_keeps_its_other_sheets_and_rows(platform: Platform, tmp_path: Path) -> None:
    book = write_xlsx(tmp_path / "roll.xlsx", {"一班": table(roll()), "二班": table(students(40)[30:])})
    outcome = send(platform, book)
    erase(platform)
    sheets = read_cells(read_landed_cells(platform.paths, platform.keys, outcome.delivery.file_sha256))
    assert [(s.name, sum(bool(row) for row in s.rows)) for s in sheets] == [("一班", 8), ("二班", 11)]


def test_a_file_that_cannot_be_read_goes_as_a_whole_when_it_may_name_the_person(
    platform: Platform, tmp_path: Path
) -> None:
    send(platform, roll())
    (tmp_path / "a.csv").write_bytes(b"%PDF-1.7 anything")
    (tmp_path / "b.csv").write_bytes(b"%PDF-1.7 " + id_number(NOBODY).encode("utf-16-le"))
    (tmp_path / "c.csv").write_bytes(b"%PDF-1.7 nothing but by chance " + MARKS["name"].encode("gb18030"))
    own = send(platform, tmp_path / "a.csv", day=1)
    names = send(platform, tmp_path / "b.csv", sender="4199013846", day=2)
    other = send(platform, tmp_path / "c.csv", sender="4199013846", day=3)
    erase(platform)
    deliveries = platform.ledger.deliveries
    states = [deliveries.require(o.delivery.delivery_no).state for o in (own, names, other)]
    assert states == ["erased", "erased", "rejected"]
    assert landed_cells_file(platform.paths, names.delivery.file_sha256).exists()
    assert landed_file(platform.paths, other.delivery.file_sha256).exists()


def test_a_file_name_that_names_the_person_is_forgotten(platform: Platform, tmp_path: Path) -> None:
    theirs = send(platform, write_csv(tmp_path / "标记丁 学籍.csv", table(roll())))
    by_number = send(platform, write_csv(tmp_path / "学生20240003.csv", table(roll()[:5])), period="2026-09")
    others = send(platform, write_csv(tmp_path / "标记丁班 20240003.csv", table(students(8)[4:])), period="2026-08")
    erase(platform)
    names = [platform.ledger.deliveries.require(o.delivery.delivery_no).file_name for o in (theirs, by_number, others)]
    assert names == ["erased", "erased", "标记丁班 20240003.csv"]


def test_a_file_name_with_a_short_number_in_it_names_nobody(platform: Platform, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "护理2410班.csv", table(roll(student_no="10")))
    outcome = send(platform, file)
    erase(platform)
    assert platform.ledger.deliveries.require(outcome.delivery.delivery_no).file_name == "护理2410班.csv"


@pytest.mark.parametrize("again", ["the same file", "another file", "in a refused row", "without a document"])
def test_a_file_sent_again_does_not_bring_the_person_back(platform: Platform, again: str) -> None:
    rows = roll()
    first = send(platform, rows)
    erase(platform)
    if again == "in a refused row":
        rows[NOBODY] = student(NOBODY, tier="博士后", **MARKS)
    if again == "without a document":
        rows[NOBODY] = student(NOBODY, **MARKS, id_number=None, id_type=None)
    if again == "the same file":
        outcome = send(platform, rows)
        assert (outcome.repeated, outcome.delivery.delivery_no) == (True, first.delivery.delivery_no)
        outcome = send(platform, rows, period="2026-09")
    else:
        outcome = send(platform, rows + students(9)[8:], day=30, period="2026-11")
    assert not outcome.repeated
    assert rules(outcome)["erased_person"].endswith("were not taken in (rows: 1).")
    assert all(f.row == 0 for f in outcome.report.findings if f.rule_name == "erased_person")
    assert outcome.report.rows_rejected == 0
    assert places_of(platform, [*WORDS, platform.keys.pseudonym("resident_id", id_number(NOBODY))]) == {}
    assert "20240003" not in numbers(platform, "enrolment")


def test_rows_that_name_only_the_student_number_stay_out_too(platform: Platform) -> None:
    send(platform, roll())
    erase(platform)
    outcome = send(platform, wishes(2, 3), feed="job_intention", day=30)
    assert rules(outcome)["erased_person"].endswith("were not taken in (rows: 1).")
    assert numbers(platform, "job_intention") == ["20240002"]
    assert places_of(platform, WORDS) == {}


def test_a_file_refused_as_a_whole_is_kept_without_the_person(platform: Platform, tmp_path: Path) -> None:
    send(platform, roll())
    erase(platform)
    headless: list[Row] = [["x", "y"], ["标记丁", id_number(NOBODY)], ["标记戊", id_number(7)]]
    outcome = send(platform, write_csv(tmp_path / "list.csv", headless), day=30)
    assert outcome.delivery.state == "rejected"
    assert places_of(platform, [id_number(NOBODY), "标记丁"]) == {}
    assert places_of(platform, ["标记戊"]) != {}


def test_a_number_given_again_is_told_apart_by_the_day_a_row_speaks_of(platform: Platform) -> None:
    old = student(NOBODY, programme_start="2020-09-01", expected_end="2023-07-01", **MARKS)
    new = student(50, student_no="20240003", programme_start="2024-09-01")
    send(platform, [old, *students(3)])
    send(platform, [new, *students(3)], day=1)
    send(platform, wishes(3, consent_date="2022-05-01"), feed="job_intention", day=2)
    send(platform, wishes(3, consent_date="2026-05-01"), feed="job_intention", day=3, period="2026-09")
    with pytest.raises(ErasureRefusedError, match="more than one person"):
        find_by_student_no(platform, COLLEGE, "20240003")
    receipt = erase(platform)
    assert (receipt.rows, receipt.unsure) == ({"enrolment": 1, "job_intention": 1}, 0)
    assert [str(day) for day in raw(platform, "job_intention")["consent_date"]] == ["2026-05-01"]
    assert platform.keys.pseudonym("resident_id", id_number(50)) in set(raw(platform, "enrolment")["person_key"])
    later = send(platform, wishes(3, consent_date="2026-06-01"), feed="job_intention", day=30, period="2026-11")
    assert "erased_person" not in rules(later)
    earlier = send(platform, wishes(3, consent_date="2021-06-01"), feed="job_intention", day=31, period="2026-12")
    assert "erased_person" in rules(earlier)


@pytest.mark.parametrize(
    ("day", "own", "others", "expected"),
    [
        ("2026-01-01", ["2023-09-01"], [], True),
        (None, ["2023-09-01"], [], True),
        (None, ["2023-09-01"], ["2020-09-01"], None),
        ("2024-01-01", ["2023-09-01"], ["2020-09-01"], True),
        ("2022-01-01", ["2023-09-01"], ["2020-09-01"], False),
        ("2023-09-01", ["2023-09-01"], ["2020-09-01"], True),
        ("2019-01-01", ["2023-09-01"], ["2020-09-01"], None),
        ("2024-01-01", ["2023-09-01"], ["2023-09-01"], None),
        ("2024-01-01", [], ["2023-09-01"], False),
    ],
)
def test_a_number_is_whose_programme_began_last(
    day: str | None, own: list[str], others: list[str], expected: bool | None
) -> None:
    read = datetime.fromisoformat
    found = is_theirs(
        read(day).date() if day else None, [read(s).date() for s in own], [read(s).date() for s in others]
    )
    assert found is expected


def test_someone_known_by_a_number_alone_is_erased_by_it(platform: Platform) -> None:
    send(platform, wishes(3, 4), feed="job_intention")
    subject = find_by_student_no(platform, COLLEGE, "20240003")
    receipt = request_erasure(platform, subject, actor="operator", at=START)
    assert receipt.rows == {"job_intention": 1}
    complete(platform, carry_out(platform, at=START), at=START)
    assert numbers(platform, "job_intention") == ["20240004"]
    assert places_of(platform, ["20240003"]) == {}


def test_a_run_that_stopped_in_the_middle_is_carried_on(platform: Platform, tmp_path: Path) -> None:
    original = landed_file(platform.paths, send(platform, roll()).delivery.file_sha256)
    sealed = original.read_bytes()
    before = shutil.copytree(platform.paths.raw, tmp_path / "raw")
    ask(platform)
    carry_out(platform, at=START)
    # As it is when a run dies after vault and landing and before raw, or between cells and original.
    shutil.rmtree(platform.paths.raw)
    shutil.copytree(before, platform.paths.raw)
    original.write_bytes(sealed)
    done = carry_out(platform, at=START)
    complete(platform, done, at=START)
    assert not original.exists()
    assert places_of(platform, [*WORDS, platform.keys.pseudonym("resident_id", id_number(NOBODY))]) == {}
    assert [e.event for e in platform.ledger.erasures.events()] == ["requested", "carried_out", "completed"]
    assert carry_out(platform, at=START) == []


def test_every_change_of_a_landed_file_is_recorded_under_its_own_name(platform: Platform) -> None:
    sha256 = send(platform, roll()).delivery.file_sha256
    original, cells = landed_file(platform.paths, sha256), landed_cells_file(platform.paths, sha256)
    before = file_sha256(original)
    erase(platform)
    recorded = [
        (change.name, change.old_sha256, change.new_sha256)
        for change in platform.ledger.erasures.file_changes()
        if change.name.startswith("landing/")
    ]
    original_name, cells_name = (path.relative_to(platform.paths.root).as_posix() for path in (original, cells))
    assert recorded == [(original_name, before, ""), (cells_name, "", file_sha256(cells))]


def test_nothing_is_found_for_a_stranger_and_nothing_is_recorded(platform: Platform) -> None:
    send(platform, roll())
    with pytest.raises(ErasureRefusedError, match="nothing is kept under this identity document"):
        find_by_document(platform, "resident_id", id_number(99))
    with pytest.raises(ErasureRefusedError, match="nothing is kept under this student number"):
        find_by_student_no(platform, COLLEGE, "999")
    with pytest.raises(ErasureRefusedError, match="nothing is kept under this student number"):
        find_by_student_no(platform, "4199013846", "20240003")
    assert platform.ledger.erasures.events() == []


def test_the_number_may_be_written_as_people_write_it(platform: Platform) -> None:
    send(platform, roll())
    number = id_number(NOBODY)
    full_width = "".join(chr(ord(sign) + 0xFEE0) for sign in number)
    spaced = f" {number[:6]}-{number[6:14]} {number[14:].lower()} "
    assert {find_by_document(platform, "resident_id", n).keys for n in (number, full_width, spaced)} == {
        (platform.keys.pseudonym("resident_id", number),)
    }


def test_finding_and_taking_out_rows_prints_nothing(platform: Platform, capfd: pytest.CaptureFixture[str]) -> None:
    send(platform, roll())
    subject = find_by_document(platform, "resident_id", id_number(NOBODY))
    capfd.readouterr()
    (found,) = rows_of(platform.paths, subject)
    rewrite_without(found, before_replacing=lambda *_: None)
    assert found.theirs.sum() == 1
    # The library warns from below Python: no filter of warnings sees it.
    assert capfd.readouterr() == ("", "")


def test_what_a_killed_process_left_plain_goes_too(platform: Platform) -> None:
    send(platform, roll())
    left = platform.paths.incoming / "work-0"
    left.mkdir()
    (left / "upload").write_text(" ".join(WORDS), encoding="utf-8")
    left.with_name("work-0.held").touch()
    half = next(platform.paths.raw.glob("enrolment/*.parquet")).with_name(".1.parquet.4711.part")
    half.write_text(WORDS[0], encoding="utf-8")
    ask(platform)
    complete(platform, carry_out(platform, at=START), at=START)
    assert list(platform.paths.incoming.iterdir()) == []
    assert not half.exists()
    assert places_of(platform, WORDS) == {}
