"""What `talent tour` prints at its end: rows, planted faults, city figures, and what to try next."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipelines.intake.delivery.deliver import DeliveryOutcome
from pipelines.store.editions import EditionPointer, open_edition

_NEWEST_FIGURES = """
    with city as (
        select *, row_number() over (partition by metric_id order by cohort desc, cutoff_date desc) as nth
        from metric
        where college_code = '*' and major_class = '*' and tier = '*' and region_code = '*'
          and occupation_code = '*' and enterprise_uscc = '*' and gender = '*' and status <> 'not_mature'
    )
    select cohort, cutoff_date, numerator, denominator, unknown, value, status,
           json_extract(body, '$.title.en') as title
    from city join metric_definition using (metric_id)
    where nth = 1
    order by json_extract(body, '$.position')
"""


def print_found(
    published: EditionPointer,
    expected: dict[str, Any],
    outcomes: dict[str, DeliveryOutcome],
    *,
    seconds: float,
) -> None:
    """Print rows by feed, planted and found faults, the city's figures and how long it all took."""
    _print_rows(outcomes)
    found = _count_found(expected, outcomes)
    print(f"\nplanted {len(expected['faults'])}, found {found}")
    _print_figures(published)
    print(f"\nEdition {published.edition} is in {published.folder}; {seconds:.0f} s in all.")


def print_next_steps(published: EditionPointer, clients: list[dict[str, str]], data_dir: Path) -> None:
    """Print the demo's clients and the next three commands to try."""
    print("\nDemo clients (secrets of a demo; real ones are shown once):")
    for client in clients:
        print(f"  {client['role']:<11}{client['org']:<20}{client['client_id']}  {client['secret']}")
    print(f"\nRead the report: {published.folder / 'reports' / 'placement.en.html'} (and .zh.html)")
    print("Next:")
    print("  make serve      # the API and its reference at http://127.0.0.1:8000")
    print("  make dagster    # the graph, its runs, sensor and schedule at http://127.0.0.1:3000")
    print(f"  .venv/bin/talent verify {published.edition} --data {data_dir}   # rebuild it from its inputs")


def _print_rows(outcomes: dict[str, DeliveryOutcome]) -> None:
    accepted: Counter[str] = Counter()
    rejected: Counter[str] = Counter()
    findings: Counter[str] = Counter()
    for outcome in outcomes.values():
        feed = outcome.delivery.feed
        accepted[feed] += outcome.delivery.rows_accepted
        rejected[feed] += outcome.delivery.rows_rejected
        findings[feed] += len(outcome.report.findings)
    print(f"\n{'feed':<16}{'accepted':>10}{'rejected':>10}{'findings':>10}")
    for feed in sorted(accepted):
        print(f"{feed:<16}{accepted[feed]:>10}{rejected[feed]:>10}{findings[feed]:>10}")


def _count_found(expected: dict[str, Any], outcomes: dict[str, DeliveryOutcome]) -> int:
    """Count the planted faults that stand among the findings of their file, at their row, under their rule."""
    named = {
        (file, finding.rule_name, finding.sheet, finding.row)
        for file, outcome in outcomes.items()
        for finding in outcome.report.findings
    }
    return sum(
        (fault["file"], fault["rule_name"], fault["sheet"] or "", fault["row"] or 0) in named
        for fault in expected["faults"]
    )


def _print_figures(published: EditionPointer) -> None:
    connection = open_edition(published.folder)
    try:
        pool = connection.execute("select count(*) from pool_member").fetchone()[0]
        listed = connection.execute("select count(*), count(distinct vacancy_id) from candidate").fetchone()
        print(f"pool {pool} people shown; {listed[0]} matches for {listed[1]} vacancies\n")
        print(f"{'figure of the city':<44}{'cohort':>7}{'cut-off':>12}{'of':>12}{'unknown':>9}{'value':>10}  status")
        for row in connection.execute(_NEWEST_FIGURES):
            share = f"{_shown(row['numerator'])}/{_shown(row['denominator'])}"
            value = Decimal(row["value"]).normalize() if row["value"] is not None else None
            print(
                f"{row['title'][:43]:<44}{row['cohort']:>7}{row['cutoff_date']:>12}{share:>12}"
                f"{_shown(row['unknown']):>9}{_shown(value):>10}  {row['status']}"
            )
    finally:
        connection.close()


def _shown(value: object) -> str:
    return ".." if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)
