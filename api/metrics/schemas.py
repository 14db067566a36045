"""What the metrics routes take and answer."""

from datetime import date
from typing import Annotated, Literal

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from api.reference import Page, TextModel


class MetricFilter(BaseModel):
    """Filters; `*` asks for the figures that are not broken down by that dimension."""

    model_config = ConfigDict(extra="ignore")

    cohort: Annotated[str | None, Query(pattern=r"^([0-9A-Za-z-]{1,20}|\*)$", description="Cohort. 届别。")] = None
    college_code: Annotated[
        str | None, Query(pattern=r"^([0-9A-Za-z]{1,20}|\*)$", description="Institution code. 院校代码。")
    ] = None
    major_class: Annotated[str | None, Query(pattern=r"^([0-9]{4}|\*)$", description="Major class. 专业类代码。")] = (
        None
    )
    cutoff_date: Annotated[date | None, Query(description="Statistical day. 统计时点。")] = None


class MetricDefinition(BaseModel):
    """What a metric means."""

    model_config = ConfigDict(extra="allow")

    metric_id: str = Field(examples=["destination_rate"])
    metric_version: str
    title: TextModel
    definition: TextModel
    numerator: TextModel
    denominator: TextModel
    unit: str
    dimensions: list[str]


class MetricRow(BaseModel):
    """One figure with its denominator and unknowns; `*` where not broken down."""

    period: str | None
    cutoff_date: str
    as_of: str
    cohort: str
    college_code: str
    major_class: str
    tier: str
    region_code: str
    occupation_code: str
    enterprise_uscc: str
    gender: str
    numerator: int | None
    denominator: int | None
    unknown: int | None
    value: str | None = Field(description="Decimal as text; null when suppressed. 十进制文本，隐去时为空。")
    unit: str
    status: Literal["ok", "provisional", "not_mature", "suppressed", "not_available", "too_uncertain"]


class MetricPage(Page[MetricRow]):
    """A page of figures with the definition they follow."""

    metric: MetricDefinition
