"""What the pool takes and answers."""

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from api.reference import Page


class PoolFilter(BaseModel):
    """Filters; all act on the generalised row only, and one that was generalised away (`*`) never matches."""

    model_config = ConfigDict(extra="ignore")

    occupation: Annotated[
        str | None,
        Query(pattern=r"^[0-9][0-9-]{0,14}$", description="Occupation code reached. 可从事职业代码。"),
    ] = None
    region: Annotated[str | None, Query(pattern=r"^[0-9]{6}$", description="Province or city code. 省或市代码。")] = (
        None
    )
    min_level: Annotated[
        int | None,
        Query(
            ge=1,
            le=8,
            description="Least ladder rank; matches every band that reaches it. 最低技能等级序号，按等级段匹配。",
        ),
    ] = None
    major_class: Annotated[str | None, Query(pattern=r"^[0-9]{4}$", description="Major class. 专业类代码。")] = None
    available_by: Annotated[
        date | None, Query(description="Available on that day at the latest. 最迟到岗日期。", examples=["2027-07-01"])
    ] = None
    skill: Annotated[str | None, Query(pattern=r"^[A-Za-z0-9_-]{1,80}$", description="Skill code held. 技能代码。")] = (
        None
    )


class PoolCounts(BaseModel):
    """How many people match."""

    people: int
    exact: bool = Field(description="False: there are at least that many. 为 false 时表示至少有这么多。")


class PoolMember(BaseModel):
    """A person of the pool, generalised so that at least ten share the row."""

    candidate_id: str = Field(description="Known to this enterprise only. 仅对本企业有效的人员编号。")
    profile: dict[str, Any] = Field(description="Generalised; `*` where given up. 概化后的资料，* 表示已隐去。")
    status: Literal["available", "introduced", "consented", "withdrawn"]


class PoolPage(Page[PoolMember]):
    """A page of the pool with the count of all who match."""

    counts: PoolCounts
