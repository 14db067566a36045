"""Training bases of colleges, enterprises and the public. Who trains there belongs in `sessions`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipelines.demo.chance import Chance
from pipelines.demo.organisations import College
from pipelines.demo.rows import Choice, Row, Value
from pipelines.demo.work.workplaces import Workplace

CROWDED_CAPACITY = 20
"""People a year that the city's most used base is registered for: far fewer than it trains."""
_COLLEGE_BASES, _ENTERPRISE_BASES = 2, 4


@dataclass(frozen=True)
class Base:
    """One base; `institution_code` is that of the college that runs it, if one does."""

    base_id: str
    name: str
    kind: str
    host: str
    region: str
    occupations: tuple[str, ...]
    workstations: int
    capacity: int
    accredited: date
    institution_code: str | None = None
    uscc: str | None = None


def make_bases(seed: int, colleges: Sequence[College], workplaces: Sequence[Workplace]) -> list[Base]:
    """Give every college a base, a few enterprises one, and the public one; the first is the crowded one."""
    chance = Chance(seed, "bases")
    trades = [w.trades for w in workplaces]
    found = [_public(chance, trades[0])]
    for college in colleges:
        for _ in range(_COLLEGE_BASES):
            found.append(
                _base(chance, len(found), college.name, college.region, "school", chance.pick(trades), college.code)
            )
    for number, workplace in enumerate(workplaces[:_ENTERPRISE_BASES]):
        kind = ("enterprise", "high_skilled", "master_studio", "enterprise")[number]
        place = workplace.enterprise
        found.append(_base(chance, len(found), place.name, place.region, kind, workplace.trades, None, place.uscc))
    return found


def base_row(base: Base) -> Row:
    """Return what is registered about a base."""
    values: dict[str, Value] = {
        "base_id": base.base_id,
        "base_name": base.name,
        "base_type": Choice("base_type", base.kind),
        "host_org": base.host,
        "institution_code": base.institution_code,
        "uscc": base.uscc,
        "region": base.region,
        "occupations": base.occupations,
        "max_level": Choice("ladder_rank", "5" if base.kind in ("high_skilled", "master_studio") else "4"),
        "workstations": base.workstations,
        "equipment_value": Decimal(base.workstations * 45000),
        "capacity_per_year": base.capacity,
        "accredited_level": Choice("accredited_level", "provincial" if base.kind == "high_skilled" else "city"),
        "accredited_date": base.accredited,
        "expiry": date(base.accredited.year + 5, base.accredited.month, 28),
    }
    return Row(values)


def _public(chance: Chance, occupations: tuple[str, ...]) -> Base:
    return Base(
        base_id="SXJD-001",
        name="云州市公共实训基地",
        kind="public",
        host="云州市公共实训中心",
        region="990101",
        occupations=occupations,
        workstations=CROWDED_CAPACITY,
        capacity=CROWDED_CAPACITY,
        accredited=chance.day(date(2023, 1, 1), date(2024, 12, 20)),
    )


def _base(
    chance: Chance,
    number: int,
    host: str,
    region: str,
    kind: str,
    occupations: tuple[str, ...],
    institution_code: str | None,
    uscc: str | None = None,
) -> Base:
    places = chance.number(3, 10) * 10
    return Base(
        base_id=f"SXJD-{number + 1:03d}",
        name=f"{host}{'技能大师工作室' if kind == 'master_studio' else '实训基地'}",
        kind=kind,
        host=host,
        region=region,
        occupations=occupations,
        workstations=places,
        capacity=places * chance.number(8, 20),
        accredited=chance.day(date(2023, 1, 1), date(2025, 6, 30)),
        institution_code=institution_code,
        uscc=uscc,
    )
