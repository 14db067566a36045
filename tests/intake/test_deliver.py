"""One delivery from its sender's file to its first state: what is kept, where, and what is refused."""

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from data_contracts.loader import load_contract
from data_contracts.raw_layout import raw_schema
from pipelines.intake.check import child
from pipelines.intake.delivery import checking as module
from pipelines.intake.delivery import decide
from pipelines.intake.delivery.deliver import DeliveryError, DeliveryOutcome, DeliveryRequest, deliver, role_of
from pipelines.intake.report.said import both
from pipelines.store.landing import read_landed
from pipelines.store.platform import Platform
from tests.intake.files import COLLEGE, id_number, student, students, table, write_csv, write_far_cell

START = datetime(2026, 10, 5, 8, tzinfo=UTC)
ENROLMENT = load_contract("enrolment")


@pytest.fixture
def roll(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "roll.csv", table(students(50)))


def request(file: Path, **changes: Any) -> DeliveryRequest:
    asked = DeliveryRequest(
        feed="enrolment",
        file=file,
        file_name=file.name,
        sender=COLLEGE,
        sender_role="college",
        period="2026-10",
        received_at=START,
    )
    return dataclasses.replace(asked, **changes)


def states(platform: Platform, outcome: DeliveryOutcome) -> list[str]:
    return [event.state for event in platform.ledger.deliveries.events(outcome.delivery.delivery_no)]


def rules(outcome: DeliveryOutcome) -> set[str]:
    return {finding.rule_name for finding in outcome.report.findings}


def files_of(platform: Platform) -> dict[str, bytes]:
    """Every kept file's bytes; the ledger is looked at through itself, since reading moves its bytes."""
    root = platform.paths.root
    kept = (path for path in sorted(root.rglob("*")) if path.is_file() and not path.name.startswith("ledger.sqlite"))
    return {str(path.relative_to(root)): path.read_bytes() for path in kept}


def test_a_good_file_is_accepted_at_once_and_everything_is_dated_when_it_came(platform: Platform, roll: Path) -> None:
    outcome = deliver(platform, request(roll))
    assert states(platform, outcome) == ["received", "checked", "accepted"]
    assert {e.recorded_at for e in platform.ledger.deliveries.events(outcome.delivery.delivery_no)} == {START}
    assert (outcome.delivery.rows_read, outcome.delivery.rows_accepted, outcome.delivery.rows_rejected) == (50, 50, 0)
    assert list(platform.paths.incoming.iterdir()) == []


def test_a_sender_who_asks_first_stops_at_checked_until_the_confirmation(platform: Platform, roll: Path) -> None:
    outcome = deliver(platform, request(roll, confirm="ask"))
    assert states(platform, outcome) == ["received", "checked"]
    assert platform.ledger.deliveries.counting(START) == []
    decide.confirm(platform, outcome.delivery.delivery_no, actor="x", at=START + timedelta(hours=1))
    assert platform.ledger.deliveries.counting(START) == []
    assert len(platform.ledger.deliveries.counting(START + timedelta(hours=1))) == 1


def test_a_decision_is_taken_once_and_only_on_what_waits(platform: Platform, roll: Path) -> None:
    number = deliver(platform, request(roll, confirm="ask")).delivery.delivery_no
    refused = decide.reject(platform, number, reason="错表", actor="x", at=START)
    assert (refused.state, refused.reason) == ("rejected", "错表")
    for wrong in (number, 999):
        with pytest.raises(decide.DecisionError):
            decide.confirm(platform, wrong, actor="x", at=START)


def test_raw_holds_the_contracts_columns_and_no_personal_cell(platform: Platform, roll: Path) -> None:
    number = deliver(platform, request(roll)).delivery.delivery_no
    path = platform.paths.raw_file("enrolment", number)
    frame = pl.read_parquet(path)
    assert dict(frame.schema) == raw_schema(ENROLMENT)
    assert not {f.name for f in ENROLMENT.vault_fields} & set(frame.columns)
    assert frame["row_no"].to_list() == list(range(2, 52))
    assert frame["person_key"].n_unique() == 50
    assert set(frame["row_action"]) == {"upsert"}
    assert (frame["sender"][0], frame["period"][0], frame["delivery_no"][0]) == (COLLEGE, "2026-10", number)


def test_no_personal_cell_of_the_vault_lies_in_the_clear_anywhere(platform: Platform, tmp_path: Path) -> None:
    marked = students(20, name="甄标记", email="marked@example.com", phone="13899998888")
    outcome = deliver(platform, request(write_csv(tmp_path / "roll.csv", table(marked))))
    assert outcome.delivery.state == "accepted"
    stored = b"".join(path.read_bytes() for path in platform.paths.root.rglob("*") if path.is_file())
    for clear in ("甄标记", "marked@example.com", "13899998888", id_number(3), f"G{id_number(3)}"):
        assert clear.encode() not in stored
    person = platform.keys.pseudonym("resident_id", id_number(3))
    (cells,) = platform.vault.of_person(platform.keys, person)
    assert (cells["name"], cells["phone"], cells["id_number"]) == ("甄标记", "13899998888", id_number(3))


def test_the_file_is_kept_as_sent_by_its_own_hash(platform: Platform, roll: Path) -> None:
    outcome = deliver(platform, request(roll))
    assert read_landed(platform.paths, platform.keys, outcome.delivery.file_sha256) == roll.read_bytes()
    assert outcome.report.file_sha256 == outcome.delivery.file_sha256


def test_the_same_file_sent_twice_changes_nothing(platform: Platform, roll: Path) -> None:
    first = deliver(platform, request(roll))
    before, ledger = files_of(platform), platform.ledger.deliveries.page()
    again = deliver(platform, request(roll, received_at=START + timedelta(days=1), file_name="另一个名字.csv"))
    assert again.repeated
    assert again.delivery == first.delivery
    assert again.report.by_rule() == first.report.by_rule()
    assert again.report.skipped_rules == first.report.skipped_rules
    assert files_of(platform) == before
    assert platform.ledger.deliveries.page() == ledger
    assert states(platform, again) == ["received", "checked", "accepted"]


def test_what_was_not_checked_is_kept_with_the_findings(platform: Platform, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "roll.csv", table(students(20), without=["phone"]))
    first, again = (deliver(platform, request(file)) for _ in range(2))
    skipped = dict(first.report.skipped_rules)
    phone = {rule.code for rule in ENROLMENT.rules if rule.name == "phone_form"}
    assert {skipped[code] for code in phone} == {"column absent / 缺列: phone"}
    assert (again.repeated, again.report.skipped_rules) == (True, first.report.skipped_rules)


def test_another_file_or_period_is_another_delivery(platform: Platform, roll: Path, tmp_path: Path) -> None:
    other = write_csv(tmp_path / "other.csv", table(students(51)))
    numbers = [
        deliver(platform, r).delivery.delivery_no
        for r in (
            request(roll),
            request(other),
            request(roll, received_at=START + timedelta(hours=1)),
            request(roll, period="2026-11"),
        )
    ]
    assert len(set(numbers)) == 4


def test_a_file_with_findings_is_taken_in_without_its_bad_rows(platform: Platform, tmp_path: Path) -> None:
    rows = [*students(50), student(50, tier="博士后")]
    outcome = deliver(platform, request(write_csv(tmp_path / "roll.csv", table(rows))))
    assert (outcome.delivery.state, outcome.delivery.rows_rejected) == ("accepted", 1)
    frame = pl.read_parquet(platform.paths.raw_file("enrolment", outcome.delivery.delivery_no))
    assert 52 not in frame["row_no"].to_list()
    kept = pl.read_parquet(platform.paths.raw_file("_finding", outcome.delivery.delivery_no))
    assert kept.select("rule_name", "row_no").rows() == [("tier_allowed", 52)]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", "姓名\n锟斤拷".encode(), b"a,b\n1,2\n"])
def test_an_unusable_file_is_rejected_with_the_reason_and_leaves_no_rows(
    platform: Platform, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "roll.csv").write_bytes(content)
    outcome = deliver(platform, request(tmp_path / "roll.csv"))
    assert outcome.delivery.state == "rejected"
    assert outcome.delivery.reason == both(outcome.report.findings[0].message)
    assert not platform.paths.raw_file("enrolment", outcome.delivery.delivery_no).exists()
    assert read_landed(platform.paths, platform.keys, outcome.delivery.file_sha256) == content


def test_too_many_key_errors_reject_the_delivery(platform: Platform, tmp_path: Path) -> None:
    rows = [*students(40), *(student(n, student_no=None) for n in range(40, 50))]
    outcome = deliver(platform, request(write_csv(tmp_path / "roll.csv", table(rows))))
    assert outcome.delivery.state == "rejected"
    assert "key_error_share" in rules(outcome)
    assert not platform.paths.raw_file("enrolment", outcome.delivery.delivery_no).exists()


def test_a_delivery_without_one_good_row_is_rejected(platform: Platform, tmp_path: Path) -> None:
    outcome = deliver(platform, request(write_csv(tmp_path / "roll.csv", table(students(5, tier="博士后")))))
    assert outcome.delivery.state == "rejected"
    assert outcome.delivery.reason == "no row could be accepted / 没有任何一行可以采纳"


@pytest.mark.parametrize(("now", "state"), [(40, "accepted"), (39, "held")])
def test_a_fall_past_the_share_is_held_until_it_is_confirmed(
    platform: Platform, roll: Path, tmp_path: Path, now: int, state: str
) -> None:
    deliver(platform, request(roll, period="2026-03"))
    later = START + timedelta(days=1)
    outcome = deliver(platform, request(write_csv(tmp_path / "less.csv", table(students(now))), received_at=later))
    assert outcome.delivery.state == state
    assert ("volume_fall" in rules(outcome)) == (state == "held")
    if state == "held":
        assert f"50 → {now}" in outcome.delivery.reason
        decide.confirm(platform, outcome.delivery.delivery_no, actor="office", at=later)
    assert len(platform.ledger.deliveries.counting(later)) == 2
    assert pl.read_parquet(platform.paths.raw_file("enrolment", outcome.delivery.delivery_no)).height == now


def test_a_patch_is_never_held_for_being_small(platform: Platform, roll: Path, tmp_path: Path) -> None:
    deliver(platform, request(roll, period="2026-03"))
    patch = write_csv(tmp_path / "patch.csv", table([student(1, status="休学"), student(2, row_action="删除")]))
    outcome = deliver(platform, request(patch, mode="patch"))
    assert (outcome.delivery.state, outcome.delivery.mode) == ("accepted", "patch")
    frame = pl.read_parquet(platform.paths.raw_file("enrolment", outcome.delivery.delivery_no))
    assert frame["row_action"].to_list() == ["upsert", "delete"]


def test_a_real_identity_number_is_refused_by_a_demo_and_taken_by_a_platform_of_its_own(
    platform: Platform, demo_platform: Platform, tmp_path: Path
) -> None:
    # Region 000000 belongs to nobody.
    path = write_csv(
        tmp_path / "roll.csv", table([*students(30), student(30, id_number=id_number(30, region="000000"))])
    )
    refused = deliver(demo_platform, request(path))
    assert (refused.delivery.state, "demo_key_real_person" in rules(refused)) == ("rejected", True)
    assert (
        demo_platform.vault.of_person(demo_platform.keys, demo_platform.keys.pseudonym("resident_id", id_number(1)))
        == []
    )
    assert deliver(platform, request(path)).delivery.state == "accepted"


@pytest.mark.parametrize(
    "changes",
    [
        {"feed": "nonsense"},
        {"sender_role": "enterprise", "sender": "91990000MA9T10005A"},
        {"period": "2026-13"},
        {"period": "2026-1"},
        {"period": "2026-12"},
        {"period": "2026-10\n"},
        {"period": ""},
        {"file": Path("none.csv")},
    ],
    ids=str,
)
def test_a_wrong_call_is_refused_before_anything_is_kept(
    platform: Platform, roll: Path, changes: dict[str, Any]
) -> None:
    with pytest.raises(DeliveryError):
        deliver(platform, dataclasses.replace(request(roll), **changes))
    assert platform.ledger.deliveries.page() == []
    assert not [path for path in platform.paths.landing.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("code", "role"),
    [("4199013845", "college"), ("MOHRSS:12", "college"), ("91990000MA9T10005A", "enterprise"), ("990000", "steward")],
)
def test_a_senders_code_shows_its_role(code: str, role: str) -> None:
    assert role_of(code) == role


@pytest.mark.parametrize("code", ["", "x", "41990138450", "４１９９０１３８４５", "990000\n", "91990000ma9t10005a"])
def test_a_code_of_no_shape_is_refused(code: str) -> None:
    with pytest.raises(DeliveryError):
        role_of(code)


def test_after_a_crash_between_receiving_and_checking_a_resend_works(
    platform: Platform, roll: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(module, "inspect_in_child", crash)
        with pytest.raises(RuntimeError):
            deliver(platform, request(roll))
    (left,) = platform.ledger.deliveries.page()
    assert left.state == "received"
    assert list(platform.paths.incoming.iterdir()) == []
    outcome = deliver(platform, request(roll))
    assert (outcome.repeated, outcome.delivery.state) == (False, "accepted")
    assert [d.delivery_no for d in platform.ledger.deliveries.counting(START)] == [outcome.delivery.delivery_no]


def test_a_file_past_the_time_limit_is_rejected_and_the_next_one_is_taken(
    platform: Platform, roll: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(child, "TIME_LIMIT_SECONDS", 0.001)
        outcome = deliver(platform, request(roll))
    assert (outcome.delivery.state, rules(outcome)) == ("rejected", {"processing_limit"})
    assert "time" in outcome.delivery.reason
    assert outcome.report.contract_version == ENROLMENT.version
    assert deliver(platform, request(roll, period="2026-11")).delivery.state == "accepted"


def test_a_file_past_the_memory_limit_is_rejected_and_the_next_one_is_taken(
    platform: Platform, roll: Path, tmp_path: Path
) -> None:
    outcome = deliver(platform, request(write_far_cell(tmp_path / "far.xlsx")))
    assert (outcome.delivery.state, rules(outcome)) == ("rejected", {"processing_limit"})
    assert "memory" in outcome.delivery.reason
    assert deliver(platform, request(roll)).delivery.state == "accepted"


def test_many_files_at_once_take_turns_and_all_are_taken_in(platform: Platform, tmp_path: Path) -> None:
    asked = [
        request(write_csv(tmp_path / f"{n}.csv", table(students(20 + n))), period=f"2026-{n:02d}", confirm="ask")
        for n in range(1, 7)
    ]
    with ThreadPoolExecutor(6) as threads:
        outcomes = list(threads.map(lambda one: deliver(platform, one), asked))
    assert [o.delivery.rows_accepted for o in outcomes] == [20 + n for n in range(1, 7)]
    assert {o.delivery.state for o in outcomes} <= {"checked", "held"}
