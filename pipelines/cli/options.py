"""Options that several commands share, and opening the data folder they name."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, TypeVar

import click

from data_contracts.loader import ContractError, load_contract
from data_contracts.model import Contract
from pipelines.cli.exits import NOT_NOW, WRONG_CALL, CommandFailed
from pipelines.intake.report.json_lines import JsonLines, json_of
from pipelines.store.ledger.times import parse_moment
from pipelines.store.paths import DEFAULT_DATA_DIR, DataPaths
from pipelines.store.platform import Platform, PlatformError

_JSON_LEVELS = 3
"""Down to which depth the members of an object have lines of their own."""

Command = TypeVar("Command", bound=Callable[..., Any])


def data_option(command: Command) -> Command:
    """Add `--data DIR`."""
    return click.option(
        "--data",
        "data_dir",
        type=click.Path(path_type=Path, file_okay=False),
        envvar="TALENT_DATA",
        default=DEFAULT_DATA_DIR,
        show_default=True,
        help="The data folder (or TALENT_DATA).",
    )(command)


def format_option(command: Command) -> Command:
    """Add `--format text|json`."""
    return click.option(
        "--format",
        "output",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="json prints JSON alone on stdout.",
    )(command)


def unused_options(*names: str) -> Callable[[Command], Command]:
    """Accept options that every command has and this one has no use for, such as a data folder."""

    def accept(command: Command) -> Command:
        for name in names:
            command = click.option(f"--{name}", expose_value=False, help="Accepted by every command; not used here.")(
                command
            )
        return command

    return accept


def open_platform(data_dir: Path, *, new: Literal["make", "refuse"] = "make") -> Platform:
    """Open the data folder; commands that only look refuse one that is not there.

    Raises:
        CommandFailed: it cannot be used now.
    """
    if new == "refuse" and DataPaths(data_dir).is_new:
        raise CommandFailed(
            f"there is no data in {data_dir} yet; deliver files first / {data_dir}中尚无数据，请先报送文件", NOT_NOW
        )
    try:
        return Platform.open(data_dir)
    except PlatformError as exc:
        raise CommandFailed(str(exc), NOT_NOW) from exc


def known_contract(feed: str) -> Contract:
    """Return a feed's contract.

    Raises:
        CommandFailed: there is no such feed.
    """
    try:
        return load_contract(feed)
    except ContractError as exc:
        raise CommandFailed(f"{exc} / 没有数据表“{feed}”，或其契约有误", WRONG_CALL) from exc


def cannot_write(target: Path, exc: OSError) -> CommandFailed:
    """Return the error of a file that cannot be written."""
    return CommandFailed(f"cannot write {target}: {exc.strerror} / 无法写入{target}", NOT_NOW)


def say_waiting(text: str) -> None:
    """Tell a person at a terminal what takes its time; programs that read stderr are not bothered."""
    if sys.stderr.isatty():
        print(f"{text} ...", file=sys.stderr, flush=True)


def print_json(value: object) -> None:
    """Print one JSON value, Chinese as Chinese: one line for each member of an object, and for each item in it."""
    for part in _json_parts(value, ""):
        sys.stdout.write(part)
    sys.stdout.write("\n")


def _json_parts(value: object, margin: str) -> Iterator[str]:
    """Yield JSON part by part: half a million findings are never one text, and no line takes the slow encoder."""
    inner = margin + " "
    if isinstance(value, dict) and value:
        parts = ((f"{_json(key)}: ", item) for key, item in value.items())
        yield from _json_lines("{}", parts, margin, inner)
    elif isinstance(value, list) and value:
        yield from _json_lines("[]", (("", item) for item in value), margin, inner)
    elif isinstance(value, JsonLines) and value.count:
        yield f"[\n{inner}"
        yield from value.texts(f",\n{inner}")
        yield f"\n{margin}]"
    else:
        yield _json(value)


def _json_lines(ends: str, parts: Iterable[tuple[str, object]], margin: str, inner: str) -> Iterator[str]:
    for number, (name, item) in enumerate(parts):
        yield f"{',' if number else ends[0]}\n{inner}{name}"
        # What lies in a list is one line; only what an object names is laid out further.
        if name and len(inner) <= _JSON_LEVELS:
            yield from _json_parts(item, inner)
        else:
            yield _json(item)
    yield f"\n{margin}{ends[1]}"


def _json(value: object) -> str:
    return f"[{''.join(value.texts(', '))}]" if isinstance(value, JsonLines) else json_of(value)


class Moment(click.ParamType[datetime]):
    """A moment as ISO 8601; without a zone it is UTC."""

    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return the moment."""
        if isinstance(value, datetime):
            return value
        try:
            return parse_moment(str(value))
        except ValueError:
            self.fail(
                f"'{value}' is not a time; write it as 2026-10-15T00:00:00Z"
                f" / “{value}”不是时间，请写作2026-10-15T00:00:00Z",
                param,
                ctx,
            )


def now() -> datetime:
    """Return the present second; the only clock the command line reads."""
    return datetime.now(UTC).replace(microsecond=0)
