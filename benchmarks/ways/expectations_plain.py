"""The plain way: pandas reads the sheet with openpyxl, Great Expectations judges it, COMPLETE, all built-in rules.

`python -m benchmarks.ways.expectations_plain FILE`
"""

from __future__ import annotations

import json
import logging
import sys
import time
from pathlib import Path

import great_expectations as gx
import pandas as pd
from great_expectations.data_context.types.base import ProgressBarsConfig

from data_contracts.checks.forms import text_column
from data_contracts.code_tables import vocabulary
from data_contracts.loader import load_contract
from data_contracts.model import Contract, Field
from pipelines.orchestration.referee.suite import expectations

_ROW = "row_position"


def frame_of(path: Path, contract: Contract) -> pd.DataFrame:
    """Read a sheet as text, name its columns by field and type what rules compare."""
    frame = pd.read_excel(path, engine="openpyxl", dtype=str)
    return typed(frame.rename(columns={item.title.zh: item.name for item in contract.fields.values()}), contract)


def typed(frame: pd.DataFrame, contract: Contract) -> pd.DataFrame:
    """Return a frame with a text column for each field, numbers and day numbers beside them."""
    columns: dict[str, object] = {_ROW: range(len(frame)), "delivery_no": 0.0}
    for item in contract.fields.values():
        if item.name not in frame:
            continue
        text = _coded(frame[item.name].where(frame[item.name] != ""), item)
        columns[text_column(item.name)] = text
        if item.form in ("integer", "decimal", "year", "ladder_rank"):
            columns[item.name] = pd.to_numeric(text, errors="coerce")
        elif item.form == "date":
            days = pd.to_datetime(text, errors="coerce", format="%Y-%m-%d")
            columns[item.name] = (days - pd.Timestamp(0)) / pd.Timedelta(days=1)
    return pd.DataFrame(columns)


def _coded(text: pd.Series, item: Field) -> pd.Series:
    """Put codes for the words of a list, as a plain script would by a dictionary."""
    if item.form not in ("choice", "boolean"):
        return text
    words = vocabulary(item.vocabulary or ("yes_no" if item.form == "boolean" else item.name))
    return text.map(lambda cell: words.get(cell, cell))


def judge(frame: pd.DataFrame, contract: Contract, codes: set[str] | None = None) -> tuple[int, int]:
    """Return how many expectations ran and how many rows they named."""
    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    suite = [e for e in expectations(contract, frame.columns) if codes is None or (e.meta or {})["rule"] in codes]
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    asset = context.data_sources.add_pandas("rows").add_dataframe_asset("rows")
    batch = asset.add_batch_definition_whole_dataframe("rows").get_batch({"dataframe": frame})
    result = batch.validate(
        gx.ExpectationSuite("plain", expectations=suite),
        result_format={"result_format": "COMPLETE", "unexpected_index_column_names": [_ROW]},
    )
    return len(suite), sum(len(r.result.get("unexpected_index_list") or []) for r in result.results)


def main(path: Path) -> None:
    """Check the file and print what was counted."""
    contract = load_contract("enrolment")
    started = time.perf_counter()
    frame = frame_of(path, contract)
    ran, named = judge(frame, contract)
    seconds = time.perf_counter() - started
    print(json.dumps({"seconds": seconds, "rows": len(frame), "expectations": ran, "rows_named": named}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
