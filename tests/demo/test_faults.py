from collections import Counter
from datetime import date

import pytest

from data_contracts.code_tables import vocabulary
from pipelines.demo.breaches import breaches
from pipelines.demo.chance import Chance
from pipelines.demo.expected import Expected, PlantedFault
from pipelines.demo.plan import at
from pipelines.demo.planting import KEY_ERROR_SHARE, Planter, plant_all, put
from pipelines.demo.row_faults import row_faults
from pipelines.demo.rows import Note, Parcel, Row
from pipelines.demo.simple_faults import simple_faults
from pipelines.demo.work.breaches import work_breaches_of_feeds
from pipelines.demo.work.faults import work_faults
from tests.demo.reading import SentFiles, plain

CATALOGUE = [
    *simple_faults(),
    *row_faults(other_college="4199013899", other_enterprise="x"),
    *breaches(agency="x"),
    *work_faults(other_college="4199013899", other_enterprise="x"),
    *work_breaches_of_feeds(),
]


def at_row(sent: SentFiles, fault: PlantedFault, column: str) -> str:
    assert fault.sheet is not None
    assert fault.row is not None
    return plain(sent.cell(fault.file, fault.sheet, fault.row, fault.feed, column))


def by_rule(city: Expected, *rules: str) -> list[PlantedFault]:
    found = [f for f in city.faults if f.rule_name in rules]
    assert found, f"no fault planted for {rules}"
    return found


def test_every_rule_of_the_catalogue_is_planted(city: Expected) -> None:
    assert CATALOGUE
    assert {p.rule_name for p in CATALOGUE} <= {f.rule_name for f in city.faults}


@pytest.mark.parametrize("planter", simple_faults(), ids=lambda p: f"{p.feed}-{p.rule_name}")
def test_a_simple_fault_stands_in_its_cell(planter: Planter, city: Expected, sent: SentFiles) -> None:
    wanted = planter.change({}, Chance(1, "any"))[planter.column]
    text = getattr(wanted, "text", "")
    kind = (planter.feed, planter.rule_name, planter.note)
    found = [f for f in city.faults if (f.feed, f.rule_name, f.note) == kind]
    assert found
    for fault in found:
        assert at_row(sent, fault, planter.column) in ({text} if text else {"", "/"})


def test_missing_and_damaged_identity_numbers_look_as_spreadsheets_leave_them(city: Expected, sent: SentFiles) -> None:
    cells = [at_row(sent, f, "id_number") for f in by_rule(city, "id_number_damaged")]
    assert any("E+17" in c for c in cells)
    assert any(c.endswith(("000", "000.0")) for c in cells)


def test_double_rows_stand_in_pairs_with_one_key(city: Expected, sent: SentFiles) -> None:
    keys = {
        "enrolment": ("institution_code", "student_no"),
        "job_intention": ("institution_code", "student_no"),
        "internship": ("internship_id",),
        "certificate": ("application_no",),
        "vacancy": ("vacancy_no",),
        "destination": ("institution_code", "student_no"),
        "training_record": ("session_id", "id_number"),
        "workforce": ("occupation_code", "post_name", "job_sequence", "staff_level", "age_band", "employment_form"),
    }
    faults = by_rule(city, "key_unique")
    assert len(faults) % 2 == 0
    for original, fault in zip(faults[::2], faults[1::2], strict=True):
        assert original.file == fault.file
        assert fault.sheet is not None
        assert fault.row is not None
        here = [sent.cell(fault.file, fault.sheet, fault.row, fault.feed, c) for c in keys[fault.feed]]
        assert original.row == fault.row - 1
        above = [sent.cell(fault.file, fault.sheet, fault.row - 1, fault.feed, c) for c in keys[fault.feed]]
        assert here == above
        assert all(here)


def test_strangers_rows_name_another_organisation(city: Expected, sent: SentFiles) -> None:
    for fault in by_rule(city, "sender_matches"):
        column = fault.column
        assert column in ("uscc", "institution_code")
        cell = at_row(sent, fault, column)
        assert cell
        assert not fault.file.split("/")[1].startswith(cell)


@pytest.mark.parametrize(
    ("rule", "column", "word"),
    [
        ("i02_consent", "student_consent", "no"),
        ("i08_high_risk", "exemption_filing_no", None),
        ("i18_cross_province_filing", "cross_province_filing_no", None),
        ("internship_paper_as_evidence", "evidence_type", "internship_certificate"),
        ("legal_age_night_shift", "employment_type", "intern"),
    ],
)
def test_breaches_stand_in_the_file(rule: str, column: str, word: str | None, city: Expected, sent: SentFiles) -> None:
    lists = {"student_consent": "yes_no"}
    for fault in by_rule(city, rule):
        cell = at_row(sent, fault, column)
        if word is None:
            assert cell in ("", "/")
        else:
            assert vocabulary(lists.get(column, column))[cell.casefold()] == word


def test_adverts_that_exclude_or_charge_say_so(city: Expected, sent: SentFiles) -> None:
    assert all("限男" in at_row(sent, f, "description") for f in by_rule(city, "discriminatory_text"))
    assert all("押金" in at_row(sent, f, "description") for f in by_rule(city, "fee_wording"))


def test_no_row_has_two_faults(city: Expected) -> None:
    places = Counter((f.file, f.sheet, f.row) for f in city.faults)
    assert max(places.values()) == 1


def test_errors_in_keys_never_refuse_a_delivery(city: Expected) -> None:
    in_key = {(p.feed, p.rule_name) for p in CATALOGUE if p.in_key}
    spoilt = Counter(f.file for f in city.faults if (f.feed, f.rule_name) in in_key)
    assert all((f.feed, f.rule_name) in in_key for f in by_rule(city, "key_unique"))
    rows = {d["file"]: d["rows"] for d in city.as_dict()["deliveries"]}
    assert spoilt
    assert all(count <= rows[file] * KEY_ERROR_SHARE for file, count in spoilt.items())


def test_a_fault_without_a_place_is_an_error() -> None:
    parcel = Parcel("enrolment", "a", "A", "college", "2026-03", at(date(2026, 3, 1), 8), 0, [Row({"name": "x"})])
    note = Note("", "")
    planter = Planter("enrolment", "never", "name", "error", note, put(name="y"), lambda v: v["name"] == "z")
    with pytest.raises(ValueError, match="never"):
        plant_all(1, [parcel], [planter])
