"""What the delivery routes answer. What they take is in `form`."""

from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from api.deliveries.states import NEXT_STEPS, STATE_TEXTS
from api.moments import shown
from api.reference import TextModel
from pipelines.store.ledger import Delivery, State

_STATES: Final = ", ".join(f"`{state}` {text.zh}" for state, text in STATE_TEXTS.items())
_CHANGING_NOTHING: Final[frozenset[State]] = frozenset({"received", "rejected", "erased"})
_DELIVERY_EXAMPLE: Final[dict[str, Any]] = {
    "delivery_no": 17,
    "feed": "enrolment",
    "sender": "4199010001",
    "period": "2026-10",
    "mode": "replace",
    "file_name": "enrolment.xlsx",
    "file_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "received_at": "2026-10-05T08:00:00Z",
    "contract_version": "1.0.0",
    "state": "checked",
    "reason": "",
    "rows": {"read": 1502, "accepted": 1498, "rejected": 4},
    "next_step": NEXT_STEPS["checked"].as_dict(),
    "links": {
        "findings": "/v1/deliveries/17/findings",
        "workbook": "/v1/deliveries/17/findings/workbook",
        "difference": "/v1/deliveries/17/difference",
        "confirm": "/v1/deliveries/17/confirm",
    },
}
_FINDING_EXAMPLE: Final[dict[str, Any]] = {
    "rule": "ENR-014",
    "kind": "data",
    "severity": "error",
    "sheet": "Sheet1",
    "row": 22,
    "column": "major_code",
    "message": {"en": "The major code is not in the catalogue.", "zh": "专业代码不在专业目录中。"},
    "hint": {"en": "Use the six-digit code of the catalogue.", "zh": "请填写目录中的六位代码。"},
    "link": "docs/rules/enrolment.md#enr-014",
    "excerpt": "999999",
}


class RowCounts(BaseModel):
    """Rows of a delivery."""

    read: int = Field(description="In the file. 文件行数。")
    accepted: int = Field(description="Without an error. 通过行数。")
    rejected: int = Field(description="With an error; they do not count. 退回行数。")


class DeliveryLinks(BaseModel):
    """Where to go from a delivery."""

    findings: str = Field(description="GET: what was found in it. 核验问题。")
    workbook: str = Field(description="GET: the file back with its faults marked. 标注问题的工作簿。")
    difference: str | None = Field(
        description="GET: what it changes; null when it was refused. 与生效数据的差异，已退回时为空。"
    )
    confirm: str | None = Field(
        description="POST: confirm it; null when it does not wait for you. 确认报送，无需确认时为空。"
    )


class DeliveryAnswer(BaseModel):
    """One delivery with the newest of its states."""

    model_config = ConfigDict(json_schema_extra={"example": _DELIVERY_EXAMPLE})

    delivery_no: int = Field(description="Its number. 报送编号。")
    feed: str = Field(description="Which feed. 数据表。")
    sender: str = Field(description="Your organisation's code. 报送单位代码。")
    period: str = Field(description="Month reported for. 报送月份。")
    mode: str = Field(description="`replace` or `patch`. 全量或增量。")
    file_name: str = Field(description="As sent. 文件名。")
    file_sha256: str = Field(description="Digest of the file. 文件摘要。")
    received_at: str = Field(description="When it arrived, UTC. 接收时间（UTC）。")
    contract_version: str = Field(description="Version of the contract it was checked by. 核验所依据的契约版本。")
    state: State = Field(description=f"Newest state. 当前状态：{_STATES}。", examples=["checked"])
    reason: str = Field(description="Why it was rejected or held; else empty. 退回或暂缓的原因，否则为空。")
    rows: RowCounts = Field(description="Rows counted. 行数。")
    next_step: TextModel = Field(description="What you do next. 下一步操作。")
    links: DeliveryLinks = Field(description="Where you do it. 相关接口。")
    repeated: bool | None = Field(
        default=None,
        description="Only after sending: true if this very file had been sent before. 仅报送时返回，是否为重复报送。",
    )


class Finding(BaseModel):
    """One fault in a file: where, which rule, what to do."""

    model_config = ConfigDict(json_schema_extra={"example": _FINDING_EXAMPLE})

    rule: str = Field(
        description="Code of the rule, explained in the contract. 规则编号，见数据契约。", examples=["ENR-014"]
    )
    kind: str = Field(description="`data` or `compliance`. 数据问题或合规问题。")
    severity: str = Field(
        description="`file`: the file cannot be used; `error`: the row does not count; `warning`: it counts. "
        "`file` 文件不可用，`error` 该行退回，`warning` 仅提示。"
    )
    sheet: str = Field(description="Name of the sheet. 工作表。")
    row: int = Field(description="The sheet's own number from 1; 0 speaks of the file. 工作表行号，0 指整个文件。")
    column: str = Field(description="Name of the field; empty where it speaks of the row. 字段名，针对整行时为空。")
    message: TextModel = Field(description="What is wrong. 问题说明。")
    hint: TextModel = Field(description="What to do. 修改建议。")
    link: str = Field(description="Where the rule is explained. 规则说明。")
    excerpt: str | None = Field(default=None, description="Only where the column is public. 仅公开字段显示原值。")


def answer_of(delivery: Delivery) -> dict[str, Any]:
    """Return a delivery as its sender sees it."""
    place = f"/v1/deliveries/{delivery.delivery_no}"
    return {
        "delivery_no": delivery.delivery_no,
        "feed": delivery.feed,
        "sender": delivery.sender,
        "period": delivery.period,
        "mode": delivery.mode,
        "file_name": delivery.file_name,
        "file_sha256": delivery.file_sha256,
        "received_at": shown(delivery.received_at),
        "contract_version": delivery.contract_version,
        "state": delivery.state,
        "reason": delivery.reason,
        "rows": {"read": delivery.rows_read, "accepted": delivery.rows_accepted, "rejected": delivery.rows_rejected},
        "next_step": NEXT_STEPS[delivery.state].as_dict(),
        "links": {
            "findings": f"{place}/findings",
            "workbook": f"{place}/findings/workbook",
            "difference": None if delivery.state in _CHANGING_NOTHING else f"{place}/difference",
            "confirm": f"{place}/confirm" if delivery.state == "checked" else None,
        },
    }
