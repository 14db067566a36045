"""Every cell of the dictionary, from the facts of all families.

What a family counts belongs in its own module.
"""

from __future__ import annotations

from tests.recomputation import (
    appointments,
    certificates,
    destination,
    internships,
    introductions,
    mentorship,
    months,
    plans,
    vacancies,
    workforce,
)
from tests.recomputation.cells import ENTRIES, Figure, Key, cells, silent
from tests.recomputation.in_force import InForce
from tests.recomputation.people import graduates
from tests.recomputation.pool import pool_cells
from tests.recomputation.source import Source


def recomputed(source: Source) -> dict[Key, Figure]:
    """Return every cell that the dictionary asks for."""
    force, today = InForce(source), source.today
    people = graduates(force)
    facts = [
        *destination.facts(people, today),
        *certificates.facts(force, people, today),
        *months.facts(people, today),
        *internships.facts(force, today),
        *workforce.facts(force, today),
        *vacancies.facts(force, today),
        *mentorship.facts(force, today),
        *appointments.facts(force, today),
        *plans.facts(force, today),
        *introductions.facts(force, today),
    ]
    found = cells(facts, today) | pool_cells(force, today)
    unsaid = ENTRIES.keys() - {key.metric for key in found}
    return found | dict(silent(metric, today) for metric in unsaid)
