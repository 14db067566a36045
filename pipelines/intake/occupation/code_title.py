"""The coder in service: what a title is coded as, how sure that is, and what else it may be.

It learns from every title of the table, those too that measuring keeps aside.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from data_contracts.thresholds import threshold
from pipelines.intake.occupation.coder import TitleCoder
from pipelines.intake.occupation.confidence import CERTAIN, Step, confidence_of, lead_of, measured_steps
from pipelines.intake.occupation.ngrams import title_key
from pipelines.intake.occupation.reference import (
    coded_titles,
    coder_version,
    official_names,
    official_names_by_code,
)

_LIKELIEST = 3


@dataclass(frozen=True, slots=True)
class CodedTitle:
    """What a title says of its occupation.

    Attributes:
        code: The occupation, None when it is not sure enough.
        confidence: How sure the likeliest one is, in ten-thousandths.
        likeliest: Up to three codes with their Chinese names, the likeliest first.
    """

    code: str | None
    confidence: int
    likeliest: tuple[tuple[str, str], ...]
    coder: str


def code_title(title: str) -> CodedTitle | None:
    """Return what a title is coded as, or None when nothing known is like it."""
    service = _service()
    if known := service.exact.get(title_key(title)):
        sure = int(threshold("occupation_table_share") * CERTAIN)
        return CodedTitle(known, sure, ((known, service.names[known]),), service.version)
    votes = service.coder.votes(title, most=_LIKELIEST)
    if not votes:
        return None
    confidence = confidence_of(lead_of(votes), service.steps)
    is_sure = confidence >= threshold("occupation_min_confidence") * CERTAIN
    likeliest = tuple((code, service.names[code]) for code, _ in votes)
    return CodedTitle(votes[0][0] if is_sure else None, confidence, likeliest, service.version)


@dataclass(frozen=True, slots=True)
class _Service:
    coder: TitleCoder
    exact: dict[str, str]
    names: dict[str, str]
    steps: tuple[Step, ...]
    version: str


@cache
def _service() -> _Service:
    titles, version = coded_titles(), coder_version()
    return _Service(
        coder=TitleCoder([*titles, *official_names()]),
        exact=_without_doubt([*titles, *official_names()]),
        names=official_names_by_code(),
        steps=measured_steps(version),
        version=version,
    )


def _without_doubt(known: list[tuple[str, str]]) -> dict[str, str]:
    """Return the titles that stand for one code alone, by key."""
    codes: dict[str, set[str]] = {}
    for title, code in known:
        codes.setdefault(title_key(title), set()).add(code)
    return {key: found.copy().pop() for key, found in codes.items() if len(found) == 1}
