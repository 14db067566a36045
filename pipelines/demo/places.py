"""Where people and organisations are: skewed towards the home city. Names of places come from the code tables."""

from pipelines.demo.chance import Chance
from pipelines.demo.reference import COUNTY_WEIGHTS, ELSEWHERE, Reference


def county(chance: Chance, reference: Reference, *, near: str | None = None) -> str:
    """Draw a county of the demo province, seven times in ten in the city of `near`."""
    codes = list(reference.counties)
    if near is not None and near[:4] in COUNTY_WEIGHTS and chance.flip(0.7):
        return chance.pick([c for c in codes if c[:4] == near[:4]])
    city = chance.weighted(COUNTY_WEIGHTS)
    return chance.pick([c for c in codes if c[:4] == city])


def home(chance: Chance, reference: Reference, *, near: str) -> str:
    """Draw a home region: one in ten comes from another province."""
    return chance.pick(ELSEWHERE) if chance.flip(0.1) else county(chance, reference, near=near)


def city_of(region: str) -> str:
    """Return the city a county lies in."""
    return region[:4] + "00"
