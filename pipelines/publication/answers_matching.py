"""Ready answers about matching: vacancies, their candidates, and the pool as enterprises may search it.

Nothing here knows more of a person than the generalised profile, the pseudonym and what matched.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pipelines.publication.answers_label import occupation_names, skill_names
from pipelines.publication.errors import PublicationError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from pipelines.publication.disclosure.rules import DisclosureRules
    from pipelines.publication.warehouse import Warehouse

COMPONENTS = ("skills", "affinity", "level", "internship", "distance", "awards")
PROFILE = ("major_class", "major_category", "tier", "grad_year", "level_band", "region_province", "region_city")
ANY = "*"
# Whom an enterprise may find by searching. Members of an order class are their sponsor's until they graduate: the
# sponsor meets them as candidates of its vacancies.
SEARCHABLE = """
    select profile.*, pool.available_from
    from {int_pool_profile} as profile
    inner join {mart_reserve_talent_pool} as pool on profile.person_key = pool.person_key
    where profile.is_shown and pool.reserved_for_uscc is null"""


def vacancy_rows(warehouse: Warehouse) -> Iterator[tuple[object, ...]]:
    """Vacancies with their whole answer, in key order."""
    occupations, skills = occupation_names(), _required_skills(warehouse)
    sql = f"select * from {warehouse.relation('mart_vacancy')} order by vacancy_id"  # noqa: S608 our own name
    for row in warehouse.rows(sql):
        body = _vacancy_body(row, occupations, skills.get(row["vacancy_id"], []))
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


def pool_member_rows(warehouse: Warehouse, rules: DisclosureRules) -> Iterator[tuple[object, ...]]:
    """Generalised rows of those who may be found, in key order.

    Raises:
        PublicationError: when a profile is shared by too few people to be shown.
    """
    _refuse_rare_profiles(warehouse, rules)
    sql = f"""
        select searchable.*, people.tie_no
        from ({_searchable(warehouse)}) as searchable
        inner join {warehouse.relation("int_match_person")} as people on searchable.person_key = people.person_key
        order by searchable.person_key"""  # noqa: S608 our own names
    for row in warehouse.rows(sql):
        profile = _profile(row)
        year = None if profile["grad_year"] == ANY else int(profile["grad_year"])
        traits = (profile["major_class"], profile["major_category"], profile["tier"], year)
        places = (profile["level_band"], profile["region_city"], _month_start_after(row["available_from"]))
        yield (row["person_key"], row["tie_no"], *traits, *places, _json(profile))


def pool_code_rows(warehouse: Warehouse, relation: str, code: str, condition: str) -> Iterator[tuple[object, ...]]:
    """Codes by which members are found, in key order.

    Args:
        warehouse: where to read.
        relation: of codes and people.
        code: its column.
        condition: which of its rows count.
    """
    sql = f"""
        select distinct codes.{code}, codes.person_key
        from {warehouse.relation(relation)} as codes
        inner join ({_searchable(warehouse)}) as searchable on codes.person_key = searchable.person_key
        where {condition} order by codes.{code}, codes.person_key"""  # noqa: S608 our own names
    for row in warehouse.rows(sql):
        yield (row[code], row["person_key"])


def pool_blocked_rows(warehouse: Warehouse) -> Iterator[tuple[object, ...]]:
    """Enterprises that never see a member, whatever the reason, in key order."""
    sql = f"""
        select distinct blocked.person_key, blocked.uscc
        from {warehouse.relation("int_pool_blocked")} as blocked
        inner join ({_searchable(warehouse)}) as searchable on blocked.person_key = searchable.person_key
        order by blocked.person_key, blocked.uscc"""  # noqa: S608 our own names
    for row in warehouse.rows(sql):
        yield (row["person_key"], row["uscc"])


def _searchable(warehouse: Warehouse) -> str:
    names = ("int_pool_profile", "mart_reserve_talent_pool")
    return SEARCHABLE.format(**{name: warehouse.relation(name) for name in names})


def _refuse_rare_profiles(warehouse: Warehouse, rules: DisclosureRules) -> None:
    columns = ", ".join(PROFILE)
    sql = f"""
        select count(*) as profiles from (
            select {columns} from {warehouse.relation("int_pool_profile")} where is_shown
            group by {columns} having count(*) < {rules.k_anonymity})"""  # noqa: S608 our own names
    rare = next(warehouse.rows(sql))["profiles"]
    if rare:
        raise PublicationError(f"int_pool_profile: {rare} profiles are shared by fewer than {rules.k_anonymity} people")


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
    answers = ("covered", "assumed", "missing")
    return {
        "rank": row["rank"],
        "score": row["score"],
        "components": {c: {"points": row[f"{c}_points"], "weight": weights[c]} for c in COMPONENTS},
        "skills": {answer: row[f"skills_{answer}"] for answer in answers},
        "reach": row["reach"],
        "profile": _profile(row),
        "data_complete_share": row["data_complete_share"],
    }


def _profile(row: Mapping[str, Any]) -> dict[str, str]:
    return {column: ANY if row[column] is None else str(row[column]) for column in PROFILE}


def _month_start_after(day: date | None) -> str | None:
    """A month names fewer people than a day; later rather than earlier, so that nobody is offered too soon."""
    if day is None or day.day == 1:
        return None if day is None else day.isoformat()
    year, month = divmod(day.year * 12 + day.month, 12)
    return f"{year:04d}-{month + 1:02d}-01"


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
