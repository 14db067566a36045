"""What a mapping file may say: the models its YAML is read into. Whether it fits a contract belongs in `problems`."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, model_validator

from data_contracts.code_tables import normalise_word


def _compiled(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as exc:
        raise ValueError(f"'{pattern}' is no pattern ({exc}) / 不是有效的正则表达式") from exc
    return pattern


def _with_one_group(pattern: str) -> str:
    if re.compile(_compiled(pattern)).groups != 1:
        raise ValueError(
            f"'{pattern}' needs one pair of round brackets around the part that is meant / 须用一对圆括号标出所取部分"
        )
    return pattern


Pattern = Annotated[str, AfterValidator(_compiled)]
PartPattern = Annotated[str, AfterValidator(_with_one_group)]


class Strict(BaseModel):
    """Refuses keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Strict):
    """Where one field comes from."""

    column: str | None = None
    constant: str | None = None
    key_of: list[str] | None = None
    joined: list[str] | None = None
    sheet_name: PartPattern | None = None
    melted: Literal["header", "cell"] | None = None
    by: str | None = None
    part: PartPattern | None = None
    lookup: str | None = None
    words: dict[str, str] | None = None
    code_map: str | None = None
    otherwise: str | None = None
    assumed: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the foreign file that it reads."""
        return (self.column,) if self.column is not None else tuple(self.key_of or self.joined or ())

    @model_validator(mode="after")
    def _fits_together(self) -> Source:
        for is_wrong, problem in (
            (
                sum(getattr(self, kind) is not None for kind in KINDS) != 1,
                f"give exactly one of {', '.join(KINDS)} / 须且只能给出其中一项",
            ),
            (
                self._is_translated and self._says_one_thing,
                "lookup, words and code_map need a column to read / 须先指定 column",
            ),
            (sum((bool(self.lookup), self.words is not None, bool(self.code_map))) > 1, _ONE_TRANSLATION),
            (self.part is not None and self._says_one_thing, "part needs a column to read / 须先指定 column"),
            (
                self.by is not None and self.joined is None,
                "by stands between the columns of joined; take it out / by 只用于 joined，请删去",
            ),
            (
                self.otherwise is not None and not (self.words or self.code_map),
                "otherwise needs words or a code_map / 须同时给出 words 或 code_map",
            ),
            (self.assumed and self.constant is None, "only a constant can be assumed / 只有 constant 可标 assumed"),
            (
                _are_alike(self.words or {}),
                "two words differ only in width, case or blanks; keep one / 两个词仅宽度、大小写或空格不同",
            ),
        ):
            if is_wrong:
                raise ValueError(problem)
        return self

    @property
    def _is_translated(self) -> bool:
        return self.lookup is not None or self.words is not None or self.code_map is not None

    @property
    def _says_one_thing(self) -> bool:
        return self.constant is not None or self.key_of is not None


KINDS = ("column", "constant", "key_of", "joined", "sheet_name", "melted")
"""The kinds of source; a field has exactly one."""

_ONE_TRANSLATION = "give one of lookup, words, code_map, not two / 三者只能给出一项"


class SheetRule(Strict):
    """Which sheets are meant, and what differs in them.

    `name` is a pattern of the whole sheet's name; `columns` says how a column of the mapping is called there.
    """

    name: Pattern
    columns: dict[str, str] = {}
    header_row: int | None = None


class Melt(Strict):
    """Columns of which every cell becomes a row of its own; `columns` is a pattern of their whole header."""

    columns: Pattern


class Example(Strict):
    """A made-up file in the foreign layout, from a made-up sender: one table, or sheets by name with their header."""

    sender: str
    header: list[str] | None = None
    rows: list[list[str]] | None = None
    sheets: dict[str, list[list[str]]] | None = None

    @model_validator(mode="after")
    def _one_layout(self) -> Example:
        if (self.header is None or self.rows is None) == (self.sheets is None):
            raise ValueError("give header and rows, or sheets / 须给出 header 和 rows，或 sheets")
        return self

    @property
    def tables(self) -> dict[str, list[list[str]]]:
        """Every sheet's rows, header included, by the sheet's name; a table alone has none."""
        return self.sheets if self.sheets is not None else {"": [self.header or [], *(self.rows or [])]}


class MappingFile(Strict):
    """A whole mapping file."""

    name: str
    version: str
    feed: str
    description: dict[Literal["en", "zh"], str]
    fields: dict[str, Source]
    sheets: list[SheetRule] = []
    header_row: int | None = None
    melt: Melt | None = None
    leave_out: dict[str, list[str]] = {}
    repeat_merged: bool = False
    ignored: list[str] = []
    example: Example | None = None
    expect: list[dict[str, Any]] = []


def _are_alike(words: dict[str, str]) -> bool:
    return len({normalise_word(word) for word in words}) != len(words)
