import re
from collections import Counter
from pathlib import Path

import pytest
from stdnum.cn import ric, uscc

from pipelines.demo import identity
from pipelines.demo.chance import Chance
from pipelines.demo.distributions import experience_years, frequencies, pay_notation
from pipelines.demo.expected import Expected
from pipelines.demo.plan import CityPlan
from pipelines.demo.population import make_population
from tests.demo.conftest import SEED, STUDENTS
from tests.demo.reading import SentFiles, plain

RESIDENT = re.compile(r"^\d{17}[\dX]$")
NOT_NUMBERS = {"id_number_damaged", "id_number_check_digit", "id_number_form", "id_number_required"}

COUNTED_BY = {
    "college": "institution_code",
    "enterprise": "uscc",
    "certificate": "application_no",
    "vacancy": "vacancy_no",
    "training_base": "base_id",
    "partnership": "uscc",
    "award": "item",
    "mentorship": "pairing_id",
    "training_plan": "plan_id",
    "training_session": "session_id",
    "training_record": "session_id",
    "training_fund": "entry_id",
    "subsidy": "entry_no",
    "inspection": "plan_id",
    "workforce": "uscc",
    "appointment": "uscc",
}
"""A column that every row of the feed fills; students' feeds go by `student_no`."""


def is_told(cell: str) -> bool:
    """Whether a cell says something of a row: no mark of an empty one, no total, no signature."""
    return cell not in ("", "/") and not cell.startswith("审核人") and not cell.endswith("人")


def spoilt(city: Expected, *rules: str) -> set[tuple[str, str | None, int | None]]:
    return {(f.file, f.sheet, f.row) for f in city.faults if f.rule_name in rules}


@pytest.mark.parametrize("feed", ["enrolment", "certificate", "training_record", "subsidy", "appointment"])
def test_identity_numbers_lie_in_region_99_and_check_but_for_planted_ones(
    feed: str, city: Expected, sent: SentFiles
) -> None:
    planted = spoilt(city, *NOT_NUMBERS)
    checked = 0
    for file, sheet, row, cell in sent.values(feed, "id_number"):
        number = plain(cell)
        if (file, sheet, row) not in planted and RESIDENT.match(number):
            checked += 1
            assert number.startswith("99")
            assert number[-1] == ric.calc_check_digit(number)
    assert checked > 50


@pytest.mark.parametrize(
    ("feed", "column"),
    [
        ("enterprise", "uscc"),
        ("vacancy", "uscc"),
        ("internship", "host_uscc"),
        ("destination", "employer_uscc"),
        ("workforce", "uscc"),
        ("appointment", "uscc"),
        ("partnership", "uscc"),
    ],
)
def test_credit_codes_lie_in_region_99_and_check_but_for_planted_ones(
    feed: str, column: str, city: Expected, sent: SentFiles
) -> None:
    planted = spoilt(city, f"{column}_check_digit")
    codes = [
        plain(cell)
        for file, sheet, row, cell in sent.values(feed, column)
        if (file, sheet, row) not in planted and is_told(cell)
    ]
    assert len(codes) > 20
    for code in codes:
        assert code[2:4] == "99"
        assert uscc.is_valid(code)


def test_numbers_known_to_be_right_come_out() -> None:
    chance = Chance(1, "test")
    assert identity.credit_code("91", "990000", "MA9T1000") == "91990000MA9T10005A"
    assert identity.institution_code("higher", 45) == "4199013845"
    assert identity.institution_code("secondary", 1)[:4] == "3699"
    number = identity.level_certificate_number(chance, year=2026, national_level=4)
    assert re.fullmatch(r"[A-Z]\d{21}", number)
    assert (number[5:7], number[13:15], number[15]) == ("99", "26", "4")


def test_a_damaged_check_digit_is_always_wrong() -> None:
    for body in ("99000020060228001", "99010120060228013"):
        number = body + ric.calc_check_digit(body + "0")
        damaged = identity.damaged_check_digit(number)
        assert damaged[-1] != ric.calc_check_digit(damaged)


def test_row_counts_agree_with_the_files(city: Expected, sent: SentFiles) -> None:
    found = Counter[str]()
    for delivery in sent.deliveries:
        feed = delivery["feed"]
        column = COUNTED_BY.get(feed, "student_no")
        for file, _sheet, _row, cell in sent.values(feed, column):
            if file == delivery["file"] and is_told(cell):
                found[file] += 1
    missing = Counter(f.file for f in city.faults if f.rule_name == f"{COUNTED_BY.get(f.feed, 'student_no')}_required")
    wanted = {d["file"]: d["rows"] for d in sent.deliveries if d["rows"]}
    assert {f: found[f] + missing[f] for f in wanted} == wanted


def test_true_counts_add_up(city: Expected) -> None:
    people = make_population(CityPlan(students=STUDENTS, seed=SEED))
    assert city.counts["students"] == STUDENTS
    assert city.counts["spells"] == STUDENTS + city.truth["people"]["with_several_spells"]
    for cohort, truth in city.truth["destinations"].items():
        assert truth["graduates"] == city.counts["graduates"][cohort]
        assert sum(truth["by_code"].values()) + truth["unrecorded"] == truth["graduates"]
    assert city.counts["pool_consents"] <= city.truth["consents"]["given"]
    assert len({s.key for s in people.spells}) == len(people.spells)


def test_hard_cases_occur(city: Expected) -> None:
    people, internships = city.truth["people"], city.truth["internships"]
    assert min(people["three_plus_two"], people["transfers"], people["drop_outs"], people["order_class"]) > 0
    assert internships["i04_under_16"]
    assert internships["minors_at_start"] > 0
    codes = Counter[str]()
    for truth in city.truth["destinations"].values():
        codes.update(truth["by_code"])
    assert {"10", "11", "12", "70", "80"} <= set(codes)


def test_pay_is_written_in_the_notations_of_real_postings() -> None:
    chance = Chance(3, "pay")
    written = {pay_notation(chance, amount) for amount in range(3000, 25000, 10)}
    shapes = {re.sub(r"[\d.]+", "N", text) for text in written}
    assert {"N-N千", "N千-N万", "N-N万", "N-N千·N薪", "N-N万/年", "N元/天", "面议"} <= shapes
    assert shapes <= {*frequencies("salary_format"), "面议"}


@pytest.mark.parametrize(
    ("text", "years"), [("3-4年经验", 3), ("10年以上经验", 10), ("无需经验", 0), ("在校生/应届生", 0)]
)
def test_experience_is_read_as_the_least_number_of_years(text: str, years: int) -> None:
    assert experience_years(text) == years


def test_clients_send_files_of_their_own(city: Expected) -> None:
    roles = {c["role"]: c["org"] for c in city.clients}
    senders = {d["sender"] for d in city.as_dict()["deliveries"]}
    assert set(roles) == {"college", "enterprise", "official", "steward"}
    assert {roles["college"], roles["enterprise"], roles["steward"]} <= senders


def test_default_city_has_its_promised_size(tmp_path: Path) -> None:
    plan = CityPlan(students=5000, seed=1)
    assert (plan.colleges, plan.enterprises, plan.vacancies) == (8, 120, 900)
    assert not list(tmp_path.iterdir())
