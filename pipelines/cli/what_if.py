"""`talent what-if`: what would more places, a lower level or one skill fewer do to the recommended plan?"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.cli.exits import DONE, NOT_NOW, STEP_FAILED, WRONG_CALL, CommandFailed
from pipelines.cli.options import data_option, format_option, open_platform, print_json, say_waiting
from pipelines.publication.errors import PublicationError
from pipelines.publication.what_if.changes import ChangeError, Changes

if TYPE_CHECKING:
    from pipelines.publication.what_if.answer import Answer, Introduction

_MOST_PLACES = 100_000
_SHOWN = 20


@click.command("what-if")
@click.option("--add-places", "places", multiple=True, metavar="MAJOR=N", help="N more people of MAJOR in the pool.")
@click.option(
    "--lower-level", "levels", multiple=True, metavar="VACANCY=N", help="VACANCY asks for level N; 0 for none."
)
@click.option("--drop-skill", "skills", multiple=True, metavar="VACANCY=SKILL", help="VACANCY asks for one skill less.")
@data_option
@format_option
def what_if(
    *, places: tuple[str, ...], levels: tuple[str, ...], skills: tuple[str, ...], data_dir: Path, output: str
) -> int:
    """Solve the recommended plan of the last run with changes; each option may be repeated.

    The people of added places are like those of the major in the pool today, drawn evenly from them. Introductions are
    recommended, nobody is assigned; nothing is written.
    """
    from pipelines.publication.what_if import answer as what_if_answer

    changes = Changes(
        add_places=tuple(_with_number(text, "--add-places", 1, _MOST_PLACES) for text in places),
        lower_level=tuple(_with_number(text, "--lower-level", 0, 8) for text in levels),
        drop_skill=tuple(_parted(text, "--drop-skill") for text in skills),
    )
    _refuse_repeated([name for name, _ in changes.add_places], "--add-places")
    _refuse_repeated([name for name, _ in changes.lower_level], "--lower-level")
    platform = open_platform(data_dir, new="refuse")
    say_waiting("Making the lists and the plan anew / 正在重新计算名单与方案")
    try:
        answer = what_if_answer.what_if(platform.paths.warehouse_file, platform.keys, changes)
    except ChangeError as exc:
        raise CommandFailed(str(exc), WRONG_CALL) from exc
    except PublicationError as exc:
        raise CommandFailed(str(exc), STEP_FAILED if "dbt" in str(exc) else NOT_NOW) from exc
    if output == "json":
        print_json(answer.as_dict())
    else:
        _print(answer)
    return DONE


def _parted(text: str, option: str) -> tuple[str, str]:
    name, sign, value = (part.strip() for part in text.partition("="))
    if not (name and sign and value):
        raise CommandFailed(f"{option} '{text}' is not NAME=VALUE / {option}“{text}”应写作 名称=值", WRONG_CALL)
    return name, value


def _with_number(text: str, option: str, low: int, high: int) -> tuple[str, int]:
    name, value = _parted(text, option)
    if not re.fullmatch(r"[0-9]{1,9}", value) or not low <= int(value) <= high:
        raise CommandFailed(
            f"{option} '{text}': give a whole number from {low} to {high} / {option}“{text}”：请填{low}至{high}的整数",
            WRONG_CALL,
        )
    return name, int(value)


def _refuse_repeated(names: list[str], option: str) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise CommandFailed(f"{option} names {twice[0]} twice / {option}重复给出了{twice[0]}", WRONG_CALL)


def _print(answer: Answer) -> None:
    before, after = answer.before, answer.after
    print(f"lists made anew 重新计算的名单: {answer.lists_recomputed}")
    print(f"vacancies filled 招满的职位: {before.vacancies_filled} -> {after.vacancies_filled}")
    print(f"people recommended 推荐人数: {before.recommended} -> {after.recommended}")
    if answer.added_placed:
        print(f"  of the added places 其中新增培养人员: {answer.added_placed}")
    _print_people("newly placed 新获推荐", answer.newly_placed)
    _print_people("lose their place 失去推荐", answer.lost_place)
    _print_people("get one they wish for less 所得不如原先", answer.worse)
    print(f"get one they wish for more 所得优于原先: {answer.better}; as much 相当: {answer.moved}")
    print(f"blocking pairs within the lists 名单内的不稳定配对: {after.blocking_pairs}")
    print("Introductions are recommended; nobody is assigned. 仅为推荐介绍，不指派任何人。")


def _print_people(title: str, found: tuple[Introduction, ...]) -> None:
    print(f"{title}: {len(found)}")
    for one in found[:_SHOWN]:
        print(f"  {one.vacancy_id}  {one.candidate_id}")
    if len(found) > _SHOWN:
        print(f"  and {len(found) - _SHOWN} more; see --format json / 另有{len(found) - _SHOWN}人，见 --format json")
