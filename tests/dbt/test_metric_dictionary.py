"""metrics.yml is the only list of metrics: the mart publishes exactly what it names."""

from itertools import chain

import yaml

from tests.dbt.conftest import Warehouse
from tests.dbt.raw_files import PROJECT

DICTIONARY = yaml.safe_load((PROJECT / "metrics.yml").read_text(encoding="utf-8"))
METRICS = DICTIONARY["metrics"]
DIMENSIONS = ("college", "major_class", "tier", "region", "occupation", "enterprise", "gender")
TEXTS = ("title", "definition", "numerator", "denominator", "unknown", "window", "exclusions")


def groupings() -> set[tuple[str, frozenset[str]]]:
    return {(metric["id"], frozenset(grouping)) for metric in METRICS for grouping in metric["dimensions"]}


def test_every_metric_has_its_texts_in_both_languages() -> None:
    assert METRICS, "no metrics: wrong file?"
    for metric in METRICS:
        for name in TEXTS:
            assert metric[name].keys() == {"en", "zh"}, (metric["id"], name)
            assert all(text.strip() for text in metric[name].values()), (metric["id"], name)


def test_every_convention_stands_in_both_languages() -> None:
    assert DICTIONARY["conventions"]
    for convention in DICTIONARY["conventions"]:
        assert convention.keys() == {"en", "zh"}
        assert all(text.strip() for text in convention.values())


def test_a_metric_stands_once_and_names_a_grouping_once() -> None:
    ids = [metric["id"] for metric in METRICS]
    assert len(ids) == len(set(ids))
    for metric in METRICS:
        named = [frozenset(grouping) for grouping in metric["dimensions"]]
        assert len(named) == len(set(named)), metric["id"]


def test_a_figure_is_broken_down_by_two_known_dimensions_at_most() -> None:
    assert set(chain.from_iterable(grouping for _, grouping in groupings())) <= set(DIMENSIONS)
    assert all(len(grouping) <= 2 for _, grouping in groupings())


def test_what_is_computed_is_what_the_dictionary_says(warehouse: Warehouse) -> None:
    catalogue = warehouse.rows("select metric_id, metric_version, unit from intermediate.int_metric_catalogue")
    assert sorted(catalogue) == sorted((m["id"], m["version"], m["unit"]) for m in METRICS)
    rows = warehouse.rows(
        "select metric_id, by_college, by_major_class, by_tier, by_region, by_occupation, by_enterprise, by_gender "
        "from intermediate.int_metric_catalogue inner join intermediate.int_metric_grouping using (family)"
    )
    computed = {
        (metric, frozenset(name for name, by in zip(DIMENSIONS, chosen, strict=True) if by)) for metric, *chosen in rows
    }
    assert computed == groupings()


def test_the_mart_has_the_metrics_versions_and_units_of_the_dictionary(warehouse: Warehouse) -> None:
    published = warehouse.rows("select distinct metric_id, metric_version, unit from marts.mart_metric")
    assert set(published) == {(m["id"], m["version"], m["unit"]) for m in METRICS}


def test_the_mart_is_broken_down_as_the_dictionary_says_and_no_further(warehouse: Warehouse) -> None:
    rows = warehouse.rows(
        "select distinct metric_id, cohort <> '*', college_code <> '*', major_class <> '*', tier <> '*', "
        "region_code <> '*', occupation_code <> '*', enterprise_uscc <> '*', gender <> '*' from marts.mart_metric"
    )
    published = {
        (metric, frozenset(name for name, by in zip(DIMENSIONS, chosen, strict=True) if by))
        for metric, _, *chosen in rows
    }
    supported = {metric for metric, has_cohort, *_ in rows if has_cohort}
    assert published == {(metric, by) for metric, by in groupings() if metric in supported or not by}


def test_what_the_feeds_do_not_support_is_said_once(warehouse: Warehouse) -> None:
    unsupported = warehouse.rows("select metric_id, value, status from marts.mart_metric where cohort = '*'")
    assert {row[1:] for row in unsupported} <= {(None, "not_available")}
    assert len({row[0] for row in unsupported}) == len(unsupported)
