"""What an edition says about the pool, asked through the enterprise's scope."""

import json
import sqlite3
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from api.paging import Found, OpenPage
from api.pool.schemas import PoolFilter
from api.scope import EnterpriseScope, region_range
from api.standing import Status
from api.statuses import as_it_stands, furthest
from data_contracts.code_tables import code_table
from data_contracts.model import Text

COUNTED_TO: Final = 1000
SMALLEST_GROUP: Final = 10
"""The threshold of an edition that does not name its own."""

_COUNT: Final = "select count(*) as people from ({matching} limit :most)"

_BANDS: Final = {False: "skilled", True: "high_skilled"}

_CONDITIONS: Final = {
    "occupation": "person_key in (select person_key from pool_occupation where occupation_code = :occupation)",
    "skill": "person_key in (select person_key from pool_skill where skill_code = :skill)",
    # The profile names the province: of a row whose city was given up, and beside the city in newer editions.
    "region": "(region_city between :region and :region_to"
    " or json_extract(profile, '$.region_province') between :region and :region_to)",
    "min_level": "level_band in (select value from json_each(:bands))",
    "major_class": "major_class = :major_class",
    # `*` sorts before any date: without the first half, who gave the date up would always be available.
    "available_by": "available_from <> '*' and available_from <= :available_by",
}


@dataclass(frozen=True, slots=True)
class PoolResult:
    """What a search shows: the people of the page, the counts of all who match, and why nobody is shown, if so."""

    people: list[Found]
    counts: dict[str, Any]
    note: Text | None = None


def search(scope: EnterpriseScope, wanted: PoolFilter, page: OpenPage) -> PoolResult:
    """Return matching people in the order of the draw that breaks ties, and how many match up to a thousand.

    A filter may act on what the generalised row hides, so too few who match are neither listed nor counted: that
    there is nobody is told no differently from that there is one.
    """
    conditions, values = _where(wanted)
    smallest = _smallest_group(scope)
    matching = " and ".join(["select 1 from my_pool where true", *conditions])
    most = max(COUNTED_TO + 1, smallest)
    found = scope.rows("pool_count", _COUNT.format(matching=matching), most=most, **values)[0]["people"]
    if found < smallest:
        note = Text(f"Fewer than {smallest} people match; ask for less.", f"符合条件的不足 {smallest} 人，请放宽条件。")
        return PoolResult([], {"people": None, "exact": False}, note)
    counts = {"people": min(found, COUNTED_TO), "exact": found <= COUNTED_TO}
    return PoolResult(_people(scope, conditions, values, page), counts)


def _people(scope: EnterpriseScope, conditions: list[str], values: dict[str, Any], page: OpenPage) -> list[Found]:
    select = ["select tie_no, person_key, profile from my_pool where tie_no > :after", *conditions]
    after = page.after[0] if page.after else -1
    sql = " and ".join(select) + " order by tie_no limit :fetch"
    rows = scope.rows("pool", sql, after=after, fetch=page.fetch, **values)
    met = furthest(scope.standing)
    return [([row["tie_no"]], _member(scope, row, met.get(row["person_key"], "available"))) for row in rows]


def _smallest_group(scope: EnterpriseScope) -> int:
    """Return how few people may be shown together, as it held when the edition was made."""
    rows = scope.rows("pool_threshold", "select value from edition_info where key = 'threshold.k_anonymity'")
    return int(rows[0]["value"]) if rows else SMALLEST_GROUP


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


def _member(scope: EnterpriseScope, row: sqlite3.Row, status: Status) -> dict[str, Any]:
    shown = {"candidate_id": scope.candidate_id(row["person_key"]), "profile": json.loads(row["profile"])}
    return as_it_stands(shown, status)
