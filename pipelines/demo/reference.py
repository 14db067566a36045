"""The code tables as the city needs them: majors with their occupations, skills, places.

The values are the tables', not ours.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

import polars as pl

from data_contracts.code_tables import code_table

_TITLE_SIGNS = 7
_NOISE = ("招", "聘", "急", "薪", "公司", "集团", "厂", "店")

COUNTY_WEIGHTS = {"9901": 6.0, "9902": 3.0, "9903": 2.0}
ELSEWHERE = ("110100", "310100", "330100", "410100", "420100", "440300", "510100")


@dataclass(frozen=True)
class Major:
    """A major of one tier, its occupations by falling affinity, and its core skills."""

    code: str
    name: str
    tier: str
    class_name: str
    category: int
    occupations: tuple[tuple[str, int], ...]
    skills: tuple[str, ...]


@dataclass(frozen=True)
class Occupation:
    """An occupation, its skills by falling weight, and titles that mean exactly it."""

    code: str
    name: str
    skills: tuple[str, ...]
    titles: tuple[str, ...]

    @property
    def is_skilled_trade(self) -> bool:
        """Whether skill levels are usual: services, farming, manufacturing."""
        return self.code[0] in "456"


@dataclass(frozen=True)
class Reference:
    """Everything the city takes from the code tables."""

    majors: dict[str, tuple[Major, ...]]
    occupations: dict[str, Occupation]
    skill_words: dict[str, tuple[str, ...]]
    counties: dict[str, str]
    accepted_evidence: dict[str, tuple[str, ...]]

    def occupations_of_category(self, category: int) -> tuple[str, ...]:
        """Return the occupations that majors of a broad category reach, sorted."""
        majors = [m for tier in self.majors.values() for m in tier if m.category == category]
        return tuple(sorted({code for m in majors for code, _ in m.occupations}))

    def majors_reaching(self, occupation: str) -> tuple[str, ...]:
        """Return the codes of the majors that reach an occupation, sorted."""
        majors = [m for tier in self.majors.values() for m in tier]
        return tuple(sorted(m.code for m in majors if any(code == occupation for code, _ in m.occupations)))


@cache
def load_reference() -> Reference:
    """Read the code tables once."""
    return Reference(
        majors=_majors(),
        occupations=_occupations(),
        skill_words={
            code: _sayable((name, *_words(words)))
            for code, name, words in code_table("skills").sort("code").select("code", "name_zh", "words").rows()
        },
        counties=_counties(),
        accepted_evidence=_grouped("accepted_evidence", "destination_code", "evidence_type"),
    )


def _majors() -> dict[str, tuple[Major, ...]]:
    reached: dict[str, list[tuple[str, int]]] = defaultdict(list)
    looked_at = code_table("major_occupation").filter(pl.col("method") == "expert_proposal")
    for major, occupation, affinity in looked_at.select("major_code", "occupation_code", "affinity").rows():
        reached[major].append((occupation, affinity))
    core = _grouped("major_skill", "major_code", "skill_code")
    found: dict[str, list[Major]] = defaultdict(list)
    for row in code_table("majors").sort("code").iter_rows(named=True):
        if row["code"] in reached and row["tier"] in ("secondary", "higher"):
            found[row["tier"]].append(
                Major(
                    code=row["code"],
                    name=row["name_zh"],
                    tier=row["tier"],
                    class_name=row["class_name_zh"],
                    category=int(row["category"]),
                    occupations=tuple(sorted(reached[row["code"]], key=lambda o: (-o[1], o[0]))),
                    skills=core.get(row["code"], ()),
                )
            )
    return {tier: tuple(majors) for tier, majors in found.items()}


def _occupations() -> dict[str, Occupation]:
    weights: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for occupation, skill, weight in (
        code_table("occupation_skill").select("occupation_code", "skill_code", "weight").rows()
    ):
        weights[occupation].append((-weight, skill))
    titles = {code: _plain_titles(all_) for code, all_ in _grouped("job_titles", "occupation_code", "title").items()}
    return {
        code: Occupation(code, name, tuple(s for _, s in sorted(weights.get(code, []))), titles.get(code, ()))
        for code, name in code_table("occupations").sort("code").select("code", "name_zh").rows()
    }


def _plain_titles(titles: tuple[str, ...]) -> tuple[str, ...]:
    """Return the titles that name a job and nothing else: real postings also carry places and employers."""
    return tuple(t for t in titles if len(t) <= _TITLE_SIGNS and t.isalpha() and not any(w in t for w in _NOISE))


def _counties() -> dict[str, str]:
    regions = code_table("regions").sort("code")
    return {
        code: name
        for code, name, level in regions.select("code", "name_zh", "level").rows()
        if code.startswith("99") and level == "county"
    }


def _grouped(table: str, key: str, value: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for k, v in code_table(table).select(key, value).rows():
        found[k].append(v)
    return {k: tuple(sorted(found[k])) for k in sorted(found)}


def _words(words: str | None) -> tuple[str, ...]:
    return tuple(w.strip() for w in (words or "").split(";") if w.strip())


def _sayable(words: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out words that a list cell would tear apart."""
    return tuple(w for w in words if not any(mark in w for mark in "、；;,，/"))
