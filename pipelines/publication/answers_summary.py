"""Ready answers the reports need beside the metrics: pool and matching in numbers, deliveries, findings, breaches.

Counts of deliveries, rows, hosts and colleges are not counts of people; internships are, and are hidden when few.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from data_contracts.code_tables import code_table
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
    """Post internships in breach by rule, with the hosts and colleges concerned; small counts hidden.

    A rule about a host as a whole, all colleges together, names no college and is broken by no single internship.
    """
    meanings = {code: _meaning_of(rule) for code, rule in _rules().items()} | _model_rules()
    sql = f"""
        select rule, min(severity) as severity, count(distinct host_uscc) as hosts,
            count(distinct case when institution_code is not null then breach_key end) as internships,
            count(distinct institution_code) as colleges
        from {warehouse.relation(BREACHES)} where internship_type = 'post' group by rule order by rule"""  # noqa: S608
    for row in warehouse.rows(sql):
        internships, status = _shown(int(row["internships"]), rules)
        meaning = meanings.get(row["rule"], (row["rule"], row["rule"]))
        yield (row["rule"], row["severity"], *meaning, internships, int(row["hosts"]), int(row["colleges"]), status)


def _shown(internships: int, rules: DisclosureRules) -> tuple[int | None, str]:
    if internships == 0:
        return None, "not_available"
    return (None, "suppressed") if internships < rules.min_denominator else (internships, "ok")


def _model_rules() -> dict[str, tuple[str, str]]:
    """Return what the rules mean that models check: the newest words of each, from the code table."""
    table = code_table("internship_rules").filter(pl.col("implemented_by") == "model").sort("valid_from")
    return {row["rule_code"]: (row["title_en"], row["title_zh"]) for row in table.iter_rows(named=True)}


def _rules() -> dict[str, Rule]:
    return {rule.code: rule for contract in load_contracts().values() for rule in contract.rules}


def _meaning(rules: dict[str, Rule], code: str) -> tuple[str, str]:
    return _meaning_of(rules[code]) if code in rules else (code, code)


def _meaning_of(rule: Rule) -> tuple[str, str]:
    # A message quotes the cell it is about; the rule's meaning stands without one.
    return (_QUOTED.sub("", rule.message.en), _QUOTED.sub("", rule.message.zh))
