"""What health and readiness answer."""

from typing import Literal

from pydantic import BaseModel, Field

from api.reference import TextModel


class Health(BaseModel):
    """The process lives."""

    status: Literal["ok"] = Field(default="ok", description="The process lives. 进程存活。")


class Readiness(BaseModel):
    """An edition is in service."""

    status: Literal["ready", "behind"] = Field(
        description="`behind`: a newer edition exists and cannot be served. 有更新版本但无法提供服务时为 behind。"
    )
    edition: str = Field(description="The edition in service. 当前数据版本。", examples=["e000001"])
    as_of: str = Field(description="Knowledge time, UTC: what came later is not in it. 数据截至时间（UTC）。")
    reason: TextModel | None = Field(
        default=None, description="Why the newer one cannot be served. 更新版本无法提供服务的原因。"
    )
