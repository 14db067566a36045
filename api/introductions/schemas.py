"""What the routes of introductions take and answer. The contact is in `opened`."""

from datetime import datetime
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.forms import CANDIDATE_ID, EVIDENCE
from api.reference import Page
from pipelines.store.ledger.introduction_states import State

Reason = Literal["skills", "level", "pay", "place", "start_date", "other_offer", "no_answer", "post_filled", "other"]

_ASKED: Final[dict[str, Any]] = {
    "introduction_id": "i_k4m2x7qz5tn3c6d7",
    "state": "asked",
    "reason": None,
    "vacancy_id": "v_k4m2x7qz5tn3c6d7f2ga",
    "asked_at": "2026-10-05T08:00:00Z",
    "changed_at": "2026-10-05T08:00:00Z",
}
_OWN_EXAMPLE: Final = {**_ASKED, "candidate_id": "c_4fjx2qv7m3kd5t6z4a2b7c5e3f"}
_STUDENT_EXAMPLE: Final = {
    **_ASKED,
    "student_no": "20240103",
    "vacancy_title": "Welder",
    "enterprise": {"uscc": "91990000MA0000001A", "name": "云州机床有限公司"},
    "opens": ["enrolment.name", "enrolment.phone"],
}


class IntroductionAsk(BaseModel):
    """Whom an enterprise asks for."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"candidate_id": _OWN_EXAMPLE["candidate_id"]}}
    )

    candidate_id: Annotated[
        str, Field(pattern=CANDIDATE_ID, description="From the candidates of that vacancy. 该岗位候选人列表中的编号。")
    ]


class DecisionAsk(BaseModel):
    """What the college says of its student."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {"decision": "consented", "evidence": "同意书 2026-0113"},
            "if": {"properties": {"decision": {"const": "consented"}}},
            "then": {"required": ["evidence"], "properties": {"evidence": {"type": "string"}}},
        },
    )

    decision: Literal["put_to_student", "consented", "refused"] = Field(
        description="`put_to_student`: the question has been put; `consented` or `refused`: the student's answer. "
        "已征询学生、学生同意、学生不同意。"
    )
    evidence: Annotated[str, Field(pattern=EVIDENCE)] | None = Field(
        default=None,
        description="Number of the document that proves it, needed with `consented`; nothing personal. "
        "证明文件编号，登记同意时必填，不得含个人信息。",
    )


class OutcomeAsk(BaseModel):
    """What became of an introduction."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {"outcome": "declined", "reason": "pay"},
            "if": {"properties": {"outcome": {"const": "declined"}}},
            "then": {"required": ["reason"], "properties": {"reason": {"type": "string"}}},
            "else": {"properties": {"reason": {"type": "null"}}},
        },
    )

    outcome: Literal["interview", "offer", "hired", "declined"] = Field(
        description="Interviewed, offered the post, hired, or it came to nothing. 面试、发出录用意向、已录用、未录用。"
    )
    reason: Reason | None = Field(
        default=None,
        description="Why it came to nothing, with `declined` alone: `skills`, `level`, `pay`, `place`, `start_date`, "
        "`other_offer` (the person took another), `no_answer` (the person did not answer), `post_filled`, `other`. "
        "未录用原因：技能、等级、薪酬、地点、到岗时间、本人另有选择、本人未回应、岗位已招满、其他。",
    )


class IntroductionHead(BaseModel):
    """One introduction, whichever side looks at it."""

    introduction_id: str = Field(description="Ours, for the routes below. 推介编号。", examples=["i_k4m2x7qz5tn3c6d7"])
    state: State = Field(
        description="`asked`, `put_to_student`, `consented`, `refused`, `expired` (nobody answered in time), "
        "`interview`, `offer`, `hired`, `declined`, `withdrawn`. "
        "已请求、已征询、已同意、不同意、逾期未答复、面试、录用意向、已录用、未录用、已撤回。"
    )
    reason: str | None = Field(description="With `declined`: why. 未录用原因。")
    vacancy_id: str = Field(description="For which vacancy. 岗位编号。")
    asked_at: datetime = Field(description="When it was asked for, UTC. 请求时间（UTC）。")
    changed_at: datetime = Field(description="When it came to its present state, UTC. 状态变更时间（UTC）。")


class OwnIntroduction(IntroductionHead):
    """An introduction as the enterprise sees it that asked."""

    model_config = ConfigDict(json_schema_extra={"example": _OWN_EXAMPLE})

    candidate_id: str | None = Field(
        description="Known to this enterprise only; null where the person was erased. "
        "仅对本企业有效；人员资料已删除时为空。"
    )


class OwnIntroductionAnswer(OwnIntroduction):
    """The same with the edition."""

    model_config = ConfigDict(json_schema_extra={"example": {"edition": "e000001", **_OWN_EXAMPLE}})

    edition: str = Field(description="The edition in service. 当前数据版本。", examples=["e000001"])


class AskingEnterprise(BaseModel):
    """Who asks."""

    uscc: str = Field(description="Its unified social credit code. 统一社会信用代码。")
    name: str | None = Field(description="Its registered name, null where the register does not have it. 企业名称。")


class StudentIntroduction(IntroductionHead):
    """An introduction as the student's college sees it."""

    model_config = ConfigDict(json_schema_extra={"example": _STUDENT_EXAMPLE})

    student_no: str | None = Field(description="The student; null where the data were erased. 学号；资料已删除时为空。")
    vacancy_title: str | None = Field(description="Of the vacancy; null when it is over. 岗位名称；岗位已结束时为空。")
    enterprise: AskingEnterprise = Field(description="Who asks. 请求企业。")
    opens: list[str] = Field(
        description="What consent shows this enterprise, as feed and field: tell the student before the answer. "
        "同意后该企业可见的内容，应在学生答复前告知。",
        examples=[["enrolment.name", "enrolment.phone"]],
    )


class StudentIntroductionAnswer(StudentIntroduction):
    """The same with the edition."""

    model_config = ConfigDict(json_schema_extra={"example": {"edition": "e000001", **_STUDENT_EXAMPLE}})

    edition: str = Field(description="The edition in service. 当前数据版本。", examples=["e000001"])


class IntroductionPage(Page[OwnIntroduction | StudentIntroduction]):
    """A page of introductions, as the caller's side sees them."""
