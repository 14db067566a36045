"""The answer of `talent history` and how many hires, real ones and made-up ones, stand behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from pipelines.publication.history.measures import Measure, Standing


@dataclass(frozen=True)
class Ranked:
    """One moment of the past.

    Attributes:
        day: What is dated after it was not known.
        vacancies: How many were ranked then.
        with_list: How many of them had a candidate.
        standings: Of the hires that belong to them.
    """

    day: date
    vacancies: int
    with_list: int
    standings: tuple[Standing, ...]


@dataclass(frozen=True)
class History:
    """The answer of `talent history`.

    Attributes:
        until: Last day that is known.
        days: How long after a vacancy's publication a hire counts.
        at_least: Hires of pool members below which no share is given.
        is_made_up: Whether the people of the data folder are made up.
        hires_known: First hires known of any person at any enterprise.
        moments: Those that were built.
        moments_without_hires: How many were not, since nobody was hired soon after.
        measures: Of every way of ranking.
    """

    until: date
    days: int
    at_least: int
    is_made_up: bool
    hires_known: int
    moments: tuple[Ranked, ...]
    moments_without_hires: int
    measures: tuple[Measure, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the shape that `talent history --format json` prints."""
        standings = [s for moment in self.moments for s in moment.standings]
        return {
            "until": self.until.isoformat(),
            "days": self.days,
            "min_hires": self.at_least,
            "candidates": "who pass the hard filters of the vacancy",
            "hires_known": self.hires_known,
            "hires": len(standings),
            "hires_real": 0 if self.is_made_up else len(standings),
            "hires_made_up": len(standings) if self.is_made_up else 0,
            "hires_in_pool": sum(s.in_pool for s in standings),
            "hires_passing_filters": sum(bool(s.passing) for s in standings),
            "vacancies": sum(moment.vacancies for moment in self.moments),
            "vacancies_with_list": sum(moment.with_list for moment in self.moments),
            "moments": [
                {
                    "day": m.day.isoformat(),
                    "vacancies": m.vacancies,
                    "with_list": m.with_list,
                    "hires": len(m.standings),
                }
                for m in self.moments
            ],
            "moments_without_hires": self.moments_without_hires,
            "measures": [measure.as_dict() for measure in self.measures],
        }
