"""What protects hidden counts: small tables worked out by hand, and a reader with a linear programme."""

from __future__ import annotations

import itertools

import polars as pl
import pytest

from pipelines.publication.disclosure.complementary import protected
from pipelines.publication.disclosure.equations import Identity, equations_of, nodes_of
from pipelines.publication.disclosure.metrics import CUTOFF, DIMENSIONS, IDENTITIES
from tests.publication.attack import narrowest, table_of
from tests.publication.metric_cells import RULES, flagged, people_of, published

KEY = ("cohort",)


def _hidden(counts: dict[str, int], hidden: set[str]) -> set[str]:
    """Hide counts of one table of colleges and what protects them; `*` is the total."""
    cells = pl.DataFrame(
        [
            {"cell": n, "metric_id": "m", "cohort": "2026", "college": c, "numerator": v}
            for n, (c, v) in enumerate(counts.items())
        ]
    ).with_columns(pl.lit(None, pl.Int64).alias("denominator"), pl.lit(None, pl.Int64).alias("unknown"))
    nodes = nodes_of(cells, ["college"], KEY)
    names = dict(nodes.select("node", "college").iter_rows())
    values = nodes.select("node", "value").sort("node")
    start = nodes.filter(pl.col("college").is_in(sorted(hidden)))["node"]
    found = protected(values, equations_of(nodes, ["college"], KEY, ()), start, smallest=10, ample=15)
    return {names[node] for node in found}


def test_a_hidden_part_takes_the_next_smallest_with_it() -> None:
    assert _hidden({"*": 107, "a": 3, "b": 40, "c": 64}, {"a"}) == {"a", "b"}


def test_hidden_parts_that_hold_too_few_people_take_another() -> None:
    assert _hidden({"*": 108, "a": 3, "b": 1, "c": 40, "d": 64}, {"a", "b"}) == {"a", "b", "c"}


def test_a_true_zero_protects_nothing_and_stays() -> None:
    assert _hidden({"*": 43, "a": 3, "b": 0, "c": 40}, {"a"}) == {"a", "c"}


def test_the_total_goes_only_when_no_part_is_left() -> None:
    assert _hidden({"*": 8, "a": 3, "b": 5}, {"a", "b"}) == {"*", "a", "b"}
    assert _hidden({"*": 12, "a": 3, "b": 9}, {"a", "b"}) == {"a", "b"}


def test_a_hidden_total_hides_a_part() -> None:
    assert _hidden({"*": 52, "a": 12, "b": 40}, {"*"}) == {"*", "a"}


def test_nothing_hidden_needs_no_protection() -> None:
    assert _hidden({"*": 52, "a": 12, "b": 40}, set()) == set()


def test_counts_that_are_the_same_everywhere_are_hidden_together() -> None:
    cells = flagged(people_of(seed=3), ["college_code"])
    nodes = nodes_of(cells, DIMENSIONS, CUTOFF)
    denominators = nodes.filter(pl.col("kind").str.ends_with("_rate.denominator"))
    assert denominators.group_by("cell").agg(pl.col("node").first())["node"].n_unique() < denominators.height
    city = denominators.filter(pl.col("college_code") == "*")
    assert city["node"].n_unique() == 1


@pytest.mark.parametrize("identity", IDENTITIES[:3])
def test_the_identities_hold_in_every_cell(identity: Identity) -> None:
    cells = flagged(people_of(seed=5), ["college_code", "major_class"])
    value = {(r["metric_id"], r["college_code"], r["major_class"]): r for r in cells.iter_rows(named=True)}
    for college, major in {(c, m) for _, c, m in value}:
        total = value[identity.total[0], college, major][identity.total[1]]
        assert total == sum(value[metric, college, major][measure] for metric, measure in identity.parts)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("dimensions", [["college_code"], ["college_code", "major_class"], ["college_code", "tier"]])
def test_a_linear_programme_over_everything_published_leaves_each_hidden_count_open(
    dimensions: list[str], seed: int
) -> None:
    people = people_of(seed=seed)
    counts = published(flagged(people, dimensions), RULES)
    assert (~counts["shown"]).any()
    found = narrowest(table_of(*_attacked(people, counts)), wide_enough=RULES.min_denominator)
    # That there is nobody may be known: a true zero is shown wherever it is not beside a small count.
    assert [(counts.row(place), width) for place, width in found if counts["value"][place]] == []


def test_the_attack_finds_what_primary_suppression_alone_gives_away() -> None:
    people = people_of(seed=1)
    cells = flagged(people, ["college_code"])
    counts = published(cells, RULES, complementary=False)
    assert narrowest(table_of(*_attacked(people, counts)), wide_enough=RULES.min_denominator)


def test_most_of_what_is_large_stays_visible() -> None:
    counts = published(flagged(people_of(seed=2, scale=40), ["college_code"]), RULES)
    large = counts.filter(pl.col("value") >= 200)
    assert large["shown"].sum() > 0.9 * large.height


def _attacked(people: pl.DataFrame, counts: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, dict[str, str]]:
    """Return every kind of person that may exist, the counts, and which dimension each attribute is."""
    names = [name for name in DIMENSIONS if name in people.columns]
    measures = [name for name in people.columns if name not in (*names, "people")]
    kinds = people.select(measures).unique(maintain_order=True)
    places = pl.DataFrame(
        list(itertools.product(*(people[n].unique().sort() for n in names))), schema=names, orient="row"
    )
    return kinds.join(places, how="cross"), counts, {name: name for name in names}
