"""What an edition says about the pool, asked through the enterprise's scope."""

import json
from functools import cache
from typing import Any, Final

from api.paging import Found, OpenPage
from api.pool.schemas import PoolFilter
from api.scope import EnterpriseScope, region_range
from data_contracts.code_tables import code_table

COUNTED_TO: Final = 1000
_COUNT: Final = "select count(*) as people from ({matching} limit :most)"

_BANDS: Final = {False: "skilled", True: "high_skilled"}

_CONDITIONS: Final = {
    "occupation": "person_key in (select person_key from pool_occupation where occupation_code = :occupation)",
    "skill": "person_key in (select person_key from pool_skill where skill_code = :skill)",
    # A row whose city was given up still shows its province, in the profile.
    "region": "(region_city between :region and :region_to"
    " or json_extract(profile, '$.region_province') between :region and :region_to)",
    "min_level": "level_band in (select value from json_each(:bands))",
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
    if wanted.min_level is not None:
        values["bands"] = json.dumps(_bands_reaching(wanted.min_level))
    return conditions, values


@cache
def _bands_reaching(min_level: int) -> list[str]:
    """Return the level bands that hold a level of at least this one: nobody who may qualify is left out."""
    ladder = code_table("skill_levels").iter_rows(named=True)
    reaching = {row["high_skilled"] for row in ladder if row["ladder_rank"] >= min_level}
    return [band for is_high, band in _BANDS.items() if is_high in reaching]


def _member(candidate_id: str, profile: str) -> dict[str, Any]:
    return {"candidate_id": candidate_id, "profile": json.loads(profile), "status": "available"}
