"""An explanation in words, English and Chinese, from the score alone: the same sentences as mart_match has them.

The SQL that writes them for every winner is dbt_project/macros/match_words.sql; a test holds both equal. What is said
of filters and of what would raise a score is in `more_words`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data_contracts.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipelines.publication.explain.score import Score
    from pipelines.publication.explain.terms import Person, Reach, Vacancy

_WAYS = {
    "major": ("Reached by the major.", "经专业关联。"),
    "certificate": ("Reached by a certificate.", "经证书关联。"),
    "internship": ("Reached by a post internship.", "经岗位实习关联。"),
}
_LEVELS = {
    0: ("far below the minimum, or none held", "远低于要求或无等级"),
    2000: ("two below the minimum", "低于要求两级"),
    4000: ("one below the minimum", "低于要求一级"),
    6000: ("the minimum", "与要求相同"),
    8000: ("one above the minimum", "高出要求一级"),
    10000: ("two or more above the minimum", "高出要求两级以上"),
}
_LEVELS_WITHOUT_MINIMUM = {
    6000: ("none asked, lowest or none held", "无要求，持最低级或无"),
    8000: ("none asked, one above the lowest", "无要求，高出最低级一级"),
    10000: ("none asked, two or more above the lowest", "无要求，高出最低级两级以上"),
}


def explanation(
    vacancy: Vacancy, person: Person, reach: Reach, score: Score, names: Mapping[str, tuple[str, str]]
) -> Text:
    """Return everything but the rank: the way the occupation was reached, every component, what is known."""
    parts = [
        Text(*_WAYS[reach.way]),
        _skills(vacancy, score, names),
        _named("Affinity", "专业相关度", score.points["affinity"], _affinity(score.points["affinity"])),
        _named("Level", "技能等级", score.points["level"], _level(vacancy, score.points["level"])),
        _named("Internship", "实习", score.points["internship"], _internship(vacancy, score.points["internship"])),
        _named("Distance", "地域", score.points["distance"], _distance(vacancy, score.points["distance"])),
        _named("Awards", "获奖", score.points["awards"], _awards(vacancy, score.points["awards"])),
        Text(f"{person.known_inputs} of 5 inputs known.", f"5项信息中已知{person.known_inputs}项。"),
    ]
    return Text(" ".join(part.en for part in parts), "".join(part.zh for part in parts))


def standing(rank: int, score: int, above: int | None, below: int | None) -> Text:
    """Return the rank and how far the next one is.

    Args:
        rank: The rank.
        score: The score.
        above: The score of the rank above.
        below: The score of the rank below.
    """
    return Text(
        f"Rank {rank} with {score} points, {_gap_en(rank, score, above, below)}. ",
        f"第{rank}名，总分{score}，{_gap_zh(rank, score, above, below)}。",
    )


def _gap_en(rank: int, score: int, above: int | None, below: int | None) -> str:
    if above is not None:
        next_rank = f"rank {rank - 1}"
        return f"equal with {next_rank}, placed by lot" if above == score else f"{above - score} below {next_rank}"
    if below is None:
        return "the only candidate"
    return "equal with rank 2, placed by lot" if below == score else f"{score - below} above rank 2"


def _gap_zh(rank: int, score: int, above: int | None, below: int | None) -> str:
    if above is not None:
        other = f"第{rank - 1}名"
        return f"与{other}同分，抽签定序" if above == score else f"比{other}低{above - score}分"
    if below is None:
        return "唯一人选"
    return "与第2名同分，抽签定序" if below == score else f"领先第2名{score - below}分"


def _named(en: str, zh: str, points: int, meaning: tuple[str, str]) -> Text:
    return Text(f"{en} {points}: {meaning[0]}.", f"{zh}{points}：{meaning[1]}。")


def _skills(vacancy: Vacancy, score: Score, names: Mapping[str, tuple[str, str]]) -> Text:
    points = score.points["skills"]
    if not vacancy.skills:
        return Text(f"Skills {points}: none is asked for.", f"技能{points}：未提技能要求。")
    en, zh = list[str](), list[str]()
    answers = (
        (score.covered, "has ", "具备"), (score.assumed, "assumed, half: ", "推定（计半）"),
        (score.missing, "missing: ", "欠缺"),
    )  # fmt: skip
    for skills, said_en, said_zh in answers:
        named = [names.get(skill, (skill, skill)) for skill in skills]
        if named:
            en.append(said_en + ", ".join(name for name, _ in named))
            zh.append(said_zh + "、".join(name for _, name in named))
    return Text(f"Skills {points}: {'; '.join(en)}.", f"技能{points}：{'；'.join(zh)}。")


def _affinity(points: int) -> tuple[str, str]:
    if points == 0:
        return "major not related", "专业不相关"
    return ("major fully related", "专业对口") if points == 10000 else ("major partly related", "专业部分相关")


def _level(vacancy: Vacancy, points: int) -> tuple[str, str]:
    return _LEVELS[points] if vacancy.min_level else _LEVELS_WITHOUT_MINIMUM[points]


def _internship(vacancy: Vacancy, points: int) -> tuple[str, str]:
    full = vacancy.internship_full_months
    if points == 0:
        return "no full month", "未满一个月"
    if points == 10000:
        return f"{full} full months or more", f"满{full}个月以上"
    # Points are the whole part of 10,000 x months / full months: rounded up they are months again.
    months = -(-points * full // 10000)
    return f"{months} of {full} full months", f"满{months}个月（{full}个月计满分）"


def _distance(vacancy: Vacancy, points: int) -> tuple[str, str]:
    classes = vacancy.distance
    no_wish = classes["no_wish"]
    said = {
        no_wish: ("no wish", "未填意向"),
        classes["same_province"]: ("wished province", "意向省份"),
        classes["same_city"]: ("wished city", "意向城市"),
        classes["same_county"]: ("wished county", "意向县区"),
    }
    # Two classes with the same points: the words leave it open which of them it is.
    if classes["same_province"] == no_wish:
        said[no_wish] = ("wished province, or no wish", "意向省份或未填意向")
    return said.get(points, ("outside the wished provinces", "不在意向省份"))


def _awards(vacancy: Vacancy, points: int) -> tuple[str, str]:
    years = vacancy.award_years
    if points:
        return f"best in {years} years", f"近{years}年最高奖项"
    return f"none in {years} years", f"近{years}年无计分奖项"
