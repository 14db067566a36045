"""What an edition says about the pool, asked through the enterprise's scope."""

import json
from typing import Any, Final

from api.paging import Found, OpenPage
from api.pool.schemas import PoolFilter
from api.scope import EnterpriseScope, region_range

COUNTED_TO: Final = 1000
_COUNT: Final = "select count(*) as people from ({matching} limit :most)"

_CONDITIONS: Final = {
    "occupation": "person_key in (select person_key from pool_occupation where occupation_code = :occupation)",
    "skill": "person_key in (select person_key from pool_skill where skill_code = :skill)",
    "region": "region_city between :region and :region_to",
    "min_level": "cast(level_band as integer) >= :min_level",
    "major_class": "major_class = :major_class",
    # `*` sorts before any date: without the first half, who gave the date up would always be available.
    "available_by": "available_from <> '*' and available_from <= :available_by",
}


def people(scope: EnterpriseScope, wanted: PoolFilter, page: OpenPage) -> list[Found]:
    """Return matching people in the order of the draw that breaks ties."""
    conditions, values = _where(wanted)
    select = ["select tie_no, person_key, profile from my_pool where tie_no > :after", *conditions]
    after = page.after[0] if page.after else -1
    sql = " and ".join(select) + " order by tie_no limit :fetch"
    rows = scope.rows("pool", sql, after=after, fetch=page.fetch, **values)
    return [([row["tie_no"]], _member(scope.candidate_id(row["person_key"]), row["profile"])) for row in rows]


def count(scope: EnterpriseScope, wanted: PoolFilter) -> dict[str, Any]:
    """Return how many people match, exactly up to a thousand."""
    conditions, values = _where(wanted)
    matching = " and ".join(["select 1 from my_pool where true", *conditions])
    rows = scope.rows("pool_count", _COUNT.format(matching=matching), most=COUNTED_TO + 1, **values)
    found = rows[0]["people"]
    return {"people": min(found, COUNTED_TO), "exact": found <= COUNTED_TO}


def _where(wanted: PoolFilter) -> tuple[list[str], dict[str, Any]]:
    """Return the conditions of the filters that are set, and what they bind."""
    values = wanted.model_dump(mode="json", exclude_none=True)
    conditions = [_CONDITIONS[name] for name in values]
    if wanted.region is not None:
        values["region"], values["region_to"] = region_range(wanted.region)
    return conditions, values


def _member(candidate_id: str, profile: str) -> dict[str, Any]:
    return {"candidate_id": candidate_id, "profile": json.loads(profile), "status": "available"}
