"""Fills `edition.sqlite`: which table gets which rows. The rows come from the answers_* modules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from pipelines.publication import answer_schema as schema
from pipelines.publication.answers_fairness import FAIRNESS, FAIRNESS_COMPONENT, fairness_rows
from pipelines.publication.answers_label import label_rows
from pipelines.publication.answers_matching import candidate_rows, vacancy_rows
from pipelines.publication.answers_metric import college_rows, definition_rows, metric_rows
from pipelines.publication.answers_pool import pool_blocked_rows, pool_class_rows, pool_member_rows
from pipelines.publication.answers_pool_search import pool_count_rows, pool_trait_rows
from pipelines.publication.answers_student import disclosed_rows, employer_rows, student_rows
from pipelines.publication.answers_summary import breach_rows, data_quality_rows, finding_rows, summary_rows
from pipelines.publication.sqlite_file import AnswerTable, content_sha256, fill, new_sqlite

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import polars as pl

    from pipelines.publication.disclosure.rules import DisclosureRules
    from pipelines.publication.warehouse import Warehouse

Rows: TypeAlias = "Iterable[tuple[object, ...]]"


@dataclass(frozen=True)
class AnswerSources:
    """What the answers are made from.

    Attributes:
        warehouse: the open warehouse.
        rules: disclosure control.
        metrics: `mart_metric` as it may be published.
        dictionary: the metric dictionary.
        deliveries: the ledger's export of deliveries for this run.
        info: what the edition says about itself.
    """

    warehouse: Warehouse
    rules: DisclosureRules
    metrics: pl.DataFrame
    dictionary: Path
    deliveries: Path
    info: Mapping[str, str]


@dataclass(frozen=True)
class Answers:
    """The written file: rows by table, and the hash of what it says apart from the edition's own name."""

    rows: Mapping[str, int]
    content_sha256: str


def write_answers(path: Path, sources: AnswerSources) -> Answers:
    """Write the SQLite file of an edition.

    Raises:
        PublicationError: when the warehouse or the dictionary lacks something, or a profile is too rare.
    """
    counts = {}
    with new_sqlite(path) as connection:
        for table, rows in _contents(sources):
            counts[table.name] = fill(connection, table, rows)
    digest = content_sha256(path, schema.ANSWER_TABLES, without={schema.EDITION_INFO.name})
    return Answers(counts, digest)


def _contents(sources: AnswerSources) -> list[tuple[AnswerTable, Rows]]:
    warehouse, rules = sources.warehouse, sources.rules
    return [
        (schema.EDITION_INFO, sorted(sources.info.items())),
        (schema.VACANCY, vacancy_rows(warehouse, rules)),
        (schema.CANDIDATE, candidate_rows(warehouse)),
        (schema.POOL_MEMBER, pool_member_rows(warehouse, rules)),
        (schema.POOL_CLASS, pool_class_rows(warehouse, rules)),
        (schema.POOL_TRAIT, pool_trait_rows(warehouse, rules)),
        (schema.POOL_COUNT, pool_count_rows(warehouse, rules)),
        (schema.POOL_BLOCKED, pool_blocked_rows(warehouse, rules)),
        (schema.STUDENT, student_rows(warehouse)),
        (schema.DISCLOSED, disclosed_rows(warehouse)),
        (schema.EMPLOYER, employer_rows(warehouse)),
        (schema.METRIC, metric_rows(sources.metrics, sources.info)),
        (schema.METRIC_DEFINITION, definition_rows(sources.dictionary, warehouse)),
        (schema.COLLEGE, college_rows(warehouse)),
        (schema.LABEL, label_rows()),
        (schema.SUMMARY, summary_rows(warehouse)),
        (schema.DATA_QUALITY, data_quality_rows(warehouse, sources.deliveries)),
        (schema.FINDING_COUNT, finding_rows(warehouse)),
        (schema.INTERNSHIP_BREACH, breach_rows(warehouse, rules)),
        *((table, fairness_rows(warehouse, rules, table)) for table in (FAIRNESS, FAIRNESS_COMPONENT)),
    ]
