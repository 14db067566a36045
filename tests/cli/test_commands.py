"""What the commands answer: check, deliver, confirm, reject, client, editions, migrate, demo."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import pytest

from data_contracts.loader import load_contract
from pipelines.cli.main import COMMANDS
from pipelines.cli.main import talent as group
from pipelines.cli.options import print_json
from pipelines.store.editions import edition_name
from pipelines.store.keys import read_key
from pipelines.store.ledger import Client
from pipelines.store.platform import Platform
from tests.cli.conftest import Talent, is_one_error
from tests.intake.example_rows import example_row
from tests.intake.files import COLLEGE, Row, student, students, table, write_csv
from tests.registers import deliver_enterprises

FINDING_KEYS = {"rule", "kind", "severity", "sheet", "row", "column", "message", "hint", "link"}
FIXED_KEYS = ["feed", "file_sha256", "contract_version", "rows", "findings", "repairs", "skipped_rules"]


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "good.csv", table(students(30)))


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "faulty.csv", table([*students(30), student(30, tier="博士后", email="无效")]))


def deliver(talent: Talent, file: Path, *more: str) -> dict[str, Any]:
    done = talent("deliver", "enrolment", file, "--sender", COLLEGE, "--period", "2026-10", "--format", "json", *more)
    assert done.err == ""
    answer: dict[str, Any] = json.loads(done.out)
    return answer | {"code": done.code}


def deliver_on(talent: Talent, file: Path, day: str, period: str) -> None:
    """Deliver a file on a day of October 2026."""
    call = ("--sender", COLLEGE, "--period", period, "--received-at", f"2026-10-{day}")
    talent("deliver", "enrolment", file, *call)


def test_checking_a_good_file_is_code_0_and_keeps_nothing(talent: Talent, good: Path, tmp_path: Path) -> None:
    done = talent("check", "enrolment", good)
    assert (done.code, done.err) == (0, "")
    assert "30 rows read, 30 accepted, 0 rejected" in done.out
    assert not (tmp_path / "data").exists()


def test_checking_a_faulty_file_is_code_1_and_says_where_in_both_languages(talent: Talent, faulty: Path) -> None:
    done = talent("check", "enrolment", faulty)
    assert (done.code, done.err) == (1, "")
    assert "博士后" in done.out
    assert "不在可选范围内" in done.out
    assert "row 32" in done.out


def test_warnings_alone_are_code_0(talent: Talent, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", table([student(0, email="无效")]))
    assert talent("check", "enrolment", path).code == 0


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"a,b\n1,2\n"])
def test_checking_an_unusable_file_is_code_2_with_its_finding(talent: Talent, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    done = talent("check", "enrolment", tmp_path / "a.csv", "--format", "json")
    (finding,) = json.loads(done.out)["findings"]
    assert (done.code, done.err, finding["severity"]) == (2, "", "file")


def test_check_prints_json_alone_in_the_fixed_shape(talent: Talent, faulty: Path) -> None:
    done = talent("check", "enrolment", faulty, "--format", "json")
    answer = json.loads(done.out)
    assert (done.code, done.err) == (1, "")
    assert list(answer) == [*FIXED_KEYS, "causes", "read_titles"]
    assert answer["rows"] == {"read": 31, "accepted": 30, "rejected": 1}
    assert [set(f) - {"excerpt"} for f in answer["findings"]] == [FINDING_KEYS] * 2
    assert [(f["row"], f["column"], f.get("excerpt")) for f in answer["findings"]] == [
        (32, "email", None),
        (32, "tier", "博士后"),
    ]
    assert {frozenset(r) for r in answer["repairs"]} == {frozenset({"sheet", "row", "column", "repair"})}
    assert "博士后" in done.out, "Chinese is printed as Chinese"


def test_check_as_a_sender_finds_rows_of_others(talent: Talent, good: Path) -> None:
    assert talent("check", "enrolment", good, "--sender", COLLEGE).code == 0
    assert talent("check", "enrolment", good, "--sender", "4199020001").code == 2
    assert talent("check", "enrolment", good, "--sender", "990000").code == 0


def test_check_without_a_sender_leaves_out_what_only_the_sender_can_say(talent: Talent, tmp_path: Path) -> None:
    row = {**example_row(load_contract("training_fund")), "uscc": None}
    path = write_csv(tmp_path / "fund.csv", table([row], feed="training_fund"))
    done = talent("check", "training_fund", path, "--format", "json")
    answer = json.loads(done.out)
    assert (done.code, answer["findings"], answer["rows"]["accepted"]) == (0, [], 1)
    assert "1 row: no sender given / 1行：未指明报送单位" in {skip["reason"] for skip in answer["skipped_rules"]}


def test_an_unknown_feed_is_answered_with_the_known_ones(talent: Talent, good: Path) -> None:
    for words in (
        ["check", "nonsense", good],
        ["deliver", "nonsense", good, "--sender", COLLEGE, "--period", "2026-10"],
    ):
        done = talent(*words)
        assert (done.code, is_one_error(done)) == (2, True)
        assert "enrolment" in done.err


def test_a_broken_mapping_is_a_wrong_call(talent: Talent, good: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.yaml"
    for content in (
        "a: [",
        "name: x",
        "name: x\nversion: '1'\nfeed: nonsense\ndescription: {en: x, zh: x}\nfields: {}\n",
    ):
        mapping.write_text(content, encoding="utf-8")
        for words in (
            ["check", "vacancy", good],
            ["deliver", "vacancy", good, "--sender", "990000", "--period", "2026-10"],
        ):
            done = talent(*words, "--mapping", mapping)
            assert (done.code, is_one_error(done)) == (2, True), done


def test_a_delivery_is_accepted_and_repeating_it_says_so(talent: Talent, good: Path) -> None:
    first = deliver(talent, good, "--received-at", "2026-10-05T08:00:00Z")
    assert (first["code"], first["delivery"], first["state"], first["repeated"]) == (0, 1, "accepted", False)
    again = deliver(talent, good)
    assert (again["code"], again["delivery"], again["repeated"]) == (0, 1, True)
    text = talent("deliver", "enrolment", good, "--sender", COLLEGE, "--period", "2026-10")
    assert "sent before: nothing changed" in text.out


def test_a_delivery_says_what_it_changes(talent: Talent, good: Path, tmp_path: Path) -> None:
    first = deliver(talent, good, "--received-at", "2026-10-05T08:00:00Z")
    assert first["difference"]["counts"]["added"] == 30
    more = write_csv(tmp_path / "more.csv", table([student(0, status="休学"), *students(32)[1:]]))
    said = deliver(talent, more, "--received-at", "2026-10-05T09:00:00Z")["difference"]
    assert said["counts"] == {"added": 2, "changed": 1, "unchanged": 29, "withdrawn": 0}
    assert [row["row"] for row in said["added"]] == [32, 33]
    text = talent("deliver", "enrolment", good, "--sender", COLLEGE, "--period", "2026-10").out
    assert "(deliveries 报送 1, 2): 0 added 新增, 1 changed 变更, 29 unchanged 不变, 2 withdrawn 退出" in text


def test_json_of_any_shape_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    for value in ([], {}, [1, {"a": [2]}], {"a": {"b": {"c": {"d": [1, 2]}}}, "e": [], "中": "文"}, "x", None):
        print_json(value)
        assert json.loads(capsys.readouterr().out) == value


def test_the_time_of_receipt_dates_the_delivery(talent: Talent, good: Path, tmp_path: Path) -> None:
    deliver(talent, good, "--received-at", "2026-10-05T16:00:00+08:00")
    (kept,) = Platform.open(tmp_path / "data").ledger.deliveries.page()
    assert kept.received_at.isoformat() == "2026-10-05T08:00:00+00:00"


def test_an_unusable_delivery_is_rejected_with_code_2(talent: Talent, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"%PDF-1.7")
    answer = deliver(talent, tmp_path / "a.csv")
    assert (answer["code"], answer["state"]) == (2, "rejected")


@pytest.mark.parametrize("period", ["2026", "2026-13", "202610"])
def test_a_wrong_period_or_role_is_a_wrong_call(talent: Talent, good: Path, period: str) -> None:
    wrong = talent("deliver", "enrolment", good, "--sender", COLLEGE, "--period", period)
    role = talent("deliver", "enrolment", good, "--sender", "91990000MA9T10005A", "--period", "2026-10")
    assert [(d.code, is_one_error(d)) for d in (wrong, role)] == [(2, True)] * 2


def test_a_held_delivery_is_confirmed_or_rejected_once(talent: Talent, tmp_path: Path) -> None:
    def less(count: int, period: str) -> None:
        path = write_csv(tmp_path / f"{period}.csv", table(students(count)))
        talent("deliver", "enrolment", path, "--sender", COLLEGE, "--period", period)

    less(30, "2026-03")
    less(3, "2026-09")
    less(2, "2026-10")
    confirmed = talent("confirm", "2", "--format", "json")
    answer = json.loads(confirmed.out)
    assert (confirmed.code, answer["delivery"], answer["state"], answer["reason"]) == (0, 2, "accepted", "")
    assert answer["difference"]["counts"] == {"added": 0, "changed": 0, "unchanged": 3, "withdrawn": 27}
    rejected = talent("reject", "3", "--reason", "rows are missing", "--at", "2026-11-01")
    assert (rejected.code, rejected.out) == (0, "delivery 3 is rejected 报送3已退回\n")
    for words in (["confirm", "2"], ["confirm", "3"], ["reject", "1", "--reason", "x"]):
        done = talent(*words)
        assert (done.code, is_one_error(done)) == (2, True)


def test_a_held_delivery_says_who_decides_and_with_which_command(talent: Talent, tmp_path: Path) -> None:
    call = ("--sender", COLLEGE, "--period", "2026-10")
    talent("deliver", "enrolment", write_csv(tmp_path / "a.csv", table(students(30))), *call)
    held = talent("deliver", "enrolment", write_csv(tmp_path / "b.csv", table(students(3))), *call)
    assert held.code == 1
    assert "HELD 暂缓 · FIL-011" in held.out
    assert "talent confirm 2" in held.out
    assert "主管部门" in held.out
    assert "FILE REFUSED" not in held.out
    talent("confirm", "2")
    again = talent("deliver", "enrolment", tmp_path / "b.csv", *call)
    assert (again.code, "talent confirm" in again.out) == (0, False), "what was confirmed waits for nobody"


def test_a_held_delivery_confirmed_after_newer_ones_says_that_it_changes_nothing(
    talent: Talent, tmp_path: Path
) -> None:
    def send(name: str, count: int, day: str) -> None:
        deliver_on(talent, write_csv(tmp_path / name, table(students(count))), day, "2026-10")

    send("a.csv", 30, "01")
    send("b.csv", 3, "02")
    send("c.csv", 31, "03")
    done = talent("confirm", "2", "--at", "2026-10-04")
    assert done.code == 0
    assert "Newer deliveries outrank it (3): nothing changes in what is in force" in done.out
    assert "已有更新的报送（编号3）优先" in done.out
    send("d.csv", 4, "05")
    assert "outrank" not in talent("confirm", "4", "--at", "2026-10-06").out


def test_a_delivery_of_an_older_month_confirmed_says_that_the_current_state_stays(
    talent: Talent, tmp_path: Path
) -> None:
    sent = (("a.csv", 30, "01", "2026-09"), ("b.csv", 3, "02", "2026-09"), ("c.csv", 31, "03", "2026-10"))
    for name, count, day, period in sent:
        deliver_on(talent, write_csv(tmp_path / name, table(students(count))), day, period)
    answer = json.loads(talent("confirm", "2", "--at", "2026-10-04", "--format", "json").out)
    assert answer["outranked_by"] == [3]


def test_a_delivery_with_refused_rows_is_code_1_as_its_check_is(talent: Talent, faulty: Path) -> None:
    checked = talent("check", "enrolment", faulty, "--sender", COLLEGE, "--period", "2026-10")
    sent = deliver(talent, faulty)
    assert (checked.code, sent["code"], sent["state"]) == (1, 1, "accepted")


def test_a_delivery_of_which_no_row_can_be_taken_names_why_and_is_code_1_as_its_check_is(
    talent: Talent, tmp_path: Path
) -> None:
    file = write_csv(tmp_path / "a.csv", table([student(0, tier="博士后")]))
    sent = talent("deliver", "enrolment", file, "--sender", COLLEGE, "--period", "2026-10")
    assert (talent("check", "enrolment", file).code, sent.code) == (1, 1)
    said = next(line for line in sent.out.splitlines() if line.startswith("most of all: ENR-"))
    assert "博士后" in said
    assert "主要原因：ENR-" in said


@pytest.mark.parametrize("command", ["check", "deliver"])
def test_the_help_names_the_exit_codes(talent: Talent, command: str) -> None:
    said = " ".join(talent(command, "--help").out.split())
    assert re.search("Exit code 0 .*; 1 .*; 2 .*; 3 ", said)


def test_what_was_read_in_another_form_is_counted_by_its_name(talent: Talent, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv", table([student(0, phone=" 13800000000 ")]))
    said = talent("check", "enrolment", file).out
    assert said.startswith("enrolment (contract")
    assert "1 row read, 1 accepted, 0 rejected 读入1行，采纳1行，退回0行" in said
    assert re.search("usual form 按规范形式读入: .*[0-9] × [a-z].* [\u4e00-\u9fff]", said)


def test_rules_that_need_the_month_say_how_to_name_it(talent: Talent, good: Path) -> None:
    assert "no period given / 未指明所属月份 (name it with --period" in talent("check", "enrolment", good).out


def test_a_layout_that_is_not_known_points_to_mappings(talent: Talent, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    assert talent("check", "enrolment", tmp_path / "a.csv").out.count("talent map suggest") == 2


def test_what_a_file_is_is_said_in_chinese_too(talent: Talent, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"a,b\n\x00\x00,1")
    said = talent("check", "enrolment", tmp_path / "a.csv").out
    assert "can be read (NUL)" in said
    assert "（空字符NUL）" in said


def test_a_clients_secret_is_printed_once_and_opens_the_door(talent: Talent, tmp_path: Path) -> None:
    added = json.loads(
        talent("client", "add", "--role", "enterprise", "--org", "91990000MA9T10005A", "--format", "json").out
    )
    assert set(added) == {"client_id", "secret", "role", "org"}
    clients = Platform.open(tmp_path / "data").ledger.clients

    def opens(secret: str) -> Client | None:
        return clients.authenticate(added["client_id"], secret, datetime.now(UTC))

    assert opens(added["secret"]) is not None
    deliver_enterprises(Platform.open(tmp_path / "data"), {"91990000MA9T10005A": "990102"}, at=datetime.now(UTC))
    assert talent("client", "approve", added["client_id"]).out == f"{added['client_id']} is approved\n"
    rotated = json.loads(talent("client", "rotate", added["client_id"], "--format", "json").out)
    assert opens(added["secret"]) is not None
    rotated = json.loads(talent("client", "rotate", added["client_id"], "--overlap", "0", "--format", "json").out)
    assert opens(added["secret"]) is None
    known = opens(rotated["secret"])
    assert known is not None
    assert known.approved
    for org in ("91990000MA9T10005A", "*"):
        assert talent("client", "stop", org, "--reason", "leak").code == 0
        assert opens(rotated["secret"]) is None
        assert talent("client", "resume", org, "--reason", "mended").code == 0
        assert opens(rotated["secret"]) is not None
    assert talent("client", "stop", "nobody", "--reason", "x").code == 2
    assert talent("client", "revoke", added["client_id"]).code == 0
    assert opens(rotated["secret"]) is None


def test_editions_are_listed_newest_first_in_the_fixed_shape(talent: Talent, tmp_path: Path) -> None:
    talent("migrate")
    assert json.loads(talent("editions", "--format", "json").out) == []
    assert "talent run" in talent("editions").out
    folder = tmp_path / "data" / "editions"
    for number in (1, 2):
        own = folder / edition_name(number)
        own.mkdir()
        manifest = {"as_of": f"2026-10-0{number}T00:00:00Z", "published_at": f"2026-10-0{number}T01:00:00Z"}
        (own / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (folder / "CURRENT.json").write_text(
        json.dumps({"edition": "e000001", "as_of": "a", "published_at": "b"}), encoding="utf-8"
    )
    done = talent("editions", "--format", "json")
    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out) == [
        {
            "edition": "e000002",
            "as_of": "2026-10-02T00:00:00Z",
            "published_at": "2026-10-02T01:00:00Z",
            "current": False,
        },
        {
            "edition": "e000001",
            "as_of": "2026-10-01T00:00:00Z",
            "published_at": "2026-10-01T01:00:00Z",
            "current": True,
        },
    ]
    assert talent("editions").out.splitlines()[1].endswith("in service")


@pytest.mark.parametrize("content", ["{", "[]", "{}"])
def test_a_broken_pointer_is_one_line_and_code_3(talent: Talent, tmp_path: Path, content: str) -> None:
    talent("migrate")
    (tmp_path / "data" / "editions" / "CURRENT.json").write_text(content, encoding="utf-8")
    done = talent("editions")
    assert (done.code, is_one_error(done)) == (3, True)


def test_migrating_twice_is_code_0_and_leaves_a_folder_that_opens(talent: Talent) -> None:
    first, second = talent("migrate"), talent("migrate")
    assert (first.code, second.code) == (0, 0)
    assert first.out == second.out
    assert talent("editions").code == 0


def test_the_demo_writes_files_answers_and_the_marked_key_into_a_new_folder_only(
    talent: Talent, tmp_path: Path
) -> None:
    done = talent("demo", "--students", "200", "--out", tmp_path / "city", "--format", "json")
    answer = json.loads(done.out)
    assert (done.code, done.err) == (0, "")
    assert answer["deliveries"] > 5
    assert answer["faults"] > 0
    assert read_key(tmp_path / "city" / "demo.key").is_demo
    again = talent("demo", "--students", "200", "--out", tmp_path / "city")
    assert (again.code, is_one_error(again)) == (2, True)


def test_a_file_with_no_header_names_the_feed_that_fits(talent: Talent, tmp_path: Path) -> None:
    rows: list[Row] = table([], feed="vacancy")
    done = talent("check", "enrolment", write_csv(tmp_path / "a.csv", rows))
    assert done.code == 2
    assert "those of another feed: vacancy" in done.out


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_takes_data_and_format(name: str) -> None:
    command = group.get_command(click.Context(group), name)
    assert command is not None
    leaves = command.commands.values() if isinstance(command, click.Group) else [command]
    for leaf in leaves:
        options = {option for parameter in leaf.params for option in parameter.opts}
        assert {"--data", "--format"} <= options, f"{name} {leaf.name}"


@pytest.mark.parametrize(("role", "org"), [("college", "nonsense"), ("enterprise", "4199013845"), ("official", "99")])
def test_a_client_of_an_organisation_of_another_kind_is_refused(talent: Talent, role: str, org: str) -> None:
    done = talent("client", "add", "--role", role, "--org", org)
    assert (done.code, is_one_error(done)) == (2, True)
