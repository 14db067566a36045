"""What the OpenAPI document says about vacancies and candidates; the answers come ready-made from the edition."""

from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.profile import PROFILE_EXAMPLE, PROFILE_WORDS, Profile
from api.vacancies.doctor_schemas import DOCTOR_EXAMPLE, Doctor

_VACANCY_EXAMPLE: Final[dict[str, Any]] = {
    "vacancy_id": "v_k4m2x7qz5tn3c6d7f2ga",
    "vacancy_no": "2026-017",
    "version": 1,
    "title": "Welder",
    "occupation_code": "6-18-02-04",
    "occupation_name": {"en": "Welder", "zh": "焊工"},
    "openings": 2,
    "work_region": "990105",
    "min_skill_level": 3,
    "start_date": "2027-07-01",
    "skills": [{"code": "skl-welding", "en": "Welding", "zh": "焊接", "weight": 90}],
    "pay": {"min": 5000, "max": 8000, "period": "month", "months": 12, "negotiable": False},
    "status": "open",
    "candidates": 11,
}
# 45 x 9000 + 15 x 10000 + 15 x 8000 + 10 x 5000 + 10 x 8000 + 5 x 0
_CANDIDATE_EXAMPLE: Final[dict[str, Any]] = {
    "candidate_id": "c_4fjx2qv7m3kd5t6z4a2b7c5e3f",
    "rank": 1,
    "score": 805000,
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
    "profile": PROFILE_EXAMPLE,
    "explanation": {
        "en": "Rank 1 with 805000 points, 2500 above rank 2. Reached by the major. Skills 9000: has Welding; assumed, "
        "half: Metal forming; missing: Blueprint reading. Affinity 10000: major fully related. Level 8000: one above "
        "the minimum. Internship 5000: 3 of 6 full months. Distance 8000: wished city. Awards 0: none in 3 years. "
        "5 of 5 inputs known.",
        "zh": "第1名，总分805000，领先第2名2500分。经专业关联。技能9000：具备焊接；推定（计半）钣金成形；欠缺识图。"
        "专业相关度10000：专业对口。技能等级8000：高出要求一级。实习5000：满3个月（6个月计满分）。地域8000：意向城市。"
        "获奖0：近3年无计分奖项。5项信息中已知5项。",
    },
    "status": "available",
}


class OccupationName(BaseModel):
    """An occupation's name, null where the code is not known."""

    en: str | None = Field(description="In English. 英文名称。")
    zh: str | None = Field(description="In Chinese. 中文名称。")


class Pay(BaseModel):
    """Pay as offered, in whole yuan."""

    min: int | None = Field(default=None, description="At least, in yuan. 最低，元。")
    max: int | None = Field(default=None, description="At most, in yuan. 最高，元。")
    period: str | None = Field(
        default=None, description="Per `hour`, `day`, `month` or `year`. 计薪周期：时、日、月、年。", examples=["month"]
    )
    months: int | None = Field(default=None, description="Monthly pays in a year. 每年发薪月数。")
    negotiable: bool | None = Field(default=None, description="Whether it can be negotiated. 是否面议。")


class WantedSkill(BaseModel):
    """A skill the vacancy asks for."""

    code: str = Field(description="Skill code. 技能代码。", examples=["skl-welding"])
    en: str = Field(description="Its name in English. 英文名称。")
    zh: str = Field(description="Its name in Chinese. 中文名称。")
    weight: int = Field(description="How much it counts among the skills, 1 to 100. 该技能的权重，1 至 100。")


class Vacancy(BaseModel):
    """One of the enterprise's vacancies in the edition's newest version."""

    model_config = ConfigDict(json_schema_extra={"example": _VACANCY_EXAMPLE})

    vacancy_id: str = Field(
        description="Ours, for the routes below. 本平台岗位编号。", examples=["v_k4m2x7qz5tn3c6d7f2ga"]
    )
    vacancy_no: str = Field(description="The enterprise's own number. 企业岗位编号。", examples=["2026-017"])
    version: int = Field(description="Its version as sent. 岗位版本。")
    title: str = Field(description="Its title as sent. 岗位名称。")
    occupation_code: str | None = Field(description="Code of the national classification. 国家职业分类代码。")
    occupation_name: OccupationName = Field(description="Its name. 职业名称。")
    openings: int = Field(description="How many people are wanted. 招聘人数。")
    work_region: str | None = Field(description="Region code of the place of work. 工作地区代码。", examples=["990100"])
    min_skill_level: int | None = Field(description="Least ladder rank, 1 to 8. 最低技能等级序号，1 至 8。")
    start_date: str | None = Field(description="First day of work. 到岗日期。")
    skills: list[WantedSkill] = Field(description="The skills asked for. 所需技能。")
    pay: Pay | None = Field(description="Pay as offered. 薪酬。")
    status: str = Field(
        description="`open`, `paused`, `filled` or `closed`. 招聘中、暂停、已招满、已关闭。", examples=["open"]
    )
    candidates: int = Field(description="How many candidates are ranked. 候选人数。")


class VacancyAnswer(Vacancy):
    """A vacancy, what keeps people from it, and the edition both were read from."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"edition": "e000001", **_VACANCY_EXAMPLE, "doctor": DOCTOR_EXAMPLE}}
    )

    doctor: Doctor | None = Field(
        default=None,
        description="How many people each requirement leaves, and what to relax; null where the vacancy is not matched "
        "or the edition is older. 各项要求下的人数及放宽建议；职位未参与匹配或版本较旧时为空。",
    )
    edition: str = Field(description="The edition this was read from. 数据版本。", examples=["e000001"])


class Points(BaseModel):
    """One component of a score."""

    points: int = Field(
        ge=0, le=10000, description="How well it is met, 0 (not at all) to 10,000 (fully). 得分，0 至 10,000。"
    )
    weight: int = Field(
        ge=0, le=100, description="How much it counts, in percent; all weights sum to 100. 权重（%），各项合计 100。"
    )


class CandidateSkills(BaseModel):
    """Which of the wanted skills the candidate has."""

    covered: list[str] = Field(
        description="Codes of wanted skills declared or certified. 已具备（自述或持证）的所需技能。"
    )
    missing: list[str] = Field(description="Codes of wanted skills that nothing speaks for. 未具备的所需技能。")
    assumed: list[str] = Field(
        default=[], description="From the core of the major; they count half. 由专业核心技能推定，按一半计分。"
    )


class Explanation(BaseModel):
    """A rank in words. It says nothing that the components do not show."""

    en: str = Field(description="In English. 英文说明。")
    zh: str = Field(description="In Chinese. 中文说明。")


class Candidate(BaseModel):
    """A ranked candidate."""

    model_config = ConfigDict(json_schema_extra={"example": _CANDIDATE_EXAMPLE})

    candidate_id: str = Field(description="Known to this enterprise only. 仅对本企业有效的人员编号。")
    rank: int = Field(ge=1, description="1 is the best; ties are drawn by lot. 名次，1 为最佳；同分抽签。")
    score: int | None = Field(
        ge=0,
        le=1_000_000,
        description="The sum of weight x points over all components, 0 to 1,000,000; null, like all that follows, "
        "where the candidate withdrew. "
        "总分 = 各项（权重 × 得分）之和，0 至 1,000,000；候选人已撤回时，本项及以下各项为空。",
    )
    components: dict[str, Points] | None = Field(
        description="`skills` (wanted skills covered), `affinity` (of the major to the occupation), `level` (skill "
        "level against the one asked for), `internship` (months in the occupation), `distance` (wished region to "
        "place of work), `awards`. 技能、专业相关度、技能等级、实习、距离、奖项。"
    )
    skills: CandidateSkills | None = Field(description="The wanted skills, had or lacked. 所需技能的具备情况。")
    profile: Profile | None = Field(description=PROFILE_WORDS)
    explanation: Explanation | None = Field(
        description="Why this rank: distance to the next rank, way to the occupation, skills by name, each component. "
        "null in an edition made before there were any. "
        "名次说明：与相邻名次的差距、与职业的关联途径、技能名称及各项得分的含义。"
    )
    status: Literal["available", "introduced", "consented", "withdrawn"] = Field(
        description="How far the introduction has come. 推介进度：可推介、已推介、已同意、已撤回。"
    )
