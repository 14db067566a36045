"""Everything that is true about the city, before anybody writes it down."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.demo.careers import Career, make_careers
from pipelines.demo.certificates import Application, make_applications
from pipelines.demo.hires import with_hires
from pipelines.demo.hosts import HostBook
from pipelines.demo.intentions import Intention, make_intentions
from pipelines.demo.internships import Internship, make_internships
from pipelines.demo.organisations import College, Enterprise, make_colleges, make_enterprises
from pipelines.demo.plan import CityPlan
from pipelines.demo.reference import Reference, load_reference
from pipelines.demo.students import Spell, StudentBody
from pipelines.demo.unusual.careers import with_unusual_careers
from pipelines.demo.unusual.internships import with_unusual_internships
from pipelines.demo.unusual.spells import with_unusual_spells
from pipelines.demo.vacancies import Vacancy, make_vacancies
from pipelines.demo.work.life import WorkingLife, make_working_life
from pipelines.demo.work.workplaces import make_workplaces


@dataclass(frozen=True)
class Population:
    """The people and organisations of a city and what happened between them."""

    plan: CityPlan
    reference: Reference
    colleges: Sequence[College]
    enterprises: Sequence[Enterprise]
    spells: Sequence[Spell]
    internships: Sequence[Internship]
    careers: Sequence[Career]
    intentions: Sequence[Intention]
    applications: Sequence[Application]
    vacancies: Sequence[Vacancy]
    work: WorkingLife

    @property
    def agency(self) -> str:
        """The code of an enterprise that places people for money."""
        return next((e.uscc for e in self.enterprises if e.hr_agency), self.enterprises[-1].uscc)

    @property
    def employers_by_vacancies(self) -> list[Enterprise]:
        """The enterprises with vacancies, those with most first."""
        counts: dict[str, int] = {}
        for vacancy in self.vacancies:
            counts[vacancy.employer.uscc] = counts.get(vacancy.employer.uscc, 0) + 1
        hiring = [e for e in self.enterprises if e.uscc in counts]
        return sorted(hiring, key=lambda e: (-counts[e.uscc], e.uscc))


def make_population(plan: CityPlan) -> Population:
    """Make a city of a given size from its seed."""
    reference = load_reference()
    colleges = make_colleges(plan, reference)
    enterprises = make_enterprises(plan, reference)
    workplaces = make_workplaces(plan, reference, enterprises)
    spells = with_unusual_spells(StudentBody(plan, reference, colleges, enterprises).spells(), colleges, workplaces)
    hosts = HostBook(reference, enterprises)
    internships = with_unusual_internships(make_internships(plan.seed, hosts, spells), workplaces, enterprises)
    vacancies = make_vacancies(plan, reference, enterprises)
    careers = with_hires(
        plan.seed,
        with_unusual_careers(make_careers(plan.seed, hosts, spells, internships), colleges, workplaces[0].enterprise),
        vacancies,
    )
    work = make_working_life(plan.seed, reference, colleges, workplaces, spells, careers)
    by_spell = {c.spell.key: c for c in careers}
    return Population(
        plan=plan,
        reference=reference,
        colleges=colleges,
        enterprises=enterprises,
        spells=spells,
        internships=internships,
        careers=careers,
        intentions=make_intentions(plan.seed, reference, spells, by_spell, enterprises),
        applications=[*make_applications(plan.seed, reference, spells), *work.applications],
        vacancies=vacancies,
        work=work,
    )
