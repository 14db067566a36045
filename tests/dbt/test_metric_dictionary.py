"""metrics.yml is the only list of metrics: the mart publishes exactly what it names."""

from itertools import chain

import yaml

from tests.dbt.conftest import Warehouse
from tests.dbt.raw_files import PROJECT

METRICS = yaml.safe_load((PROJECT / "metrics.yml").read_text(encoding="utf-8"))["metrics"]
DIMENSIONS = {"college": "college_code", "major_class": "major_class"}


def test_every_metric_has_its_texts_in_both_languages() -> None:
    assert METRICS, "no metrics: wrong file?"
    for metric in METRICS:
        for name in ("title", "definition", "numerator", "denominator", "window", "exclusions"):
            assert metric[name].keys() == {"en", "zh"}, (metric["id"], name)
            assert all(text.strip() for text in metric[name].values()), (metric["id"], name)


def test_the_mart_has_the_metrics_versions_and_units_of_the_dictionary(warehouse: Warehouse) -> None:
    published = warehouse.rows("select distinct metric_id, metric_version, unit from marts.mart_metric")
    assert set(published) == {(m["id"], m["version"], m["unit"]) for m in METRICS}


def test_the_mart_is_broken_down_as_the_dictionary_says_and_no_further(warehouse: Warehouse) -> None:
    published = warehouse.rows(
        "select distinct metric_id, college_code <> '*', major_class <> '*', tier <> '*' or region_code <> '*' or "
        "occupation_code <> '*' or enterprise_uscc <> '*' or gender <> '*' from marts.mart_metric"
    )
    declared = {
        (m["id"], "college" in grouping, "major_class" in grouping, False)
        for m in METRICS
        for grouping in m["dimensions"]
    }
    assert set(published) == declared
    assert set(chain.from_iterable(chain.from_iterable(m["dimensions"] for m in METRICS))) <= DIMENSIONS.keys()
