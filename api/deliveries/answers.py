"""The answers about what is in a delivery: the causes of its findings, and what it changes."""

from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from api.deliveries.schemas import Finding
from api.reference import Page, TextModel

_DIFFERENCE_EXAMPLE: Final[dict[str, Any]] = {
    "edition": None,
    "delivery_no": 17,
    "feed": "vacancy",
    "period": "2026-10",
    "against": {"delivery_nos": [9, 12]},
    "counts": {"added": 1, "changed": 1, "unchanged": 40, "withdrawn": 0},
    "added": [{"delivery_no": 17, "sheet": "Sheet1", "row": 4, "key": {"vacancy_no": "A-7"}}],
    "changed": [
        {
            "delivery_no": 17,
            "sheet": "Sheet1",
            "row": 2,
            "key": {"vacancy_no": "A-1"},
            "before": {"delivery_no": 9, "sheet": "Sheet1", "row": 2},
            "fields": [
                {
                    "field": "headcount",
                    "title": {"en": "Headcount", "zh": "招聘人数"},
                    "before": 2,
                    "after": 3,
                }
            ],
        }
    ],
    "withdrawn": [],
    "next": None,
}


class FindingPlace(BaseModel):
    """Where a finding is."""

    sheet: str = Field(description="Name of the sheet. 工作表。")
    row: int = Field(description="The sheet's own number from 1; 0 speaks of the file. 工作表行号，0 指整个文件。")


class Cause(BaseModel):
    """What many findings have in common: one rule in one column."""

    rule: str = Field(description="Code of the rule. 规则编号。")
    kind: str = Field(description="`data` or `compliance`. 数据问题或合规问题。")
    severity: str = Field(description="`file`, `error` or `warning`. 严重程度。")
    column: str = Field(description="Name of the field; empty where it speaks of the row. 字段名。")
    message: TextModel = Field(description="What is wrong. 问题说明。")
    hint: TextModel = Field(description="What to do. 修改建议。")
    link: str = Field(description="Where the rule is explained. 规则说明。")
    count: int = Field(description="How many findings it has. 问题数。")
    first: FindingPlace = Field(description="The first of them. 首处。")
    last: FindingPlace = Field(description="The last of them. 末处。")
    sheets: list[str] = Field(description="Sheets it is found in. 涉及的工作表。")
    examples: list[str] = Field(description="Up to three cells, of public columns only. 示例值，仅限公开字段。")


class SkippedRule(BaseModel):
    """A rule that could not run, wholly or on some rows."""

    rule: str = Field(description="Code of the rule. 规则编号。")
    reason: str = Field(description="Why, in both languages. 未检查的原因（中英文）。")


class FindingsPage(Page[Finding]):
    """One page of findings; the first carries their causes, whose counts add up to all findings."""

    causes: list[Cause] | None = Field(
        description="Worst first, then most frequent; null on later pages. 问题归类，仅首页返回。"
    )
    skipped_rules: list[SkippedRule] | None = Field(
        description="What was not checked, and why; null on later pages. 未检查的规则及原因，仅首页返回。"
    )


class RowPlace(BaseModel):
    """Where a row lies."""

    delivery_no: int = Field(description="The delivery it came with. 报送编号。")
    sheet: str = Field(description="Name of the sheet. 工作表。")
    row: int = Field(description="The sheet's own number. 工作表行号。")


class RowOfDifference(RowPlace):
    """A row added or withdrawn; of the latter, the place in the earlier delivery."""

    key: dict[str, Any] | None = Field(
        default=None, description="The fields of its key, where all of them are public. 主键，仅当全部公开时显示。"
    )


class ChangedField(BaseModel):
    """A field that changed; its cells only where the field is public."""

    field: str = Field(description="Name of the field. 字段名。")
    title: TextModel = Field(description="Display name. 显示名称。")
    before: Any = Field(default=None, description="The cell in force; public fields only. 原值，仅公开字段。")
    after: Any = Field(default=None, description="The new cell; public fields only. 新值，仅公开字段。")


class ChangedRow(RowOfDifference):
    """A row whose key stays and whose fields change."""

    before: RowPlace = Field(description="The row in force. 原行位置。")
    fields: list[ChangedField] = Field(description="What changes. 变更的字段。")


class Against(BaseModel):
    """What a delivery is compared with."""

    delivery_nos: list[int] = Field(description="Your deliveries that count beside it. 参与比较的报送编号。")


class DifferenceCounts(BaseModel):
    """Rows in all pages."""

    added: int = Field(description="In force only with this delivery. 新增。")
    changed: int = Field(description="In force before and after, with other cells. 变更。")
    unchanged: int = Field(description="In force before and after, the same. 不变。")
    withdrawn: int = Field(description="In force only without this delivery. 退出。")


class DifferenceAnswer(BaseModel):
    """What a delivery changes in what is in force of your organisation."""

    model_config = ConfigDict(json_schema_extra={"example": _DIFFERENCE_EXAMPLE})

    edition: None = Field(description="Always null: it depends on no edition. 恒为空。")
    delivery_no: int = Field(description="The delivery. 报送编号。")
    feed: str = Field(description="Which feed. 数据表。")
    period: str = Field(description="Month reported for. 报送月份。")
    against: Against = Field(description="What it is compared with; nothing: all is new. 比较对象。")
    counts: DifferenceCounts = Field(description="Over all pages. 各类行数（全部页）。")
    added: list[RowOfDifference] = Field(description="On this page. 本页新增的行。")
    changed: list[ChangedRow] = Field(description="On this page. 本页变更的行。")
    withdrawn: list[RowOfDifference] = Field(description="On this page. 本页退出的行。")
    next: str | None = Field(description="Cursor of the next page, null on the last. 下一页游标，末页为空。")
