"""`talent diff`: why do the figures of two editions differ?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from pipelines.cli.exits import DONE, STEP_FAILED, WRONG_CALL, CommandFailed
from pipelines.cli.options import data_option, format_option, open_platform, print_json
from pipelines.publication.diff.explain import Explanation, explain_difference
from pipelines.publication.diff.figures import SAID, Difference, Figure
from pipelines.publication.disclosure.metrics import METRIC_KEY
from pipelines.publication.errors import PublicationError
from pipelines.store.editions import EditionError, edition_number

_TITLES = {
    "definition": "definition / 口径",
    "code": "code / 程序",
    "erasures": "erasures / 删除",
    "reference_data": "reference data / 参考数据",
    "late_data": "late data / 迟报",
    "corrections": "corrections / 更正",
    "time": "time / 时间推移",
}


@click.command()
@click.argument("earlier")
@click.argument("later")
@click.option("--metric", "metrics", multiple=True, help="Only this metric (may be repeated). 只看该指标（可重复）。")
@data_option
@format_option
def diff(earlier: str, later: str, metrics: tuple[str, ...], data_dir: Path, output: str) -> int:
    """Split the difference of every figure between two editions into its causes; the parts sum to the difference.

    Builds the figures anew for each change between the editions. What an edition hides or holds back is shown here:
    the answer is for those who run the platform.
    """
    try:
        for edition in (earlier, later):
            edition_number(edition)
        platform = open_platform(data_dir, new="refuse")
        print("Rebuilding the figures, up to five times ... / 正在重算（最多五次）……", file=sys.stderr)
        answer = explain_difference(platform, earlier, later)
    except EditionError as exc:
        raise CommandFailed(f"{exc}; see: talent editions / 没有该版本，可用 talent editions 查看", WRONG_CALL) from exc
    except PublicationError as exc:
        raise CommandFailed(str(exc), STEP_FAILED) from exc
    wanted = [d for d in answer.differences if not metrics or d.key[0] in metrics]
    if output == "json":
        print_json(_as_json(answer, wanted))
    else:
        _print(answer, wanted)
    return DONE


def _as_json(answer: Explanation, wanted: list[Difference]) -> dict[str, Any]:
    return {
        "from": answer.earlier,
        "to": answer.later,
        "same": answer.same,
        "different": len(answer.differences),
        "figures": [
            dict(zip(METRIC_KEY, (None if part is None else str(part) for part in item.key), strict=True))
            | {"before": _plain(item.before), "after": _plain(item.after)}
            | {"parts": {part: _plain(changes) for part, changes in item.parts.items()}}
            for item in wanted
        ],
    }


def _plain(figure: Figure | dict[str, Any]) -> dict[str, Any]:
    return {name: value if value is None or isinstance(value, int) else str(value) for name, value in figure.items()}


def _print(answer: Explanation, wanted: list[Difference]) -> None:
    print(
        f"{answer.earlier} -> {answer.later}: {len(answer.differences)} figures differ, {answer.same} are the same / "
        f"{len(answer.differences)}项不同，{answer.same}项相同"
    )
    for item in wanted:
        names = dict(zip(METRIC_KEY, item.key, strict=True))
        where = ", ".join(str(names[name]) for name in METRIC_KEY[1:] if names[name] not in ("*", None))
        print(f"{names['metric_id']} ({where})")
        for name in SAID:
            if item.before[name] != item.after[name]:
                causes = ", ".join(
                    f"{_TITLES[part]} {changes[name]:+}" for part, changes in item.parts.items() if name in changes
                )
                print(f"  {name}: {_shown(item.before[name])} -> {_shown(item.after[name])}   {causes}")


def _shown(value: object) -> str:
    return ".." if value is None else str(value)
