"""What the pool takes and answers."""

from typing import Annotated, Any, Final, Literal

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from api.forms import MAJOR_CLASS, OCCUPATION, REGION, SKILL, Day
from api.profile import PROFILE_EXAMPLE, PROFILE_WORDS, Profile
from api.reference import Page, TextModel

_MEMBER_EXAMPLE: Final[dict[str, Any]] = {
    "candidate_id": "c_4fjx2qv7m3kd5t6z4a2b7c5e3f",
    "profile": PROFILE_EXAMPLE,
    "status": "available",
}


class PoolFilter(BaseModel):
    """Filters, all of which must hold.

    `region`, `min_level` and `major_class` act on the generalised row, and what was generalised away (`*`) never
    matches. `occupation`, `skill` and `available_by` act on what is known of the person, which the row does not show.
    """

    model_config = ConfigDict(extra="ignore")

    occupation: Annotated[
        str | None,
        Query(pattern=OCCUPATION, description="Occupation code reached by the person. 本人可从事的职业代码。"),
    ] = None
    region: Annotated[
        str | None, Query(pattern=REGION, description="Province or city code shown. 所示省或市代码。")
    ] = None
    min_level: Annotated[
        int | None,
        Query(
            ge=1,
            le=8,
            description="Least ladder rank, 1 (apprentice) to 8 (chief technician); matches every band shown that "
            "reaches it. 最低技能等级序号，1（学徒工）至 8（首席技师），按所示等级段匹配。",
        ),
    ] = None
    major_class: Annotated[
        str | None, Query(pattern=MAJOR_CLASS, description="Major class shown. 所示专业类代码。")
    ] = None
    available_by: Annotated[
        Day | None,
        Query(
            description="The person is available by that day; known to the month, rounded up. "
            "本人最迟到岗日期，按月向后取整。",
            examples=["2027-07-01"],
        ),
    ] = None
    skill: Annotated[
        str | None,
        Query(pattern=SKILL, description="Skill code held by the person. 本人具备的技能代码。"),
    ] = None


class PoolCounts(BaseModel):
    """How many people match: exactly with up to two filters, and up to 1,000 with more."""

    model_config = ConfigDict(json_schema_extra={"example": {"people": 1000, "exact": False, "text": "1000+"}})

    people: int | None = Field(
        description="Null: fewer than the edition's threshold (10 unless it says otherwise) match, maybe none. "
        "为空时表示符合条件的人数低于该版本的阈值（默认 10 人），也可能为零。"
    )
    exact: bool = Field(
        description="True without filters, with one and with two, and up to 1,000 people with more. False with a "
        "number: there are more than that many. 不多于两项筛选条件时总为精确值；三项及以上时最多精确到 1000 人，"
        "为 false 且有数值时表示多于该数。"
    )
    text: str = Field(
        description="The same to be shown: the number, `1000+`, or `<10` for fewer than the threshold. "
        "供直接显示：人数、“1000+”，或低于阈值时的“<10”。",
        examples=["48213", "1000+", "<10"],
    )


class PoolMember(BaseModel):
    """A person of the pool, generalised so that at least ten share the row."""

    model_config = ConfigDict(json_schema_extra={"example": _MEMBER_EXAMPLE})

    candidate_id: str = Field(description="Known to this enterprise only. 仅对本企业有效的人员编号。")
    profile: Profile = Field(description=PROFILE_WORDS)
    status: Literal["available", "introduced", "consented", "withdrawn"] = Field(
        description="How far the introduction has come. 推介进度：可推介、已推介、已同意、已撤回。"
    )


class PoolPage(Page[PoolMember]):
    """A page of the pool with the count of all who match; nobody is shown where too few match."""

    counts: PoolCounts = Field(description="How many people match. 符合条件的人数。")
    note: TextModel | None = Field(
        description="Why nobody is shown: fewer people than the threshold match, so none is listed or counted. "
        "符合条件的人数低于阈值时不列出、不计数，并在此说明；否则为空。"
    )
