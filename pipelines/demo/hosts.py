"""Which enterprise takes a student or graduate, and for what work."""

import math
from collections.abc import Sequence

from pipelines.demo.chance import Chance
from pipelines.demo.organisations import Enterprise
from pipelines.demo.reference import Major, Reference
from pipelines.demo.students import Spell


class HostBook:
    """Finds employers for a major, near the college and by size."""

    def __init__(self, reference: Reference, enterprises: Sequence[Enterprise]) -> None:
        self._reference = reference
        usual = [e for e in enterprises if not e.hr_agency]
        self._by_uscc = {e.uscc: e for e in enterprises}
        self._all = {e: _pull(e) for e in usual}
        self._by_category = {
            category: {e: _pull(e) for e in usual if e.category == category} for category in {e.category for e in usual}
        }

    def sponsor(self, spell: Spell) -> Enterprise | None:
        """Return the enterprise behind the spell's order class, if it has one."""
        return self._by_uscc.get(spell.order_uscc or "")

    def employer(self, chance: Chance, major: Major) -> Enterprise:
        """Draw an employer, mostly of the major's own trade."""
        own = self._by_category.get(major.category)
        return chance.weighted(own if own and chance.flip(0.85) else self._all)

    def occupation(self, chance: Chance, major: Major, employer: Enterprise) -> tuple[str, int]:
        """Draw an occupation and the major's affinity to it; 0 where the major does not reach it."""
        if chance.flip(0.86):
            return chance.weighted({o: float(o[1]) + 1 for o in major.occupations})
        others = self._reference.occupations_of_category(employer.category)
        code = chance.pick(others) if others else major.occupations[0][0]
        return code, dict(major.occupations).get(code, 0)


def _pull(enterprise: Enterprise) -> float:
    return math.sqrt(min(enterprise.headcount, 1500))
