"""The same rules as a pandera schema, all failures named: `python -m benchmarks.ways.checks_pandera FILE`."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pandas as pd
import pandera.pandas as pa
import polars as pl

from benchmarks.twenty_five import contract
from benchmarks.ways.expectations_plain import typed
from data_contracts.checks import text_column
from data_contracts.checks.compiler import allowed_values
from data_contracts.model import Contract, Rule


def schema_of(rules: Contract) -> pa.DataFrameSchema:
    """Return a schema that says what the contract's rules say."""
    columns: dict[str, list[pa.Check]] = {}
    required = {text_column(rule.fields[0]) for rule in rules.rules if rule.kind == "required"}
    whole: list[pa.Check] = []
    for rule in rules.rules:
        if rule.kind == "compare":
            whole.append(_compared(rule))
        elif rule.kind not in ("required", "unique"):
            name = rule.fields[0] if rule.kind == "range" else text_column(rule.fields[0])
            columns.setdefault(name, []).append(_check(rule))
    unique = [text_column(name) for rule in rules.rules if rule.kind == "unique" for name in rule.fields]
    return pa.DataFrameSchema(
        {name: pa.Column(None, columns.get(name, []), nullable=name not in required) for name in {*columns, *required}},
        checks=whole,
        unique=unique,
        report_duplicates="all",
    )


def _check(rule: Rule) -> pa.Check:
    if rule.kind == "pattern":
        return pa.Check.str_matches(rule.arguments["regex"])
    if rule.kind == "length":
        return pa.Check.str_length(max_value=rule.arguments["max"])
    if rule.kind == "allowed":
        return pa.Check.isin(allowed_values(rule))
    low, high = (rule.arguments.get(side) for side in ("min", "max"))
    if low is None:
        return pa.Check.le(high)
    return pa.Check.ge(low) if high is None else pa.Check.in_range(low, high)


def _compared(rule: Rule) -> pa.Check:
    left, right = rule.arguments["left"], rule.arguments["right"]
    if rule.arguments["operator"] == "<":
        return pa.Check(lambda frame: ~(frame[left] >= frame[right]))
    return pa.Check(lambda frame: ~(frame[left] > frame[right]))


def main(path: Path) -> None:
    """Judge the rows and print what was counted."""
    rules = contract()
    cells = pl.read_parquet(path).rename({text_column(name): name for name in rules.fields}).to_pandas()
    started = time.perf_counter()
    frame = typed(cells, rules)
    typing = time.perf_counter() - started
    schema = schema_of(rules)
    named = _failures(schema, frame)
    seconds = time.perf_counter() - started
    print(json.dumps({"seconds": seconds, "of_it_typing": round(typing, 2), "rows": len(frame), "named": named}))


def _failures(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> int:
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as exc:
        # A check over several columns reports each column of a failing row.
        return len(exc.failure_cases.drop_duplicates(["check", "index"]))
    return 0


if __name__ == "__main__":
    main(Path(sys.argv[1]))
