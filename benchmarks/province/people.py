"""The bodies and people that every feed speaks of: colleges, enterprises, students, workers. No feed is made here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from benchmarks.province import tables
from benchmarks.province.draws import Draws, Numbers, pseudonyms

STUDENTS_PER_COLLEGE = 6000
FEWEST_COLLEGES = 8
STUDENTS_PER_ENTERPRISE = 50
STUDENTS_PER_WORKER = 10
TIERS = ("higher", "secondary")
FIRST_GRADE, LAST_GRADE = 2022, 2025
STUDY_YEARS = 3

_TIER_OF_COLLEGE = 3
_SECOND_SPELLS = 50
_SURNAMES = "云海山江城港东新"


@dataclass(frozen=True)
class Province:
    """Who is there: one row per college, enterprise and student; workers are numbers."""

    seed: int
    colleges: pl.DataFrame
    enterprises: pl.DataFrame
    students: pl.DataFrame
    workers: Numbers

    def draws(self, feed: str) -> Draws:
        """Return the stream of draws of a feed."""
        return Draws(self.seed, feed)

    def employers(self, draws: Draws, count: int) -> pl.DataFrame:
        """Draw enterprises, large ones most."""
        return self.enterprises[draws.places(self.enterprises.height, count, skew=0.6)]


def make_people(count: int, seed: int) -> Province:
    """Make the people and bodies of a province with `count` spells of students."""
    colleges = _colleges(max(FEWEST_COLLEGES, count // STUDENTS_PER_COLLEGE), Draws(seed, "colleges"))
    return Province(
        seed=seed,
        colleges=colleges,
        enterprises=_enterprises(max(1, count // STUDENTS_PER_ENTERPRISE), Draws(seed, "enterprises")),
        students=_students(count, colleges, Draws(seed, "students")),
        workers=np.arange(count, count + max(1, count // STUDENTS_PER_WORKER)),
    )


def _colleges(count: int, draws: Draws) -> pl.DataFrame:
    number = pl.int_range(1, count + 1, eager=True).cast(pl.String)
    places = np.where(np.arange(count) % _TIER_OF_COLLEGE == 1, 1, 0)
    regions = draws.pick(tables.counties(), count)
    return pl.DataFrame(
        {
            "institution_code": pl.Series(["4199", "3699"]).gather(places) + number.str.zfill(6),
            "institution_name": "示范第" + number + "职业院校",
            "uscc": "12" + regions + "MA" + number.str.zfill(8),
            "tier": pl.Series(TIERS).gather(places),
            "region": regions,
        }
    )


def _enterprises(count: int, draws: Draws) -> pl.DataFrame:
    number = pl.int_range(1, count + 1, eager=True).cast(pl.String)
    regions = draws.pick(tables.counties(), count, skew=0.7)
    return pl.DataFrame(
        {
            "uscc": "91" + regions + "MA" + number.str.zfill(8),
            "enterprise_name": draws.pick(list(_SURNAMES), count) + "示范" + number + "有限公司",
            "industry": draws.pick(tables.industries(), count, skew=0.8),
            "region": regions,
            "sender": tables.city_of(regions),
        }
    )


def _students(count: int, colleges: pl.DataFrame, draws: Draws) -> pl.DataFrame:
    at = colleges[draws.places(colleges.height, count, skew=0.4)].select("institution_code", "tier", "region")
    grade = FIRST_GRADE + np.searchsorted([0.27, 0.57, 0.87], draws.share(count))
    numbers = np.arange(count)
    persons = np.where(draws.yes(1 / _SECOND_SPELLS, count), numbers // 2, numbers)
    higher = draws.places(tables.majors("higher").height, count, skew=0.9)
    secondary = draws.places(tables.majors("secondary").height, count, skew=0.9)
    is_higher = (at["tier"] == "higher").to_numpy()
    return at.rename({"region": "college_region"}).with_columns(
        student_no=pl.Series(grade).cast(pl.String).str.tail(2) + pl.Series(numbers).cast(pl.String).str.zfill(8),
        person_key=pseudonyms(persons, "person"),
        grade=pl.Series(grade),
        end_year=pl.Series(grade + STUDY_YEARS),
        major_place=pl.Series(np.where(is_higher, higher, secondary)),
        is_dropped=pl.Series(draws.yes(0.03, count)),
    )


def by_major(students: pl.DataFrame, draws: Draws, *, wanted: str, most: int = 0) -> pl.Series:
    """Draw for each student what belongs to the major: `occupations` or `skills`; lists when `most` is given."""
    parts = []
    for tier in TIERS:
        rows = students.with_row_index("row").filter(pl.col("tier") == tier)
        follow = tables.occupations_of(tier) if wanted == "occupations" else tables.skills_of_majors(tier)
        places = rows["major_place"].to_numpy()
        drawn = follow.lists(places, draws, most=most) if most else follow.of(places, draws)
        parts.append(pl.DataFrame({"row": rows["row"], "drawn": drawn}))
    return pl.concat(parts).sort("row")["drawn"]


def major_column(students: pl.DataFrame, column: str) -> pl.Series:
    """Return the code or the name of each student's major."""
    higher = tables.majors("higher")[column].gather(students["major_place"] % tables.majors("higher").height)
    secondary = tables.majors("secondary")[column].gather(students["major_place"] % tables.majors("secondary").height)
    return secondary.zip_with(students["tier"] == "secondary", higher)
