"""`talent explain`: why has somebody this rank at a vacancy, or none, and what would raise the score?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.cli.exits import ANSWER_IS_NO, DONE, NOT_NOW, WRONG_CALL, CommandFailed
from pipelines.cli.options import data_option, format_option, open_platform, print_json
from pipelines.store.editions import EditionError, current_edition, edition_number, list_editions

if TYPE_CHECKING:
    from pipelines.publication.explain.answer import Explained
    from pipelines.store.editions import EditionPointer
    from pipelines.store.paths import DataPaths

_OUTCOMES = {
    "listed": "on the list 在名单中",
    "not_listed": "fifty others are better 有五十人得分更高",
    "filtered": "stopped by what must hold 未满足必备条件",
    "not_in_pool": "not in the pool 不在人才库中",
    "vacancy_not_matched": "the vacancy takes no part in matching 职位未参与匹配",
}


@click.command()
@click.argument("vacancy")
@click.argument("candidate")
@click.option("--edition", metavar="EDITION", help="Which edition; the one in service when not given.")
@data_option
@format_option
def explain(vacancy: str, candidate: str, edition: str | None, data_dir: Path, output: str) -> int:
    """Recompute the score of CANDIDATE, as the enterprise of VACANCY knows them, from an edition alone.

    Says what each component is worth, how far the next rank is and what would raise the score; for somebody not listed
    what stops them, or how many points are missing. Exit code 0 when the published rank and score are the same, else 1.
    """
    from pipelines.publication.explain.answer import explain as explain_pair
    from pipelines.publication.explain.tables import EditionTables, TablesGoneError

    platform = open_platform(data_dir, new="refuse")
    try:
        chosen = _chosen(platform.paths, edition)
        with EditionTables(chosen.folder) as tables:
            listed = tables.listed_vacancy(vacancy)
            if listed is None:
                raise CommandFailed(
                    f"{chosen.edition} has no vacancy '{vacancy}' / {chosen.edition}中没有职位“{vacancy}”", WRONG_CALL
                )
            person_key = platform.keys.person_key_of(listed[0], candidate)
            answer = explain_pair(tables, vacancy, person_key) if person_key else None
    except (TablesGoneError, EditionError) as exc:
        raise CommandFailed(str(exc), NOT_NOW) from exc
    if answer is None:
        raise CommandFailed(
            f"'{candidate}' is no candidate_id of the enterprise of {vacancy} / “{candidate}”不是该企业的人员编号",
            WRONG_CALL,
        )
    if output == "json":
        ids = {"edition": chosen.edition, "vacancy_id": vacancy, "candidate_id": candidate}
        print_json({**ids, **answer.as_dict()})
    else:
        _print(chosen.edition, answer)
    return DONE if answer.agrees else ANSWER_IS_NO


def _chosen(paths: DataPaths, name: str | None) -> EditionPointer:
    if name is None:
        current = current_edition(paths)
        if current is None:
            raise CommandFailed(
                "no edition yet; publish one with: talent run / 尚无已发布的版本，请先运行 talent run", NOT_NOW
            )
        return current
    try:
        edition_number(name)
    except EditionError as exc:
        raise CommandFailed(f"{exc}; see: talent editions / 没有该版本，可用 talent editions 查看", WRONG_CALL) from exc
    published = list_editions(paths)
    if not published:
        raise CommandFailed(
            "no edition yet; publish one with: talent run / 尚无已发布的版本，请先运行 talent run", NOT_NOW
        )
    found = next((one for one in published if one.edition == name), None)
    if found is None:
        raise CommandFailed(
            f"there is no edition {name}; see: talent editions / 没有版本{name}，可用 talent editions 查看", WRONG_CALL
        )
    return found


def _print(edition: str, answer: Explained) -> None:
    body = answer.as_dict()
    print(f"{edition}: {_OUTCOMES[answer.outcome]}")
    published, recomputed = body["published"], body["recomputed"]
    if published:
        print(f"published 已发布: rank 名次 {published['rank']}, score 总分 {published['score']}")
    if recomputed:
        rank = recomputed["rank"] or "-"
        print(f"recomputed 重新计算: rank 名次 {rank}, score 总分 {recomputed['score']}")
        for name, part in recomputed["components"].items():
            print(f"  {name:<10} {part['points']:>6} x {part['weight']:>2} = {part['points'] * part['weight']:>6}")
        print(recomputed["explanation"]["en"])
        print(recomputed["explanation"]["zh"])
    if not answer.agrees:
        print("the two differ 两者不一致")
    for reason in body["reasons"]:
        words = reason["words"]
        print(f"  {reason['code']}" + (f": {words['en']} {words['zh']}" if words else ""))
    if body["points_missing"]:
        print(f"points missing to the last place 距末位所差分数: {body['points_missing']}")
    if body["would_raise"]:
        print("What would raise the score 可提高得分的做法:")
    for change in body["would_raise"]:
        print(f"  {change['words']['en']} {change['words']['zh']}")
