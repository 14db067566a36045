"""`talent map`: mapping files for foreign layouts."""

from __future__ import annotations

from pathlib import Path

import click

from data_contracts.loader import ContractError, load_contract, load_file_rules
from pipelines.cli.exits import ANSWER_IS_NO, DONE, NOT_NOW, WRONG_CALL, CommandFailed
from pipelines.cli.options import format_option, print_json, say_waiting, unused_options
from pipelines.intake.check.child import ChildFailed, call_in_child
from pipelines.intake.mapping.suggest import Suggestion, suggest_mapping
from pipelines.intake.mapping.suggestion_text import suggestion_yaml


@click.group()
def map() -> None:  # noqa: A001 - a command's function has its name
    """Bring foreign layouts into a feed's own."""


@map.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--feed", required=True, help="The feed that the file shall become.")
@click.option("-o", "--output-file", "target", type=click.Path(path_type=Path), help="Where to write; else stdout.")
@unused_options("data")
@format_option
def suggest(file: Path, feed: str, target: Path | None, output: str) -> int:
    """Propose a mapping file for FILE by its headers and what stands under them.

    Exit code 1 when a field that the feed needs is still open.
    """
    if not file.is_file():
        raise CommandFailed(f"there is no file {file}", WRONG_CALL)
    if target is not None and target.exists():
        raise CommandFailed(f"{target} is there already; take another name, so that nobody's work is lost", WRONG_CALL)
    try:
        load_contract(feed)
    except ContractError as exc:
        raise CommandFailed(str(exc), WRONG_CALL) from exc
    say_waiting(f"Reading {file.name}")
    suggestion = _suggestion(file, feed)
    text = suggestion_yaml(suggestion)
    if target is not None:
        target.write_text(text, encoding="utf-8")
    if output == "json":
        print_json(_as_json(suggestion, text))
    elif target is None:
        click.echo(text, nl=False)
    else:
        found, needed = len(suggestion.fields), len(suggestion.needed)
        click.echo(f"{target}: {found} fields found, {needed} still needed / 找到{found}个字段，还缺{needed}个必填字段")
    return ANSWER_IS_NO if suggestion.needed else DONE


def _suggestion(file: Path, feed: str) -> Suggestion:
    try:
        found = call_in_child(suggest_mapping, file, feed)
    except ChildFailed as exc:
        cause = f"broke its reader ({exc.reason})" if exc.fault else f"needs more {exc.reason} than one file may use"
        raise CommandFailed(f"{file.name} {cause}", NOT_NOW) from exc
    if isinstance(found, str):
        rule = load_file_rules()[found]
        raise CommandFailed(
            f"{file.name} cannot be used ({rule.code} {found}): {rule.hint.en} / {rule.hint.zh}", WRONG_CALL
        )
    return found


def _as_json(suggestion: Suggestion, text: str) -> dict[str, object]:
    return {
        "feed": suggestion.feed,
        "complete": not suggestion.needed,
        "fields": {
            name: {"column": found.column, "confidence": found.whole, "header": found.header, "content": found.content}
            for name, found in suggestion.fields.items()
        },
        "alternatives": {
            name: [{"column": o.column, "confidence": o.whole} for o in others]
            for name, others in suggestion.others.items()
            if others
        },
        "needed": list(suggestion.needed),
        "ignored": list(suggestion.ignored),
        "mapping": text,
    }
