"""Run the referee on one batch: which rule fails on which row. A raw value never leaves this module."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING, Any

import pandas as pd

from data_contracts.checks import compile_checks
from data_contracts.model import Contract
from pipelines.intake.check.skipped import judges_deletions
from pipelines.orchestration.referee.batch import POSITION, ROW_ACTION
from pipelines.orchestration.referee.suite import RULE, expectations

if TYPE_CHECKING:
    from great_expectations.core import ExpectationValidationResult
    from great_expectations.expectations.expectation import Expectation

Pair = tuple[str, int]


class RefereeError(Exception):
    """The referee could not run; its rules are named, never a value."""


def failing_pairs(batch: pd.DataFrame, contract: Contract) -> set[Pair]:
    """Return (rule, position in the batch) of every failure; within a field the first rule counts, as at the door.

    Of a row that takes another back only the key is judged, as at the door: it has nothing else.

    Raises:
        RefereeError: an expectation raised instead of judging.
    """
    if batch.empty:
        return set()
    suite = expectations(contract, batch.columns)
    failed = [suite[i] for i in _failed(batch, suite, "BOOLEAN_ONLY")]
    return _first_failures(_without_cells_of_deletions(_rows(batch, failed), batch, contract), contract)


def unlikely(batch: pd.DataFrame, suite: list[Expectation]) -> tuple[str, ...]:
    """Return the names of the expectations against the past that the batch does not meet."""
    if not suite:
        return ()
    return tuple(str((suite[i].meta or {})[RULE]) for i in _failed(batch, suite, "BOOLEAN_ONLY"))


def _failed(batch: pd.DataFrame, suite: list[Expectation], result_format: str) -> list[int]:
    results = _validate(batch, suite, {"result_format": result_format})
    return [i for i, result in enumerate(results) if not result.success]


def _rows(batch: pd.DataFrame, failed: list[Expectation]) -> set[Pair]:
    """Ask again, for the failing expectations alone, which rows fail: the full answer is slow."""
    if not failed:
        return set()
    wanted = {"result_format": "COMPLETE", "unexpected_index_column_names": [POSITION]}
    pairs: set[Pair] = set()
    for result in _validate(batch, failed, wanted):
        code, _ = _rule_and_type(result)
        pairs |= {(code, int(entry[POSITION])) for entry in result.result.get("unexpected_index_list") or []}
    return pairs


def _validate(
    batch: pd.DataFrame, suite: list[Expectation], result_format: dict[str, Any]
) -> list[ExpectationValidationResult]:
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    import great_expectations as gx  # takes seconds: only when the referee is called
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    asset = context.data_sources.add_pandas("rows").add_dataframe_asset("rows")
    definition = asset.add_batch_definition_whole_dataframe("rows")
    result = definition.get_batch({"dataframe": batch}).validate(
        gx.ExpectationSuite("referee", expectations=list(suite)), result_format=result_format
    )
    raised = [r for r in result.results if r.exception_info and _raised(r.exception_info)]
    if raised:
        raise RefereeError(f"the referee could not judge {', '.join(_rule_and_type(r)[0] for r in raised)}")
    by_code = {_rule_and_type(r): r for r in result.results}
    return [by_code[(e.meta or {})[RULE], e.expectation_type] for e in suite]


def _rule_and_type(result: ExpectationValidationResult) -> tuple[str, str]:
    configuration = result.expectation_config
    if configuration is None:
        raise RefereeError("the referee gave a result without its expectation")
    return (configuration.meta or {})[RULE], configuration.type


def _raised(info: dict[str, Any]) -> bool:
    entries = [info] if "raised_exception" in info else list(info.values())
    return any(entry.get("raised_exception") for entry in entries)


def _without_cells_of_deletions(pairs: set[Pair], batch: pd.DataFrame, contract: Contract) -> set[Pair]:
    if ROW_ACTION not in batch.columns:
        return pairs
    deletions = set(batch.loc[batch[ROW_ACTION] == "delete", POSITION].astype(int))
    spared = {check.rule.code for check in compile_checks(contract) if not judges_deletions(check, contract)}
    return {(code, position) for code, position in pairs if not (code in spared and position in deletions)}


def _first_failures(pairs: set[Pair], contract: Contract) -> set[Pair]:
    """Keep of the rules of one field the first that fails, in the door's order."""
    failed: dict[tuple[str, int], bool] = {}
    kept: set[Pair] = set()
    by_rule: dict[str, list[int]] = {}
    for code, position in pairs:
        by_rule.setdefault(code, []).append(position)
    for check in compile_checks(contract):
        for position in by_rule.get(check.rule.code, ()):
            if any((name, position) in failed for name in check.inputs):
                continue
            kept.add((check.rule.code, position))
            if check.over_one_field:
                failed[check.inputs[0], position] = True
    return kept
