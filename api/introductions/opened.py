"""The contact as the OpenAPI document shows it: made from the table of what consent opens, field by field.

Which fields these are is said by `data_contracts.disclosure`; filling them belongs in `contact`.
"""

from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, create_model

from data_contracts.disclosure import Disclosed, Shape, disclosed, opened
from data_contracts.loader import load_contracts

ALONE: Final = frozenset({"enrolment", "job_intention"})
"""The feeds with one row of a person; of the others there are lists."""

CONTACT_EXAMPLE: Final[dict[str, Any]] = {
    "edition": "e000001",
    "introduction_id": "i_k4m2x7qz5tn3c6d7",
    "candidate_id": "c_4fjx2qv7m3kd5t6z4a2b7c5e3f",
    "vacancy_id": "v_k4m2x7qz5tn3c6d7f2ga",
    "state": "consented",
    "enrolment": {
        "name": "示例甲",
        "phone": "10000000000",
        "email": "someone@example.org",
        "tier": "higher",
        "major_code": "460103",
        "major_name": "数控技术",
        "expected_end": "2027",
    },
    "job_intention": {"wish_regions": ["990105"]},
    "certificate": [
        {
            "certificate_no": "************2345",
            "cert_type": "vocational_skill",
            "occupation_code": "6-18-01-01",
            "occupation_name": "车工",
            "level": 3,
            "issue_date": "2026-05-20",
        }
    ],
    "internship": [{"host_name": "云州机床厂", "post_name": "车工", "start_date": "2026-01", "end_date": "2026-06"}],
    "award": [{"competition_name": "云州技能大赛", "item": "数控车", "award_tier": "provincial", "event_date": "2025"}],
}

_SHAPES: Final[dict[Shape, str]] = {
    "full": "",
    "masked": " Masked but for the last four signs. 仅显示末四位。",
    "year": " The year. 年份。",
    "month": " The month as YYYY-MM. 年月。",
}
_LISTS: Final = frozenset({"text_list", "code_list"})


def _field(one: Disclosed) -> tuple[Any, Any]:
    shape: Shape = one.after or "full"
    words = f"{one.field.title.en}. {one.field.title.zh}。{_SHAPES[shape]}"
    if one.field.form in _LISTS:
        return list[str] | None, Field(description=words)
    return (int if one.field.form == "ladder_rank" else str) | None, Field(description=words)


def _model(feed: str) -> type[BaseModel]:
    title = load_contracts()[feed].title
    fields: dict[str, Any] = {name: _field(one) for name, one in opened(feed).items()}
    name = "Opened" + "".join(part.title() for part in feed.split("_"))
    return create_model(name, __doc__=f"{title.en}, as consent opens it. 同意后可见的{title.zh}。", **fields)


def _member(feed: str) -> tuple[Any, Any]:
    title = load_contracts()[feed].title
    model = _model(feed)
    return (model | None if feed in ALONE else list[model]), Field(description=f"{title.en}. {title.zh}。")  # type: ignore[valid-type]  # made above


class ContactHead(BaseModel):
    """Whose contact it is."""

    edition: str = Field(description="The edition this was read from. 数据版本。", examples=["e000001"])
    introduction_id: str = Field(description="Of which introduction. 推介编号。")
    candidate_id: str = Field(description="The person as this enterprise knows it. 人员编号。")
    vacancy_id: str = Field(description="For which vacancy. 岗位编号。")
    state: str = Field(description="How far the introduction has come. 推介状态。", examples=["consented"])


_OPENED: Final[dict[str, Any]] = {feed: _member(feed) for feed in disclosed() if opened(feed)}

Contact: Final[type[BaseModel]] = create_model(
    "Contact",
    __base__=ContactHead,
    __doc__="What one person's consent to one enterprise opens. 本人同意后该企业可见的内容。",
    **_OPENED,
)
Contact.model_config = ConfigDict(json_schema_extra={"example": CONTACT_EXAMPLE})
Contact.model_rebuild(force=True)
