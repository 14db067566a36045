"""The whole working life of a city, made once from its seed; who sends what of it belongs in `parcels`."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.demo.careers import Career
from pipelines.demo.certificates import Application
from pipelines.demo.organisations import College
from pipelines.demo.reference import Reference
from pipelines.demo.students import Spell
from pipelines.demo.work.appointments import Appointment, make_appointments
from pipelines.demo.work.awards import Award, make_awards
from pipelines.demo.work.bases import Base, make_bases
from pipelines.demo.work.funds import Entry, make_entries
from pipelines.demo.work.inspections import Inspection, make_inspections
from pipelines.demo.work.mentorships import Pairing, make_pairings
from pipelines.demo.work.sessions import Session, make_sessions
from pipelines.demo.work.staff_certificates import staff_applications
from pipelines.demo.work.subsidies import Entitlement, make_entitlements
from pipelines.demo.work.training_plans import TrainingPlan, make_training_plans
from pipelines.demo.work.workplaces import Workplace


@dataclass(frozen=True)
class WorkingLife:
    """Staff, training, money, mentors, awards and posts."""

    workplaces: Sequence[Workplace]
    applications: Sequence[Application]
    bases: Sequence[Base]
    awards: Sequence[Award]
    pairings: Sequence[Pairing]
    plans: Sequence[TrainingPlan]
    sessions: Sequence[Session]
    entries: Sequence[Entry]
    entitlements: Sequence[Entitlement]
    inspections: Sequence[Inspection]
    appointments: Sequence[Appointment]


def make_working_life(
    seed: int,
    reference: Reference,
    colleges: Sequence[College],
    workplaces: Sequence[Workplace],
    spells: Sequence[Spell],
    careers: Sequence[Career],
) -> WorkingLife:
    """Make everything that goes on at the workplaces of a city."""
    bases = make_bases(seed, colleges, workplaces)
    awards = make_awards(seed, reference, spells, workplaces)
    plans = make_training_plans(seed, workplaces, colleges)
    sessions = make_sessions(seed, plans, bases)
    return WorkingLife(
        workplaces=workplaces,
        applications=staff_applications(seed, reference, workplaces),
        bases=bases,
        awards=awards,
        pairings=make_pairings(seed, reference, workplaces, careers),
        plans=plans,
        sessions=sessions,
        entries=make_entries(seed, sessions, workplaces),
        entitlements=make_entitlements(workplaces, awards),
        inspections=make_inspections(seed, plans),
        appointments=make_appointments(seed, reference, workplaces),
    )
