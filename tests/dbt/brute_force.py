"""The matcher of design.md once more, in plain Python over the delivered rows, as slow and simple as possible."""

import base64
import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import Any

from tests.dbt import city
from tests.dbt.code_rows import SALT
from tests.dbt.raw_files import Row

P = 4294967291
WEIGHTS = {"skills": 45, "affinity": 15, "level": 15, "internship": 10, "distance": 10, "awards": 5}
FAR_FUTURE = dt.date(9999, 12, 31)


def hash_mod(modulus: int, *texts: str, start: int = 0) -> int:
    """`sha256(a, b, ...) mod m` from 15 hex digits."""
    digest = hashlib.sha256(":".join(texts).encode()).hexdigest()
    return int(digest[start : start + 15], 16) % modulus


def vacancy_id(uscc: str, vacancy_no: str) -> str:
    """The public identifier of a vacancy."""
    digest = hashlib.sha256(f"{uscc}:{vacancy_no}".encode()).digest()
    return "v_" + base64.b32encode(digest).decode().lower()[:20]


def match(deliveries: city.Deliveries, members: Iterable[str]) -> list[tuple[Any, ...]]:
    """(vacancy_id, rank, person_key, score, skills covered, missing, assumed, reach, tie), sorted."""
    people = [_person(deliveries, key) for key in members]
    answer: list[tuple[Any, ...]] = []
    for vacancy in _vacancies(deliveries):
        identifier = vacancy_id(vacancy["uscc"], vacancy["vacancy_no"])
        a = 1 + hash_mod(2147483647, SALT, identifier)
        b = hash_mod(P, SALT, identifier, start=15)
        found = []
        for candidate in people:
            scored = _score(vacancy, candidate)
            if scored:
                tie = (a * hash_mod(P, SALT, candidate["key"]) + b) % P
                found.append((scored[0] * 2**32 + 2**32 - 1 - tie, candidate["key"], *scored, tie))
        found.sort(reverse=True)
        answer += [(identifier, rank, *row[1:]) for rank, row in enumerate(found[:50], start=1)]
    return sorted(answer)


def _vacancies(deliveries: city.Deliveries) -> list[Row]:
    newest: dict[tuple[str, str], Row] = {}
    titles = {row["title"]: row["occupation_code"] for row in city.codes()["job_titles"]}
    for row in sorted(deliveries.rows["vacancy"], key=lambda r: r["version"]):
        newest[row["uscc"], row["vacancy_no"]] = row
    coded = [{**row, "occupation_code": row["occupation_code"] or titles.get(row["title"])} for row in newest.values()]
    return [row for row in coded if row["status"] == "open" and row["occupation_code"]]


def _person(deliveries: city.Deliveries, key: str) -> dict[str, Any]:
    enrolled = max(
        (r for r in deliveries.rows["enrolment"] if r["person_key"] == key and r["status"] != "transferred"),
        key=lambda r: r["programme_start"],
    )
    number = enrolled["student_no"]
    of_person = {
        feed: [r for r in deliveries.rows[feed] if r["student_no"] == number]
        for feed in ("job_intention", "internship", "destination")
    }
    return {
        "key": key,
        "spell": enrolled,
        "intention": of_person["job_intention"][0],
        "internships": [r for r in of_person["internship"] if r["internship_type"] == "post"],
        # Present or disputed, no employer on record is shown a person again.
        "employers": {r["employer_uscc"] for r in of_person["destination"] if "employer_uscc" in r},
        "certificates": [
            r for r in deliveries.rows["certificate"]
            if r["person_key"] == key and r["result"] == "pass" and r["status"] != "revoked"
        ],
        "awards": _awards(deliveries, key),
    }  # fmt: skip


def _awards(deliveries: city.Deliveries, key: str) -> int:
    points = {row["tier"]: int(row["points"]) for row in city.codes()["award_tiers"]}
    first = city.TODAY.replace(year=city.TODAY.year - 3)
    return max(
        (
            points[row["award_tier"]]
            for row in deliveries.rows["award"]
            if row["person_key"] == key
            and row["award_kind"] != "event"
            and row["award_role"] != "coach"
            and first < row["event_date"] <= city.TODAY
        ),
        default=0,
    )


def _score(vacancy: Row, candidate: dict[str, Any]) -> tuple[Any, ...] | None:
    occupation = vacancy["occupation_code"]
    affinity = _affinity(candidate["spell"]["major_code"], occupation)
    levels = [c["level"] or 0 for c in candidate["certificates"] if c["occupation_code"] == occupation]
    internships = [i for i in candidate["internships"] if i.get("occupation_code") == occupation]
    if affinity is not None:
        reach = "major"
    elif levels:
        reach = "certificate"
    elif internships:
        reach = "internship"
    else:
        return None
    level = max(levels, default=0)
    if not _passes(vacancy, candidate, level):
        return None
    covered, assumed, missing, skills = _skills(vacancy, candidate)
    months = sum(_full_months(i["start_date"], min(i["end_date"], city.TODAY)) for i in internships)
    points = {
        "skills": skills,
        "affinity": affinity or 0,
        "level": _level_points(vacancy["min_skill_level"], level),
        "internship": min(10000, 10000 * months // 6),
        "distance": _distance(candidate["intention"].get("wish_regions") or [], vacancy["work_region"]),
        "awards": candidate["awards"],
    }
    score = sum(WEIGHTS[name] * value for name, value in points.items())
    return score, covered, missing, assumed, reach


def _passes(vacancy: Row, candidate: dict[str, Any], level: int) -> bool:
    spell, intention, start = candidate["spell"], candidate["intention"], vacancy["start_date"]
    adult_on = spell["birth_date"].replace(year=spell["birth_date"].year + 18)
    permits = [
        c for c in candidate["certificates"]
        if (c["cert_type"], c.get("work_type")) == ("special_operation", "焊接")
        and (c.get("expiry") or FAR_FUTURE) >= start
    ]  # fmt: skip
    sponsor = spell.get("order_class_uscc") if spell["status"] == "active" else None
    return (
        (vacancy["minimum_legal_age"] != 18 or adult_on <= start)
        and (not vacancy["certificate_required"] or bool(permits))
        and (not vacancy["level_is_must"] or level >= (vacancy["min_skill_level"] or 0))
        and (intention.get("available_from") or spell["actual_end"] or spell["expected_end"]) <= start
        and vacancy["uscc"] not in (intention.get("blocked_usccs") or [])
        and vacancy["uscc"] not in candidate["employers"]
        and sponsor in (None, vacancy["uscc"])
    )


def _skills(vacancy: Row, candidate: dict[str, Any]) -> tuple[list[str], list[str], list[str], int]:
    tables, occupation = city.codes(), vacancy["occupation_code"]
    weights = {r["skill_code"]: r["weight"] for r in tables["occupation_skill"] if r["occupation_code"] == occupation}
    weighed = sorted((-weights.get(skill, 1), skill) for skill in set(vacancy["skills"]))[:8]
    known = set(candidate["intention"].get("skills") or [])
    for held in candidate["certificates"]:
        known |= {
            r["skill_code"] for r in tables["certificate_skill"]
            if r["occupation_code"] == held["occupation_code"] and (held["level"] or 0) >= r["min_ladder_rank"]
        }  # fmt: skip
    core = {r["skill_code"] for r in tables["major_skill"] if r["major_code"] == candidate["spell"]["major_code"]}
    covered = sorted(skill for _, skill in weighed if skill in known)
    assumed = sorted(skill for _, skill in weighed if skill in core - known)
    missing = sorted(skill for _, skill in weighed if skill not in known | core)
    weight = {skill: -negative for negative, skill in weighed}
    required = sum(weight.values())
    if not required:
        return covered, assumed, missing, 10000
    points = 10000 * (2 * sum(weight[s] for s in covered) + sum(weight[s] for s in assumed)) // (2 * required)
    return covered, assumed, missing, points


def _affinity(major: str, occupation: str) -> int | None:
    rows = city.codes()["major_occupation"]
    return next((r["affinity"] for r in rows if (r["major_code"], r["occupation_code"]) == (major, occupation)), None)


def _level_points(minimum: int | None, level: int) -> int:
    margin = level - minimum if minimum else max(level - 1, 0)
    return max(0, min(10000, 6000 + 2000 * margin))


def _distance(wishes: list[str], region: str) -> int:
    if not wishes:
        return 4000
    return max(
        10000 if wish == region else 8000 if wish[:4] == region[:4] else 4000 if wish[:2] == region[:2] else 0
        for wish in wishes
    )


def _full_months(first: dt.date, last: dt.date) -> int:
    after = last + dt.timedelta(days=1)
    return max(0, 12 * (after.year - first.year) + after.month - first.month - (after.day < first.day))
