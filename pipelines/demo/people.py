"""The persons of the city. Where and what they study belongs in `students`."""

from dataclasses import dataclass
from datetime import date

from pipelines.demo import identity, names
from pipelines.demo.chance import Chance
from pipelines.demo.places import home
from pipelines.demo.plan import AS_OF
from pipelines.demo.reference import Reference


@dataclass(frozen=True)
class Person:
    """One person; `number` is the city's own running number and is never written."""

    number: int
    name: str
    gender: str
    birth_date: date
    id_type: str
    id_number: str
    phone: str
    email: str
    home_region: str
    difficulty: str

    def age_on(self, day: date) -> int:
        """Return the full years of age on a day."""
        had_birthday = (day.month, day.day) >= (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - (not had_birthday)

    @property
    def is_minor(self) -> bool:
        """Whether the person is under 18 at the city's `as_of`."""
        return self.age_on(AS_OF.date()) < 18


class Registrar:
    """Hands out persons whose identity numbers never repeat."""

    def __init__(self, chance: Chance, reference: Reference) -> None:
        self._chance = chance
        self._reference = reference
        self._taken: set[str] = set()
        self._count = 0

    def person(self, *, birth_year: int, near: str) -> Person:
        """Make a person of a school year: born from September to the August after."""
        chance = self._chance
        birth = chance.day(date(birth_year, 9, 1), date(birth_year + 1, 8, 31))
        gender = chance.weighted({"male": 56, "female": 44})
        region = home(chance, self._reference, near=near)
        foreign = chance.flip(0.002)
        self._count += 1
        return Person(
            number=self._count,
            name=names.person_name(chance, gender=gender),
            gender=gender,
            birth_date=birth,
            id_type="passport" if foreign else "resident_id",
            id_number=identity.passport_number(chance) if foreign else self._free_id(region, birth, gender),
            phone=identity.phone_number(chance),
            email=f"s{self._count:06d}@example.com",
            home_region=region,
            difficulty=chance.weighted({"0": 82, "1": 7, "2": 4, "3": 3, "4": 2, "5": 1, "6": 0.5, "7": 0.5}),
        )

    def _free_id(self, region: str, birth: date, gender: str) -> str:
        place = region if region.startswith(identity.PROVINCE) else "990000"
        while True:
            order = self._chance.number(0, 499) * 2 + (gender == "male")
            number = identity.resident_id(place, birth, order)
            if number not in self._taken and not number.endswith("000"):
                self._taken.add(number)
                return number
