"""The coder in service: what a title is coded as, how sure that is, and what else it may be.

It learns from every title of the table, those too that measuring keeps aside.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from data_contracts.thresholds import limit
from pipelines.intake.occupation.coder import TitleCoder
from pipelines.intake.occupation.confidence import CERTAIN, Step, confidence_of, lead_of, measured_steps
from pipelines.intake.occupation.ngrams import title_key
from pipelines.intake.occupation.parts import jobs_of, pieces_of
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
        likeliest: Up to three codes with their Chinese names, the likeliest first; of several jobs, one of each.
    """

    code: str | None
    confidence: int
    likeliest: tuple[tuple[str, str], ...]
    coder: str


def code_title(title: str) -> CodedTitle | None:
    """Return what a title is coded as, or None when nothing known is like it enough to be worth a question.

    A title that names several jobs, and one that a known title names under another code, are for the sender to settle.
    """
    found = _one_job(title)
    jobs = [job for part in jobs_of(title) if (job := _one_job(part))] if title_key(title) not in _official() else []
    codes = dict.fromkeys(job.likeliest[0] for job in jobs)
    if found and len(codes) > 1:
        jobs = [job for job in jobs if _is_worth_asking(job)]
        named = dict.fromkeys([*(job.likeliest[0] for job in jobs), *found.likeliest])
        return CodedTitle(None, found.confidence // len(codes), tuple(named)[:_LIKELIEST], found.coder)
    return found if found and _is_worth_asking(found) else None


def _is_worth_asking(found: CodedTitle) -> bool:
    return found.confidence >= limit("occupation_ask_confidence") * CERTAIN


def _one_job(title: str) -> CodedTitle | None:
    service, key = _service(), title_key(title)
    if known := service.exact.get(key):
        sure = int(limit("occupation_table_share") * CERTAIN)
        return CodedTitle(known, sure, ((known, service.names[known]),), service.version)
    votes = service.coder.votes(title, most=_LIKELIEST)
    if not votes:
        return None
    confidence = confidence_of(lead_of(votes), service.steps)
    codes = [code for code, _ in votes]
    named = sorted(service.named_in.get(key, ()))
    doubted = bool(named) and codes[0] not in named
    is_sure = confidence >= limit("occupation_min_confidence") * CERTAIN and not doubted
    if doubted:
        codes = list(dict.fromkeys([codes[0], *named, *codes]))[:_LIKELIEST]
        confidence = max(confidence // 2, int(limit("occupation_ask_confidence") * CERTAIN))
    likeliest = tuple((code, service.names[code]) for code in codes)
    return CodedTitle(codes[0] if is_sure else None, confidence, likeliest, service.version)


@cache
def _official() -> frozenset[str]:
    return frozenset(title_key(name) for name, _ in official_names())


@dataclass(frozen=True, slots=True)
class _Service:
    coder: TitleCoder
    exact: dict[str, str]
    named_in: dict[str, set[str]]
    names: dict[str, str]
    steps: tuple[Step, ...]
    version: str


@cache
def _service() -> _Service:
    titles, version = coded_titles(), coder_version()
    return _Service(
        coder=TitleCoder([*titles, *official_names()]),
        exact=_without_doubt([*titles, *official_names()]),
        named_in=_codes_by_key((piece, code) for title, code in titles for piece in pieces_of(title)),
        names=official_names_by_code(),
        steps=measured_steps(version),
        version=version,
    )


def _without_doubt(known: list[tuple[str, str]]) -> dict[str, str]:
    """Return the titles that stand for one code alone, by key."""
    return {key: found.copy().pop() for key, found in _codes_by_key(known).items() if len(found) == 1}


def _codes_by_key(known: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    codes: dict[str, set[str]] = {}
    for title, code in known:
        codes.setdefault(title_key(title), set()).add(code)
    return codes
