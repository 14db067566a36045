"""Ready answers the reports need beside the metrics: pool and matching in numbers, deliveries, findings, breaches.

Counts of deliveries, rows, hosts and colleges are not counts of people; internships are, and are hidden when few.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from data_contracts.loader import load_contracts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data_contracts.model import Rule
    from pipelines.publication.disclosure.rules import DisclosureRules
    from pipelines.publication.warehouse import Warehouse

SUMMARY_SQL = {
    "candidates_listed": "select count(*) from {mart_match}",
    "openings": "select coalesce(sum(openings), 0) from {mart_vacancy} where is_matched",
    "people_listed": "select count(distinct person_key) from {mart_match}",
    "pool_members": "select count(*) from {mart_reserve_talent_pool} where is_member",
    "pool_shown": "select count(*) from {int_pool_profile} where is_shown",
    "vacancies": "select count(*) from {mart_vacancy} where is_matched",
    "vacancies_with_candidates": "select count(distinct vacancy_id) from {mart_match}",
}
SUMMARY_SOURCES = ("mart_match", "mart_vacancy", "mart_reserve_talent_pool", "int_pool_profile")
_QUOTED = re.compile(r"\s?['‘“(（]?\{\w+\}['’”)）]?")
BREACHES = "mart_internship_compliance"


def summary_rows(warehouse: Warehouse) -> Iterator[tuple[object, ...]]:
    """Pool and matching in numbers, in key order."""
    relations = {name: warehouse.relation(name) for name in SUMMARY_SOURCES}
    for measure, sql in sorted(SUMMARY_SQL.items()):
        row = next(warehouse.rows(sql.format(**relations)))
        yield (measure, int(next(iter(row.values()))))


def data_quality_rows(warehouse: Warehouse, deliveries: Path) -> Iterator[tuple[object, ...]]:
    """Deliveries that count and their rows, by feed.

    Args:
        warehouse: runs the query.
        deliveries: the ledger's export of this run, which dbt read too.
    """
    titles = {feed: contract.title for feed, contract in load_contracts().items()}
    sql = """
        select feed, count(*) as deliveries, sum(rows_read) as rows_read, sum(rows_accepted) as rows_accepted,
            sum(rows_rejected) as rows_rejected
        from read_parquet($1) group by feed order by feed"""
    for row in warehouse.rows(sql, [str(deliveries)]):
        title = titles.get(row["feed"])
        counts = (row["deliveries"], row["rows_read"], row["rows_accepted"], row["rows_rejected"])
        names = (title.en, title.zh) if title else (row["feed"], row["feed"])
        yield (row["feed"], *names, *(int(count or 0) for count in counts))


def finding_rows(warehouse: Warehouse) -> Iterator[tuple[object, ...]]:
    """Findings on those deliveries by rule, in key order; no cell of any file."""
    rules = _rules()
    sql = f"""
        select feed, rule, kind, severity, count(*) as findings, count(distinct delivery_no) as deliveries
        from {warehouse.relation("stg_finding")} group by all order by feed, rule, kind, severity"""  # noqa: S608
    for row in warehouse.rows(sql):
        key = (row["feed"], row["rule"], row["kind"], row["severity"])
        yield (*key, *_meaning(rules, row["rule"]), int(row["findings"]), int(row["deliveries"]))


def breach_rows(warehouse: Warehouse, rules: DisclosureRules) -> Iterator[tuple[object, ...]]:
    """Post internships in breach by rule, with the hosts and colleges concerned; small counts hidden."""
    meanings = _rules()
    sql = f"""
        select rule, min(severity) as severity, count(distinct breach_key) as internships,
            count(distinct host_uscc) as hosts, count(distinct institution_code) as colleges
        from {warehouse.relation(BREACHES)} where internship_type = 'post' group by rule order by rule"""  # noqa: S608
    for row in warehouse.rows(sql):
        internships = int(row["internships"])
        few = internships < rules.min_denominator
        counts = (None if few else internships, int(row["hosts"]), int(row["colleges"]))
        status = "suppressed" if few else "ok"
        yield (row["rule"], row["severity"], *_meaning(meanings, row["rule"]), *counts, status)


def _rules() -> dict[str, Rule]:
    return {rule.code: rule for contract in load_contracts().values() for rule in contract.rules}


def _meaning(rules: dict[str, Rule], code: str) -> tuple[str, str]:
    rule = rules.get(code)
    # A message quotes the cell it is about; the rule's meaning stands without one.
    return (_QUOTED.sub("", rule.message.en), _QUOTED.sub("", rule.message.zh)) if rule else (code, code)
