"""Expectations against the past: volume per delivery and the mix of answers, learned from rows judged before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from data_contracts.checks.forms import text_column
from data_contracts.model import Contract
from pipelines.orchestration.referee.batch import ROW_ACTION
from pipelines.orchestration.referee.suite import RULE

if TYPE_CHECKING:
    from great_expectations.expectations.expectation import Expectation

_VOLUME_BAND = (0.5, 2.0)
_MAX_DIVERGENCE = 0.5
_MIN_PAST_ROWS = 100


def past_expectations(contract: Contract, past: pl.DataFrame, *, new_deliveries: int) -> list[Expectation]:
    """Return what the past makes likely of new rows; none while the past is too short to say.

    Args:
        contract: The feed's contract.
        past: Rows judged before that took nothing back, with their `delivery_no`.
        new_deliveries: How many deliveries the new rows come from.
    """
    if past.height < _MIN_PAST_ROWS:
        return []
    import great_expectations.expectations as gxe  # takes seconds: only when the referee is called

    per_delivery = past.height / past["delivery_no"].n_unique()
    low, high = (int(per_delivery * new_deliveries * bound) for bound in _VOLUME_BAND)
    volume = gxe.ExpectTableRowCountToBeBetween(min_value=low, max_value=high, meta={RULE: "volume_against_past"})
    mixes = [
        gxe.ExpectColumnKLDivergenceToBeLessThan(
            column=text_column(name),
            partition_object=partition,
            threshold=_MAX_DIVERGENCE,
            tail_weight_holdout=0.01,
            meta={RULE: f"mix_against_past:{name}"},
        )
        for name in _choices(contract)
        if (partition := _partition(past[name]))
    ]
    return [volume, *mixes]


def past_columns(contract: Contract) -> list[str]:
    """Return the columns of the past that expectations look at."""
    return ["delivery_no", ROW_ACTION, *_choices(contract)]


def _choices(contract: Contract) -> list[str]:
    return [f.name for f in contract.raw_fields if f.form == "choice" and f.required and f.public]


def _partition(answers: pl.Series) -> dict[str, list[object]] | None:
    counts = answers.drop_nulls().value_counts(sort=True)
    if counts.is_empty():
        return None
    total = counts["count"].sum()
    return {"values": counts[answers.name].to_list(), "weights": [n / total for n in counts["count"]]}
