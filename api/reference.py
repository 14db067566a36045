"""Words for the OpenAPI document that several resources share: texts, pages and problems.

Putting the document together belongs in `openapi`.
"""

from typing import Any, Generic, TypeVar

from pydantic import BaseModel, Field

from api.problems import Problem

Item = TypeVar("Item")


class TextModel(BaseModel):
    """One sentence in both languages."""

    en: str = Field(description="In English. 英文。")
    zh: str = Field(description="In Chinese. 中文。")


class Page(BaseModel, Generic[Item]):
    """One page; follow `next` until it is null."""

    edition: str | None = Field(
        description="The edition this was read from; null where it depends on none. 数据版本。", examples=["e000001"]
    )
    items: list[Item] = Field(description="What is on this page. 本页内容。")
    next: str | None = Field(description="Cursor of the next page, null on the last. 下一页游标，末页为空。")


class ProblemModel(BaseModel):
    """An error (RFC 9457)."""

    type: str = Field(description="Where it is explained. 说明地址。", examples=["/docs#not_found"])
    title: str = Field(description="What went wrong, the same every time. 错误类型。")
    status: int = Field(description="The HTTP status. 状态码。")
    detail: str = Field(description="What went wrong this time, in English. 具体说明（英文）。")
    code: str = Field(description="Stable, for programs. 供程序使用的稳定代码。", examples=["not_found"])
    instance: str = Field(description="The path that was asked. 请求路径。")
    messages: TextModel = Field(description="The detail in both languages. 中英文说明。")
    edition: str | None = Field(default=None, description="The edition in service, if any. 当前数据版本。")
    errors: list[dict[str, Any]] | None = Field(
        default=None,
        description="With 422: each broken value, with `where`, `reason` and `message`. 422 时逐项列出无效取值。",
    )


def problems_of(*kinds: type[Problem]) -> dict[int | str, dict[str, Any]]:
    """Return the `responses` that document these problems, several of one status together."""
    lines: dict[int | str, list[str]] = {}
    for kind in kinds:
        lines.setdefault(kind.status, []).append(f"`{kind.code}`: {kind.title.en} {kind.title.zh}")
    return {status: {"description": "\n\n".join(texts)} for status, texts in lines.items()}
