"""What the students route answers."""

from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

_EXAMPLE: Final[dict[str, Any]] = {"edition": "e000001", "student_no": "20240103", "status": "withdrawn"}


class StudentWithdrawal(BaseModel):
    """A student who left the pool."""

    model_config = ConfigDict(json_schema_extra={"example": _EXAMPLE})

    edition: str = Field(description="The edition in service. 当前数据版本。", examples=["e000001"])
    student_no: str = Field(description="The student. 学号。")
    status: Literal["withdrawn"] = Field(description="Out of the pool. 已撤出。")
