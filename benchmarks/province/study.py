"""The feeds of study: colleges, enrolments, internships. What comes after belongs in `leaving`."""

from __future__ import annotations

import datetime as dt

import polars as pl

from benchmarks.province import tables
from benchmarks.province.draws import days
from benchmarks.province.people import FIRST_GRADE, LAST_GRADE, STUDY_YEARS, Province, by_major, major_column

_FIRST_BIRTHDAY = (dt.date(2004, 1, 1) - dt.date(1970, 1, 1)).days
_DIFFICULTIES = ("1", "2", "3", *(None,) * 12)
_INTERNSHIP_DAYS = 180
_TODAY = dt.date(2026, 10, 15)
_FIRST_LEAVERS = 2025
_PAYS = tuple(range(3000, 6001, 100))
_AGREED = ("signed_by_school", "signed_by_host", "signed_by_student", "student_consent", "guardian_consent")
_FORBIDDEN = ("night_shift", "rest_day_work", "id_held", "guarantee_required")


def colleges(province: Province) -> pl.DataFrame:
    """One row per college and period."""
    rows = province.colleges.with_columns(
        tiers=pl.concat_list("tier"),
        authority=pl.lit("education"),
        ownership=pl.lit("public"),
        enrolled_total=pl.lit(6000),
        valid_from=pl.lit(dt.date(2020, 9, 1)),
        sender=tables.city_of(province.colleges["region"]),
    )
    return pl.concat(rows.with_columns(period=pl.lit(period)) for period in ("2026-03", "2026-10"))


def enrolments(province: Province) -> pl.DataFrame:
    """One row per spell and period: in March all, in October not those who left the year before."""
    draws, students = province.draws("enrolment"), province.students
    count = students.height
    ended = pl.date("end_year", 6, 25)
    grade = students["grade"].to_numpy()
    employers = province.employers(draws, count)
    rows = students.with_columns(
        gender=draws.pick(["male", "female"], count, skew=0.3),
        birth_date=days(_FIRST_BIRTHDAY + (grade - FIRST_GRADE) * 365 + draws.whole(0, 364, count)),
        home_region=draws.pick(tables.counties(), count, skew=0.5),
        major_code=major_column(students, "code"),
        catalogue_year=pl.lit(2021),
        major_name=major_column(students, "name_zh"),
        study_length=pl.lit(STUDY_YEARS),
        department=pl.lit("第一系"),
        class_name=pl.concat_str(pl.col("grade"), pl.Series(draws.whole(1, 40, count)).cast(pl.String), pl.lit("班")),
        programme_start=pl.date("grade", 9, 1),
        expected_end=pl.date("end_year", 6, 30),
        difficulty_class=draws.pick(_DIFFICULTIES, count),
        order_class_uscc=draws.known(employers["uscc"], 0.05),
        is_in_service=pl.Series(draws.yes(0.005, count)),
        sender="institution_code",
    )
    rows = rows.with_columns(
        learner_kind=pl.when("is_in_service").then(pl.lit("in_service")).otherwise(pl.lit("full_time")),
        employer_uscc=pl.when("is_in_service").then(employers["uscc"]),
    )
    stays = (pl.col("end_year") > _FIRST_LEAVERS) & pl.Series(draws.yes(0.995, count))
    spring, autumn = pl.lit(dt.date(2026, 3, 10)), pl.lit(dt.date(2026, 10, 10))
    return pl.concat(
        [
            _standing(rows, ended, spring).with_columns(period=pl.lit("2026-03")),
            _standing(rows.filter(stays), ended, autumn).with_columns(period=pl.lit("2026-10")),
        ]
    )


def _standing(rows: pl.DataFrame, ended: pl.Expr, day: pl.Expr) -> pl.DataFrame:
    status = pl.when("is_dropped").then(pl.lit("dropped")).when(ended <= day).then(pl.lit("graduated"))
    return rows.with_columns(
        status=status.otherwise(pl.lit("active")),
        actual_end=pl.when(pl.col("is_dropped") | (ended <= day)).then(pl.min_horizontal(ended, day)),
    )


def internships(province: Province) -> pl.DataFrame:
    """One row per internship: half as many as students, of those in their last two years."""
    draws = province.draws("internship")
    senior = province.students.filter(pl.col("grade") < LAST_GRADE)
    count = province.students.height // 2
    students = senior[draws.places(senior.height, count)]
    hosts = province.employers(draws, count)
    start = draws.days(dt.date(2025, 1, 6), dt.date(2026, 9, 20), count)
    ended = start.dt.offset_by(f"{_INTERNSHIP_DAYS}d")
    number = pl.int_range(1, count + 1, eager=True).cast(pl.String).str.zfill(9)
    is_post = pl.Series(draws.yes(0.86, count))
    pay = draws.pick(_PAYS, count)
    is_over = ended < _TODAY
    return students.select("institution_code", "student_no", sender="institution_code").with_columns(
        internship_id="SX" + number,
        internship_type=pl.when(is_post).then(pl.lit("post")).otherwise(pl.lit("familiarisation")),
        arrangement_type=draws.pick(["school", "school", "school", "school", "self"], count),
        host_uscc=hosts["uscc"],
        host_name=hosts["enterprise_name"],
        host_region=hosts["region"],
        post_name=pl.lit("操作岗"),
        occupation_code=by_major(students, draws, wanted="occupations"),
        major_match=draws.pick(["matched", "matched", "basically_matched", "not_matched"], count),
        start_date=start,
        end_date=ended,
        agreement_no="XY" + number,
        agreement_signed_date=start.dt.offset_by("-10d"),
        **{name: pl.lit(value=True) for name in _AGREED},
        **{name: pl.when(is_post).then(pl.lit(value=False)) for name in _FORBIDDEN},
        hours_per_day=pl.when(is_post).then(pl.lit(8)),
        hours_per_week=pl.when(is_post).then(pl.lit(40)),
        overtime_hours=pl.when(is_post).then(pl.lit(0)),
        pay_monthly=pl.when(is_post).then(pay),
        post_wage_standard=pl.when(is_post).then(pay + 500),
        lowest_grade_wage=pl.when(is_post).then(pay + 100),
        pay_channel=pl.when(is_post).then(pl.lit("bank_to_student")),
        pay_form=pl.when(is_post).then(pl.lit("money")),
        pay_interval_days=pl.when(is_post).then(pl.lit(30)),
        fees_charged=pl.when(is_post).then(pl.lit(0)),
        insurance_type=pl.lit("实习责任险"),
        insurance_policy_no="BX" + number,
        insurance_from=start,
        insurance_to=ended,
        premium_payer=pl.lit("host"),
        labour_intensity=pl.when(is_post).then(pl.lit("I")),
        organiser_type=pl.lit("school"),
        host_assessed_date=start.dt.offset_by("-40d"),
        safety_training_date=start.dt.offset_by("-1d"),
        school_score=pl.when(is_over).then(pl.Series(draws.whole(60, 98, count))),
        host_score=pl.when(is_over).then(pl.Series(draws.whole(60, 98, count))),
        status=pl.when(is_over).then(pl.lit("completed")).otherwise(pl.lit("active")),
        converted_to_hire=pl.when(is_over).then(pl.Series(draws.yes(0.3, count))),
        period=pl.lit("2026-09"),
    )
