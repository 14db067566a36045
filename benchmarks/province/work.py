"""The feeds of work: staff tables, appointments, masters and apprentices, certificates, awards, allowances."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl

from benchmarks.province import tables
from benchmarks.province.draws import Draws, pseudonyms
from benchmarks.province.people import Province, by_major

_AGES = ("25_and_under", "26_30", "31_35", "36_40", "41_45", "46_50", "51_55", "56_60")
_ROWS_PER_ENTERPRISE = 8
_BODIES = ("S000099000001", "S000099000002", "Y000199010203")
_RESULTS = ("pass",) * 34 + ("fail", "fail", "fail", "absent", "absent", "refused")
_STUDENTS_PER = {"appointment": 16, "mentorship": 30, "award": 30, "subsidy": 14}


def staff(province: Province) -> pl.DataFrame:
    """Eight cells of staff per enterprise, a year ago and now."""
    draws = province.draws("workforce")
    hosts = province.enterprises[np.repeat(np.arange(province.enterprises.height), _ROWS_PER_ENTERPRISE)]
    count = hosts.height
    ranks = draws.pick(range(7), count, skew=0.4)
    occupation = _occupation(draws, count)
    pay = pl.Series(draws.whole(35, 90, count) * 100)
    years = []
    for period in ("2025-10", "2026-10"):
        men, women = pl.Series(draws.whole(0, 15, count)), pl.Series(draws.whole(0, 15, count))
        years.append(
            hosts.select("uscc", "sender").with_columns(
                occupation,
                post_name=pl.lit("岗位"),
                job_sequence=draws.pick(["skilled"] * 12 + ["management", "professional"], count),
                staff_level=ranks.cast(pl.String),
                age_band=draws.pick(_AGES, count),
                employment_form=draws.pick(["regular"] * 8 + ["fixed_term", "dispatch"], count),
                staff_count=men + women,
                male_count=men,
                female_count=women,
                avg_pay=pay + 200,
                median_pay=pay,
                p25_pay=pay * 8 // 10,
                p75_pay=pay * 12 // 10,
                pay_grade=ranks + 3,
                appointed_count=(men + women) * 6 // 10,
                certified_count=(men + women) * 8 // 10,
                new_hires=pl.Series(draws.whole(0, 3, count)),
                leavers=pl.Series(draws.whole(0, 3, count)),
                coverage=pl.lit("all_staff"),
                period=pl.lit(period),
            )
        )
    key = ["period", "uscc", "occupation_code", "job_sequence", "staff_level", "age_band", "employment_form"]
    return pl.concat(years).unique(key, keep="first", maintain_order=True)


def appointments(province: Province) -> pl.DataFrame:
    """Appointments of workers to posts."""
    draws, count = province.draws("appointment"), _count(province, "appointment")
    people = province.workers[draws.places(province.workers.size, count)]
    hosts = province.employers(draws, count)
    level = pl.Series(draws.whole(2, 7, count))
    day = draws.days(dt.date(2023, 1, 1), dt.date(2026, 8, 31), count)
    rows = hosts.select("uscc", "sender").with_columns(
        _occupation(draws, count),
        post_name=draws.pick(["一岗", "二岗", "三岗"], count),
        job_sequence=draws.pick(["skilled"] * 14 + ["management"], count),
        appointed_level=level,
        certified_level=(level - pl.Series(draws.whole(-1, 1, count))).clip(1, 8),
        appointment_doc_no=draws.known("聘字" + pl.Series(people).cast(pl.String), 0.1),
        job_spec_ref=pl.lit("GW-2026-112"),
        selection_method=draws.pick(["internal_competition", "open_competition", "recommendation", "direct"], count),
        notice_published_date=day.dt.offset_by("-14d"),
        appointed_date=day,
        pay_grade=level + 3,
        dismissed_date=draws.known(day.dt.offset_by("400d"), 0.05),
        person_key=pseudonyms(people, "person"),
        certificate_key=pseudonyms(people, "worker's certificate"),
        period=pl.lit("2026-09"),
    )
    return rows.unique(["uscc", "person_key", "post_name", "appointed_date"], keep="first", maintain_order=True)


def mentorships(province: Province) -> pl.DataFrame:
    """Pairs of master and apprentice."""
    draws, count = province.draws("mentorship"), _count(province, "mentorship")
    hosts = province.employers(draws, count)
    masters, apprentices = np.array_split(province.workers, 2)
    start = draws.days(dt.date(2025, 1, 1), dt.date(2026, 8, 1), count)
    is_over = start < dt.date(2025, 9, 1)
    return hosts.select("uscc", "sender").with_columns(
        _occupation(draws, count),
        pairing_id="ST-" + pl.int_range(1, count + 1, eager=True).cast(pl.String).str.zfill(7),
        mentor_level=pl.Series(draws.whole(4, 6, count)),
        apprentice_level=pl.Series(draws.whole(1, 3, count)),
        agreement_date=start.dt.offset_by("-10d"),
        start_date=start,
        planned_end=start.dt.offset_by("1y"),
        ended_on=pl.when(is_over).then(start.dt.offset_by("1y")),
        goals=pl.lit("能独立完成岗位工作"),
        target_level=pl.Series(draws.whole(2, 4, count)),
        mid_check_result=draws.pick(["pass"] * 9 + ["fail"], count),
        final_result=pl.when(is_over).then(draws.pick(["pass"] * 8 + ["fail", "terminated"], count)),
        subsidy_cny=draws.pick([1200, 2400, 3600], count),
        mentor_key=pseudonyms(masters[draws.places(masters.size, count)], "person"),
        apprentice_key=pseudonyms(apprentices[draws.places(apprentices.size, count)], "person"),
        period=pl.lit("2026-09"),
    )


def certificates(province: Province) -> pl.DataFrame:
    """Half as many certificates as students: nine of ten to students in an occupation of their major."""
    draws = province.draws("certificate")
    learned, worked = province.students.height * 45 // 100, max(1, province.students.height // 20)
    students = province.students[draws.places(province.students.height, learned)]
    workers = province.workers[draws.places(province.workers.size, worked)]
    number = pl.int_range(1, learned + worked + 1, eager=True)
    count = number.len()
    results = draws.pick(_RESULTS, count)
    passed = results == "pass"
    exam = draws.days(dt.date(2023, 3, 1), dt.date(2026, 8, 31), count)
    occupation = pl.concat([by_major(students, draws, wanted="occupations"), _occupation(draws, worked)])
    levels = pl.concat([draws.pick([3, 3, 3, 2, 2, 4], learned), pl.Series(draws.whole(2, 7, worked))])
    keys = [pseudonyms(number.head(learned).to_numpy(), "certificate"), pseudonyms(workers, "worker's certificate")]
    return pl.DataFrame({"occupation_code": occupation}).with_columns(
        application_no="SQ" + number.cast(pl.String).str.zfill(9),
        cert_type=pl.lit("level"),
        occupation_edition=pl.lit(2022),
        occupation_name=pl.lit("职业"),
        level=levels,
        body_code=draws.pick(_BODIES, count),
        exam_date=exam,
        applied_on=exam.dt.offset_by("-30d"),
        **{f"{part}_score": pl.Series(draws.whole(60, 95, count)) for part in ("theory", "skill", "overall")},
        result=results,
        refusal_reason=pl.when(results == "refused").then(draws.pick(["qualification", "seniority", "quota"], count)),
        issue_date=pl.when(passed).then(exam.dt.offset_by("20d")),
        status=pl.when(passed).then(pl.lit("valid")),
        years_of_service=pl.Series(draws.whole(0, 5, count)),
        employment_form=pl.when(number > learned).then(pl.lit("regular")),
        person_key=pl.concat([students["person_key"], pseudonyms(workers, "person")]),
        certificate_key=pl.when(passed).then(pl.concat(keys)),
        sender=draws.pick(tables.CITIES, count),
        period=draws.pick(["2026-03", "2026-09"], count, skew=1.0),
    )


def awards(province: Province) -> pl.DataFrame:
    """Awards of students, one per person, competition and item."""
    draws, count = province.draws("award"), _count(province, "award")
    students = province.students[draws.some_of(province.students.height, count)]
    days = draws.days(dt.date(2024, 9, 1), dt.date(2026, 7, 1), count)
    return students.select("institution_code", "person_key").with_columns(
        competition_id="JS-" + days.dt.strftime("%Y-%m"),
        item=pl.int_range(0, count, eager=True).cast(pl.String),
        competition_name=pl.lit("职业技能大赛"),
        organiser=pl.lit("示范省教育厅"),
        award_tier=draws.pick(["city", "provincial", "enterprise", "national-2"], count, skew=0.8),
        award_kind=draws.pick(["award", "award", "event", "honour"], count),
        occupation_code=by_major(students, draws, wanted="occupations"),
        event_date=days,
        award_grade=draws.pick(["first", "second", "third", "excellence"], count),
        award_role=pl.lit("contestant"),
        promoted_level=draws.known(draws.pick([3, 4, 5], count), 0.1),
        proof_ref="HJ" + pl.int_range(0, count, eager=True).cast(pl.String),
        entrants=pl.lit(60),
        allowance_cny=draws.pick([1000, 2000, 3000, None], count),
        front_line=pl.lit(value=False),
        sender=draws.pick(tables.CITIES, count),
        period=pl.lit("2026-09"),
    )


def allowances(province: Province) -> pl.DataFrame:
    """Allowances paid to workers."""
    draws, count = province.draws("subsidy"), _count(province, "subsidy")
    people = province.workers[draws.places(province.workers.size, count)]
    due = draws.days(dt.date(2025, 3, 1), dt.date(2026, 8, 31), count)
    return pl.DataFrame({"due_date": due}).with_columns(
        scheme=draws.pick(["technician_allowance", "skill_upgrade", "achievement"], count, skew=0.9),
        entry_no="BT" + pl.int_range(1, count + 1, eager=True).cast(pl.String),
        amount_cny=draws.pick([3600, 6000, 1500, 2000], count),
        paid_date=draws.known(due.dt.offset_by("20d"), 0.98),
        payer=pl.lit("就业服务中心"),
        person_key=pseudonyms(people, "person"),
        certificate_key=pseudonyms(people, "worker's certificate"),
        sender=draws.pick(tables.CITIES, count),
        period=pl.lit("2026-09"),
    )


def _count(province: Province, feed: str) -> int:
    return max(1, province.students.height // _STUDENTS_PER[feed])


def _occupation(draws: Draws, count: int) -> pl.Series:
    return draws.pick(tables.occupations()["code"].to_list(), count, skew=0.8).alias("occupation_code")
