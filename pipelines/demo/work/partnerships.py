"""What colleges and enterprises agreed to do together: order classes, internships, bases built together."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from pipelines.demo.chance import Chance
from pipelines.demo.internships import Internship
from pipelines.demo.organisations import College, Enterprise
from pipelines.demo.rows import Choice, Row, Value
from pipelines.demo.students import Spell
from pipelines.demo.work.bases import Base

_HOSTS_PER_COLLEGE = 5
_FIRST_DAYS = {
    "order_class": date(2024, 9, 1),
    "internship": date(2025, 3, 1),
    "apprenticeship": date(2025, 9, 1),
    "co_built_base": date(2023, 9, 1),
}


def partnership_rows(
    seed: int,
    college: College,
    enterprises: Mapping[str, Enterprise],
    spells: Sequence[Spell],
    internships: Sequence[Internship],
    bases: Sequence[Base],
) -> list[Row]:
    """Return one college's partnerships: its order classes, its usual hosts, and a base that a host helped to build."""
    chance = Chance(seed, "partnerships", college.code)
    majors = tuple(m.code for m in college.majors[:3])
    ordered = Counter(s.order_uscc for s in spells if s.college is college and s.order_uscc)
    taken = Counter(i.host.uscc for i in internships if i.spell.college is college)
    hosts = sorted(taken, key=lambda uscc: (-taken[uscc], uscc))[:_HOSTS_PER_COLLEGE]
    agreed: list[tuple[str, str, int]] = [("order_class", uscc, ordered[uscc]) for uscc in sorted(ordered)]
    agreed += [("internship", uscc, taken[uscc]) for uscc in hosts]
    agreed += [("apprenticeship", hosts[0], chance.number(6, 20)), ("co_built_base", hosts[-1], 0)]
    base = next((b.base_id for b in bases if b.institution_code == college.code), None)
    rows: list[Row] = []
    for kind, uscc, people in agreed:
        first = _FIRST_DAYS[kind]
        values: dict[str, Value] = {
            "institution_code": college.code,
            "uscc": uscc,
            "enterprise_name": enterprises[uscc].name,
            "partnership_type": Choice("partnership_type", kind),
            "partnership_no": f"HZ-{first.year}-{college.style + 1:02d}{len(rows) + 1:03d}",
            "signed_date": first - timedelta(days=chance.number(10, 80)),
            "start_date": first,
            "end_date": date(first.year + 4, 8, 31),
            "students_involved": people,
            "majors_involved": majors,
            "places_promised": max(1, people * chance.number(60, 130) // 100),
            "base_id": base if kind == "co_built_base" else None,
        }
        rows.append(Row(values))
    return rows
