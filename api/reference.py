"""Words for the OpenAPI document that several resources share: texts, pages and problems.

Putting the document together belongs in `openapi`.
"""

from typing import Any, Generic, TypeVar

from pydantic import BaseModel, Field

from api.problems import Problem

Item = TypeVar("Item")


class TextModel(BaseModel):
    """One sentence in both languages."""

    en: str
    zh: str


class Page(BaseModel, Generic[Item]):
    """One page; follow `next` until it is null."""

    edition: str | None = Field(
        description="The edition this was read from; null where it depends on none. 数据版本。", examples=["e000001"]
    )
    items: list[Item]
    next: str | None = Field(description="Cursor of the next page, null on the last. 下一页游标，末页为空。")


class ProblemModel(BaseModel):
    """An error (RFC 9457)."""

    type: str = Field(examples=["/docs#not_found"])
    title: str
    status: int
    detail: str
    code: str = Field(description="Stable, for programs. 供程序使用的稳定代码。", examples=["not_found"])
    instance: str
    messages: TextModel
    edition: str | None = None
    errors: list[dict[str, Any]] | None = Field(default=None, description="With 422: each broken value.")


def problems_of(*kinds: type[Problem]) -> dict[int | str, dict[str, Any]]:
    """Return the `responses` that document these problems, several of one status together."""
    lines: dict[int | str, list[str]] = {}
    for kind in kinds:
        lines.setdefault(kind.status, []).append(f"`{kind.code}`: {kind.title.en} {kind.title.zh}")
    return {status: {"description": "\n\n".join(texts)} for status, texts in lines.items()}
