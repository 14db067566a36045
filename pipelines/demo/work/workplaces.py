"""The larger enterprises and the staff they name. What a feed says about them belongs in the feed's own module."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pipelines.demo import identity
from pipelines.demo.chance import Chance
from pipelines.demo.organisations import Enterprise
from pipelines.demo.people import Person, Registrar
from pipelines.demo.plan import CityPlan
from pipelines.demo.reference import Reference

TRADES_PER_WORKPLACE = 3
_SMALLEST_TEAM, _LARGEST_TEAM = 16, 26
_STAFF_PER_NAMED = 45
_LEVELS = {0: 8, 2: 18, 3: 32, 4: 25, 5: 11, 6: 6}
_RECENT_SHARE = 0.35
_SECOND_TRADE_SHARE = 0.1


@dataclass(frozen=True)
class Held:
    """A level certificate that somebody holds. `is_known` is whether the office has it on record."""

    number: str
    occupation: str
    level: int
    issued: date
    is_known: bool = True


@dataclass(frozen=True)
class Employee:
    """One member of staff; `held` is the certificate in the own trade, `second` one in another."""

    person: Person
    occupation: str
    years: int
    form: str
    held: Held | None
    second: Held | None

    @property
    def level(self) -> int:
        """The certified level on the ladder, 0 for none."""
        return self.held.level if self.held else 0

    @property
    def known(self) -> list[Held]:
        """The certificates that the office has on record."""
        return [h for h in (self.held, self.second) if h is not None and h.is_known]


@dataclass(frozen=True)
class Workplace:
    """An enterprise that takes part, its trades (the main one first) and the staff it names."""

    enterprise: Enterprise
    trades: tuple[str, ...]
    staff: tuple[Employee, ...]

    @property
    def uscc(self) -> str:
        """The enterprise's credit code."""
        return self.enterprise.uscc

    def staff_of(self, *, least: int, most: int = 8) -> list[Employee]:
        """Return the staff whose certified level lies between two levels of the ladder."""
        return [e for e in self.staff if least <= e.level <= most]


def make_workplaces(plan: CityPlan, reference: Reference, enterprises: Sequence[Enterprise]) -> tuple[Workplace, ...]:
    """Let the largest enterprises in business take part, each with three trades and a team that it names."""
    usual = [e for e in enterprises if e.status == "active" and not e.hr_agency and not e.blacklisted]
    registrar = Registrar(Chance(plan.seed, "staff people"), reference)
    return tuple(_workplace(plan.seed, reference, registrar, e) for e in usual[: plan.workplaces])


def age_band(person: Person, day: date) -> str:
    """Return the code of the age band a person is in on a day."""
    age = person.age_on(day)
    if age <= 25:
        return "25_and_under"
    low = (age - 26) // 5 * 5 + 26
    return f"{low}_{low + 4}" if low < 56 else "56_and_over"


def _workplace(seed: int, reference: Reference, registrar: Registrar, enterprise: Enterprise) -> Workplace:
    chance = Chance(seed, "workplace", enterprise.uscc)
    trades = _trades(chance, reference, enterprise)
    size = min(_LARGEST_TEAM, max(_SMALLEST_TEAM, enterprise.headcount // _STAFF_PER_NAMED))
    staff = tuple(_employee(chance, registrar, enterprise, trades, n) for n in range(size))
    return Workplace(enterprise, trades, staff)


def _trades(chance: Chance, reference: Reference, enterprise: Enterprise) -> tuple[str, ...]:
    """Take the two trades that most majors of the sector reach, so that employers share them, and one more."""
    own = [c for c in reference.occupations_of_category(enterprise.category) if c[0] in "456"]
    ranked = sorted(own, key=lambda c: (-len(reference.majors_reaching(c)), c))
    main, others = ranked[:2], ranked[2:]
    return (*main, *chance.sample(others, TRADES_PER_WORKPLACE - len(main)))


def _employee(
    chance: Chance, registrar: Registrar, enterprise: Enterprise, trades: tuple[str, ...], number: int
) -> Employee:
    level = (6, 5, 5, 4, 3)[number] if number < 5 else chance.weighted(_LEVELS)
    years = min(36, level * 4 + chance.number(1, 9)) if level else chance.number(1, 12)
    person = registrar.person(birth_year=2025 - 20 - years - chance.number(0, 3), near=enterprise.region)
    trade = trades[number % len(trades)] if number < 5 else chance.pick(trades)
    held = _held(chance, trade, level) if level else None
    other = [t for t in trades if t != trade]
    second = (
        _held(chance, chance.pick(other), chance.pick([2, 3])) if level and chance.flip(_SECOND_TRADE_SHARE) else None
    )
    form = chance.weighted({"regular": 70, "fixed_term": 20, "dispatch": 10})
    return Employee(person, trade, years, form, held, second)


def _held(chance: Chance, trade: str, level: int) -> Held:
    recent = chance.flip(_RECENT_SHARE)
    issued = (
        chance.day(date(2025, 1, 6), date(2026, 8, 20)) if recent else chance.day(date(2017, 3, 1), date(2024, 12, 1))
    )
    number = identity.level_certificate_number(chance, year=issued.year, national_level=7 - level)
    return Held(number, trade, level, issued, is_known=not chance.flip(0.05))


def exam_of(held: Held) -> date:
    """Return the day of the exam that led to a certificate."""
    return held.issued - timedelta(days=20)
