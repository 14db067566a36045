"""The generalised row of a person, as candidates and members of the pool show it. Making it is the warehouse's job."""

from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

PROFILE_EXAMPLE: Final[dict[str, Any]] = {
    "major_class": "4601",
    "major_category": "6",
    "tier": "higher",
    "grad_year": "2027",
    "level_band": "skilled",
    "region_province": "990000",
    "region_city": "*",
}

PROFILE_WORDS: Final = (
    "Generalised: `*` stands where a value was given up so that at least k people (10 unless the edition says "
    "otherwise) share the same row; `none` means that nothing is known or held, which is not hidden. "
    "概化后的资料：`*` 表示该项已隐去，以保证同一行至少有 k 人（默认 10 人）；`none` 表示没有或未知，并非隐去。"
)


class Profile(BaseModel):
    """What is shown of a person."""

    model_config = ConfigDict(json_schema_extra={"example": PROFILE_EXAMPLE})

    major_class: str = Field(description="First four digits of the major, or `*`. 专业类代码，或 `*`。")
    major_category: str = Field(description="Major category 1 to 19, or `*`. 专业大类序号 1 至 19，或 `*`。")
    tier: str = Field(
        description="Tier of the programme: `secondary`, `technical`, `higher`, `bachelor`, or `*`. "
        "办学层次：中职、技工、高职、职业本科，或 `*`。"
    )
    grad_year: str = Field(description="Year of graduation, or `*`. 毕业年份，或 `*`。")
    level_band: str = Field(
        description="Highest valid certified skill level: `high_skilled` (ladder ranks 4 to 8, senior worker and above)"
        ", `skilled` (ranks 1 to 3), `none` (no certificate), or `*`. "
        "最高有效技能等级：`high_skilled` 高级工及以上（序号 4 至 8），`skilled` 学徒工至中级工（1 至 3），"
        "`none` 无证书，或 `*`。"
    )
    region_province: str = Field(
        description="Province of the first wished region, `none` where no wish is known, or `*`. "
        "意向省份代码，无意向时为 `none`，或 `*`。"
    )
    region_city: str = Field(
        description="City of the first wished region, `none` where no wish is known, or `*`. "
        "意向城市代码，无意向时为 `none`，或 `*`。"
    )
