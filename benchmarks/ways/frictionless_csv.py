"""frictionless on the same rows as CSV, its cap on errors lifted: `python -m benchmarks.ways.frictionless_csv FILE`."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from frictionless import Resource, Schema, system

from data_contracts.checks.compiler import allowed_values
from data_contracts.code_tables import vocabulary
from data_contracts.loader import load_contract
from data_contracts.model import Contract, Rule

_NO_CAP = 10**9
_TYPES = {"date": "date", "year": "integer", "integer": "integer", "decimal": "number"}


def schema_of(contract: Contract) -> Schema:
    """Return a table schema that says what the contract's built-in rules over one field say."""
    fields = []
    for item in contract.fields.values():
        constraints: dict[str, Any] = {}
        for rule in contract.rules:
            if rule.fields[0] == item.name:
                constraints |= _constraints(rule)
        kind = _TYPES.get(item.form, "string")
        if kind != "string":
            constraints = {name: value for name, value in constraints.items() if name not in ("pattern", "maxLength")}
        fields.append({"name": item.title.zh, "type": kind, "constraints": constraints})
    keys = [contract.fields[name].title.zh for name in contract.primary_key]
    return Schema.from_descriptor({"fields": fields, "primaryKey": keys})


def _constraints(rule: Rule) -> dict[str, Any]:
    if rule.kind == "required":
        return {"required": True}
    if rule.kind == "pattern":
        return {"pattern": rule.arguments["regex"]}
    if rule.kind == "length":
        return {"maxLength": rule.arguments["max"]}
    if rule.kind == "allowed":
        words = vocabulary(rule.arguments["vocabulary"]) if "vocabulary" in rule.arguments else allowed_values(rule)
        return {"enum": sorted(words)}
    if rule.kind == "range":
        bounds = {"minimum": rule.arguments.get("min"), "maximum": rule.arguments.get("max")}
        return {name: str(value) for name, value in bounds.items() if value is not None}
    return {}


def main(path: Path) -> None:
    """Validate the file and print what was counted."""
    started = time.perf_counter()
    with system.use_context(trusted=True):
        resource = Resource(path=str(path), schema=schema_of(load_contract("enrolment")))
        report = resource.validate(limit_errors=_NO_CAP)
    errors = sum(len(task.errors) for task in report.tasks)
    seconds = time.perf_counter() - started
    rows = sum(task.stats.get("rows", 0) for task in report.tasks)
    print(json.dumps({"seconds": seconds, "rows": rows, "errors_listed": errors}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
