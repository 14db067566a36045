"""The recommended plan of the warehouse against one made by hand-me-down rules in plain Python, and its certificate."""

from tests.dbt import brute_force, city
from tests.dbt.conftest import Warehouse
from tests.dbt.raw_files import Row

Pair = tuple[str, str]
SCORES = 2**32


class Market:
    """Lists, wishes and seats by the delivered rows; both sides' orders as tuples, higher is better."""

    def __init__(self, warehouse: Warehouse, deliveries: city.Deliveries) -> None:
        self.vacancies = {brute_force.vacancy_id(r["uscc"], r["vacancy_no"]): r for r in deliveries.rows["vacancy"]}
        self.lists: dict[Pair, tuple[int, int]] = {
            (vacancy, key): (score, -tie)
            for vacancy, key, score, tie in warehouse.rows(
                "select vacancy_id, person_key, score, tie from marts.mart_match"
            )
        }
        people = {r["person_key"]: r["student_no"] for r in deliveries.rows["enrolment"] if r["person_key"]}
        stated = {r["student_no"]: r for r in deliveries.rows["job_intention"]}
        members = {key for _, key in self.lists}
        self.wishes = {key: stated[people[key]] for key in members}
        self.choices = {
            key: sorted(
                (vacancy for vacancy, listed in self.lists if listed == key and self._accepts(vacancy, key)),
                key=lambda vacancy, key=key: self._wish(vacancy, key),  # type: ignore[misc] # bound for the loop
            )
            for key in members
        }
        self.seats = {name: row["openings"] - (row.get("filled_count") or 0) for name, row in self.vacancies.items()}

    def _accepts(self, vacancy: str, key: str) -> bool:
        return _pay_class(self.vacancies[vacancy], self.wishes[key]) > 0

    def _wish(self, vacancy: str, key: str) -> tuple[object, ...]:
        """Lower is better: the order that the description of mart_recommended_plan tells."""
        offer, wish = self.vacancies[vacancy], self.wishes[key]
        occupation = offer["occupation_code"] or city.WELDER
        regions = wish.get("wish_regions") or []
        near = brute_force._distance(regions, offer["work_region"])
        score, minus_tie = self.lists[vacancy, key]
        return (
            bool(regions) and near == 0,
            occupation not in (wish.get("wish_occupations") or []),
            -near,
            -_pay_class(offer, wish),
            -score,
            -minus_tie,
            vacancy,
        )

    def kept(self, offers: set[Pair], quota: int) -> set[Pair]:
        """What enterprises keep of all that turned to them: the best by score, under seats within the quota."""
        chosen: list[Pair] = []
        for vacancy, key in sorted(offers, key=lambda pair: (*(-n for n in self.lists[pair]), pair[0])):
            uscc = self.vacancies[vacancy]["uscc"]
            here = sum(v == vacancy for v, _ in chosen)
            there = sum(self.vacancies[v]["uscc"] == uscc for v, _ in chosen)
            if here < self.seats[vacancy] and there < quota:
                chosen.append((vacancy, key))
        return set(chosen)

    def plan(self, quota: int) -> set[Pair]:
        """Everybody turns to all they were not refused by, best first, one at a time, until nothing changes."""
        refused: set[Pair] = set()
        while True:
            offers = {
                (open_to[0], key)
                for key, choices in self.choices.items()
                if (open_to := [vacancy for vacancy in choices if (vacancy, key) not in refused])
            }
            lost = offers - self.kept(offers, quota)
            if not lost:
                return offers
            refused |= lost


def _pay_class(offer: Row, wish: Row) -> int:
    floor = wish.get("pay_floor")
    if floor is None or (offer.get("pay_min") or 0) >= floor:
        return 2
    return 1 if offer.get("pay_max") is None or offer["pay_max"] >= floor else 0


def test_the_plan_is_that_of_plain_python(warehouse: Warehouse, deliveries: city.Deliveries) -> None:
    ((quota,),) = warehouse.rows("select distinct quota from intermediate.int_plan_vacancy")
    market = Market(warehouse, deliveries)
    plan = {(v, key): place for v, key, place in warehouse.rows(
        "select vacancy_id, person_key, preference_place from marts.mart_recommended_plan"
    )}  # fmt: skip
    assert set(plan) == market.plan(quota)
    assert plan == {(v, key): market.choices[key].index(v) + 1 for v, key in plan}
    assert len(set(plan.values())) > 1, "somebody must have had to give way"
    assert 0 < sum(len(choices) for choices in market.choices.values()) < len(market.lists), "a floor must exclude"


def test_the_certificate_says_what_it_counted(warehouse: Warehouse) -> None:
    (row,) = warehouse.rows(
        "select pairs_checked + pairs_excluded_by_wishes, blocking_pairs, recommended, statement_en "
        "from marts.mart_plan_certificate"
    )
    listed = warehouse.rows("select count(*) from marts.mart_match")[0][0]
    recommended = warehouse.rows("select count(*) from marts.mart_recommended_plan")[0][0]
    assert row[:3] == (listed, 0, recommended)
    assert "nobody is assigned" in row[3]


def test_congestion_counts_the_lists(warehouse: Warehouse) -> None:
    counts = dict(warehouse.rows("select person_key, count(*) from marts.mart_match group by person_key"))
    pool = warehouse.rows("select count(*) from marts.mart_reserve_talent_pool where is_member")[0][0]
    rows = warehouse.rows(
        "select listed_at_least, numerator, denominator, listings from marts.mart_candidate_congestion order by 1"
    )
    assert rows == [
        (n, sum(c >= n for c in counts.values()), pool, sum(c for c in counts.values() if c >= n))
        for n in (1, 2, 3, 6, 11, 21, 51)
    ]
