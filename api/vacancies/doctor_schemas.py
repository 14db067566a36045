"""What the OpenAPI document says about the vacancy doctor; its words are in doctor_words."""

from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from api.reference import TextModel

_BEST: Final[dict[str, Any]] = {
    "relaxation": "level_one_lower",
    "gain": {"people": 20, "exact": False},
    "words": {
        "en": "Lowering the level from 3 (intermediate worker) to 2 (junior worker) would bring about 20 more.",
        "zh": "把技能等级要求由中级工（3）降为初级工（2），约可增加 20 人。",
    },
}
DOCTOR_EXAMPLE: Final[dict[str, Any]] = {
    "pool": {"people": 1200, "exact": False},
    "counted_in": 10,
    "filters": [
        {
            "filter": "level_too_low",
            "words": {
                "en": "hold at least the level 3 (intermediate worker) in the occupation",
                "zh": "在该职业至少为中级工（3）",
            },
            "requirement": "3",
            "passes_alone": {"people": 40, "exact": False},
            "passes_in_sequence": {"people": 30, "exact": False},
            "relaxations": [_BEST],
        }
    ],
    "best": _BEST,
}


class RoundedCount(BaseModel):
    """How many people, never exactly: who edits a vacancy must not find out about one person."""

    people: int | None = Field(
        description="Rounded down to a multiple of `counted_in`; null: fewer than that, maybe none. "
        "向下取整至 `counted_in` 的倍数；为空表示不足该数，也可能为零。"
    )
    exact: bool = Field(description="Always false: there are at least that many. 恒为 false，表示至少有这么多。")


class Relaxation(BaseModel):
    """One requirement relaxed by a step, all others held."""

    relaxation: str = Field(
        description="`neighbouring_occupation`, `certificate_not_demanded`, `level_one_lower`, `level_not_demanded`, "
        "`start_30_days_later` or `start_90_days_later`. "
        "放宽方式：接受相邻职业、只要求法定证书、等级降一级、等级不作硬性要求、推迟 30 天或 90 天到岗。",
        examples=["level_one_lower"],
    )
    gain: RoundedCount = Field(description="More people who would pass everything. 增加的人数。")
    words: TextModel = Field(description="The same in words. 文字说明。")


class DoctorFilter(BaseModel):
    """One hard filter and how many people pass it."""

    filter: str = Field(
        description="`no_consent`, `occupation_not_reached`, `below_legal_age`, `certificate_missing`, "
        "`level_too_low`, `not_available_yet` or `not_to_meet`. "
        "条件代码：同意、职业、法定年龄、证书、等级、到岗日期、可否对接。",
        examples=["level_too_low"],
    )
    words: TextModel = Field(description="What those who pass do. 通过者的情况。")
    requirement: str | None = Field(description="What the vacancy asks; null for nothing. 职位要求，为空表示未要求。")
    passes_alone: RoundedCount | None = Field(
        description="Of the pool, whatever the other filters say; null where it is not told. "
        "不论其他条件，人才库中通过的人数；不提供时为空。"
    )
    passes_in_sequence: RoundedCount = Field(
        description="Who pass this filter and all before it. 依次通过本项及之前各项的人数。"
    )
    relaxations: list[Relaxation] = Field(
        description="What the enterprise may relax, one step and further; empty for what the law or a person decides. "
        "企业可以放宽的方式；由法律或本人决定的条件为空。"
    )


class Doctor(BaseModel):
    """Why the vacancy finds as many people as it does, and what would bring more."""

    model_config = ConfigDict(json_schema_extra={"example": DOCTOR_EXAMPLE})

    pool: RoundedCount = Field(description="People in the pool. 人才库人数。")
    counted_in: int = Field(description="Every count is rounded down to a multiple of this. 计数单位。", examples=[10])
    filters: list[DoctorFilter] = Field(description="The hard filters in their fixed order. 按固定次序的硬性条件。")
    best: Relaxation | None = Field(
        description="Of the single steps the one that brings most; null where none brings as many as `counted_in`. "
        "单项放宽一步时增加最多的方式；均不足计数单位时为空。"
    )
