"""What the contract routes answer, and how a contract becomes that."""

from typing import Any

from pydantic import BaseModel, Field

from api.reference import TextModel
from data_contracts.model import Contract, Rule
from data_contracts.model import Field as ContractField


class ContractSummary(BaseModel):
    """A feed at a glance."""

    feed: str = Field(description="Its name for programs. 数据表代码。", examples=["enrolment"])
    version: str = Field(description="Version of the contract. 契约版本。")
    title: TextModel = Field(description="Its name for people. 数据表名称。")
    delivery: str = Field(description="`snapshot` or `events`. 全量快照或事件。")
    senders: list[str] = Field(description="Roles that send it. 报送角色。")
    may_send: bool = Field(description="Whether you may send it. 您是否可以报送。")


class FieldAnswer(BaseModel):
    """One column."""

    name: str = Field(description="Its name in the header. 字段名。")
    title: TextModel = Field(description="Its name for people. 字段名称。")
    help: TextModel = Field(description="How to fill it. 填写说明。")
    form: str = Field(description="Form of the value: `text`, `date`, `code`… 取值形式。", examples=["date"])
    required: bool = Field(description="Whether every row needs it. 是否必填。")
    classification: str = Field(description="`public`, `personal` or `sensitive`. 公开、个人、敏感。")
    in_vault: bool = Field(description="Kept encrypted in the vault only. 仅加密保存。")
    code_list: str | None = Field(description="Code table the value must be in, if any. 所用代码表。")
    vocabulary: str | None = Field(description="List of words the value must be in, if any. 所用词表。")
    default: str | None = Field(description="What an empty cell means, if anything. 空值时的默认值。")
    synonyms: list[str] = Field(description="Other headings that are understood. 可识别的其他表头。")
    examples: list[str] = Field(description="Good values. 示例。")


class RuleAnswer(BaseModel):
    """One rule that every delivery is checked by."""

    code: str = Field(description="Its code in findings. 规则编号。", examples=["ENR-014"])
    name: str = Field(description="Its name for programs. 规则名。")
    finding_kind: str = Field(description="`data` or `compliance`. 数据问题或合规问题。")
    severity: str = Field(
        description="`file`: the file cannot be used; `error`: the row does not count; `warning`: it counts. "
        "`file` 文件不可用，`error` 该行退回，`warning` 仅提示。"
    )
    fields: list[str] = Field(description="The fields it looks at. 涉及字段。")
    message: TextModel = Field(description="What it says when broken. 问题说明。")
    hint: TextModel = Field(description="What to do then. 修改建议。")


class ContractAnswer(ContractSummary):
    """A feed's whole contract."""

    purpose: TextModel = Field(description="What it is for. 用途。")
    grain: TextModel = Field(description="What one row is. 每行含义。")
    primary_key: list[str] = Field(description="Fields that name a row. 主键字段。")
    fields: list[FieldAnswer] = Field(description="Its columns. 字段。")
    rules: list[RuleAnswer] = Field(description="What it is checked by. 核验规则。")


def summary_of(contract: Contract, role: str) -> dict[str, Any]:
    """Return a contract at a glance, as seen by one role."""
    return {
        "feed": contract.feed,
        "version": contract.version,
        "title": contract.title.as_dict(),
        "delivery": contract.delivery,
        "senders": list(contract.senders),
        "may_send": role in contract.senders or role == "steward",
    }


def answer_of(contract: Contract, role: str) -> dict[str, Any]:
    """Return a whole contract, as seen by one role."""
    return summary_of(contract, role) | {
        "purpose": contract.purpose.as_dict(),
        "grain": contract.grain.as_dict(),
        "primary_key": list(contract.primary_key),
        "fields": [_field(f) for f in contract.fields.values()],
        "rules": [_rule(r) for r in contract.rules],
    }


def _field(field: ContractField) -> dict[str, Any]:
    return {
        "name": field.name,
        "title": field.title.as_dict(),
        "help": field.help.as_dict(),
        "form": field.form,
        "required": field.required,
        "classification": field.classification,
        "in_vault": field.in_vault,
        "code_list": field.code_list,
        "vocabulary": field.vocabulary,
        "default": field.default,
        "synonyms": list(field.synonyms),
        "examples": list(field.examples),
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "code": rule.code,
        "name": rule.name,
        "finding_kind": rule.finding_kind,
        "severity": rule.severity,
        "fields": list(rule.fields),
        "message": rule.message.as_dict(),
        "hint": rule.hint.as_dict(),
    }
