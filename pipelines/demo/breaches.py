"""Breaches of rules about conduct that one row shows: false-report checks and unfair adverts.

The rows are true, are accepted, and count against college or enterprise. Internships: `internship_breaches`.
"""

from collections.abc import Mapping

from pipelines.demo.internship_breaches import BREACH_SHARE, internship_breaches
from pipelines.demo.planting import Change, Fits, Planter, put
from pipelines.demo.rows import Choice, Note, Value
from pipelines.demo.work_breaches import work_breaches

Values = Mapping[str, Value]


def breaches(*, agency: str) -> list[Planter]:
    """Return a planter for each way of breaking a rule; `agency` is the code of an agency that organises."""
    return [*internship_breaches(agency=agency), *work_breaches(), *_reports(), *_adverts()]


def _reports() -> list[Planter]:
    rule = "evidence_incomplete"
    paper = put(evidence_type=Choice("evidence_type", "internship_certificate"))
    return [
        _report(rule, "evidence_type", Note("No evidence.", "没有证明材料。"), put(evidence_type=None), _is_hired),
        _report(
            rule, "evidence_type", Note("No first day of work.", "没有入职日期。"), put(start_date=None), _is_hired
        ),
        _report(
            rule, "evidence_type", Note("No employer's code.", "没有单位信用代码。"), put(employer_uscc=None), _is_hired
        ),
        _report(
            "internship_paper_as_evidence",
            "evidence_type",
            Note("An internship paper as proof.", "用实习证明当就业证明。"),
            paper,
            _is_hired,
        ),
        _report(
            "destination_proof_missing",
            "destination_code",
            Note("No place of further study.", "没有升学院校。"),
            put(study_institution=None),
            _studies,
        ),
    ]


def _adverts() -> list[Planter]:
    bias = "负责设备操作，限男性，35岁以下，本地户籍优先。"
    fees = "负责设备操作，入职需缴纳押金500元和服装费200元。"
    nights = put(employment_type=Choice("employment_type", "intern"), night_shift=True, minimum_legal_age=16)
    return [
        _advert(
            "discriminatory_text",
            "title",
            Note("The text asks for a gender and an age.", "岗位描述限制性别、年龄、户籍。"),
            put(description=bias),
        ),
        _advert(
            "fee_wording",
            "title",
            Note("The text asks for a deposit.", "岗位描述要求缴纳押金。"),
            put(description=fees),
        ),
        _advert(
            "legal_age_night_shift", "minimum_legal_age", Note("Interns of 16 at night.", "16岁实习生上夜班。"), nights
        ),
    ]


def _report(rule: str, column: str, note: Note, change: Change, fits: Fits) -> Planter:
    return Planter("destination", rule, column, "compliance", note, change, fits, share=BREACH_SHARE)


def _advert(rule: str, column: str, note: Note, change: Change) -> Planter:
    return Planter("vacancy", rule, column, "compliance", note, change, share=BREACH_SHARE)


def _is_hired(values: Values) -> bool:
    return values["destination_code"] in ("10", "11", "12")


def _studies(values: Values) -> bool:
    return values["destination_code"] == "80"
