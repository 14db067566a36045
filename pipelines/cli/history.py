"""`talent history`: would the ranking have found the people who were hired?"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipelines.cli.exits import DONE, NOT_NOW, STEP_FAILED, CommandFailed
from pipelines.cli.options import data_option, format_option, open_platform, print_json, say_waiting
from pipelines.publication.dbt_project import civil_day
from pipelines.publication.errors import PublicationError
from pipelines.publication.history.judge import judge_history
from pipelines.store.editions import list_editions

if TYPE_CHECKING:
    from datetime import date

    from pipelines.store.paths import DataPaths

_WAYS = {
    "ours": "this ranking 本排序",
    "random": "random 随机",
    "popularity": "popularity 热门专业",
    "text": "text 文本相似",
}
_MEASURES = {"hit@10": "hit@10 前10命中", "hit@50": "hit@50 前50命中", "coverage": "coverage 入围任一名单"}


@click.command()
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Last day that is known; the newest edition's by default. 已知信息的截止日，默认为最新版本的日期。",
)
@data_option
@format_option
def history(until: datetime | None, data_dir: Path, output: str) -> int:
    """Compare the ranking of past vacancies with the people who were hired, and with simpler rankings.

    Each vacancy is ranked with what was known when it was new; nothing dated or received later has a say. Takes about
    half a minute for each month in which vacancies came. Nothing is written.
    """
    platform = open_platform(data_dir, new="refuse")
    day = until.date() if until else _newest_day(platform.paths)
    try:
        answer = judge_history(platform, day, say=say_waiting)
    except PublicationError as exc:
        raise CommandFailed(str(exc), STEP_FAILED) from exc
    if output == "json":
        print_json(answer.as_dict())
    else:
        _print(answer.as_dict())
    return DONE


def _newest_day(paths: DataPaths) -> date:
    editions = list_editions(paths)
    if not editions:
        raise CommandFailed(
            "no edition yet; publish one with: talent run, or give --until / "
            "尚无已发布的版本，请先运行 talent run，或指定 --until",
            NOT_NOW,
        )
    return civil_day(max(datetime.fromisoformat(edition.as_of) for edition in editions))


def _print(answer: dict[str, Any]) -> None:
    until, days, pooled = answer["until"], answer["days"], answer["hires_in_pool"]
    print(f"Hires within {days} days of a vacancy, known by {until} / 截至{until}已知、岗位发布后{days}天内的录用")
    print(f"  real 真实: {answer['hires_real']}")
    print(f"  made up, of a demo 示范虚构: {answer['hires_made_up']}")
    print(f"  of people in the pool at that time 当时在库: {pooled}")
    print(f"  who passed the vacancy's hard filters 且符合岗位硬条件: {answer['hires_passing_filters']}")
    print(
        f"vacancies ranked 重新排序的岗位: {answer['vacancies']}, with a list 有名单: {answer['vacancies_with_list']}"
    )
    for moment in answer["moments"]:
        listed = f"{moment['with_list']}/{moment['vacancies']}"
        print(f"  as known on 按当日所知 {moment['day']}: {listed}, hires 录用 {moment['hires']}")
    print(f"  months without hires soon after, not ranked 其后无录用而未重排的月份: {answer['moments_without_hires']}")
    if any(measure["status"] == "not_available" for measure in answer["measures"]):
        least = answer["min_hires"]
        print(f"not_available 不可用: {pooled} hires of people in the pool, {least} are needed / 在库录用不足{least}人")
    else:
        _print_measures(answer["measures"])
    if answer["hires_made_up"]:
        print("Made-up hires say nothing about how good a ranking is. 虚构的录用不能说明排序的优劣。")


def _print_measures(measures: list[dict[str, Any]]) -> None:
    print("All ways order the same candidates, who pass the hard filters. 各方法均在符合硬条件的人员中排序。")
    print("Shares of the hires of people in the pool, with 95 % intervals. 占在库录用的比例及95%区间。")
    for measure in measures:
        low, high = measure["low"], measure["high"]
        interval = f"{_per_cent(low)} to {_per_cent(high)}" if low else "exact 精确值"
        names = f"{_MEASURES[measure['measure']]}, {_WAYS[measure['method']]}"
        print(f"  {names}: {_per_cent(measure['value'])} ({interval}), n={measure['denominator']}")


def _per_cent(share: str) -> str:
    return f"{Decimal(share):.1%}"
