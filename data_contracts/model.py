"""The words of a contract as frozen types. Reading the YAML belongs in `loader`, judging rows in `checks`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

Form: TypeAlias = Literal[
    "text",
    "person_name",
    "code",
    "choice",
    "id_number",
    "phone",
    "email",
    "date",
    "year",
    "integer",
    "decimal",
    "boolean",
    "ladder_rank",
    "text_list",
    "code_list",
]
Classification: TypeAlias = Literal["public", "personal", "sensitive"]
Severity: TypeAlias = Literal["file", "error", "warning"]
FindingKind: TypeAlias = Literal["data", "compliance"]
NullMeans: TypeAlias = Literal["passes", "fails", "skipped"]
Delivery: TypeAlias = Literal["snapshot", "events"]

BUILT_IN_KINDS = frozenset(
    {"required", "form", "pattern", "allowed", "range", "length", "unique", "compare"},
)
"""Rule kinds that the door and the referee both evaluate."""

CODE_KINDS = frozenset({"items_allowed", "condition", "code"})
"""Rule kinds that only the door evaluates."""


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in the two languages of the platform."""

    en: str
    zh: str

    def as_dict(self) -> dict[str, str]:
        """Return `{"en": ..., "zh": ...}`."""
        return {"en": self.en, "zh": self.zh}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a contract.

    Attributes:
        fields: What a finding points at; the first is the finding's column.
        good: Cells laid over the example row with which the rule does not fire.
        bad: Overlays of one or more rows with which exactly this rule fires.
        null_means: What an empty input means to the rule.
    """

    code: str
    name: str
    kind: str
    arguments: dict[str, Any]
    fields: tuple[str, ...]
    finding_kind: FindingKind
    severity: Severity
    message: Text
    hint: Text
    source: str = "project"
    verified_by: str = ""
    null_means: NullMeans = "passes"
    good: dict[str, str] = field(default_factory=dict)
    bad: tuple[dict[str, str], ...] = ()

    @property
    def built_in(self) -> bool:
        """Whether the referee evaluates the rule too."""
        return self.kind in BUILT_IN_KINDS


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a feed.

    Attributes:
        help: How the sender fills it.
        synonyms: Headers that mean this field, beside its name and titles.
        in_vault: Whether the value goes to the vault at intake and never to raw.
        is_identifier: Whether the text is a number or code; all other text is scrubbed of personal patterns.
        default: What an absent column or an empty cell means; `sender` is the sender's code.
        derives: Fields read out of this one when they are empty.
    """

    name: str
    form: Form
    title: Text
    help: Text
    classification: Classification
    in_vault: bool
    is_identifier: bool
    required: bool
    synonyms: tuple[str, ...]
    examples: tuple[str, ...]
    code_list: str | None = None
    vocabulary: str | None = None
    default: str | None = None
    derives: tuple[str, ...] = ()
    references: str | None = None
    needed_by: tuple[str, ...] = ()

    @property
    def free_text(self) -> bool:
        """Whether people may write sentences here, from which patterns of personal data are taken out."""
        return self.form in ("text", "text_list") and not self.is_identifier and not self.in_vault

    @property
    def public(self) -> bool:
        """Whether a cell of the field may be quoted in a finding."""
        return self.classification == "public"


@dataclass(frozen=True, eq=False)
class Contract:
    """What one feed promises. Loaded once, so that identity is equality."""

    feed: str
    version: str
    title: Text
    purpose: str
    grain: str
    delivery: Delivery
    senders: tuple[str, ...]
    sender_field: str | None
    primary_key: tuple[str, ...]
    fields: dict[str, Field]
    rules: tuple[Rule, ...]

    @property
    def has_person(self) -> bool:
        """Whether the feed carries identity numbers, so that its rows get a `person_key`."""
        return "id_number" in self.fields

    @property
    def required_columns(self) -> tuple[str, ...]:
        """The fields whose column must be there: required, and nothing stands in for an absent one."""
        return tuple(f.name for f in self.fields.values() if f.required and f.default is None)

    @property
    def raw_fields(self) -> tuple[Field, ...]:
        """The fields that are kept in raw, in contract order."""
        return tuple(f for f in self.fields.values() if not f.in_vault)

    @property
    def vault_fields(self) -> tuple[Field, ...]:
        """The fields that go to the vault and nowhere else."""
        return tuple(f for f in self.fields.values() if f.in_vault)
