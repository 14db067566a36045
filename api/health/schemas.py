"""What health and readiness answer."""

from typing import Literal

from pydantic import BaseModel, Field

from api.reference import TextModel


class Health(BaseModel):
    """The process lives."""

    status: Literal["ok"] = "ok"


class Readiness(BaseModel):
    """An edition is in service."""

    status: Literal["ready", "behind"] = Field(
        description="`behind`: a newer edition exists and cannot be served. 有更新版本但无法提供服务时为 behind。"
    )
    edition: str = Field(examples=["e000001"])
    as_of: str
    reason: TextModel | None = None
