"""The report's last sections: pool and matching, breaches of internship rules, data quality, definitions."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pipelines.publication.reports import cells

if TYPE_CHECKING:
    from pipelines.publication.reports.figures import Edition
    from pipelines.publication.reports.words import Words

POOL_MEASURES = (
    "pool_members",
    "pool_shown",
    "vacancies",
    "openings",
    "vacancies_with_candidates",
    "candidates_listed",
    "people_listed",
)
FINDINGS_LISTED = 20
DEFINITION_PARTS = ("numerator", "denominator", "unknown", "window", "exclusions")


def pool_view(edition: Edition, words: Words) -> dict[str, Any]:
    """How large the pool is and how far its matches reach."""
    summary = edition.summary
    rows = [
        {"label": words.text(f"pool.{measure}"), "value": cells.count_cell(summary.get(measure), words)}
        for measure in POOL_MEASURES
    ]
    sentences = [
        words.text(f"pool.{key}", share=words.percent(Decimal(summary[part]) / summary[whole]))
        for key, part, whole in (
            ("listed_share", "people_listed", "pool_members"),
            ("reach_share", "vacancies_with_candidates", "vacancies"),
        )
        if summary.get(whole) and part in summary
    ]
    return {"rows": rows, "sentences": sentences}


def compliance_view(edition: Edition, words: Words) -> list[dict[str, Any]]:
    """Breaches by rule: how many internships, hosts and colleges, and never a student."""
    return [
        {
            "rule": row["rule"],
            "meaning": row[f"meaning_{words.language}"],
            "severity": words.text(f"quality.severity.{row['severity']}"),
            "internships": cells.count_cell(row["internships"], words, suppressed=row["status"] == "suppressed"),
            "hosts": cells.count_cell(row["hosts"], words),
            "colleges": cells.count_cell(row["colleges"], words),
        }
        for row in edition.table("internship_breach", "rule")
    ]


def quality_view(edition: Edition, words: Words) -> dict[str, Any]:
    """What was delivered, what was refused, and which rules found most."""
    feeds = [
        {
            "title": row[f"title_{words.language}"],
            "deliveries": cells.count_cell(row["deliveries"], words),
            "read": cells.count_cell(row["rows_read"], words),
            "accepted": cells.count_cell(row["rows_accepted"], words),
            "rejected": cells.count_cell(row["rows_rejected"], words),
            "share": _share(row["rows_rejected"], row["rows_read"], words),
        }
        for row in edition.table("data_quality", "feed")
    ]
    findings = [
        {
            "rule": row["rule"],
            "meaning": row[f"meaning_{words.language}"],
            "kind": words.text(f"quality.kind.{row['kind']}"),
            "severity": words.text(f"quality.severity.{row['severity']}"),
            "findings": cells.count_cell(row["findings"], words),
            "deliveries": cells.count_cell(row["deliveries"], words),
        }
        for row in edition.table("finding_count", "findings DESC, feed, rule, kind, severity")[:FINDINGS_LISTED]
    ]
    return {"feeds": feeds, "findings": findings, "limit": FINDINGS_LISTED}


def definitions_view(edition: Edition, words: Words) -> list[dict[str, Any]]:
    """Every metric of the dictionary with what it counts, out of what, and who is unknown."""
    return [
        {
            "id": metric_id,
            "title": words.pick(body.get("title")),
            "version": words.text("definitions.version", version=body["metric_version"]),
            "definition": words.pick(body.get("definition")),
            "parts": [
                (words.text(f"definitions.{part}"), text)
                for part in DEFINITION_PARTS
                if (text := definition_part(body, part, words))
            ],
            "source": body.get("source", ""),
        }
        for metric_id, body in edition.definitions.items()
    ]


def definition_part(body: dict[str, Any], part: str, words: Words) -> str:
    """One part of a definition; what the dictionary does not say about the unknown holds for all metrics."""
    text = words.pick(body.get(part))
    return text or (words.text("definitions.unknown_default") if part == "unknown" else "")


def _share(part: int, whole: int, words: Words) -> cells.Cell:
    if not whole:
        return cells.count_cell(None, words)
    return cells.Cell(words.percent(Decimal(part) / whole)) if part else cells.count_cell(0, words)
