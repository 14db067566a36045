"""Wrong, damaged and contradictory identity numbers. Other faults of whole rows belong in `row_faults`."""

from collections.abc import Mapping
from datetime import date, timedelta

from pipelines.demo import identity
from pipelines.demo.planting import Planter
from pipelines.demo.rows import Choice, Note, Raw, RawNumber, Value

DAMAGED_STYLE = 4
_XLSX_STYLES = frozenset({0, 4, 5, 6})
_OFFICE_STYLES = frozenset({8})

Values = Mapping[str, Value]


def identity_faults() -> list[Planter]:
    """Return the planters for the two feeds that carry identity numbers."""
    return [*_identity_faults("enrolment"), *_identity_faults("certificate"), *_enrolment_faults()]


def _identity_faults(feed: str) -> list[Planter]:
    damaged = frozenset({DAMAGED_STYLE}) if feed == "enrolment" else _OFFICE_STYLES
    rule = "id_number_damaged"
    return [
        Planter(
            feed,
            "id_number_check_digit",
            "id_number",
            "error",
            Note("One digit is wrong.", "身份证号有一位写错。"),
            lambda v, _: {"id_number": identity.damaged_check_digit(_text(v["id_number"]))},
            _is_resident,
        ),
        Planter(
            feed,
            rule,
            "id_number",
            "error",
            Note("A spreadsheet wrote the number in powers of ten.", "身份证号变成科学计数法。"),
            lambda v, _: {"id_number": Raw(f"{float(_text(v['id_number'])[:17] + '0'):.5E}")},
            _is_resident,
            styles=damaged,
            periods=frozenset({"2026-03"}),
        ),
        Planter(
            feed,
            rule,
            "id_number",
            "error",
            Note("A spreadsheet kept only fifteen digits.", "身份证号后三位变成000。"),
            lambda v, _: {"id_number": Raw(_cut(v))},
            _shows_its_loss,
            styles=damaged,
            periods=frozenset({"2026-09", "2026-10"}),
        ),
    ]


def _enrolment_faults() -> list[Planter]:
    return [
        Planter(
            "enrolment",
            "birth_date_matches_id",
            "birth_date",
            "error",
            Note("A birth date one year off.", "出生日期与身份证号差一年。"),
            lambda v, _: {"birth_date": shifted(v["birth_date"], 366)},
            _is_resident,
        ),
        Planter(
            "enrolment",
            "gender_matches_id",
            "gender",
            "warning",
            Note("The other gender.", "性别与身份证号不符。"),
            lambda v, _: {"gender": Choice("gender", "female" if code_of(v, "gender") == "male" else "male")},
            _is_resident,
        ),
        Planter(
            "enrolment",
            "id_number_damaged",
            "id_number",
            "error",
            Note("The number is a numeric cell; its last digits are lost.", "身份证号存为数值，末位丢失。"),
            lambda v, _: {"id_number": RawNumber(float(_cut(v)))},
            _is_resident,
            styles=_XLSX_STYLES,
        ),
    ]


def _is_resident(values: Values) -> bool:
    return code_of(values, "id_type") == "resident_id" and not _text(values["id_number"]).endswith("X")


def _shows_its_loss(values: Values) -> bool:
    """Whether the number no longer fits its check sign once its last digits are lost; one in eleven still does."""
    return _is_resident(values) and not identity.fits_its_check(_cut(values))


def _cut(values: Values) -> str:
    return _text(values["id_number"])[:15] + "000"


def shifted(day: Value, days: int) -> date:
    """Return a day some days later or earlier."""
    if not isinstance(day, date):
        raise TypeError("only a day can be shifted")
    return day + timedelta(days=days)


def code_of(values: Values, column: str) -> str:
    """Return the code of a choice, empty for anything else."""
    value = values.get(column)
    return value.code if isinstance(value, Choice) else ""


def _text(value: Value) -> str:
    return str(value)
