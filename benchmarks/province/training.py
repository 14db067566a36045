"""The feeds of training: plans of the year, classes, who learned, money spent, inspections."""

from __future__ import annotations

import numpy as np
import polars as pl

from benchmarks.province import tables
from benchmarks.province.draws import Numbers, pseudonyms
from benchmarks.province.market import base_count, base_ids
from benchmarks.province.people import Province

_STUDENTS_PER_PLAN = 65
_LEARNERS_PER_SESSION = 8
_ENTRIES_PER_PLAN = 5
_CATEGORIES = ("course", "appraisal", "venue", "travel", "trainer", "materials")
_AGES = ("26_30", "31_35", "36_40", "41_45", "46_50", "51_55")
_METHODS = ("on_job", "mentor", "classroom", "online", "competition", "master_studio")


def plans(province: Province) -> pl.DataFrame:
    """The plans of two years; sessions, money and inspections name them by their place."""
    draws, count = province.draws("training_plan"), _plan_count(province)
    hosts = _hosts(province, count)
    years = pl.Series(_years(np.arange(count)))
    people = pl.Series(draws.whole(2, 10, count) * 4)
    return hosts.select("uscc", "sender").with_columns(
        plan_id=_plan_ids(np.arange(count)),
        plan_year=years,
        plan_date=pl.DataFrame({"year": years}).select(pl.date("year", 1, 15)).to_series(),
        occupation_code=draws.pick(tables.occupations()["code"].to_list(), count, skew=0.8),
        target_level=draws.pick([3, 4, 4, 5], count),
        planned_people=people,
        planned_hours=draws.pick([40, 60, 80, 120], count),
        budget_cny=people * 800,
        period=years.cast(pl.String) + "-01",
    )


def sessions(province: Province) -> pl.DataFrame:
    """Two classes per plan."""
    draws, count = province.draws("training_session"), 2 * _plan_count(province)
    plan = np.arange(count) // 2
    start = _day_of_plan(plan, draws.whole(30, 240, count))
    attended = pl.Series(np.full(count, _LEARNERS_PER_SESSION))
    return (
        _hosts(province, _plan_count(province))[plan]
        .select("uscc", "sender")
        .with_columns(
            session_id=_session_ids(np.arange(count)),
            session_name=pl.lit("培训班"),
            plan_id=_plan_ids(plan),
            base_id=draws.known(base_ids(pl.Series(draws.whole(0, base_count(province) - 1, count))), 0.6),
            start_date=start,
            end_date=start.dt.offset_by("12d"),
            training_hours=draws.pick([40, 60, 80], count),
            enrolled_count=attended + 1,
            attended_count=attended,
            passed_count=attended - 1,
            training_method=draws.pick(_METHODS, count),
            standard_version=pl.lit("2022年版"),
            period=pl.Series(_years(plan)).cast(pl.String) + "-09",
        )
    )


def records(province: Province) -> pl.DataFrame:
    """Eight learners per class, no one twice in it."""
    draws = province.draws("training_record")
    session = np.repeat(np.arange(2 * _plan_count(province)), _LEARNERS_PER_SESSION)
    first = draws.whole(0, province.workers.size - 1, session.size)[session * _LEARNERS_PER_SESSION]
    nth = np.arange(session.size) % _LEARNERS_PER_SESSION
    people = province.workers[(first + nth) % province.workers.size]
    hosts = _hosts(province, _plan_count(province))[session // 2]
    rows = hosts.select("uscc", "sender", employer_uscc="uscc").with_columns(
        session_id=_session_ids(session),
        age_band=draws.pick(_AGES, session.size),
        attended_hours=draws.pick([40, 60, 80, 28], session.size),
        passed=draws.known(pl.Series(draws.yes(0.87, session.size)), 0.99),
        person_key=pseudonyms(people, "person"),
        certificate_key=draws.known(pseudonyms(people, "worker's certificate"), 0.1),
        period=pl.Series(_years(session // 2)).cast(pl.String) + "-09",
    )
    return rows.unique(["session_id", "person_key"], keep="first", maintain_order=True)


def money(province: Province) -> pl.DataFrame:
    """Five vouchers per plan; one in a hundred is entered twice."""
    draws, count = province.draws("training_fund"), _ENTRIES_PER_PLAN * _plan_count(province)
    plan = np.arange(count) // _ENTRIES_PER_PLAN
    voucher = np.where(draws.yes(0.01, count), np.maximum(np.arange(count) - 1, 0), np.arange(count))
    return (
        _hosts(province, _plan_count(province))[plan]
        .select("uscc", "sender")
        .with_columns(
            entry_id="JF" + pl.int_range(0, count, eager=True).cast(pl.String).str.zfill(8),
            plan_id=_plan_ids(plan),
            fund_source=draws.pick(["employer", "employer", "employer", "government", "insurance", "union"], count),
            fund_category=draws.pick(_CATEGORIES, count),
            amount_cny=pl.Series(draws.whole(5, 90, count) * 100),
            entry_date=_day_of_plan(plan, draws.whole(30, 240, count)),
            voucher_no="FP99" + pl.Series(voucher).cast(pl.String).str.zfill(8),
            beneficiary_count=pl.Series(draws.whole(5, 12, count)),
            target_level=draws.pick([3, 4, 5], count),
            front_line=pl.Series(draws.yes(0.7, count)),
            period=pl.Series(_years(plan)).cast(pl.String) + "-09",
        )
    )


def inspections(province: Province) -> pl.DataFrame:
    """Two inspections per plan; one in five finds something."""
    draws, count = province.draws("inspection"), 2 * _plan_count(province)
    plan = np.arange(count) // 2
    is_mid = pl.Series(np.arange(count) % 2 == 1)
    day = _day_of_plan(plan, np.where(is_mid.to_numpy(), 180, 40))
    is_bad = pl.Series(draws.yes(0.2, count))
    hosts = _hosts(province, _plan_count(province))[plan]
    return hosts.select("sender").with_columns(
        plan_id=_plan_ids(plan),
        stage=pl.when(is_mid).then(pl.lit("mid")).otherwise(pl.lit("start")),
        inspected_date=day,
        inspector_org=pl.lit("人力资源和社会保障局"),
        status=pl.when(is_bad).then(pl.lit("behind")).otherwise(pl.lit("on_track")),
        findings=pl.when(is_bad).then(pl.lit("参训人数低于计划")),
        owner_body=pl.when(is_bad).then(hosts["enterprise_name"]),
        rectify_by=pl.when(is_bad).then(day.dt.offset_by("60d")),
        rectified_date=pl.when(is_bad & pl.Series(draws.yes(0.4, count))).then(day.dt.offset_by("50d")),
        period=pl.Series(_years(plan)).cast(pl.String) + "-07",
    )


def _plan_count(province: Province) -> int:
    return max(2, province.students.height // _STUDENTS_PER_PLAN)


def _hosts(province: Province, count: int) -> pl.DataFrame:
    return province.employers(province.draws("plan hosts"), count)


def _years(plan: Numbers) -> Numbers:
    return 2025 + plan % 2


def _plan_ids(plan: Numbers) -> pl.Series:
    return "PX" + pl.Series(_years(plan)).cast(pl.String) + "-" + pl.Series(plan).cast(pl.String).str.zfill(6)


def _session_ids(session: Numbers) -> pl.Series:
    return "PXB-" + pl.Series(session).cast(pl.String).str.zfill(7)


def _day_of_plan(plan: Numbers, days_after: Numbers) -> pl.Series:
    first = pl.Series(_years(plan)).cast(pl.String) + "-01-01"
    return first.str.to_date() + pl.Series(days_after * 86_400_000).cast(pl.Duration("ms"))
