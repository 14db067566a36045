"""Parcels of the twelve feeds by sender: a few workplaces and colleges for themselves, the office for all others."""

from collections.abc import Callable, Sequence
from datetime import date

from pipelines.demo.organisations import College
from pipelines.demo.plan import OFFICE_NAME, OFFICE_ORG, at
from pipelines.demo.population import Population
from pipelines.demo.rows import Parcel, Row
from pipelines.demo.styles import ENTERPRISE, OFFICE, PLAIN_ENTERPRISE
from pipelines.demo.work.workplaces import Workplace

OWN_SENDERS = 2
"""How many workplaces, and how many colleges, send files of the twelve feeds themselves."""
_MINUTES = {
    "training_plan": 0,
    "training_session": 5,
    "training_record": 10,
    "training_fund": 15,
    "workforce": 20,
    "appointment": 25,
    "mentorship": 30,
    "training_base": 35,
    "partnership": 40,
    "award": 45,
    "subsidy": 50,
    "inspection": 55,
}
"""Minutes after the hour at which a feed arrives, so that no two files of one day are equal in time."""


def by_workplace(
    feed: str,
    city: Population,
    period: str,
    day: date,
    rows_of: Callable[[Workplace], list[Row]],
    *,
    also: Sequence[Row] = (),
) -> list[Parcel]:
    """Let the largest workplaces send their own rows, and the office those of the others and what it has `also`."""
    found = []
    for index, workplace in enumerate(city.work.workplaces[:OWN_SENDERS]):
        style = ENTERPRISE if index % 2 == 0 else PLAIN_ENTERPRISE
        moment = at(day, 15 + index, _MINUTES[feed])
        name = workplace.enterprise.name
        found.append(Parcel(feed, workplace.uscc, name, "enterprise", period, moment, style, rows_of(workplace)))
    others = [row for w in city.work.workplaces[OWN_SENDERS:] for row in rows_of(w)]
    return [*found, by_office(feed, period, day, [*others, *also])]


def by_college(
    feed: str,
    city: Population,
    period: str,
    day: date,
    rows_of: Callable[[College], list[Row]],
    *,
    first: int = 0,
    also: Sequence[Row] = (),
) -> list[Parcel]:
    """Let the colleges from the `first` on send what they have, and the office send for the others."""
    own = [c for c in city.colleges[first : first + OWN_SENDERS] if rows_of(c)]
    found = []
    for index, college in enumerate(own):
        moment = at(day, 17 + index, _MINUTES[feed])
        rows = rows_of(college)
        found.append(Parcel(feed, college.code, college.name, "college", period, moment, college.style, rows))
    others = [row for c in city.colleges if c not in own for row in rows_of(c)]
    return [*found, by_office(feed, period, day, [*others, *also])]


def by_office(feed: str, period: str, day: date, rows: list[Row]) -> Parcel:
    """Return what the office sends."""
    return Parcel(feed, OFFICE_ORG, OFFICE_NAME, "steward", period, at(day, 19, _MINUTES[feed]), OFFICE, rows)
