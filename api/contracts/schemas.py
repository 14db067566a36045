"""What the contract routes answer, and how a contract becomes that."""

from typing import Any

from pydantic import BaseModel, Field

from api.reference import TextModel
from data_contracts.model import Contract, Rule
from data_contracts.model import Field as ContractField


class ContractSummary(BaseModel):
    """A feed at a glance."""

    feed: str = Field(examples=["enrolment"])
    version: str
    title: TextModel
    delivery: str = Field(description="`snapshot` or `events`. 全量快照或事件。")
    senders: list[str] = Field(description="Roles that send it. 报送角色。")
    may_send: bool = Field(description="Whether you may send it. 您是否可以报送。")


class FieldAnswer(BaseModel):
    """One column."""

    name: str
    title: TextModel
    help: TextModel
    form: str
    required: bool
    classification: str
    in_vault: bool = Field(description="Kept encrypted in the vault only. 仅加密保存。")
    code_list: str | None
    vocabulary: str | None
    default: str | None
    synonyms: list[str]
    examples: list[str]


class RuleAnswer(BaseModel):
    """One rule that every delivery is checked by."""

    code: str = Field(examples=["ENR-014"])
    name: str
    finding_kind: str
    severity: str
    fields: list[str]
    message: TextModel
    hint: TextModel


class ContractAnswer(ContractSummary):
    """A feed's whole contract."""

    purpose: str
    grain: str
    primary_key: list[str]
    fields: list[FieldAnswer]
    rules: list[RuleAnswer]


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
        "purpose": contract.purpose,
        "grain": contract.grain,
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
