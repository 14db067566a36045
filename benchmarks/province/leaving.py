"""The feeds of leaving college: destinations in several versions, and what those who seek work wish for."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl

from benchmarks.province import tables
from benchmarks.province.draws import Draws
from benchmarks.province.people import Province, by_major

_VERSIONS = (
    (2025, dt.date(2025, 8, 31), "2025-09"),
    (2025, dt.date(2025, 12, 31), "2026-01"),
    (2026, dt.date(2026, 8, 31), "2026-09"),
)
_FIRST_LEAVERS = 2025
_DESTINATIONS = ("10", "10", "11", "11", "11", "12", "80", "80", "80", "70", "70", "71", "50", "76")
_EMPLOYED = ("10", "11", "12")
_EVIDENCE = ("labour_contract", "labour_contract", "tripartite_agreement", "employer_certificate", "none")
_MATCHED = ("matched", "matched", "basically_matched", "not_matched", "unknown")
_PAYS = tuple(range(3000, 9001, 100))


def destinations(province: Province) -> pl.DataFrame:
    """Rows of three quarters of the graduates of two years, those of the first year in two versions."""
    draws = province.draws("destination")
    heard = pl.Series(draws.yes(0.75, province.students.height)) & ~province.students["is_dropped"]
    left = province.students.filter(heard)
    return pl.concat(
        _version(province, left.filter(pl.col("end_year") == year), draws, day).with_columns(period=pl.lit(period))
        for year, day, period in _VERSIONS
    )


def _version(province: Province, students: pl.DataFrame, draws: Draws, day: dt.date) -> pl.DataFrame:
    count = students.height
    codes = draws.pick(_DESTINATIONS, count)
    employers = province.employers(draws, count)
    works = codes.is_in(_EMPLOYED)
    started = draws.days(dt.date(day.year, 7, 1), dt.date(day.year, 8, 20), count)
    worked: dict[str, pl.Series | pl.Expr] = {
        "employer_uscc": employers["uscc"],
        "employer_name": employers["enterprise_name"],
        "employer_nature": draws.pick(["39", "39", "32", "31"], count),
        "industry_code": employers["industry"],
        "occupation_code": by_major(students, draws, wanted="occupations"),
        "work_region": employers["region"],
        "start_date": started,
        "signed_date": started.dt.offset_by("-14d"),
        "contract_months": draws.pick([12, 24, 36], count),
        "pay_monthly": draws.known(draws.pick(_PAYS, count), 0.9),
        "full_time": pl.Series(draws.yes(0.95, count)),
        "major_match": draws.pick(_MATCHED, count),
        "match_source": pl.lit("declared"),
        "channel": draws.pick(["school", "school", "self", "other"], count),
        "social_insurance_seen": pl.Series(draws.yes(0.9, count)),
    }
    return students.select(
        "institution_code", "student_no", sender="institution_code", graduation_year="end_year"
    ).with_columns(
        status_date=pl.lit(day),
        diploma_type=pl.lit("graduate"),
        destination_code=codes,
        evidence_type=draws.pick(_EVIDENCE, count),
        evidence_ref=pl.Series(draws.whole(0, 10**9, count)).cast(pl.String),
        verification_status=draws.pick(["verified", "verified", "unverified", "disputed"], count, skew=0.8),
        graduate_confirmed=draws.pick(["yes", "yes", "no_reply", "no"], count, skew=1.0),
        **{name: pl.when(works).then(column) for name, column in worked.items()},
    )


def wishes(province: Province) -> pl.DataFrame:
    """Six tenths of the students, in October, and of those the first third in March too."""
    draws = province.draws("job_intention")
    present = province.students.filter(pl.col("end_year") > _FIRST_LEAVERS, ~pl.col("is_dropped"))
    chosen = np.sort(draws.some_of(present.height, min(present.height, province.students.height * 6 // 10)))
    students = present[chosen]
    count = students.height
    is_seeking = pl.Series(draws.yes(0.42, count))
    blocked = province.employers(draws, count).select(pl.concat_list("uscc")).to_series()
    rows = students.select("institution_code", "student_no", sender="institution_code").with_columns(
        pool_consent=pl.Series(draws.yes(0.84, count)),
        consent_version=pl.lit("2026-1"),
        consent_date=draws.days(dt.date(2025, 11, 1), dt.date(2026, 3, 1), count),
        consent_evidence="TY" + students["student_no"],
        seeking=pl.when(is_seeking).then(pl.lit("seeking")).otherwise(pl.lit("not_seeking")),
        seeking_confirmed_on=pl.when(is_seeking).then(draws.days(dt.date(2026, 7, 20), dt.date(2026, 10, 10), count)),
        skills=draws.known(by_major(students, draws, wanted="skills", most=5), 0.95),
        wish_occupations=draws.known(by_major(students, draws, wanted="occupations", most=3), 0.75),
        wish_regions=draws.known(_regions(draws, count), 0.75),
        pay_floor=draws.known(draws.pick(_PAYS[:25], count), 0.7),
        available_from=draws.known(draws.days(dt.date(2026, 10, 1), dt.date(2027, 7, 1), count), 0.8),
        honour_roll_consent=pl.Series(draws.yes(0.5, count)),
        withdrawn_date=draws.known(draws.days(dt.date(2026, 3, 5), dt.date(2026, 10, 9), count), 0.015),
        blocked_usccs=draws.known(blocked, 0.01),
        period=pl.lit("2026-10"),
    )
    return pl.concat([rows.head(count // 3).with_columns(period=pl.lit("2026-03")), rows])


def _regions(draws: Draws, count: int) -> pl.Series:
    wished = pl.DataFrame(
        {str(nth): draws.pick([*tables.CITIES, *tables.counties()], count, skew=0.6) for nth in range(2)}
    )
    return wished.select(pl.concat_list(pl.all()).list.unique(maintain_order=True)).to_series()
