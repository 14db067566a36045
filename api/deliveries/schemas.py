"""What the delivery routes take and answer."""

from typing import Any, Literal

from pydantic import BaseModel, Field, ValidationError

from api.problems import InvalidInput
from api.reference import TextModel
from data_contracts.model import Text
from pipelines.store.ledger import Delivery


class DeliveryForm(BaseModel):
    """The text fields that go with a file."""

    feed: str = Field(pattern=r"^[a-z][a-z_]{0,40}$", description="Which feed. 数据表。", examples=["enrolment"])
    period: str = Field(
        pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$", description="Month reported for. 报送月份。", examples=["2026-10"]
    )
    mode: Literal["replace", "patch"] = Field(
        default="replace", description="Whole state of the period, or changes to it. 全量或增量。"
    )
    confirm: Literal["ask", "auto"] = Field(
        default="ask", description="Wait for your confirmation after the check, or not. 核验后是否等待确认。"
    )
    sha256: str | None = Field(
        default=None, pattern=r"^[0-9a-f]{64}$", description="Of the file, if you want it compared. 文件摘要，可选。"
    )


class RowCounts(BaseModel):
    """Rows of a delivery."""

    read: int
    accepted: int
    rejected: int


class DeliveryAnswer(BaseModel):
    """One delivery with the newest of its states."""

    delivery_no: int
    feed: str
    sender: str
    period: str
    mode: str
    file_name: str
    file_sha256: str
    received_at: str
    contract_version: str
    state: str = Field(examples=["checked"])
    reason: str
    rows: RowCounts
    repeated: bool | None = Field(
        default=None, description="True if this very file had been sent before. 是否为重复报送。"
    )


class Finding(BaseModel):
    """One fault in a file: where, which rule, what to do."""

    rule: str = Field(examples=["ENR-014"])
    kind: str = Field(description="`data` or `compliance`.")
    severity: str
    sheet: str
    row: int = Field(description="The sheet's own number from 1; 0 speaks of the file. 工作表行号，0 指整个文件。")
    column: str
    message: TextModel
    hint: TextModel
    excerpt: str | None = Field(default=None, description="Only where the column is public. 仅公开字段显示原值。")


UPLOAD_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file", "feed", "period"],
                    "properties": {
                        "file": {"type": "string", "format": "binary", "description": "xlsx, csv… up to 256 MiB."},
                        **DeliveryForm.model_json_schema()["properties"],
                    },
                }
            }
        },
    }
}


def read_form(fields: dict[str, str]) -> DeliveryForm:
    """Return the fields of a form.

    Raises:
        InvalidInput: naming each field that is missing or wrong, never its value.
    """
    try:
        return DeliveryForm.model_validate(fields)
    except ValidationError as exc:
        raise InvalidInput(
            errors=[
                {
                    "where": ".".join(["body", *(str(p) for p in e["loc"])]),
                    "reason": e["type"],
                    "message": Text(e["msg"], "取值无效或缺失").as_dict(),
                }
                for e in exc.errors(include_input=False, include_url=False, include_context=False)
            ]
        ) from exc


def answer_of(delivery: Delivery) -> dict[str, Any]:
    """Return a delivery as its sender sees it."""
    return {
        "delivery_no": delivery.delivery_no,
        "feed": delivery.feed,
        "sender": delivery.sender,
        "period": delivery.period,
        "mode": delivery.mode,
        "file_name": delivery.file_name,
        "file_sha256": delivery.file_sha256,
        "received_at": delivery.received_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "contract_version": delivery.contract_version,
        "state": delivery.state,
        "reason": delivery.reason,
        "rows": {
            "read": delivery.rows_read,
            "accepted": delivery.rows_accepted,
            "rejected": delivery.rows_rejected,
        },
    }
