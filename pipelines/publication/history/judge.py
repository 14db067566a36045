"""The ranking against history: rank the vacancies of past moments again and look for the people they hired.

Each vacancy is ranked once, at the first moment it stood open, with nothing but what was known then; hires count when
they came after that moment and within the days that a threshold gives from the vacancy's publication.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from data_contracts.code_tables import code_table
from pipelines.publication.dbt_project import end_of_day
from pipelines.publication.disclosure.rules import thresholds_on
from pipelines.publication.history.hires import Hire, Vacancy, has_time_left, hires_of
from pipelines.publication.history.measures import LISTED, Standing, is_listed, measures
from pipelines.publication.history.moments import Moment, moments_of
from pipelines.publication.history.outcome import History, Ranked
from pipelines.publication.history.past import HIRES, LISTS, build_known, pairs_sql
from pipelines.publication.history.ranking import METHODS, Method, chance_within, places
from pipelines.publication.history.then import candidates_of, hires_in, pool_in, vacancies_in
from pipelines.publication.known import deliveries_known
from pipelines.publication.warehouse import Warehouse, open_warehouse
from pipelines.store.incoming import work_folder

if TYPE_CHECKING:
    from pipelines.store.platform import Platform


def judge_history(platform: Platform, until: date, *, say: Callable[[str], None]) -> History:
    """Rank what stood open at past moments again and measure how well it found the people who were hired.

    Args:
        platform: The data folder.
        until: Last day whose knowledge counts.
        say: Told what is being built.

    Raises:
        PublicationError: dbt failed.
    """
    thresholds = thresholds_on(code_table("thresholds"), until)
    days, at_least = int(thresholds["history_hire_days"]), int(thresholds["history_min_hires"])
    known = deliveries_known(platform, end_of_day(until))
    with work_folder(platform.paths) as scratch:
        folder = scratch / "today"
        folder.mkdir()
        say(f"hires known on {until} / 截至{until}已知的录用")
        with open_warehouse(build_known(platform, end_of_day(until), folder, HIRES)) as today:
            hires = hires_in(today)
        moments = moments_of(known)
        worth = [m for m in moments if any(m.day < h.hired_on <= m.day + timedelta(days=days) for h in hires)]
        seen: set[str] = set()
        ranked = []
        for moment in worth:
            say(f"vacancies as known on {moment.day} / 截至{moment.day}已知的岗位")
            ranked.append(_rank(platform, moment, scratch, hires, _Window(until, days, seen)))
    standings = [s for moment in ranked for s in moment.standings]
    return History(
        until=until,
        days=days,
        at_least=at_least,
        is_made_up=platform.keys.is_demo,
        hires_known=len(hires),
        moments=tuple(ranked),
        moments_without_hires=len(moments) - len(worth),
        measures=tuple(measures(standings, at_least=at_least)),
    )


@dataclass(frozen=True)
class _Window:
    """Which vacancies of a moment are ranked: new ones whose days of hiring are not over then, but are by now."""

    until: date
    days: int
    seen: set[str]

    def new_of(self, vacancies: Sequence[Vacancy], day: date) -> list[Vacancy]:
        """Return the vacancies to rank, and remember all as seen."""
        over = self.until - timedelta(days=self.days)
        new = [
            v
            for v in vacancies
            if v.vacancy_id not in self.seen and v.posted <= over and has_time_left(v, day, self.days)
        ]
        self.seen.update(v.vacancy_id for v in vacancies)
        return new


def _rank(platform: Platform, moment: Moment, scratch: Path, hires: Sequence[Hire], window: _Window) -> Ranked:
    folder = scratch / moment.day.isoformat()
    folder.mkdir()
    warehouse = build_known(platform, moment.as_of, folder, *LISTS)
    pairs = pairs_sql(platform, moment.as_of, folder)
    with open_warehouse(warehouse) as then:
        vacancies = window.new_of(vacancies_in(then), moment.day)
        linked = hires_of(hires, vacancies, moment.day, window.days)
        with_list, standings = _stand(then, pairs, vacancies, linked)
    return Ranked(moment.day, len(vacancies), with_list, standings)


def _stand(
    then: Warehouse, pairs: str, vacancies: Sequence[Vacancy], linked: Sequence[tuple[Hire, Vacancy]]
) -> tuple[int, tuple[Standing, ...]]:
    """Return how many vacancies have a candidate, and where the hired stand."""
    pool = pool_in(then)
    wanted = {pool.tie_of[h.person_key] for h, _ in linked if h.person_key in pool.tie_of}
    listed: dict[int, dict[Method, bool]] = {tie: dict.fromkeys(METHODS, False) for tie in wanted}
    unlisted = dict.fromkeys(wanted, Decimal(1))
    place: dict[tuple[int, str], tuple[int, dict[Method, int]]] = {}
    with_list = 0
    for vacancy, candidates in candidates_of(then, pairs, pool, vacancies):
        with_list += 1
        for tie in wanted.intersection(candidates.tie_no.tolist()):
            found = places(candidates, tie)
            place[tie, vacancy.vacancy_id] = (len(candidates.tie_no), found)
            unlisted[tie] *= 1 - chance_within(len(candidates.tie_no), LISTED)
            for method, is_on in is_listed(found).items():
                listed[tie][method] |= is_on
    standings = []
    for hire, vacancy in linked:
        number = pool.tie_of.get(hire.person_key)
        if number is None:
            standings.append(Standing(in_pool=False))
            continue
        passing, found = place.get((number, vacancy.vacancy_id), (0, {}))
        standings.append(
            Standing(
                in_pool=True,
                passing=passing,
                place=found,
                is_listed=listed[number],
                unlisted_by_chance=unlisted[number],
            )
        )
    return with_list, tuple(standings)
