"""The vacancy doctor in words of both languages; its form is in doctor_schemas, its counts are made with the edition.

A count is null where it is below the smallest that may be shown, and rounded down otherwise.
"""

from typing import Any, Final

from data_contracts.code_tables import code_table
from data_contracts.model import Text

_FILTERS: Final = {
    "no_consent": Text("gave consent", "已同意入库"),
    "occupation_not_reached": Text("reach the occupation {asked}", "可从事该职业（{asked}）"),
    "below_legal_age": Text("are at least {asked} years old on the start day", "到岗日已满 {asked} 周岁"),
    "certificate_missing": Text("hold the certificates demanded on the start day", "到岗日持有所需证书"),
    "level_too_low": Text("hold at least the level {asked} in the occupation", "在该职业至少为{asked}"),
    "not_available_yet": Text("can start by {asked}", "可在 {asked} 前到岗"),
    "not_to_meet": Text(
        "are free to meet the enterprise (neither on its staff, nor in dispute with it, nor keeping away from it, "
        "nor in an order class of another)",
        "可与本企业对接（非本企业在职、无争议、未回避本企业、不属于其他企业订单班）",
    ),
}
_NOTHING_ASKED: Final = {
    "certificate_missing": Text("hold the certificates demanded (none is)", "持有所需证书（未要求）"),
    "level_too_low": Text("hold the level demanded (none is)", "达到技能等级（未作硬性要求）"),
}
_RELAXATIONS: Final = {
    "neighbouring_occupation": Text("Taking people of the neighbouring occupations too", "同时接受相邻职业的人员"),
    "certificate_not_demanded": Text(
        "Demanding only the certificates that the law demands", "仅要求法律规定必须持有的证书"
    ),
    "level_one_lower": Text("Lowering the level from {level} to {lower}", "把技能等级要求由{level}降为{lower}"),
    "level_not_demanded": Text("Making the level a wish instead of a must", "把技能等级由必须改为优先"),
    "start_30_days_later": Text("Starting 30 days later", "到岗日期推迟 30 天"),
    "start_90_days_later": Text("Starting 90 days later", "到岗日期推迟 90 天"),
}
_NO_LEVEL: Final = Text("none", "不限")


def worded(doctor: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return the doctor of an edition's vacancy with words; None where the edition has none of it."""
    if doctor is None:
        return None
    smallest = doctor["step"]
    filters = [_filter(each, smallest) for each in doctor["filters"]]
    best = next((each["relaxations"][0] for each in filters if each["filter"] == doctor["best"]), None)
    return {"pool": _count(doctor["pool"]), "counted_in": smallest, "filters": filters, "best": best}


def _filter(made: dict[str, Any], smallest: int) -> dict[str, Any]:
    code, asked = made["filter"], made["requirement"]
    words = _FILTERS[code] if asked is not None else _NOTHING_ASKED.get(code, _FILTERS[code])
    en, zh = _level(int(asked)) if code == "level_too_low" and asked else (asked, asked)
    return {
        "filter": code,
        "words": {"en": words.en.format(asked=en), "zh": words.zh.format(asked=zh)},
        "requirement": asked,
        "passes_alone": None if code == "not_to_meet" else _count(made["alone"]),
        "passes_in_sequence": _count(made["in_sequence"]),
        "relaxations": [_relaxation(step, gain, asked, smallest) for step, gain in made["relaxations"]],
    }


def _relaxation(code: str, gain: int | None, asked: str | None, smallest: int) -> dict[str, Any]:
    words = _RELAXATIONS[code]
    level, lower = (
        (_level(int(asked)), _level(int(asked) - 1)) if asked and code.startswith("level") else (("",) * 2,) * 2
    )
    bring = (
        Text(f" would bring about {gain} more.", f"，约可增加 {gain} 人。")
        if gain is not None
        else Text(f" would bring fewer than {smallest} more, maybe none.", f"，增加不足 {smallest} 人，也可能没有。")
    )
    en = words.en.format(level=level[0], lower=lower[0]) + bring.en
    zh = words.zh.format(level=level[1], lower=lower[1]) + bring.zh
    return {"relaxation": code, "gain": _count(gain), "words": {"en": en, "zh": zh}}


def _level(rank: int) -> tuple[str, str]:
    for row in code_table("skill_levels").iter_rows(named=True):
        if row["ladder_rank"] == rank:
            return f"{rank} ({row['name_en']})", f"{row['name_zh']}（{rank}）"
    return _NO_LEVEL.en, _NO_LEVEL.zh


def _count(people: int | None) -> dict[str, Any]:
    return {"people": people, "exact": False}
