"""Ready answers about matching: vacancies and their candidates. The pool that may be searched is in answers_pool.py.

Nothing here knows more of a person than the generalised profile, the pseudonym and what matched.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pipelines.publication.answers_doctor import doctor_body, filters_sql
from pipelines.publication.answers_label import occupation_names, skill_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipelines.publication.disclosure.rules import DisclosureRules
    from pipelines.publication.warehouse import Warehouse

COMPONENTS = ("skills", "affinity", "level", "internship", "distance", "awards")
PROFILE = ("major_class", "major_category", "tier", "grad_year", "level_band", "region_province", "region_city")
ANY = "*"
SHOWN_BODIES = {"candidate_body": "as shown"}
"""What an edition says of itself whose candidates are told in just the members that are shown, in their order."""


def vacancy_rows(warehouse: Warehouse, rules: DisclosureRules) -> Iterator[tuple[object, ...]]:
    """Vacancies with their whole answer, in key order."""
    occupations, skills = occupation_names(), _required_skills(warehouse)
    sql = f"""
        select vacancies.*, doctor.filters
        from {warehouse.relation("mart_vacancy")} as vacancies
        left join ({filters_sql(warehouse)}) as doctor on vacancies.vacancy_id = doctor.vacancy_id
        order by vacancies.vacancy_id"""  # noqa: S608 our own names
    for row in warehouse.rows(sql):
        body = _vacancy_body(row, occupations, skills.get(row["vacancy_id"], []))
        body["doctor"] = doctor_body(row["filters"], rules)
        columns = ("vacancy_id", "uscc", "vacancy_no", "title", "occupation_code", "work_region", "status")
        yield (*(row[column] for column in columns), row["openings"], row["candidates"], _json(body))


def candidate_rows(warehouse: Warehouse) -> Iterator[tuple[object, ...]]:
    """The ranked candidates of every vacancy with each component of the score, in key order."""
    weights = _weights(warehouse)
    columns = ", ".join(f"profile.{column}" for column in PROFILE)
    sql = f"""
        select matches.*, {columns}
        from {warehouse.relation("mart_match")} as matches
        left join {warehouse.relation("int_pool_profile")} as profile on matches.person_key = profile.person_key
        order by matches.vacancy_id, matches.rank"""  # noqa: S608 our own names
    for row in warehouse.rows(sql):
        body = _candidate_body(row, weights[row["weights_version"]])
        yield (row["vacancy_id"], row["rank"], row["person_key"], row["score"], _json(body))


def _vacancy_body(
    row: Mapping[str, Any], occupations: Mapping[str, tuple[str, str]], skills: list[dict[str, Any]]
) -> dict[str, Any]:
    en, zh = occupations.get(row["occupation_code"], (None, None))
    return {
        "vacancy_id": row["vacancy_id"],
        "vacancy_no": row["vacancy_no"],
        "version": row["vacancy_version"],
        "title": row["title"],
        "occupation_code": row["occupation_code"],
        "occupation_name": {"en": en, "zh": zh},
        "openings": row["openings"],
        "work_region": row["work_region"],
        "min_skill_level": row["min_skill_level"],
        "start_date": row["start_date"],
        "skills": skills,
        "pay": {part: row[f"pay_{part}"] for part in ("min", "max", "period", "months", "negotiable")},
        "status": row["status"],
        "candidates": row["candidates"],
    }


def _candidate_body(row: Mapping[str, Any], weights: Mapping[str, int]) -> dict[str, Any]:
    """Return just what an enterprise is shown of a candidate: the API hands the text on as it is."""
    answers = ("covered", "assumed", "missing")
    return {
        "rank": row["rank"],
        "score": row["score"],
        "components": {c: {"points": row[f"{c}_points"], "weight": weights[c]} for c in COMPONENTS},
        "skills": {answer: row[f"skills_{answer}"] for answer in answers},
        "profile": profile_of(row),
        "explanation": {"en": row["reason_en"], "zh": row["reason_zh"]},
    }


def profile_of(row: Mapping[str, Any]) -> dict[str, str]:
    """Return the generalised profile, `*` for what is not told."""
    return {column: ANY if row[column] is None else str(row[column]) for column in PROFILE}


def _required_skills(warehouse: Warehouse) -> dict[str, list[dict[str, Any]]]:
    names, required = skill_names(), dict[str, list[dict[str, Any]]]()
    relation = warehouse.relation("int_vacancy_skill")
    sql = f"select vacancy_id, skill_code, weight from {relation} order by vacancy_id, nth"  # noqa: S608
    for row in warehouse.rows(sql):
        en, zh = names.get(row["skill_code"], (row["skill_code"], row["skill_code"]))
        skill = {"code": row["skill_code"], "en": en, "zh": zh, "weight": row["weight"]}
        required.setdefault(row["vacancy_id"], []).append(skill)
    return required


def _weights(warehouse: Warehouse) -> dict[Any, dict[str, int]]:
    weights: dict[Any, dict[str, int]] = {}
    relation = warehouse.relation("stg_code_match_weights")
    for row in warehouse.rows(f"select weights_version, component, weight from {relation}"):  # noqa: S608
        weights.setdefault(row["weights_version"], {})[row["component"]] = int(row["weight"])
    return weights


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
