"""What the editions route answers."""

from pydantic import BaseModel, Field


class Edition(BaseModel):
    """One published edition."""

    edition: str = Field(description="Its name. 数据版本。", examples=["e000001"])
    as_of: str = Field(description="Knowledge time: what came later is not in it. 数据截至时间。")
    published_at: str = Field(description="When it was published, UTC. 发布时间（UTC）。")
    current: bool = Field(description="Whether it is in service. 是否为当前版本。")
