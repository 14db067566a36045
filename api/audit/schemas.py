"""What an official asks and reads of the audit."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api.audit.trail import Action
from api.forms import CLIENT_ID, ORGANISATION, Moment
from api.moments import shown
from pipelines.store.ledger import AuditEntry


class AuditFilter(BaseModel):
    """What to list; without any filter, everything that you may read."""

    model_config = ConfigDict(extra="ignore")

    since: Moment | None = Field(default=None, description="From this moment on (UTC). 起始时间。")
    until: Moment | None = Field(default=None, description="Before this moment (UTC). 截止时间（不含）。")
    client_id: str | None = Field(default=None, pattern=CLIENT_ID, description="By this client. 客户端编号。")
    organisation: str | None = Field(default=None, pattern=ORGANISATION, description="By this organisation. 机构代码。")
    action: Action | None = Field(default=None, description="Of this kind. 操作类型。")


class AuditRecord(BaseModel):
    """One thing that one client did."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "entry_no": 1042,
                "recorded_at": "2026-10-05T08:00:00Z",
                "client_id": "tr-0123456789ab",
                "role": "enterprise",
                "organisation": "91990000MA9T10005A",
                "action": "candidates_listed",
                "subject": "v_k4m2x7qz5tn3c6d7f2ga",
                "person": None,
                "rows": 50,
                "request_id": "9f86d081884c7d659a2feaa0c55ad015",
            }
        }
    )

    entry_no: int = Field(description="Rising. 记录编号。")
    recorded_at: str = Field(description="When, UTC. 记录时间（UTC）。")
    client_id: str = Field(description="The program that asked. 客户端编号。")
    role: str = Field(description="Its role. 角色。")
    organisation: str = Field(description="For whom it asked. 机构代码。")
    action: str = Field(description="What it did. 操作类型。")
    subject: str = Field(description="Of what: an id of ours, such as a vacancy's. 操作对象编号。")
    person: str | None = Field(
        description="About whom, where it was one person: opaque, known to your office alone. 涉及的个人（匿名编号）。"
    )
    rows: int = Field(description="How many people or entries were shown. 展示的行数。")
    request_id: str = Field(description="X-Request-ID of the answer. 请求编号。")


def record_of(entry: AuditEntry, person: str | None) -> dict[str, Any]:
    """Return an entry as an official sees it."""
    return {
        "entry_no": entry.event_no,
        "recorded_at": shown(entry.recorded_at),
        "client_id": entry.client_id,
        "role": entry.role,
        "organisation": entry.org,
        "action": entry.action,
        "subject": entry.subject,
        "person": person,
        "rows": entry.row_count,
        "request_id": entry.request_id,
    }
