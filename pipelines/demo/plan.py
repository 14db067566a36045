"""How large the city is and when things happen in it. Who lives there belongs in `students` and `enterprises`."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

COHORTS = (2025, 2026, 2027)
AS_OF = datetime(2026, 10, 15, tzinfo=UTC)
SPRING = date(2026, 3, 10)
AUTUMN = date(2026, 10, 8)
OFFICE_ORG = "990100"
OFFICE_NAME = "云州市人力资源和社会保障局"
OFFICIAL_ORG = "990000"
SMALLEST_CITY = 200
_FULL_SIZE = 1000


@dataclass(frozen=True)
class Term:
    """A reporting period of the snapshot feeds and the day its state was taken."""

    period: str
    day: date


TERMS = (Term("2026-03", SPRING), Term("2026-10", AUTUMN))


@dataclass(frozen=True)
class CityPlan:
    """Sizes that follow from the number of students."""

    students: int
    seed: int

    def __post_init__(self) -> None:
        if self.students < SMALLEST_CITY:
            raise ValueError(f"a city needs at least {SMALLEST_CITY} students, not {self.students}")

    @property
    def colleges(self) -> int:
        """Eight, or five for a small city: the first five styles show every kind of file."""
        return 8 if self.students >= _FULL_SIZE else 5

    @property
    def enterprises(self) -> int:
        """120 at 5,000 students."""
        return min(2000, max(24, self.students * 120 // 5000))

    @property
    def vacancies(self) -> int:
        """900 at 5,000 students."""
        return max(120, self.students * 900 // 5000)

    @property
    def workplaces(self) -> int:
        """How many enterprises name their staff, plans and money; the largest ones."""
        return 18 if self.students >= _FULL_SIZE else 8

    @property
    def own_senders(self) -> tuple[int, int]:
        """How many enterprises send their own vacancies: since spring, and since autumn only."""
        return (4, 10) if self.students >= _FULL_SIZE else (2, 2)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a moment of a day in UTC."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)
