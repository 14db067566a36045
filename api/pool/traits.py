"""A search as traits: one value of each filter that is set, as an edition knows classes by them.

Which traits a class has is decided at publication; finding people by them belongs in `repository`.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from api.pool.schemas import PoolFilter
from api.scope import EnterpriseScope
from data_contracts.code_tables import code_table

AVAILABLE_BY: Final = "available_by"

Traits = Mapping[str, str]
"""Value by filter."""

_BANDS: Final = {False: "skilled", True: "high_skilled"}
_NEWEST_MONTH: Final = (
    "select max(value_a) as month from pool_count"
    " where filter_a = 'available_by' and value_a <= :available_by and filter_b = ''"
)
_HELD: Final = (
    " and exists (select 1 from pool_trait t"
    " where t.filter = '{name}' and t.value = :{name} and t.class_no = {of}.class_no)"
)
_HELD_BY_THEN: Final = (
    " and exists (select 1 from pool_class t where t.class_no = {of}.class_no and t.available_from <= :available_by)"
)


def traits_of(scope: EnterpriseScope, wanted: PoolFilter) -> Traits | None:
    """Return the traits that are searched for; None where nobody can have them."""
    values: dict[str, Any] = wanted.model_dump(mode="json", exclude_none=True)
    if wanted.available_by is not None:
        # Known to the month: a day finds whom the newest month up to it finds.
        values[AVAILABLE_BY] = scope.rows("pool_month", _NEWEST_MONTH, available_by=values[AVAILABLE_BY])[0]["month"]
    if wanted.min_level is not None:
        values["min_level"] = _lowest_band_reaching(wanted.min_level)
    return None if None in values.values() else values


def held_by(traits: Traits, *, of: str) -> str:
    """Return conditions, each begun with `and`, that the class of a row has all traits.

    Args:
        traits: What is searched for; values are bound by the names of their filters.
        of: Name of the row.
    """
    return "".join((_HELD_BY_THEN if name == AVAILABLE_BY else _HELD).format(name=name, of=of) for name in traits)


@cache
def _lowest_band_reaching(min_level: int) -> str | None:
    """Return the lowest level band that holds a level of at least this one: nobody who may qualify is left out."""
    ladder = code_table("skill_levels").iter_rows(named=True)
    reaching = {row["high_skilled"] for row in ladder if row["ladder_rank"] >= min_level}
    return next((band for is_high, band in _BANDS.items() if is_high in reaching), None)
