"""What the answer sheet promises that models find across feeds is really in the files."""

from collections import Counter
from typing import Any

import pytest

from pipelines.demo.expected import Expected
from pipelines.demo.plan import CityPlan
from pipelines.demo.population import Population, make_population
from pipelines.demo.unusual.hosts import crowded_hosts
from tests.demo.conftest import SEED, STUDENTS
from tests.demo.reading import SentFiles, plain

PROMISED = {
    "claimed_by_two_colleges",
    "transferred_with_two_spells",
    "three_plus_two_with_two_spells",
    "in_service_learner",
    "employer_over_15_percent",
    "flexible_share_above_peers",
    "post_internship_in_first_year",
    "post_internship_under_16",
    "post_does_not_match_major",
    "post_over_20_percent",
    "host_over_10_percent",
    "internship_before_enrolment",
    "internship_without_enrolment",
    "appointment_above_certificate_with_document",
    "appointment_with_unknown_certificate",
    "mentor_with_too_many_apprentices",
    "appraisal_refused_for_quota",
    "appraisal_refused_for_seniority",
    "certified_in_two_occupations",
    "voucher_claimed_by_two_enterprises",
    "voucher_claimed_in_two_years",
    "plan_overspent",
    "base_over_capacity",
    "problem_overdue",
    "entitlement_without_entry",
}


@pytest.fixture(scope="module")
def people() -> Population:
    return make_population(CityPlan(students=STUDENTS, seed=SEED))


def where(city: Expected, name: str) -> list[dict[str, Any]]:
    found = [s["where"] for s in city.cross_feed if s["name"] == name]
    assert found, name
    return found


def told(sent: SentFiles, feed: str, column: str) -> Counter[str]:
    return Counter(plain(cell) for *_, cell in sent.values(feed, column))


def test_every_situation_occurs(city: Expected) -> None:
    assert {s["name"] for s in city.cross_feed} == PROMISED


def test_a_voucher_stands_in_two_entries_of_different_files(city: Expected, sent: SentFiles) -> None:
    claims = where(city, "voucher_claimed_by_two_enterprises") + where(city, "voucher_claimed_in_two_years")
    for claim in claims:
        files = [file for file, *_, cell in sent.values("training_fund", "voucher_no") if cell == claim["voucher_no"]]
        assert len(files) == len(set(files)) == 2


def test_a_certificate_that_nobody_issued_stands_in_an_appointment_only(city: Expected, sent: SentFiles) -> None:
    issued, appointed = told(sent, "certificate", "certificate_no"), told(sent, "appointment", "certificate_no")
    for place in where(city, "appointment_with_unknown_certificate"):
        assert place["certificate_no"] in appointed
        assert place["certificate_no"] not in issued


def test_those_certified_twice_have_both_certificates_on_record(city: Expected, sent: SentFiles) -> None:
    issued = told(sent, "certificate", "certificate_no")
    for place in where(city, "certified_in_two_occupations"):
        assert all(issued[number] == 1 for number in place["certificate_nos"])


def test_what_was_forgotten_is_entered_nowhere(city: Expected, sent: SentFiles) -> None:
    entered = {
        (plain(sent.cell(file, sheet, row, "subsidy", "certificate_no")), plain(cell))
        for file, sheet, row, cell in sent.values("subsidy", "due_date")
    }
    assert len(entered) > 20
    owed = where(city, "entitlement_without_entry")
    assert not entered & {(o["certificate_no"], o["due_date"]) for o in owed if o["certificate_no"]}


def test_an_early_intern_is_reported_more_than_a_week_before_the_enrolment(city: Expected, sent: SentFiles) -> None:
    received = {d["file"]: d["received_at"] for d in sent.deliveries}
    for place in where(city, "internship_before_enrolment"):
        number = place["student_no"]
        first = min(received[f] for f, *_, cell in sent.values("internship", "student_no") if plain(cell) == number)
        parent = min(received[f] for f, *_, cell in sent.values("enrolment", "student_no") if plain(cell) == number)
        assert (first[:10], parent[:10]) == ("2026-09-01", "2026-10-08")
    (stranger,) = where(city, "internship_without_enrolment")
    assert told(sent, "internship", "student_no")[stranger["student_no"]] == 1
    assert stranger["student_no"] not in told(sent, "enrolment", "student_no")


def test_people_whom_two_colleges_claim_have_one_identity_number(city: Expected, people: Population) -> None:
    numbers = {s.key: s.person.id_number for s in people.spells}
    for place in where(city, "claimed_by_two_colleges"):
        spells = [(s["institution_code"], s["student_no"]) for s in place["spells"]]
        assert len({college for college, _ in spells}) == 2
        assert len({numbers[key] for key in spells}) == 1


def test_staff_and_students_share_no_identity_number(people: Population) -> None:
    staff = [e.person.id_number for w in people.work.workplaces for e in w.staff]
    students = {s.person.id_number for s in people.spells}
    assert len(staff) == len(set(staff)) > 50
    assert not students & set(staff)


def test_graduates_learn_from_mentors_and_staff_attend_sessions(people: Population) -> None:
    students = {s.person.id_number for s in people.spells}
    staff = {e.person.id_number for w in people.work.workplaces for e in w.staff}
    apprentices = {p.apprentice.id_number for p in people.work.pairings}
    assert apprentices & students
    assert apprentices <= students | staff
    assert all(p.mentor.person.id_number in staff and p.mentor.level > p.level for p in people.work.pairings)
    assert {a.employee.person.id_number for s in people.work.sessions for a in s.attended} <= staff


def test_the_peak_of_interns_is_counted_by_hand(people: Population) -> None:
    (host, interns, day) = crowded_hosts([i for i in people.internships if i.kind == "post"])[0]
    there = [i for i in people.internships if i.kind == "post" and i.host is host]
    assert sum(i.start <= day <= i.end for i in there) == interns
    assert all(sum(i.start <= other.start <= i.end for i in there) <= interns for other in there)
