"""The form that goes with a file, as it is read and as the OpenAPI document tells it."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from api.forms import FEED, MONTH, SHA256, broken_value
from api.problems import InvalidInput
from data_contracts.loader import feed_names
from pipelines.intake.read.limits import max_file_bytes


class DeliveryForm(BaseModel):
    """The text fields that go with a file."""

    model_config = ConfigDict(extra="forbid")

    feed: str = Field(pattern=FEED, description="Which feed. 数据表。", examples=["enrolment"])
    period: str = Field(pattern=MONTH, description="Month reported for. 报送月份。", examples=["2026-10"])
    mode: Literal["replace", "patch"] = Field(
        default="replace", description="Whole state of the period, or changes to it. 全量或增量。"
    )
    confirm: Literal["ask", "auto"] = Field(
        default="ask", description="Wait for your confirmation after the check, or not. 核验后是否等待确认。"
    )
    sha256: str | None = Field(
        default=None, pattern=SHA256, description="Of the file, if you want it compared. 文件摘要，可选。"
    )


def _form_fields() -> dict[str, Any]:
    """Return the fields as the document tells them: a form has no null, and the feeds are known."""
    fields: dict[str, Any] = DeliveryForm.model_json_schema()["properties"]
    fields["feed"]["enum"] = sorted(feed_names())
    digest = fields["sha256"]
    digest |= next(choice for choice in digest.pop("anyOf") if choice["type"] == "string")
    del digest["default"]
    return fields


_LARGEST = f"{max_file_bytes() >> 20} MiB"

UPLOAD_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file", "feed", "period"],
                    "additionalProperties": False,
                    "properties": {
                        "file": {
                            "type": "string",
                            "format": "binary",
                            "description": f"The file: xlsx, csv… up to {_LARGEST}. 文件，最大 {_LARGEST}。",
                        },
                        **_form_fields(),
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
        broken = exc.errors(include_input=False, include_url=False)
        raise InvalidInput(errors=[broken_value(error, within=("body",)) for error in broken]) from exc
