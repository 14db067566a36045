"""Small markets drawn at random that meet every edge of the definition, as the engines' input tables."""

from typing import Any

import numpy as np

from pipelines.matching.judge import P
from pipelines.matching.pool import Rules
from pipelines.matching.tables import Columns

RULES = Rules(45, 15, 10, 10000, 8000, 4000)
OCCUPATIONS = 4
NOBODY_REACHES = OCCUPATIONS + 1
SKILLS = 24
REGIONS = np.array([990101, 990102, 990100, 990201, 990000, 990012, 110101, 110102])
WISHES = np.array([*REGIONS, 110000, 110100, 120101])
EMPLOYERS = 5
KINDS = 3

Array = np.ndarray[Any, np.dtype[np.int64]]


def small_market(seed: int, people: int | None = None) -> dict[str, Columns]:
    """Between 1 and 150 persons and 1 and 12 vacancies; every third market has few different scores: ties decide."""
    rng = np.random.default_rng(seed)
    people, vacancies = people or int(rng.integers(1, 151)), int(rng.integers(1, 13))
    ties = rng.choice(P, people, replace=False).astype(np.int64)
    if seed == 5:
        ties[0] = P - 1
    dictionary = _dictionary(rng)
    vacancy = _vacancy(rng, vacancies, dictionary)
    return {
        "person": _person(rng, ties),
        "reach": _reach(rng, ties, steps=1 if seed % 3 == 0 else 40),
        "person_skill": _owned(rng, ties, SKILLS, 0.4, "skill_no"),
        "wish": _wish(rng, ties),
        "employer_block": _owned(rng, ties, EMPLOYERS, 0.08, "employer_seq"),
        "permit": _permit(rng, ties),
        "skill": dictionary,
        "demand": _demand(rng, vacancy["vacancy_seq"]),
        "vacancy": vacancy,
    }


def merged(seeds: range) -> dict[str, Columns]:
    """Many small markets as one: each has occupations and vacancies of its own, so that no person meets another's."""
    markets = []
    for number, seed in enumerate(seeds):
        tables = small_market(seed)
        for name in ("reach", "skill", "vacancy"):
            shifted = tables[name]["occupation_seq"] + 10 * number
            tables[name] = {**tables[name], "occupation_seq": shifted}
        for name in ("demand", "vacancy"):
            tables[name] = {**tables[name], "vacancy_seq": tables[name]["vacancy_seq"] + 100 * number}
        markets.append(tables)
    return {
        name: {column: np.concatenate([market[name][column] for market in markets]) for column in columns}
        for name, columns in markets[0].items()
    }


def _person(rng: np.random.Generator, ties: Array) -> Columns:
    n = ties.size
    return {
        "tie_no": ties,
        "age_16_day": rng.integers(0, 120, n),
        "age_18_day": np.where(rng.random(n) < 0.1, 2932896, rng.integers(60, 300, n)),
        "reserved_employer_seq": np.where(rng.random(n) < 0.1, rng.integers(-1, EMPLOYERS + 1, n), 0),
        "distance_points_without_hit": rng.choice([0, 4000], n),
    }


def _reach(rng: np.random.Generator, ties: Array, *, steps: int) -> Columns:
    person, occupation = np.nonzero(rng.random((ties.size, OCCUPATIONS)) < rng.random(OCCUPATIONS))
    available = rng.integers(0, 200, ties.size)
    n = person.size
    return {
        "tie_no": ties[person],
        "occupation_seq": occupation + 1,
        "ladder_rank": np.where(rng.random(n) < 0.5, rng.integers(0, 9, n), 0),
        "available_day": available[person],
        "static_score": 5000 * rng.integers(0, steps, n),
    }


def _owned(rng: np.random.Generator, ties: Array, kinds: int, share: float, name: str) -> dict[str, Array]:
    person, kind = np.nonzero(rng.random((ties.size, kinds)) < share)
    covered = {"is_covered": rng.integers(0, 2, person.size)} if name == "skill_no" else {}
    return {"tie_no": ties[person], name: kind + 1, **covered}


def _wish(rng: np.random.Generator, ties: Array) -> Columns:
    person, place = np.nonzero(rng.random((ties.size, WISHES.size)) < 0.15)
    return {"tie_no": ties[person], "wish_region": WISHES[place]}


def _permit(rng: np.random.Generator, ties: Array) -> Columns:
    owned = _owned(rng, ties, KINDS, 0.5, "kind_seq")
    issued = rng.integers(0, 150, owned["tie_no"].size)
    return {**owned, "from_day": issued, "to_day": issued + rng.integers(0, 200, issued.size)}


def _dictionary(rng: np.random.Generator) -> Columns:
    skills = [rng.permutation(SKILLS)[: rng.integers(9, SKILLS)] + 1 for _ in range(NOBODY_REACHES)]
    return {
        "occupation_seq": np.repeat(np.arange(NOBODY_REACHES) + 1, [known.size for known in skills]),
        "skill_no": np.concatenate(skills),
        "bit_position": np.concatenate([np.arange(known.size) for known in skills]),
    }


def _vacancy(rng: np.random.Generator, n: int, dictionary: Columns) -> dict[str, Array]:
    occupation = rng.integers(1, NOBODY_REACHES + 1, n)
    width = np.bincount(dictionary["occupation_seq"])
    position, weight = np.zeros((n, 8), np.int64), np.zeros((n, 8), np.int64)
    for row, used in enumerate(rng.integers(0, 9, n)):
        position[row, :used] = rng.choice(width[occupation[row]], used, replace=False)
        weight[row, :used] = np.sort(rng.integers(1, 101, used))[::-1]
    level = rng.integers(0, 9, n)
    return {
        "vacancy_seq": rng.permutation(n) + 1,
        "occupation_seq": occupation,
        "employer_seq": rng.integers(1, EMPLOYERS + 1, n),
        "work_region": rng.choice(REGIONS, n),
        "start_day": rng.integers(50, 250, n),
        "minimum_age": rng.choice([16, 18], n),
        "min_level": level,
        "must_level": np.where(rng.random(n) < 0.4, level, 0),
        **{f"k{slot + 1}": position[:, slot] for slot in range(8)},
        **{f"w{slot + 1}": weight[:, slot] for slot in range(8)},
        "skill_weight": weight.sum(axis=1),
        "tie_a": rng.integers(1, 2**31, n),
        "tie_b": rng.integers(0, P, n),
    }


def _demand(rng: np.random.Generator, numbers: Array) -> Columns:
    vacancy, kind = np.nonzero(rng.random((numbers.size, KINDS)) < 0.1)
    return {"vacancy_seq": numbers[vacancy], "kind_seq": kind + 1}
