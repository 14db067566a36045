"""The vacancy doctor as an enterprise may know it: what each requirement costs its vacancy, in rounded counts.

An enterprise chooses its requirements, so it could ask for one day, or one level, more and compare. Therefore every
count is rounded down to a multiple of the smallest number that may be shown, fewer are told no differently from nobody,
and those whom the enterprise must not meet are one step: who blocked it, works for it or belongs to another is not told
apart. The words are added where the answer is given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipelines.publication.disclosure.rules import DisclosureRules
    from pipelines.publication.warehouse import Warehouse

SET_APART = ("present_employer", "disputed_employer", "blocked_employer", "order_class")
NOT_TO_MEET = "not_to_meet"
"""The code of the step that stands for them all."""

_FILTERS = """
    select vacancy_id,
        list(struct_pack(filter_code, requirement, pool_people, passes_alone, passes_in_sequence, relaxation,
            relaxed_gain, further_relaxation, further_gain) order by filter_order) as filters
    from {doctor} group by vacancy_id"""


def filters_sql(warehouse: Warehouse) -> str:
    """Return a select of the filters of every matched vacancy as one list."""
    return _FILTERS.format(doctor=warehouse.relation("mart_vacancy_doctor"))


def doctor_body(filters: Sequence[Mapping[str, Any]] | None, rules: DisclosureRules) -> dict[str, Any] | None:
    """Return the doctor of a vacancy, None of one that is not matched."""
    if not filters:
        return None
    step = rules.min_denominator
    own = [each for each in filters if each["filter_code"] not in SET_APART]
    told = [_filter(each, step) for each in own]
    told.append(
        {
            "filter": NOT_TO_MEET,
            "requirement": None,
            "alone": None,
            "in_sequence": shown(filters[-1]["passes_in_sequence"], step),
            "relaxations": [],
        }
    )
    gains = [(gain, each["filter"]) for each in told for _, gain in each["relaxations"][:1] if gain]
    best = max(gains, key=lambda gain: gain[0], default=(0, None))[1]
    return {"pool": shown(filters[0]["pool_people"], step), "step": step, "filters": told, "best": best}


def shown(people: int, step: int) -> int | None:
    """Return a count as it may be shown, rounded down; None for fewer than the smallest that may be, or for nobody."""
    return people - people % step if people >= step else None


def _filter(row: Mapping[str, Any], step: int) -> dict[str, Any]:
    steps = ((row["relaxation"], row["relaxed_gain"]), (row["further_relaxation"], row["further_gain"]))
    return {
        "filter": row["filter_code"],
        "requirement": row["requirement"],
        "alone": shown(row["passes_alone"], step),
        "in_sequence": shown(row["passes_in_sequence"], step),
        "relaxations": [[code, shown(gain, step)] for code, gain in steps if code],
    }
