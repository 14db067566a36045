"""Make the made-up city and write it as the files that people really send."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipelines.demo.breaches import breaches
from pipelines.demo.expected import Expected, PlantedFault, clients_of, counts_of, delivery_of
from pipelines.demo.layout import Sheet, sheets_of
from pipelines.demo.parcels import correction, make_parcels
from pipelines.demo.plan import CityPlan
from pipelines.demo.planting import plant_all
from pipelines.demo.population import Population, make_population
from pipelines.demo.row_faults import row_faults
from pipelines.demo.rows import Parcel
from pipelines.demo.simple_faults import simple_faults
from pipelines.demo.styles import OWN_STYLES
from pipelines.demo.truth import truth_of
from pipelines.demo.unusable import saved_web_page
from pipelines.demo.unusual.cross_feed import cross_feed_of
from pipelines.demo.work.breaches import work_breaches_of_feeds
from pipelines.demo.work.faults import work_faults
from pipelines.demo.work.parcels import work_parcels
from pipelines.demo.workbook import write_csv, write_xlsx

_FEED_TITLES = {
    "college": "学校名录",
    "enterprise": "企业名录",
    "enrolment": "学籍信息表",
    "job_intention": "学生求职意向表",
    "internship": "学生实习情况表",
    "vacancy": "岗位需求表",
    "certificate": "职业技能评价结果表",
    "destination": "毕业生去向登记表",
    "training_base": "实训基地登记表",
    "partnership": "校企合作登记表",
    "award": "竞赛获奖登记表",
    "mentorship": "师带徒登记表",
    "training_plan": "年度培训计划表",
    "training_session": "培训班次表",
    "training_record": "培训学员名册",
    "training_fund": "培训经费台账",
    "subsidy": "补贴津贴发放表",
    "inspection": "培训计划检查表",
    "workforce": "技能人员状况表",
    "appointment": "岗位聘任表",
}


def write_city(out: Path, *, students: int = 5000, seed: int = 1) -> Expected:
    """Write a city's files and its answer sheet under `out`; the same seed gives the same bytes.

    Raises:
        ValueError: The city is too small for everything to occur.
    """
    with _without_collector():
        return _write(out, CityPlan(students=students, seed=seed))


def _write(out: Path, plan: CityPlan) -> Expected:
    city = make_population(plan)
    parcels = _spoilt_parcels(city)
    expected = Expected(plan, clients_of(city, parcels), counts_of(city), truth_of(city), cross_feed_of(city))
    out.mkdir(parents=True, exist_ok=True)
    for parcel in parcels:
        _deliver(parcel, out, expected)
    saved_web_page(parcels, out, expected)
    expected.write(out)
    return expected


@contextmanager
def _without_collector() -> Iterator[None]:
    """Let the collector of cycles rest: there are none, and walking a million cells costs a fifth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _spoilt_parcels(city: Population) -> list[Parcel]:
    parcels = [*make_parcels(city), *work_parcels(city)]
    strangers = row_faults(other_college="4199013899", other_enterprise=city.enterprises[-1].uscc)
    of_work = [
        *work_faults(other_college="4199013899", other_enterprise=city.enterprises[-1].uscc),
        *work_breaches_of_feeds(),
    ]
    plant_all(city.plan.seed, parcels, [*simple_faults(), *strangers, *breaches(agency=city.agency), *of_work])
    patch = correction(parcels)
    return [*parcels, patch] if patch else parcels


def _deliver(parcel: Parcel, out: Path, expected: Expected) -> None:
    style = OWN_STYLES[parcel.style]
    suffix = "xlsx" if style.kind == "xlsx" else "csv"
    name = f"{parcel.period}/{parcel.sender}_{parcel.feed}{parcel.tag}.{suffix}"
    path = out / name
    path.parent.mkdir(parents=True, exist_ok=True)
    sheets = sheets_of(parcel, f"{parcel.sender_name}{_FEED_TITLES[parcel.feed]}（{parcel.period}）")
    if style.kind == "xlsx":
        write_xlsx(path, sheets)
    else:
        write_csv(path, sheets, encoding=style.kind)
    expected.deliveries.append(delivery_of(parcel, name))
    for sheet in sheets:
        expected.faults += _faults_of(parcel.feed, name, sheet, is_workbook=style.kind == "xlsx")


def _faults_of(feed: str, file: str, sheet: Sheet, *, is_workbook: bool) -> list[PlantedFault]:
    name = sheet.name if is_workbook else ""
    return [
        PlantedFault(feed, file, fault.rule_name, name, number, fault.column, fault.kind, fault.note)
        for number, row in enumerate(sheet.rows, start=sheet.first_row)
        for fault in row.faults
    ]
