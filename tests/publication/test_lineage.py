"""What an erasure explains: differences of tables that are built from a feed it rewrote, and no other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipelines.publication.lineage import Lineage
from pipelines.publication.verify import Comparison, TableComparison, unexplained

FILES = {"answers": "edition.sqlite"}
REWRITTEN = {"raw/enrolment/7.parquet"}
NODES = {
    "model.p.stg_enrolment": ["source.p.raw.enrolment", "source.p.internal.delivery"],
    "model.p.stg_vacancy": ["source.p.raw.vacancy"],
    "model.p.int_pool_person": ["model.p.stg_enrolment"],
    "model.p.mart_pool": ["model.p.int_pool_person", "model.p.stg_vacancy"],
    "model.p.mart_vacancy": ["model.p.stg_vacancy"],
    "test.p.some_test.abc": ["model.p.mart_vacancy", "model.p.mart_pool"],
}


@pytest.fixture
def lineage(tmp_path: Path) -> Lineage:
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps({"nodes": {n: {"depends_on": {"nodes": read}} for n, read in NODES.items()}}))
    return Lineage.of_manifest(manifest)


def compared(**results: str) -> Comparison:
    tables = tuple(
        TableComparison(FILES.get(name, f"tables/{name}.parquet"), result, "a", "b", 1, 1)  # type: ignore[arg-type]  # words by name
        for name, result in results.items()
    )
    return Comparison("e000001", "different", tables)


@pytest.mark.parametrize(
    ("results", "left"),
    [
        ({"mart_pool": "different", "answers": "different", "mart_vacancy": "identical"}, []),
        ({"mart_pool": "different", "mart_vacancy": "different"}, ["mart_vacancy"]),
        ({"mart_pool": "missing"}, ["mart_pool"]),
        ({"mart_pool": "new"}, ["mart_pool"]),
        ({"mart_unknown": "different"}, ["mart_unknown"]),
    ],
)
def test_only_tables_built_from_a_rewritten_feed_may_differ(
    lineage: Lineage, results: dict[str, str], left: list[str]
) -> None:
    found = unexplained(compared(**results), REWRITTEN, lineage)
    assert [table.name for table in found] == [f"tables/{name}.parquet" for name in left]


def test_answers_may_not_differ_when_no_table_may(lineage: Lineage) -> None:
    found = unexplained(compared(mart_vacancy="identical", answers="different"), REWRITTEN, lineage)
    assert [table.name for table in found] == ["edition.sqlite"]


def test_a_rewritten_file_that_belongs_to_no_feed_explains_nothing(lineage: Lineage) -> None:
    names = {"inputs/_delivery.parquet", "raw/_finding/7.parquet"}
    assert unexplained(compared(mart_pool="different"), names, lineage)
