"""What the OpenAPI document says about vacancies and candidates; the answers come ready-made from the edition."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

_CANDIDATE_EXAMPLE: dict[str, Any] = {
    "candidate_id": "c_4fjx2qv7m3kd5t6z4a2b7c5e3f",
    "rank": 1,
    "score": 842500,
    "components": {
        "skills": {"points": 9000, "weight": 45},
        "affinity": {"points": 10000, "weight": 15},
        "level": {"points": 8000, "weight": 15},
        "internship": {"points": 5000, "weight": 10},
        "distance": {"points": 8000, "weight": 10},
        "awards": {"points": 0, "weight": 5},
    },
    "skills": {
        "covered": ["skl-welding"],
        "assumed": ["skl-metal-forming"],
        "missing": ["skl-blueprint"],
    },
    "profile": {"major_category": "46", "tier": "higher", "grad_year": "2027", "region_city": "990100"},
    "status": "available",
}


class OccupationName(BaseModel):
    """An occupation's name, null where the code is not known."""

    en: str | None
    zh: str | None


class Pay(BaseModel):
    """Pay as offered, in whole yuan."""

    min: int | None = None
    max: int | None = None
    period: str | None = Field(default=None, examples=["month"])
    months: int | None = None
    negotiable: bool | None = None


class WantedSkill(BaseModel):
    """A skill the vacancy asks for."""

    code: str = Field(examples=["skl-welding"])
    en: str
    zh: str
    weight: int = Field(description="1 to 100. 权重。")


class Vacancy(BaseModel):
    """One of the enterprise's vacancies in the edition's newest version."""

    vacancy_id: str = Field(examples=["v_k4m2x7qz5tn3c6d8f0ga"])
    vacancy_no: str = Field(description="The enterprise's own number. 企业岗位编号。", examples=["2026-017"])
    version: int
    title: str
    occupation_code: str | None
    occupation_name: OccupationName
    openings: int
    work_region: str | None = Field(examples=["990100"])
    min_skill_level: int | None = Field(description="Ladder rank 1 to 8. 技能等级序号。")
    start_date: str | None
    skills: list[WantedSkill]
    pay: Pay | None
    status: str = Field(examples=["open"])
    candidates: int = Field(description="How many candidates are ranked. 候选人数。")


class VacancyAnswer(Vacancy):
    """A vacancy and the edition it was read from."""

    edition: str = Field(examples=["e000001"])


class Points(BaseModel):
    """One component of a score."""

    points: int = Field(ge=0, le=10000)
    weight: int = Field(ge=0, le=100)


class CandidateSkills(BaseModel):
    """Which of the wanted skills the candidate has; an assumed one comes from the core of the major, counts half."""

    covered: list[str]
    missing: list[str]
    assumed: list[str] = Field(default=[], description="From the core of the major. 由专业核心技能推定。")


class Candidate(BaseModel):
    """A ranked candidate; score = the sum of weight x points."""

    model_config = ConfigDict(json_schema_extra={"example": _CANDIDATE_EXAMPLE})

    candidate_id: str = Field(description="Known to this enterprise only. 仅对本企业有效的人员编号。")
    rank: int = Field(ge=1)
    score: int = Field(ge=0, le=1_000_000)
    components: dict[str, Points]
    skills: CandidateSkills
    profile: dict[str, Any] = Field(description="Generalised; `*` where given up. 概化后的资料，* 表示已隐去。")
    status: Literal["available", "introduced", "consented", "withdrawn"]
