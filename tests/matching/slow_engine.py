"""The definition of matching over the engines' input tables in plain Python, one pair at a time."""

from collections import defaultdict
from typing import Any

from pipelines.matching.pool import Rules
from pipelines.matching.tables import Columns

P = 4294967291
Row = dict[str, int]


def slow_keys(tables: dict[str, Columns], rules: Rules) -> list[tuple[int, int]]:
    """(vacancy_seq, key) of the fifty best of every vacancy, by vacancy and from the best."""
    people = {row["tie_no"]: row for row in _rows(tables["person"])}
    mine = {name: _by(tables[name], "tie_no") for name in ("person_skill", "wish", "employer_block", "permit")}
    demands = _by(tables["demand"], "vacancy_seq")
    skill_at = {(row["occupation_seq"], row["bit_position"]): row["skill_no"] for row in _rows(tables["skill"])}
    reach = _by(tables["reach"], "occupation_seq")
    answer = []
    for vacancy in _rows(tables["vacancy"]):
        keys = []
        for reached in reach[vacancy["occupation_seq"]]:
            tie_no = reached["tie_no"]
            of_person = {name: rows[tie_no] for name, rows in mine.items()}
            pair = vacancy | reached | people[tie_no]
            if _passes(pair, of_person, demands[vacancy["vacancy_seq"]]):
                score = _score(pair, of_person, skill_at, rules)
                tie = (vacancy["tie_a"] * tie_no + vacancy["tie_b"]) % P
                keys.append(score * 2**32 + 2**32 - 1 - tie)
        answer += [(vacancy["vacancy_seq"], key) for key in sorted(keys, reverse=True)[:50]]
    return sorted(answer, key=lambda row: (row[0], -row[1]))


def _rows(table: Columns) -> list[Row]:
    return [dict(zip(table, row, strict=True)) for row in zip(*(v.tolist() for v in table.values()), strict=True)]


def _by(table: Columns, column: str) -> dict[int, list[Row]]:
    groups: dict[int, list[Row]] = defaultdict(list)
    for row in _rows(table):
        groups[row[column]].append(row)
    return groups


def _passes(pair: Row, of_person: dict[str, list[Row]], demands: list[Row]) -> bool:
    day, employer = pair["start_day"], pair["employer_seq"]
    valid = {row["kind_seq"] for row in of_person["permit"] if row["from_day"] <= day <= row["to_day"]}
    return (
        pair["age_18_day" if pair["minimum_age"] > 16 else "age_16_day"] <= day
        and all(row["kind_seq"] in valid for row in demands)
        and pair["ladder_rank"] >= pair["must_level"]
        and pair["available_day"] <= day
        and employer not in {row["employer_seq"] for row in of_person["employer_block"]}
        and pair["reserved_employer_seq"] in (0, employer)
    )


def _score(pair: Row, of_person: dict[str, list[Row]], skill_at: dict[Any, int], rules: Rules) -> int:
    share = {row["skill_no"]: 1 + row["is_covered"] for row in of_person["person_skill"]}
    weights = {
        skill_at.get((pair["occupation_seq"], pair[f"k{n}"])): pair[f"w{n}"] for n in range(8, 0, -1) if pair[f"w{n}"]
    }
    skills = 10000
    if pair["skill_weight"]:
        doubled = sum(weight * share.get(skill or 0, 0) for skill, weight in weights.items())
        skills = 10000 * doubled // (2 * pair["skill_weight"])
    rank, asked = pair["ladder_rank"], pair["min_level"]
    level = max(0, min(10000, 6000 + 2000 * (rank - asked if asked else max(rank - 1, 0))))
    near = [_points(str(row["wish_region"]), str(pair["work_region"]), rules) for row in of_person["wish"]]
    hits = [points for points in near if points is not None]
    distance = max(hits) if hits else pair["distance_points_without_hit"]
    dynamic = rules.weight_skills * skills + rules.weight_level * level + rules.weight_distance * distance
    return pair["static_score"] + dynamic


def _points(wish: str, region: str, rules: Rules) -> int | None:
    if wish == region and wish[4:] != "00":
        return rules.points_same_county
    if wish[:4] == region[:4] and wish[2:4] != "00":
        return rules.points_same_city
    return rules.points_same_province if wish[:2] == region[:2] else None
