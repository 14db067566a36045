"""What the token route answers."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class TokenAnswer(BaseModel):
    """An access token (RFC 6749 section 5.1)."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "access_token": "eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCJ9…",
                "token_type": "Bearer",
                "expires_in": 900,
                "scope": "candidates:read pool:read vacancies:read",
            }
        }
    )

    access_token: str = Field(description="Send it as `Authorization: Bearer …`. 放入 Authorization 请求头。")
    token_type: Literal["Bearer"] = Field(default="Bearer", description="The scheme of the header. 令牌类型。")
    expires_in: int = Field(description="Seconds. 有效秒数。")
    scope: str = Field(description="What it allows, separated by spaces. 权限，以空格分隔。")
