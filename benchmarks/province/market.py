"""The feeds of enterprises: register, vacancies with skills, partnerships with colleges, training bases."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl

from benchmarks.province import tables
from benchmarks.province.people import Province

_EDUCATION = ("higher_vocational", "higher_vocational", "bachelor", "secondary_vocational", "senior_secondary")
_KINDS = (
    "full_time",
    "full_time",
    "full_time",
    "full_time",
    "full_time",
    "full_time",
    "intern",
    "part_time",
    "dispatch",
)
_LEVELS = (None, None, None, None, 3, 3, 2, 2, 4)
_PAYS = tuple(range(3000, 9001, 100))
_STUDENTS_PER_VACANCY = 5
_STUDENTS_PER_PARTNERSHIP = 25
_STUDENTS_PER_BASE = 250
_PERIODS = ("2026-03", "2026-10")


def enterprises(province: Province) -> pl.DataFrame:
    """One row per enterprise and period."""
    draws, count = province.draws("enterprise"), province.enterprises.height
    headcount = pl.Series((20 + 3000 * draws.share(count) ** 6).astype(np.int64))
    rows = province.enterprises.with_columns(
        enterprise_ownership=draws.pick(["private", "private", "private", "state", "foreign"], count),
        size_class=draws.pick(["small", "medium", "large", "micro"], count, skew=1.2),
        status=draws.pick(["active"] * 30 + ["revoked", "deregistered"], count),
        registered_date=draws.days(dt.date(1995, 1, 1), dt.date(2023, 12, 31), count),
        headcount=headcount,
        insured_count=headcount * 9 // 10,
        hr_agency=pl.Series(draws.yes(0.05, count)),
        dispatch_licence=pl.Series(draws.yes(0.04, count)),
        blacklisted=pl.Series(draws.yes(0.005, count)),
    )
    return pl.concat(rows.with_columns(period=pl.lit(period)) for period in _PERIODS)


def vacancies(province: Province) -> pl.DataFrame:
    """A vacancy for every fifth student; a third of them known since March."""
    draws, count = province.draws("vacancy"), max(1, province.students.height // _STUDENTS_PER_VACANCY)
    hosts = province.employers(draws, count)
    held = tables.occupations()
    places = draws.places(held.height, count, skew=0.8)
    names = held["name_zh"].gather(places)
    posted = draws.days(dt.date(2026, 1, 5), dt.date(2026, 9, 30), count)
    status = draws.pick(["open"] * 8 + ["filled", "closed"], count)
    openings = draws.pick([1, 2, 2, 3, 5, 10, 20], count)
    pay = draws.pick(_PAYS[:40], count)
    is_gone = status.is_in(["filled", "closed"])
    rows = hosts.select("uscc", "sender", employer_name="enterprise_name").with_columns(
        vacancy_no="ZW" + pl.int_range(1, count + 1, eager=True).cast(pl.String).str.zfill(7),
        version=pl.lit(1),
        title=names,
        occupation_code=held["code"].gather(places),
        description="负责" + names + "相关工作。",
        openings=openings,
        date_posted=posted,
        valid_through=posted.dt.offset_by("240d"),
        employment_type=draws.pick(_KINDS, count),
        min_skill_level=draws.pick(_LEVELS, count),
        level_is_must=pl.Series(draws.yes(0.8, count)),
        certificate_required=draws.known(pl.Series([["special_operation(低压电工作业)"]] * count), 0.01),
        major_codes=draws.known(tables.majors_of_occupations().lists(places, draws, most=2), 0.25),
        education_min=draws.pick(_EDUCATION, count),
        experience_years=draws.pick([0, 0, 0, 1, 2, 3], count),
        skills=draws.known(tables.skills_of_occupations().lists(places, draws, most=5), 0.85),
        pay_text=pl.lit("5-7千"),
        pay_min=pay,
        pay_max=pay + 2000,
        pay_period=pl.lit("month"),
        pay_negotiable=pl.lit(value=False),
        work_region=hosts["region"],
        accommodation=pl.Series(draws.yes(0.4, count)),
        social_insurance=pl.Series(draws.yes(0.9, count)),
        start_date=draws.known(draws.days(dt.date(2026, 10, 20), dt.date(2027, 7, 1), count), 0.75),
        closed_date=pl.when(is_gone).then(posted.dt.offset_by("40d")),
        minimum_legal_age=pl.lit(16),
        night_shift=pl.Series(draws.yes(0.06, count)),
        status=status,
        filled_count=pl.when(is_gone).then(openings).otherwise(pl.lit(0)),
        occupation_code_source=pl.lit("sent"),
        period=pl.lit("2026-10"),
    )
    return pl.concat([rows.head(count // 3).with_columns(period=pl.lit("2026-03")), rows])


def partnerships(province: Province) -> pl.DataFrame:
    """A partnership for every 25 students, in both periods; no college has two of one day with one enterprise."""
    draws, count = province.draws("partnership"), max(1, province.students.height // _STUDENTS_PER_PARTNERSHIP)
    at = province.colleges[draws.places(province.colleges.height, count)]
    hosts = province.employers(draws, count)
    start = draws.days(dt.date(2023, 9, 1), dt.date(2025, 9, 1), count)
    rows = at.select("institution_code").with_columns(
        uscc=hosts["uscc"],
        enterprise_name=hosts["enterprise_name"],
        partnership_type=draws.pick(["order_class", "order_class", "internship", "apprenticeship"], count),
        partnership_no="HZ" + pl.int_range(1, count + 1, eager=True).cast(pl.String),
        signed_date=start.dt.offset_by("-30d"),
        start_date=start,
        end_date=start.dt.offset_by("4y"),
        students_involved=pl.Series(draws.whole(0, 40, count)),
        majors_involved=pl.concat_list(draws.pick(tables.majors("higher")["code"].to_list(), count, skew=0.9)),
        places_promised=pl.Series(draws.whole(1, 40, count)),
        sender=tables.city_of(at["region"]),
    )
    unique = rows.unique(["institution_code", "uscc", "start_date"], keep="first", maintain_order=True)
    return pl.concat(unique.with_columns(period=pl.lit(period)) for period in _PERIODS)


def bases(province: Province) -> pl.DataFrame:
    """A training base for every 250 students, in both periods."""
    draws, count = province.draws("training_base"), base_count(province)
    at = province.colleges[draws.places(province.colleges.height, count)]
    rows = at.select(
        "institution_code",
        "region",
        host_org="institution_name",
        base_name=pl.col("institution_name") + "实训基地",
        base_id=base_ids(pl.int_range(0, count, eager=True)),
        base_type=draws.pick(["school", "school", "school", "enterprise", "public"], count),
        occupations=pl.concat_list(draws.pick(tables.occupations()["code"].to_list(), count, skew=0.8)),
        max_level=pl.lit(4),
        workstations=pl.Series(draws.whole(20, 90, count)),
        equipment_value=pl.Series(draws.whole(10, 40, count) * 100_000),
        capacity_per_year=pl.Series(draws.whole(20, 130, count) * 10),
        accredited_level=pl.lit("city"),
        accredited_date=draws.days(dt.date(2022, 1, 1), dt.date(2025, 6, 1), count),
        expiry=draws.days(dt.date(2026, 1, 1), dt.date(2030, 6, 1), count),
        sender=tables.city_of(at["region"]),
    )
    return pl.concat(rows.with_columns(period=pl.lit(period)) for period in _PERIODS)


def base_count(province: Province) -> int:
    """Return how many training bases there are."""
    return max(1, province.students.height // _STUDENTS_PER_BASE)


def base_ids(places: pl.Series) -> pl.Series:
    """Return the names of bases from their places."""
    return "SXJD-" + places.cast(pl.String).str.zfill(5)
