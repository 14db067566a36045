"""How every command is called: help, wrong calls, exit codes, and errors in one line that shows no data."""

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from pipelines.cli import main as entry
from pipelines.cli.main import COMMANDS, talent
from tests.cli.conftest import Talent, is_one_error

SUBCOMMANDS = [("client", name) for name in ("add", "approve", "rotate", "revoke")]
ALL = [(name,) for name in COMMANDS] + SUBCOMMANDS


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_the_help_of_a_command_says_what_it_does(talent: Talent, words: tuple[str, ...]) -> None:
    done = talent(*words, "--help")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"Usage: talent {' '.join(words)} ")
    sentence = done.out.split("\n\n")[1].strip()
    assert len(sentence) > 20
    assert sentence[0].isupper()
    assert "." in sentence


def test_the_help_lists_every_command_and_the_exit_codes(talent: Talent) -> None:
    done = talent("--help")
    assert done.code == 0
    assert all(f"\n  {name} " in done.out for name in COMMANDS)
    assert "4 a step failed" in " ".join(done.out.split())


def test_every_command_in_the_list_is_a_command() -> None:
    context = click.Context(talent)
    assert [name for name in COMMANDS if talent.get_command(context, name) is None] == []
    assert talent.get_command(context, "nonsense") is None


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["client"],
        ["nonsense"],
        ["--nonsense"],
        ["check"],
        ["check", "enrolment"],
        ["check", "enrolment", "none.csv"],
        ["check", "enrolment", "none.csv", "--format", "xml"],
        ["check", "enrolment", "none.csv", "--nonsense"],
        ["check", "enrolment", ".", "--sender", "x"],
        ["deliver", "enrolment", "none.csv"],
        ["deliver", "enrolment", "none.csv", "--sender", "x", "--period", "2026-10"],
        ["deliver", "enrolment", "none.csv", "--sender", "4199013845", "--period", "2026-10"],
        ["deliver", "enrolment", "none.csv", "--sender", "4199013845", "--period", "2026-10", "--mode", "add"],
        ["deliver", "enrolment", "none.csv", "--sender", "4199013845", "--period", "2026-10", "--received-at", "soon"],
        ["confirm", "x"],
        ["confirm", "1"],
        ["confirm", "-1"],
        ["confirm", "99999999999999999999"],
        ["reject", "1"],
        ["reject", "1", "--reason", "wrong"],
        ["run", "--as-of", "2026-13-45"],
        ["verify", "1"],
        ["client", "add", "--role", "parent", "--org", "x"],
        ["client", "add", "--role", "college"],
        ["client", "approve", "tr-nobody"],
        ["client", "rotate", "tr-nobody"],
        ["client", "revoke", "tr-nobody"],
        ["serve", "--port", "0"],
        ["demo"],
        ["demo", "--students", "199", "--out", "city"],
    ],
    ids=" ".join,
)
def test_a_wrong_call_is_one_line_and_code_2(talent: Talent, words: list[str]) -> None:
    done = talent(*words)
    assert (done.code, is_one_error(done)) == (2, True), done


def test_a_wrong_option_is_quoted(talent: Talent) -> None:
    assert "nonsense" in talent("nonsense").err
    assert "parent" in talent("client", "add", "--role", "parent", "--org", "x").err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["editions"], ""),
        (["confirm", "1"], ""),
        (["run"], ""),
        (["client", "add", "--role", "steward", "--org", "990000"], ""),
    ],
)
def test_a_data_folder_without_its_key_is_code_3(talent: Talent, tmp_path: Path, words: list[str], said: str) -> None:
    talent("migrate")
    (tmp_path / "data" / "keys" / "master.key").unlink()
    done = talent(*words)
    assert (done.code, is_one_error(done)) == (3, True)
    assert "no key file" in done.err
    assert said in done.err
    assert "密钥文件" in done.err


def test_a_data_folder_that_is_a_file_is_a_wrong_call(talent: Talent, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = talent("editions", "--data", tmp_path / "file")
    assert (done.code, is_one_error(done)) == (2, True)


@pytest.mark.parametrize("words", [["run", "--as-of", "2026-10-15"], ["editions"], ["verify", "e000001"]])
def test_looking_at_a_folder_that_is_not_there_is_not_possible_and_makes_nothing(
    talent: Talent, tmp_path: Path, words: list[str]
) -> None:
    done = talent(*words)
    assert (done.code, is_one_error(done)) == (3, True)
    assert "deliver files first" in done.err
    assert not (tmp_path / "data").exists()


def test_a_run_without_deliveries_is_not_possible_now(talent: Talent) -> None:
    talent("migrate")
    done = talent("run", "--as-of", "2026-10-15")
    assert (done.code, is_one_error(done)) == (3, True)
    assert "no accepted delivery" in done.err


def test_verifying_where_nothing_was_published_is_not_possible_now(talent: Talent) -> None:
    talent("migrate")
    done = talent("verify", "e000001")
    assert (done.code, is_one_error(done)) == (3, True)
    assert "no edition yet" in done.err
    assert "尚无已发布的版本" in done.err


def test_an_unknown_edition_beside_others_is_a_wrong_call(talent: Talent, tmp_path: Path) -> None:
    talent("migrate")
    own = tmp_path / "data" / "editions" / "e000001"
    own.mkdir()
    (own / "manifest.json").write_text('{"as_of": "2026-10-01T00:00:00Z", "published_at": "x"}', encoding="utf-8")
    done = talent("verify", "e000002")
    assert (done.code, is_one_error(done)) == (2, True)


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["check", "nonsense", __file__],
        ["check", "enrolment", "none.csv"],
        ["template", "nonsense"],
        ["template", "enrolment", "-o", "none/none/a.xlsx"],
        ["deliver", "enrolment", "none.csv", "--sender", "x", "--period", "2026-10"],
        ["deliver", "nonsense", "none.csv", "--sender", "4199013845", "--period", "2026-10"],
        ["confirm", "1"],
        ["run"],
        ["erase"],
        ["client", "revoke", "tr-nobody"],
    ],
    ids=" ".join,
)
def test_an_error_is_said_in_both_languages(talent: Talent, words: list[str]) -> None:
    done = talent(*words)
    assert is_one_error(done), done
    assert re.search("[a-z]{3}.* / .*[\u4e00-\u9fff]{3}", done.err), done.err


@pytest.mark.parametrize("period", ["2026-13", "202610", "2026-1"])
def test_a_period_that_is_none_is_a_wrong_call_for_check_too(talent: Talent, tmp_path: Path, period: str) -> None:
    (tmp_path / "a.csv").write_text("学号\n1\n", encoding="utf-8")
    done = talent("check", "enrolment", tmp_path / "a.csv", "--period", period)
    assert (done.code, is_one_error(done)) == (2, True)


def test_a_misspelt_feed_gets_a_suggestion(talent: Talent, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("学号\n1\n", encoding="utf-8")
    assert "did you mean enrolment?" in talent("check", "enrollment", tmp_path / "a.csv").err


def test_an_unreachable_ledger_is_code_3(talent: Talent, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALENT_LEDGER_URL", "postgresql+nodriver://user:hunter2@host/name")
    for words in (["migrate"], ["editions"]):
        done = talent(*words)
        assert (done.code, is_one_error(done)) == (3, True)
        assert "hunter2" not in done.err


def test_an_internal_error_names_its_kind_and_place_but_shows_no_data(
    talent: Talent, monkeypatch: pytest.MonkeyPatch
) -> None:
    @click.command()
    def broken() -> None:
        """Break."""
        raise ValueError("甄标记 990000200602280018")

    monkeypatch.setattr(entry.LazyCommands, "get_command", lambda *_: broken)
    done = talent("check")
    assert (done.code, is_one_error(done)) == (4, True)
    assert "ValueError at test_calls.py:" in done.err
    assert "标记" not in done.err
    assert "990000" not in done.err


@pytest.mark.parametrize("error", [KeyboardInterrupt, click.Abort])
def test_a_stopped_command_is_one_line(
    talent: Talent, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    def stopped() -> None:
        raise error

    monkeypatch.setattr(entry.LazyCommands, "get_command", lambda *_: click.command()(stopped))
    done = talent("check")
    # click ends the line of a terminal's ^C first.
    assert (done.code, done.out, done.err.strip()) == (3, "", "Error: stopped / 已中断")


def test_the_installed_command_ends_with_the_code_and_loads_no_framework_for_a_wrong_call() -> None:
    program = (
        "import sys; from pipelines.cli.main import main\n"
        "try: main(['check', 'enrolment', 'none.csv'])\n"
        "finally: print([m for m in ('dagster', 'dbt', 'great_expectations', 'fastapi') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.returncode, done.stdout.strip()) == (2, "[]")
    assert done.stderr == "Error: there is no file none.csv / 文件none.csv不存在\n"
