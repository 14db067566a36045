"""Breaches of rules about staff, pay and posts: workforce and appointments."""

from collections.abc import Mapping

from pipelines.demo.chance import Chance
from pipelines.demo.identity_faults import code_of
from pipelines.demo.planting import Change, Fits, Planter, put
from pipelines.demo.rows import Choice, Note, Value
from pipelines.demo.work.faults import later

Values = Mapping[str, Value]


def post_breaches() -> list[Planter]:
    """Return a planter for each compliance rule of workforce and appointments."""
    return [*_workforce(), *_notices(), *_levels()]


def _workforce() -> list[Planter]:
    return [
        _breach(
            "workforce",
            "appointed_above_certified",
            "appointed_count",
            Note("More appointed than certified.", "聘任人数多于持证人数。"),
            lambda v, _: {"appointed_count": v["staff_count"]},
            lambda v: code_of(v, "staff_level") in ("3", "4") and v["certified_count"] != v["staff_count"],
        ),
        _breach(
            "workforce",
            "pay_level_inversion",
            "pay_grade",
            Note("A higher level in a lower grade.", "等级高而薪级低。"),
            put(pay_grade=1),
            lambda v: code_of(v, "staff_level") in ("4", "5"),
        ),
        _breach(
            "workforce",
            "equal_pay_review",
            "median_pay",
            Note("Dispatched staff at four fifths of the pay.", "派遣员工工资只有正式员工的八成。"),
            _four_fifths,
            lambda v: code_of(v, "employment_form") == "dispatch",
        ),
    ]


def _four_fifths(values: Values, _chance: Chance) -> dict[str, Value]:
    names = ("avg_pay", "median_pay", "p25_pay", "p75_pay")
    return {name: int(str(values[name])) * 80 // 96 for name in names}


def _notices() -> list[Planter]:
    return [
        _breach(
            "appointment",
            "direct_without_notice",
            "notice_published_date",
            Note("Appointed directly, without notice.", "直接聘任且未公示。"),
            put(selection_method=Choice("selection_method", "direct"), notice_published_date=None),
        ),
        _breach(
            "appointment",
            "notice_missing",
            "notice_published_date",
            Note("No notice.", "没有公示。"),
            put(notice_published_date=None),
            lambda v: code_of(v, "selection_method") != "direct",
        ),
        _breach(
            "appointment",
            "notice_after_appointment",
            "notice_published_date",
            Note("Notice after the appointment.", "聘任之后才公示。"),
            lambda v, _: {"notice_published_date": later(v, "appointed_date", 9)},
        ),
        _breach(
            "appointment",
            "job_spec_ref_missing",
            "job_spec_ref",
            Note("No job specification.", "没有岗位说明书。"),
            put(job_spec_ref=None),
        ),
    ]


def _levels() -> list[Planter]:
    return [
        _breach(
            "appointment",
            "appointed_above_certificate",
            "appointed_level",
            Note("A level above the certificate, without a document.", "聘任等级高于证书且无文件。"),
            _one_above,
            lambda v: _is_usual(v) and code_of(v, "certified_level") in ("2", "3", "4", "5"),
        ),
        _breach(
            "appointment",
            "top_level_without_document",
            "appointment_doc_no",
            Note("Special grade without a document.", "特级技师聘任没有文件。"),
            put(appointment_doc_no=None),
            lambda v: code_of(v, "appointed_level") == "7",
        ),
        _breach(
            "appointment",
            "certificate_no_missing",
            "certificate_no",
            Note("Appointed to a level without a certificate.", "没有证书却聘任到等级岗位。"),
            put(certificate_no=None, certified_level=None),
            _is_usual,
        ),
        _breach(
            "appointment",
            "pay_level_inversion",
            "pay_grade",
            Note("A higher level in a lower grade.", "等级高而薪级低。"),
            put(pay_grade=1),
            lambda v: _is_usual(v) and code_of(v, "appointed_level") in ("5", "6"),
        ),
    ]


def _one_above(values: Values, _chance: Chance) -> dict[str, Value]:
    level = int(code_of(values, "certified_level")) + 1
    return {"appointed_level": Choice("ladder_rank", str(level)), "pay_grade": 3 + level}


def _is_usual(values: Values) -> bool:
    """Whether a row is a standing appointment at the certified level."""
    is_at_level = code_of(values, "appointed_level") == code_of(values, "certified_level") != ""
    return is_at_level and values.get("dismissed_date") is None


def _breach(feed: str, rule: str, column: str, note: Note, change: Change, fits: Fits = lambda _: True) -> Planter:
    return Planter(feed, rule, column, "compliance", note, change, fits)
