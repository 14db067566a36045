"""The words of a contract as frozen types. Reading the YAML belongs in `loader`, judging rows in `checks`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from data_contracts.person import CERTIFICATE_KEY as CERTIFICATE_KEY
from data_contracts.person import CERTIFICATE_NUMBER as CERTIFICATE_NUMBER
from data_contracts.person import Person as Person
from data_contracts.text import Text as Text

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
class Validity:
    """The legal dates of a rule: it judges the rows whose day `on` lies between them, both included."""

    on: str
    first: dt.date
    last: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a contract.

    Attributes:
        fields: What a finding points at; the first is the finding's column.
        intent: Why the rule exists.
        good: Cells laid over the example row with which the rule does not fire.
        bad: Overlays of one or more rows with which exactly this rule fires.
        null_means: What an empty input means to the rule.
        validity: Between which days it holds; None for a rule that always does.
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
    intent: Text
    source: str = "project"
    verified_by: str = ""
    null_means: NullMeans = "passes"
    good: dict[str, str] = field(default_factory=dict)
    bad: tuple[dict[str, str], ...] = ()
    validity: Validity | None = None

    @property
    def built_in(self) -> bool:
        """Whether the referee evaluates the rule too: it knows no legal dates and leaves empty cells out."""
        judges_empty = self.null_means == "fails" and self.kind != "required"
        return self.kind in BUILT_IN_KINDS and self.validity is None and not judges_empty


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
        fillable: Whether a merged cell says the same for every row it spans.
        sheet_name: What a sheet's name looks like that stands in for the field's absent column.
        year_from: Fields that show the century of a two-digit year: their sum is the year, or `id_number` the day.
        code_from: The field whose name is looked up when the code's cell is empty.
        register_name: The field with an enterprise's name by which the register is searched when the code is empty.
        grade_map: Whether a grade such as 良好 stands for a mark (code table `score_grades`).
        money: Whether it is an amount, so that 万元 in a header or above it multiplies the cells.
        computed: Whether intake alone fills it: senders are never asked for it, and a column of its name is no field.
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
    fillable: bool = False
    sheet_name: str | None = None
    year_from: tuple[str, ...] = ()
    code_from: str | None = None
    register_name: str | None = None
    grade_map: bool = False
    money: bool = False
    computed: bool = False

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
    purpose: Text
    grain: Text
    delivery: Delivery
    senders: tuple[str, ...]
    sender_field: str | None
    primary_key: tuple[str, ...]
    fields: dict[str, Field]
    rules: tuple[Rule, ...]

    @property
    def persons(self) -> tuple[Person, ...]:
        """The persons whom a row names, in contract order; each leaves a pseudonym in raw."""
        numbers = [item.name for item in self.fields.values() if item.form == "id_number"]
        return tuple(Person(name.removesuffix("id_number").removesuffix("_")) for name in numbers)

    @property
    def raw_key(self) -> tuple[str, ...]:
        """The columns of raw that hold the primary key: of a person the pseudonym, of a certificate its hash."""
        stand_in = {CERTIFICATE_NUMBER: CERTIFICATE_KEY}
        for person in self.persons:
            stand_in |= {person.id_number: person.key, person.id_type: person.key}
        return tuple(dict.fromkeys(stand_in.get(name, name) for name in self.primary_key))

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
