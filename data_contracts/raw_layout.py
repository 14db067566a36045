"""The columns of raw: what of a feed's rows is kept, beside where each row came from."""

from __future__ import annotations

import polars as pl

from data_contracts.checks.forms import POLARS_TYPES
from data_contracts.model import CERTIFICATE_KEY, CERTIFICATE_NUMBER, Contract

PROVENANCE: dict[str, pl.DataType] = {
    "delivery_no": pl.Int64(),
    "sheet": pl.String(),
    "row_no": pl.Int64(),
    "sender": pl.String(),
    "period": pl.String(),
    "row_action": pl.String(),
}

FINDING: dict[str, pl.DataType] = {
    "delivery_no": pl.Int64(),
    "feed": pl.String(),
    "rule": pl.String(),
    "rule_name": pl.String(),
    "kind": pl.String(),
    "severity": pl.String(),
    "sheet": pl.String(),
    "row_no": pl.Int64(),
    "column_name": pl.String(),
    "message_en": pl.String(),
    "message_zh": pl.String(),
    "hint_en": pl.String(),
    "hint_zh": pl.String(),
    "excerpt": pl.String(),
}

DELIVERY: dict[str, pl.DataType] = {
    "delivery_no": pl.Int64(),
    "feed": pl.String(),
    "sender": pl.String(),
    "period": pl.String(),
    "mode": pl.String(),
    "received_at": pl.Datetime("us"),
    "file_sha256": pl.String(),
    "contract_version": pl.String(),
    "rows_read": pl.Int64(),
    "rows_accepted": pl.Int64(),
    "rows_rejected": pl.Int64(),
}

ERASURE: dict[str, pl.DataType] = {
    "event_no": pl.Int64(),
    "erasure_no": pl.Int64(),
    "event": pl.String(),
    "recorded_at": pl.Datetime("us"),
}


DECISION: dict[str, pl.DataType] = {
    "decision_no": pl.Int64(),
    "kind": pl.String(),
    "old_person_key": pl.String(),
    "new_person_key": pl.String(),
    "recorded_at": pl.Datetime("us"),
}
"""What a steward decided about people; why and by whom stays in the ledger."""

INTRODUCTION: dict[str, pl.DataType] = {
    "event_no": pl.Int64(),
    "introduction_no": pl.Int64(),
    "event": pl.String(),
    "reason": pl.String(),
    "uscc": pl.String(),
    "vacancy_id": pl.String(),
    "person_key": pl.String(),
    "institution_code": pl.String(),
    "recorded_at": pl.Datetime("us"),
}
"""One step of an introduction, the reason as its code; evidence and who said so stay in the ledger."""

POOL_WITHDRAWAL: dict[str, pl.DataType] = {
    "event_no": pl.Int64(),
    "person_key": pl.String(),
    "institution_code": pl.String(),
    "event": pl.String(),
    "recorded_at": pl.Datetime("us"),
}
"""Somebody leaving the pool or joining it again."""


def raw_schema(contract: Contract) -> dict[str, pl.DataType]:
    """Return the columns of a feed's raw files, in order: no vault field is among them."""
    schema = {item.name: POLARS_TYPES[item.form] for item in contract.raw_fields if item.name not in PROVENANCE}
    schema |= {person.key: pl.String() for person in contract.persons}
    if CERTIFICATE_NUMBER in contract.fields:
        schema[CERTIFICATE_KEY] = pl.String()
    return schema | PROVENANCE
