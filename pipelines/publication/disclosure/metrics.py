"""`mart_metric` as it may be published: primary suppression, then whatever protects it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipelines.publication.disclosure.complementary import protected
from pipelines.publication.disclosure.equations import MEASURES, NODE, Identity, equations_of, nodes_of
from pipelines.publication.disclosure.primary import HIDES_CELL, HIDES_COUNT, flagged_metrics_sql
from pipelines.publication.disclosure.register import standing

if TYPE_CHECKING:
    from pipelines.publication.disclosure.rules import DisclosureRules
    from pipelines.publication.warehouse import Warehouse

METRIC_TABLE = "mart_metric"
PAY_CELLS = "int_metric_pay_cell"
SUPPRESSED = "suppressed"
DIMENSIONS = ("college_code", "major_class", "tier", "region_code", "occupation_code", "enterprise_uscc", "gender")
CUTOFF = ("cohort", "cutoff_date", "period")
METRIC_KEY = ("metric_id", *CUTOFF, *DIMENSIONS)

_SETTLED = ("contract_rate", "flexible_rate", "entrepreneurship_rate", "further_study_rate")
_UNSETTLED = ("seeking_rate", "not_seeking_rate", "disputed_rate", "no_record_rate")
_OF_SETTLED = tuple((metric, "numerator") for metric in _SETTLED)
_OF_UNSETTLED = tuple((metric, "numerator") for metric in _UNSETTLED)
IDENTITIES = (
    Identity(("destination_rate", "denominator"), (("destination_rate", "numerator"), *_OF_UNSETTLED)),
    Identity(("destination_rate", "numerator"), _OF_SETTLED),
    Identity(("destination_rate", "unknown"), _OF_UNSETTLED[2:]),
    Identity(
        ("major_match_rate", "denominator"),
        (("major_match_rate_known", "denominator"), ("major_match_rate", "unknown")),
    ),
)
"""Sums that hold in every cell, beside the breakdowns themselves."""

_REPORTED = ("destination_rate_reported", "numerator")
_VERIFIED = ("verified_destination_rate", "numerator")
_UNKNOWN = tuple((metric, "unknown") for metric in ("destination_rate", "destination_rate_reported"))
_BESIDE_UNSETTLED = (*_OF_UNSETTLED, *_UNKNOWN, _REPORTED)
COMPANIONS = (
    (_OF_SETTLED, _OF_SETTLED),
    (_BESIDE_UNSETTLED, _BESIDE_UNSETTLED),
    (
        (("destination_rate", "numerator"),),
        (*_OF_SETTLED, *_BESIDE_UNSETTLED, _VERIFIED),
    ),
)
"""Of each pair: where one of the first counts is hidden, the second are too, since they bound each other narrowly."""

_CELL, _KIND = "cell", "kind"


def published_metrics(
    warehouse: Warehouse,
    rules: DisclosureRules,
    published: pl.DataFrame | None = None,
    *,
    of_things: frozenset[str] = frozenset(),
) -> pl.DataFrame:
    """Return the mart's rows and columns without what would tell of too few people.

    Args:
        warehouse: The open warehouse.
        rules: The thresholds.
        published: The metrics of the edition before, None where there is none to compare with.
        of_things: Metrics that count no people.

    Raises:
        PublicationError: when the mart or the pay cells are missing.
    """
    relation, columns = warehouse.relation(METRIC_TABLE), warehouse.columns(METRIC_TABLE)
    sql = flagged_metrics_sql(relation, warehouse.relation(PAY_CELLS), pay_key(warehouse), rules)
    all_cells = warehouse.connection.cursor().execute(sql).pl()
    counts_things = pl.col("metric_id").is_in(sorted(of_things))
    flagged = all_cells.filter(~counts_things).with_row_index(_CELL)
    nodes = nodes_of(flagged, DIMENSIONS, CUTOFF)
    equations = equations_of(nodes, DIMENSIONS, CUTOFF, IDENTITIES)
    hidden = hidden_counts(flagged, nodes, equations, rules)
    rows = masked(flagged, hidden).select(_CELL, *columns)
    if published is not None and set(published.columns) == set(columns):
        smallest = rules.min_denominator
        rows = standing(rows, published.select(columns), nodes, equations, key=METRIC_KEY, smallest=smallest)
    return pl.concat([rows.select(columns), all_cells.filter(counts_things).select(columns)])


def pay_key(warehouse: Warehouse) -> list[str]:
    """Return the columns that name a cell in the mart and in the pay cells."""
    ours = set(warehouse.columns(METRIC_TABLE))
    named = {*CUTOFF, *DIMENSIONS}
    return [name for name in warehouse.columns(PAY_CELLS) if name in ours & named]


def hidden_counts(
    flagged: pl.DataFrame, nodes: pl.DataFrame, equations: pl.DataFrame, rules: DisclosureRules
) -> pl.DataFrame:
    """Return the counts that are not shown, as columns cell and kind (metric and measure).

    Args:
        flagged: The mart's rows with their number and the two flags of primary suppression.
        nodes: Their counts, as `nodes_of` gives them.
        equations: What they add up to, as `equations_of` gives it.
        rules: The thresholds.
    """
    values = nodes.group_by(NODE).agg(pl.col("value").first()).sort(NODE)
    flags = nodes.join(flagged.select(_CELL, HIDES_CELL, HIDES_COUNT), on=_CELL)
    at_once = pl.col(HIDES_CELL) | (pl.col(HIDES_COUNT) & pl.col(_KIND).str.ends_with(".numerator"))
    smallest, ample = rules.min_denominator, rules.hidden_sum_min_people
    few_disputes = pl.col(_CELL).is_in(_few_between(flagged, smallest).implode())
    hidden = flags.filter(at_once | (few_disputes & _is_one_of((_REPORTED,))))[NODE].unique().sort()
    while True:
        wider = _with_cells(nodes, protected(values, equations, hidden, smallest=smallest, ample=ample))
        if wider.equals(hidden):
            return nodes.filter(pl.col(NODE).is_in(hidden.implode())).select(_CELL, _KIND)
        hidden = wider


def _few_between(flagged: pl.DataFrame, smallest: int) -> pl.Series:
    """Return the cells of the rate as reported that lie a few people above the rate: so few are disputed."""
    key = [*CUTOFF, *DIMENSIONS]
    rate, reported = (
        flagged.filter(pl.col("metric_id") == name).select(_CELL, *key, "numerator")
        for name in ("destination_rate", _REPORTED[0])
    )
    both = reported.join(rate, on=key, suffix="_of_rate")
    return both.filter((pl.col("numerator") - pl.col("numerator_of_rate")).is_between(1, smallest - 1))[_CELL]


def _with_cells(nodes: pl.DataFrame, hidden: pl.Series) -> pl.Series:
    """Return the hidden nodes, with a hidden denominator all counts of its cell, and with a count its companions."""
    of_hidden = pl.col(NODE).is_in(hidden.implode())
    cells = nodes.filter(of_hidden & pl.col(_KIND).str.ends_with(".denominator"))[_CELL]
    wider = [nodes.filter(of_hidden | pl.col(_CELL).is_in(cells.implode()))[NODE]]
    for causes, companions in COMPANIONS:
        place = [*CUTOFF, *DIMENSIONS]
        closed = nodes.filter(of_hidden & _is_one_of(causes)).select(place).unique()
        wider.append(nodes.filter(_is_one_of(companions)).join(closed, on=place, how="semi")[NODE])
    return pl.concat(wider).unique().sort()


def _is_one_of(counts: tuple[tuple[str, str], ...]) -> pl.Expr:
    return pl.col(_KIND).is_in([f"{metric}.{measure}" for metric, measure in counts])


def masked(flagged: pl.DataFrame, hidden: pl.DataFrame) -> pl.DataFrame:
    """Return the rows without the counts that are not shown; a value goes with its numerator."""
    gone = hidden.select(_CELL, pl.col(_KIND).str.split(".").list.last().alias("measure"))
    flags = flagged.select(
        _CELL,
        *(
            pl.col(_CELL).is_in(gone.filter(pl.col("measure") == measure)[_CELL].implode()).alias(f"no_{measure}")
            for measure in MEASURES
        ),
    )
    rows = flagged.join(flags, on=_CELL, maintain_order="left")
    no_value = pl.col("no_numerator") | pl.col(HIDES_COUNT)
    return rows.with_columns(
        *(pl.when(~pl.col(f"no_{measure}")).then(pl.col(measure)).alias(measure) for measure in MEASURES),
        pl.when(~no_value).then(pl.col("value")).alias("value"),
        pl.when(no_value).then(pl.lit(SUPPRESSED)).otherwise(pl.col("status")).alias("status"),
    )
