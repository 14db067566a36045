"""What stops a person, and what would raise a score, in words. The explanation of a score itself is in `words`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from data_contracts.text import Text
from pipelines.publication.explain.score import missing_certificates

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipelines.publication.explain.raises import Raise
    from pipelines.publication.explain.terms import Person, Vacancy

_EPOCH = dt.date(1970, 1, 1)
_FIXED = {
    "occupation_not_reached": Text(
        "Neither major, valid certificate nor post internship leads to the occupation.",
        "专业、有效证书、岗位实习均未关联该职业。",
    ),
    "below_legal_age": Text(
        "Not shown to have the legal age for this work on the start day.", "到岗日未达到或无法核实该工作的法定年龄。"
    ),
    "present_employer": Text("The enterprise is the present employer.", "该企业为现任单位。"),
    "disputed_employer": Text("The enterprise's record of a hire is disputed.", "与该企业的就业登记有争议。"),
    "blocked_employer": Text("The enterprise was blocked by the person.", "该企业已被本人屏蔽。"),
    "order_class": Text(
        "Of an order class of another enterprise until graduation.", "毕业前属其他企业的订单班。"
    ),
}  # fmt: skip


def filter_words(code: str, vacancy: Vacancy, person: Person) -> Text:
    """Return what a hard filter asks for and what is short of it."""
    if code == "certificate_missing":
        kinds = [kind.strip(":").replace("::", ":") for kind in missing_certificates(vacancy, person)]
        return Text(
            f"No certificate valid on the start day: {', '.join(kinds)}.", f"到岗日无有效证书：{'、'.join(kinds)}。"
        )
    if code == "level_too_low":
        held = person.reach.ladder_rank if person.reach else 0
        return Text(
            f"Ladder level {held} in the occupation; {vacancy.must_level} is a condition.",
            f"本职业技能等级序号为{held}，须达到{vacancy.must_level}。",
        )
    if code == "not_available_yet":
        free, start = _day(person.available_day), _day(vacancy.start_day)
        return Text(f"Available from {free}; the work starts on {start}.", f"{free}起可到岗，而到岗日为{start}。")
    return _FIXED[code]


def raise_words(found: Raise, names: Mapping[str, tuple[str, str]]) -> Text:
    """Return a change and what it would bring."""
    en, zh = _change(found, names)
    where = (
        ("still not listed", "仍未入选") if found.rank is None else (f"rank {found.rank}", f"第{found.rank}名")
    )  # fmt: skip
    return Text(
        f"{en}: +{found.gain}, {found.score} points, {where[0]}.",
        f"{zh}：+{found.gain}，总分{found.score}，{where[1]}。",
    )


def _change(found: Raise, names: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    if found.change == "cover_skill":
        en, zh = names.get(found.detail, (found.detail, found.detail))
        return f"Declare or certify {en}", f"申报或取得技能“{zh}”"
    if found.change == "raise_level":
        return f"Hold ladder level {found.detail} in the occupation", f"本职业技能等级序号达到{found.detail}"
    if found.change == "internship_months":
        return f"{found.detail} full months of post internship in the occupation", f"本职业岗位实习满{found.detail}个月"
    return f"Wish for region {found.detail} too", f"意向地区增加{found.detail}"


def _day(number: int) -> str:
    return (_EPOCH + dt.timedelta(days=number)).isoformat()
