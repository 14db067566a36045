"""What is true of the city and no single row shows: destinations, people in several places, rules across feeds."""

from collections import Counter, defaultdict
from typing import Any

from pipelines.demo.plan import AS_OF, COHORTS
from pipelines.demo.population import Population
from pipelines.demo.students import Spell

_ADULT = 18
_INTERN_AGE = 16


def truth_of(city: Population) -> dict[str, Any]:
    """Return true figures by subject."""
    return {
        "destinations": {str(cohort): _destinations(city, cohort) for cohort in COHORTS[:2]},
        "people": _people(city),
        "internships": _internships(city),
        "consents": {
            "given": sum(i.consents for i in city.intentions),
            "withdrawn": sum(i.withdrawn_on is not None for i in city.intentions),
            "minors_without_guardian": sum(
                i.consents and i.spell.person.is_minor and i.guardian_informed is not True for i in city.intentions
            ),
        },
    }


def _destinations(city: Population, cohort: int) -> dict[str, Any]:
    careers = [c for c in city.careers if c.spell.cohort == cohort and c.spell.is_graduate]
    today = AS_OF.date()
    recorded = [c for c in careers if c.is_recorded]
    return {
        "graduates": len(careers),
        "unrecorded": len(careers) - len(recorded),
        "by_code": dict(sorted(Counter(c.code_on(today) for c in recorded).items())),
        "disputed": sum(c.verification == "disputed" and c.code_on(today) != "70" for c in recorded),
        "conversions": sum(c.is_conversion for c in recorded),
    }


def _people(city: Population) -> dict[str, int]:
    spells: dict[int, list[Spell]] = defaultdict(list)
    for spell in city.spells:
        spells[spell.person.number].append(spell)
    several = [s for s in spells.values() if len(s) > 1]
    return {
        "with_several_spells": len(several),
        "three_plus_two": sum(s[0].path == "three_plus_two" for s in several),
        "transfers": sum(s[0].path == "transfer" for s in several),
        "drop_outs": sum(s.path == "drop_out" for s in city.spells),
        "in_service": sum(s.employer_uscc is not None for s in city.spells),
        "order_class": sum(s.order_uscc is not None for s in city.spells),
        "passports": sum(s[0].person.id_type == "passport" for s in spells.values()),
    }


def _internships(city: Population) -> dict[str, Any]:
    posts = [i for i in city.internships if i.kind == "post"]
    return {
        "post": len(posts),
        "minors_at_start": sum(i.spell.person.age_on(i.start) < _ADULT for i in posts),
        "i04_under_16": sorted(i.internship_id for i in posts if i.spell.person.age_on(i.start) < _INTERN_AGE),
    }
