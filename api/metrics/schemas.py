"""What the metrics routes take and answer."""

from typing import Annotated, Any, Final, Literal

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from api.forms import (
    COHORT_OR_ALL,
    COLLEGE_OR_ALL,
    MAJOR_CLASS_OR_ALL,
    OCCUPATION_OR_ALL,
    REGION_OR_ALL,
    WORD_OR_ALL,
    Day,
)
from api.reference import Page, TextModel

_ROW_EXAMPLE: Final[dict[str, Any]] = {
    "period": "2025-08",
    "cutoff_date": "2025-08-31",
    "as_of": "2026-10-15T00:00:00Z",
    "cohort": "2025",
    "college_code": "*",
    "major_class": "4405",
    "tier": "*",
    "region_code": "*",
    "occupation_code": "*",
    "enterprise_uscc": "*",
    "gender": "*",
    "numerator": 33,
    "denominator": 41,
    "unknown": 2,
    "value": "0.804878",
    "unit": "share",
    "status": "ok",
    "interval": {"low": "0.659864", "high": "0.897656"},
    "bounds": None,
}


class MetricFilter(BaseModel):
    """Filters; `*` asks for the figures that are not broken down by that dimension."""

    model_config = ConfigDict(extra="ignore")

    cohort: Annotated[str | None, Query(pattern=COHORT_OR_ALL, description="Cohort. 届别。")] = None
    college_code: Annotated[str | None, Query(pattern=COLLEGE_OR_ALL, description="Institution code. 院校代码。")] = (
        None
    )
    major_class: Annotated[str | None, Query(pattern=MAJOR_CLASS_OR_ALL, description="Major class. 专业类代码。")] = (
        None
    )
    tier: Annotated[str | None, Query(pattern=WORD_OR_ALL, description="Tier of the programme. 办学层次。")] = None
    region_code: Annotated[str | None, Query(pattern=REGION_OR_ALL, description="City. 地市代码。")] = None
    occupation_code: Annotated[str | None, Query(pattern=OCCUPATION_OR_ALL, description="Occupation. 职业代码。")] = (
        None
    )
    enterprise_uscc: Annotated[
        str | None, Query(pattern=COLLEGE_OR_ALL, description="Enterprise. 企业统一社会信用代码。")
    ] = None
    gender: Annotated[str | None, Query(pattern=WORD_OR_ALL, description="Gender, as a group. 性别分组。")] = None
    cutoff_date: Annotated[Day | None, Query(description="Statistical day. 统计时点。")] = None


class MetricDefinition(BaseModel):
    """What a metric means."""

    model_config = ConfigDict(extra="allow")

    metric_id: str = Field(description="Its name for programs. 指标编号。", examples=["destination_rate"])
    metric_version: str = Field(description="Version of the definition. 定义版本。")
    title: TextModel = Field(description="Its name for people. 指标名称。")
    definition: TextModel = Field(description="What it measures. 指标定义。")
    numerator: TextModel = Field(description="What is counted. 分子。")
    denominator: TextModel = Field(description="Out of what. 分母。")
    unit: str = Field(description="`share` (0 to 1) or what the value is counted in. 单位，share 为比例。")
    dimensions: list[list[str]] = Field(
        description="Each list is one breakdown that is published; the empty one is the whole. "
        "已发布的分组方式，空列表为总体。"
    )


class Range(BaseModel):
    """Two ends of a range of shares, as decimal text."""

    low: str = Field(description="Lower end. 下限。")
    high: str = Field(description="Upper end. 上限。")


class MetricRow(BaseModel):
    """One figure with its denominator and unknowns."""

    model_config = ConfigDict(json_schema_extra={"example": _ROW_EXAMPLE})

    period: str | None = Field(description="Month of the cut-off. 统计月份。")
    cutoff_date: str = Field(description="Statistical day. 统计时点。")
    as_of: str = Field(description="Knowledge time, UTC: what came later is not in it. 数据截至时间（UTC）。")
    cohort: str = Field(description="Year of graduation, or `*`. 届别，或 `*`。")
    college_code: str = Field(
        description="College; `*` where not broken down by it. 院校代码，`*` 表示不按此项分组（下同）。"
    )
    major_class: str = Field(description="Major class, or `*`. 专业类代码，或 `*`。")
    tier: str = Field(description="Tier of the programme, or `*`. 办学层次，或 `*`。")
    region_code: str = Field(description="Region, or `*`. 地区代码，或 `*`。")
    occupation_code: str = Field(description="Occupation, or `*`. 职业代码，或 `*`。")
    enterprise_uscc: str = Field(description="Enterprise, or `*`. 企业统一社会信用代码，或 `*`。")
    gender: str = Field(description="Gender, or `*`. 性别，或 `*`。")
    numerator: int | None = Field(description="How many count; null when suppressed. 分子，隐去时为空。")
    denominator: int | None = Field(description="Out of how many; null when suppressed. 分母，隐去时为空。")
    unknown: int | None = Field(description="Of how many it is not known. 情况不明人数。")
    value: str | None = Field(description="Decimal as text; null when suppressed. 十进制文本，隐去时为空。")
    unit: str = Field(description="Unit of the value. 单位。")
    status: Literal["ok", "provisional", "not_mature", "suppressed", "not_available", "too_uncertain"] = Field(
        description="`provisional`: may still change; `not_mature`: too early to say; `suppressed`: too few people; "
        "`not_available`: nothing was sent for it; `too_uncertain`: too many unknowns. "
        "正常、暂定、尚未到期、人数过少已隐去、无数据、不明比例过高。"
    )
    interval: Range | None = Field(
        description="95 % Wilson interval of a share about few people; rates whose intervals overlap have no order. "
        "人数较少时比例的95%威尔逊区间；区间重叠的不作排序。"
    )
    bounds: Range | None = Field(
        description="Where much is unknown: the share if all unknown were no, and if all were yes. "
        "不明较多时，不明全部为“否”与全部为“是”时的比例。"
    )


class MetricPage(Page[MetricRow]):
    """A page of figures with the definition they follow."""

    metric: MetricDefinition = Field(description="The definition they follow. 指标定义。")
