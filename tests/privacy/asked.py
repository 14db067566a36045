"""What a vacancy asks of a person, from the edition's own tables, and what of it may be answered: nothing else.

`shown_for` computes the answer from the asked inputs alone. Where it equals what the list shows, the list is a function
of what was asked: given the inputs asked, nothing else about a person can be predicted from it better than before.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

Row = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """All that one vacancy asks of one person.

    Attributes:
        skills: For each skill required whether it is covered, assumed or missing.
        reach: By what the occupation is reached, and the crosswalk's value.
        rank: The level held in the occupation.
        months: Full months of internship in the occupation.
        place: Where the nearest wish lies, seen from the place of work.
        awards: Points of the best award of three years.
        known: How many of the five inputs are known; told beside the score.
    """

    skills: tuple[tuple[str, str], ...]
    reach: tuple[str, int]
    rank: int
    months: int
    place: str
    awards: int
    known: int


class Edition:
    """The tables of matching of one edition."""

    def __init__(self, folder: Path) -> None:
        def table(name: str) -> list[Row]:
            return pl.read_parquet(folder / "tables" / f"{name}.parquet").to_dicts()

        self.matches = table("mart_match")
        self.people = {row["person_key"]: row for row in table("mart_match_person")}
        self.vacancies = {row["vacancy_id"]: row for row in table("mart_match_vacancy")}
        self.reached = {(row["person_key"], row["occupation_code"]): row for row in table("mart_match_reach")}
        self.required: dict[str, dict[str, int]] = {}
        for row in table("mart_match_skill"):
            self.required.setdefault(row["vacancy_id"], {})[row["skill_code"]] = row["weight"]

    def asked(self, vacancy_id: str, person_key: str) -> Asked:
        """Return what a vacancy asks of a person."""
        vacancy, person = self.vacancies[vacancy_id], self.people[person_key]
        reached = self.reached[person_key, vacancy["occupation_code"]]
        return Asked(
            tuple(sorted((code, _held(person, code)) for code in self.required.get(vacancy_id, {}))),
            (reached["reach"], reached["affinity_points"]),
            reached["ladder_rank"],
            min(reached["internship_months"], vacancy["internship_full_months"]),
            _nearest(person["wish_regions"], vacancy["work_region"]),
            person["awards_points"],
            person["known_inputs"],
        )

    def shown_for(self, vacancy_id: str, asked: Asked) -> dict[str, Any]:
        """Return what a list may show of somebody who answers so."""
        vacancy, weights = self.vacancies[vacancy_id], self.required.get(vacancy_id, {})
        sums = {held: sum(weights[code] for code, how in asked.skills if how == held) for held in _HELD}
        total = sum(weights.values())
        full, minimum = vacancy["internship_full_months"], vacancy["min_level"]
        # Who holds no level has no margin where none is asked for.
        margin = asked.rank - minimum if minimum else max(asked.rank - 1, 0)
        points = {
            "skills": 10000 * (2 * sums["covered"] + sums["assumed"]) // (2 * total) if total else 10000,
            "affinity": asked.reach[1],
            "level": max(0, min(10000, 6000 + 2000 * margin)),
            "internship": min(10000, 10000 * asked.months // full),
            "distance": vacancy[f"points_{asked.place}"],
            "awards": asked.awards,
        }
        skills = {held: [code for code, how in asked.skills if how == held] for held in _HELD}
        return {"points": points, "skills": skills}


_HELD = ("covered", "assumed", "missing")


def _held(person: Row, code: str) -> str:
    if code in person["skills_covered"]:
        return "covered"
    return "assumed" if code in person["skills_assumed"] else "missing"


def _nearest(wishes: list[str], work: str) -> str:
    if not wishes:
        return "no_wish"
    for place, length in (("same_county", 6), ("same_city", 4), ("same_province", 2)):
        if any(wish[:length] == work[:length] for wish in wishes):
            return place
    return "elsewhere"
