"""The list of what models should find across feeds, for the answer sheet: a name and where it lies.

People are named by institution and student number, staff by a certificate number; identity numbers stay out.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from pipelines.demo.plan import COHORTS
from pipelines.demo.population import Population
from pipelines.demo.students import Spell
from pipelines.demo.unusual.careers import COHORT, CONCENTRATED_COLLEGE, FLEXIBLE_COLLEGE
from pipelines.demo.unusual.hosts import crowded_hosts
from pipelines.demo.unusual.internships import CROWDED, EARLY_UNTIL, FIRST_YEAR, FULL_HOST, UNKNOWN_STUDENT
from pipelines.demo.unusual.of_work import work_situations

Situation = dict[str, Any]
_A_FEW = 3
_INTERN_AGE = 16


def cross_feed_of(city: Population) -> list[Situation]:
    """Return every situation of a city as name and place, in a fixed order."""
    found = [*_people(city), *_destinations(city), *_internships(city), *work_situations(city.work)]
    return [{"name": name, "where": where} for name, where in found]


def _people(city: Population) -> Iterator[tuple[str, dict[str, Any]]]:
    spells: dict[int, list[Spell]] = defaultdict(list)
    for spell in city.spells:
        spells[spell.person.number].append(spell)
    names = {
        "claimed": "claimed_by_two_colleges",
        "transfer": "transferred_with_two_spells",
        "three_plus_two": "three_plus_two_with_two_spells",
    }
    for path, name in names.items():
        several = [s for s in spells.values() if len(s) > 1 and any(x.path == path for x in s)]
        for both in several[:_A_FEW]:
            yield name, {"spells": [_place(s) for s in both]}
    for spell in [s for s in city.spells if s.employer_uscc][:_A_FEW]:
        yield "in_service_learner", _place(spell) | {"employer_uscc": spell.employer_uscc}


def _destinations(city: Population) -> Iterator[tuple[str, dict[str, Any]]]:
    college = city.colleges[CONCENTRATED_COLLEGE]
    there = [c for c in city.careers if c.is_concentrated]
    if there and there[0].employer is not None:
        place = {"institution_code": college.code, "graduation_year": COHORT, "employer_uscc": there[0].employer.uscc}
        yield "employer_over_15_percent", place | {"graduates": len(there)}
    flexible = city.colleges[FLEXIBLE_COLLEGE]
    yield "flexible_share_above_peers", {"institution_code": flexible.code, "graduation_year": COHORT}


def _internships(city: Population) -> Iterator[tuple[str, dict[str, Any]]]:
    posts = [i for i in city.internships if i.kind == "post"]
    for post in posts:
        if post.oddity == FIRST_YEAR:
            yield FIRST_YEAR, {"internship_id": post.internship_id} | _place(post.spell)
        if post.spell.person.age_on(post.start) < _INTERN_AGE:
            yield "post_internship_under_16", {"internship_id": post.internship_id} | _place(post.spell)
    others = [i for i in posts if i.occupation not in dict(i.spell.major.occupations)]
    for post in others[:_A_FEW]:
        yield "post_does_not_match_major", {"internship_id": post.internship_id, "occupation_code": post.occupation}
    crowd = [i for i in posts if i.oddity == CROWDED]
    if crowd:
        place = {"host_uscc": crowd[0].host.uscc, "occupation_code": crowd[0].occupation, "interns": len(crowd)}
        yield CROWDED, place
    for host, interns, day in crowded_hosts(posts):
        place = {"host_uscc": host.uscc, "headcount": host.headcount, "interns": interns, "peak_day": day.isoformat()}
        yield FULL_HOST, place
    for post in posts:
        if post.spell.is_late and post.start <= EARLY_UNTIL:
            yield "internship_before_enrolment", {"internship_id": post.internship_id} | _place(post.spell)
    if any(s.is_late for s in city.spells):
        yield "internship_without_enrolment", {"internship_id": f"SX{COHORTS[-1]}999999", "student_no": UNKNOWN_STUDENT}


def _place(spell: Spell) -> dict[str, Any]:
    return {"institution_code": spell.college.code, "student_no": spell.student_no}
