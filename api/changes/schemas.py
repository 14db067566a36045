"""What the OpenAPI document says about changes."""

from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.export.schemas import SET_HASH_WORDS
from api.reference import Page
from api.vacancies.schemas import Candidate

ChangeKind = Literal["added", "changed", "removed"]

_CHANGE_EXAMPLE: Final[dict[str, Any]] = {
    "change": "changed",
    "vacancy_id": "v_k4m2x7qz5tn3c6d7f2ga",
    "candidate_id": "c_4fjx2qv7m3kd5t6z4a2b7c5e3f",
    "members": ["rank", "score", "explanation"],
    "candidate": Candidate.model_json_schema()["example"],
}


class Change(BaseModel):
    """What became of one candidate of one vacancy."""

    model_config = ConfigDict(json_schema_extra={"example": _CHANGE_EXAMPLE})

    change: ChangeKind = Field(
        description="`added` and `changed` bring the candidate as it is now, `removed` takes it away. "
        "新增、变更（附当前内容）、移除。"
    )
    vacancy_id: str = Field(description="With candidate_id the key of your copy. 岗位编号，与人员编号共同构成主键。")
    candidate_id: str = Field(description="Known to this enterprise only. 仅对本企业有效的人员编号。")
    members: list[str] = Field(
        description="Of `changed`: which members differ from the older edition; `status` also where it may differ from "
        "what you were told then. 变更的字段；status 亦包括可能与当时告知不同的情形。"
    )
    candidate: Candidate | None = Field(description="As it is now; null of `removed`. 当前内容，移除时为空。")


class ChangesPage(Page[Change]):
    """A page of changes; it may hold fewer than asked for, or none, and still have a next one."""

    since: str = Field(description="The older edition. 起始版本。", examples=["e000001"])
    rows: int = Field(description="How many candidates you hold after all changes. 全部变更后应有的候选人数。")
    set_hash: str = Field(description=f"Of what you hold after all changes. {SET_HASH_WORDS}")
