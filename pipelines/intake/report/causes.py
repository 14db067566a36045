"""Findings grouped by what caused them: one rule in one column is one thing to mend, however many rows it hits.

Nothing is left out: the counts of all causes add up to the findings. How causes are shown belongs with those who
show them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from data_contracts.loader import load_contract, load_file_rules
from data_contracts.model import Rule, Text
from pipelines.intake.report.findings import Finding, filled, link_of
from pipelines.intake.report.report import CheckReport

_ORDER = {"file": 0, "error": 1, "warning": 2}
_EXAMPLES = 3
_VALUE = "{value}"
_LISTED = Text("named row by row", "逐行列出")

Place = tuple[str, int]


@dataclass(slots=True)
class Cause:
    """What many findings have in common.

    Attributes:
        message: The rule's message; where findings quote cells, with up to three of them, and where each row has
            a text of its own, without it.
        by_text: Where each row has a text of its own, these texts with their places; else nothing.
        first: (sheet, row) of the first finding; row 0 speaks of the file.
        last: (sheet, row) of the last.
        sheets: The sheets it is found in.
        examples: Up to three different cells, of public columns only.
        places: (sheet, row) of every finding, in order.
    """

    rule: str
    rule_name: str
    kind: str
    severity: str
    column: str
    message: Text
    hint: Text
    examples: tuple[str, ...] = ()
    places: list[Place] = field(default_factory=list)
    by_text: dict[str, list[Place]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many findings it has."""
        return len(self.places)

    @property
    def first(self) -> tuple[str, int]:
        """Where it is found first."""
        return self.places[0]

    @property
    def last(self) -> tuple[str, int]:
        """Where it is found last."""
        return self.places[-1]

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets it is found in, in order."""
        return tuple(dict.fromkeys(sheet for sheet, _ in self.places))

    def as_json(self, feed: str) -> dict[str, Any]:
        """Return the cause as `talent check --format json` prints it."""
        return {
            "rule": self.rule,
            "kind": self.kind,
            "severity": self.severity,
            "column": self.column,
            "message": self.message.as_dict(),
            "hint": self.hint.as_dict(),
            "link": link_of(self.rule, feed),
            "count": self.count,
            "first": _place(self.first),
            "last": _place(self.last),
            "sheets": list(self.sheets),
            "examples": list(self.examples),
        }


def causes(report: CheckReport) -> list[Cause]:
    """Return the causes of a report's findings: worst first, then the most frequent."""
    return group_findings(report.feed, report.findings)


def group_findings(feed: str, findings: Iterable[Finding]) -> list[Cause]:
    """Return the causes of one feed's findings: worst first, then the most frequent."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in sorted(findings, key=lambda f: f.place):
        # Without a column only the text says what a finding is about, such as the header that nobody knows.
        about = finding.column or finding.message.en
        groups.setdefault((finding.rule, finding.severity, about), []).append(finding)
    rules = _rules(feed)
    found = [_cause(group, rules.get(group[0].rule)) for group in groups.values()]
    return sorted(found, key=lambda c: (_ORDER[c.severity], -c.count, c.rule, c.column, c.first))


def _rules(feed: str) -> dict[str, Rule]:
    return {rule.code: rule for rule in (*load_file_rules().values(), *load_contract(feed).rules)}


def _cause(group: list[Finding], rule: Rule | None) -> Cause:
    first = group[0]
    values = list(dict.fromkeys(f.excerpt for f in group if f.excerpt))
    message, hint = first.message, first.hint
    by_text = _by_text(group, rule) if rule is not None and not values else {}
    if by_text and rule is not None:
        message, hint = _without_value(rule.message), _without_value(rule.hint)
    elif len(values) > 1 and rule is not None:
        shown = "、".join(values[:_EXAMPLES]) + (" …" if len(values) > _EXAMPLES else "")
        message, hint = filled(rule.message, shown), filled(rule.hint, shown)
    return Cause(
        rule=first.rule,
        rule_name=first.rule_name,
        kind=first.kind,
        severity=first.severity,
        column=first.column,
        message=message,
        hint=hint,
        examples=tuple(values[:_EXAMPLES]),
        places=[(f.sheet, f.row) for f in group],
        by_text=by_text,
    )


def _without_value(text: Text) -> Text:
    return Text(text.en.replace(_VALUE, _LISTED.en), text.zh.replace(_VALUE, _LISTED.zh))


def _by_text(group: list[Finding], rule: Rule) -> dict[str, list[Place]]:
    """Return what the message says of each row, with its rows, where it differs from row to row."""
    before, place, after = rule.message.zh.partition(_VALUE)
    if not place or len({finding.message.zh for finding in group}) == 1:
        return {}
    found: dict[str, list[Place]] = {}
    for finding in group:
        said = finding.message.zh.removeprefix(before).removesuffix(after)
        found.setdefault(said, []).append((finding.sheet, finding.row))
    return found


def _place(place: tuple[str, int]) -> dict[str, Any]:
    return {"sheet": place[0], "row": place[1]}


def report_as_json(report: CheckReport, *, lines: bool = False) -> dict[str, Any]:
    """Return a report's fixed JSON with its causes and the titles read beside it.

    Its long lists are encoded lines if that is asked for.
    """
    said = report.as_lines() if lines else report.as_json()
    return said | {
        "causes": [cause.as_json(report.feed) for cause in causes(report)],
        "read_titles": [title.as_json() for title in report.read_titles],
    }
