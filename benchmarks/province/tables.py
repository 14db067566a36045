"""The code tables as columns to draw from: majors, their occupations, skills, regions, industries."""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl

from benchmarks.province.draws import Draws, Numbers
from data_contracts.code_manifest import CODES_DIR

CITIES = ("990100", "990200", "990300")
_CITY_DIGITS = 4
_DIVISION_LENGTH = 3


class Followers:
    """The values that belong to each key of a code table, to draw one per row."""

    def __init__(self, keys: pl.Series, pairs: pl.DataFrame) -> None:
        key, value = pairs.columns
        held = pl.DataFrame({key: keys}).with_row_index("place").join(pairs, on=key).sort("place", value)
        self._values = held[value]
        counts = np.bincount(held["place"].to_numpy(), minlength=keys.len())
        if not counts.all():
            raise ValueError(f"no {value} for {keys.filter(pl.Series(counts == 0)).to_list()[:3]}")
        self._counts = counts
        self._starts = np.concatenate(([0], np.cumsum(counts)[:-1]))

    def of(self, places: Numbers, draws: Draws) -> pl.Series:
        """Draw a value for each key, given by its place; the first values are drawn most."""
        offsets = (draws.share(places.size) ** 2 * self._counts[places]).astype(np.int64)
        return self._values.gather(self._starts[places] + offsets)

    def lists(self, places: Numbers, draws: Draws, *, most: int) -> pl.Series:
        """Draw up to `most` different values for each key."""
        drawn = pl.DataFrame({str(number): self.of(places, draws) for number in range(most)})
        wanted = pl.lit(pl.Series(draws.whole(1, most, places.size)))
        return drawn.select(pl.concat_list(pl.all()).list.head(wanted).list.unique(maintain_order=True)).to_series()


@cache
def majors(tier: str) -> pl.DataFrame:
    """Return the majors of a tier that lead to an occupation and have skills: code and name."""
    reached = _table("major_occupation")["major_code"].unique()
    skilled = _table("major_skill")["major_code"].unique()
    held = _table("majors").filter(pl.col("tier") == tier, pl.col("code").is_in(reached.implode()))
    return held.filter(pl.col("code").is_in(skilled.implode())).select("code", "name_zh")


@cache
def occupations() -> pl.DataFrame:
    """Return the occupations that have skills and that a major leads to: code and name."""
    skilled = _table("occupation_skill")["occupation_code"].unique()
    reached = _table("major_occupation")["occupation_code"].unique()
    held = _table("occupations").filter(pl.col("level") == "4", pl.col("code").is_in(reached.implode()))
    return held.filter(pl.col("code").is_in(skilled.implode())).select("code", "name_zh")


@cache
def occupations_of(tier: str) -> Followers:
    """Return the occupations of each major of a tier."""
    pairs = _table("major_occupation").select("major_code", "occupation_code")
    return Followers(majors(tier)["code"].alias("major_code"), pairs)


@cache
def skills_of_majors(tier: str) -> Followers:
    """Return the skills of each major of a tier."""
    return Followers(majors(tier)["code"].alias("major_code"), _table("major_skill").select("major_code", "skill_code"))


@cache
def skills_of_occupations() -> Followers:
    """Return the skills of each occupation."""
    pairs = _table("occupation_skill").select("occupation_code", "skill_code")
    return Followers(occupations()["code"].alias("occupation_code"), pairs)


@cache
def majors_of_occupations() -> Followers:
    """Return the majors that lead to each occupation."""
    pairs = _table("major_occupation").select("occupation_code", "major_code")
    return Followers(occupations()["code"].alias("occupation_code"), pairs)


@cache
def counties() -> list[str]:
    """Return the counties of the made-up province."""
    held = _table("regions").filter(pl.col("level") == "county", pl.col("code").str.starts_with("99"))
    return held["code"].sort().to_list()


@cache
def industries() -> list[str]:
    """Return the divisions of the industry table, as C34."""
    return _table("industries").filter(pl.col("code").str.len_chars() == _DIVISION_LENGTH)["code"].sort().to_list()


def city_of(regions: pl.Series) -> pl.Series:
    """Return the city of each county: the office there sends what no college or enterprise sends itself."""
    return regions.str.head(_CITY_DIGITS) + "00"


@cache
def _table(name: str) -> pl.DataFrame:
    return pl.read_csv(CODES_DIR / f"{name}.csv", infer_schema=False)
