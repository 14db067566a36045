"""A hand-made city of three colleges: what was delivered, row by row, and its code tables.

Figures worked out by hand from these rows stand in the tests; how rows become files belongs in `raw_files.py`.
"""

import datetime as dt
import hashlib
import random
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tests.dbt.code_rows import COMMON
from tests.dbt.raw_files import Row

AS_OF = dt.datetime(2026, 11, 22, 0, 0, 0)  # noqa: DTZ001 - the warehouse holds UTC without a zone
TODAY = AS_OF.date()
EXPORT = "20261122T000000Z"

A, B, C = "3699000001", "3699000002", "3699000003"
E1, E2, E3 = "91990000MA9T10001A", "91990000MA9T10002B", "91990000MA9T10003C"
HOSTS = (E1, E2, E3)
WELDER, FITTER, COOK = "6-18-02-04", "6-31-01-02", "4-03-02-01"
OCCUPATIONS = (WELDER, FITTER, COOK)
SKILLS = tuple(f"skl-{n:02d}" for n in range(14))
COUNTIES = ("990101", "990102", "990201", "990301")
_AUGUST = dt.date(2026, 8, 20)
MECHATRONICS, COMPUTING = "660301", "710201"


@dataclass
class Deliveries:
    """What senders delivered, numbered in order of arrival."""

    log: list[Row] = field(default_factory=list)
    rows: dict[str, list[Row]] = field(default_factory=dict)

    def add(
        self, feed: str, sender: str, period: str, rows: list[Row], *, mode: str = "replace", counts: bool = True
    ) -> int:
        """Record one delivery; one that does not count leaves rows in raw and no line in the export."""
        number = 1 + max((entry["delivery_no"] for rows_ in self.rows.values() for entry in rows_), default=0)
        number = max(number, 1 + max((entry["delivery_no"] for entry in self.log), default=0))
        if counts:
            self.log.append(
                {
                    "delivery_no": number, "feed": feed, "sender": sender, "period": period, "mode": mode,
                    "received_at": dt.datetime(2026, 10, 1), "file_sha256": "0" * 64,  # noqa: DTZ001 - as above
                    "contract_version": "1.0.0", "rows_read": len(rows), "rows_accepted": len(rows), "rows_rejected": 0,
                }
            )  # fmt: skip
        stamped = [
            {"row_action": "upsert", **row, "delivery_no": number, "row_no": n, "sheet": "S", "sender": sender,
             "period": period}
            for n, row in enumerate(rows, start=3)
        ]  # fmt: skip
        self.rows.setdefault(feed, []).extend(stamped)
        return number


def person(name: str) -> str:
    """The pseudonym of a made-up person."""
    return hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()


def spell(college: str, student_no: str, **other: Any) -> Row:
    """An enrolment row of a graduate of 2026, unless said otherwise."""
    return {
        "institution_code": college, "student_no": student_no, "gender": "male", "birth_date": dt.date(2006, 5, 4),
        "tier": "secondary", "major_code": MECHATRONICS, "catalogue_year": 2021, "major_name": "m", "grade": 2023,
        "programme_start": dt.date(2023, 9, 1), "expected_end": dt.date(2026, 7, 1),
        "actual_end": dt.date(2026, 7, 1), "status": "graduated", "learner_kind": "full_time",
        "person_key": person(student_no), **other,
    }  # fmt: skip


def destination(student_no: str, code: str, *, college: str = A, on: dt.date = _AUGUST, **other: Any) -> Row:
    """A destination row of the cohort 2026."""
    return {
        "institution_code": college, "student_no": student_no, "graduation_year": 2026, "status_date": on,
        "destination_code": code, **other,
    }  # fmt: skip


def intention(college: str, student_no: str, **other: Any) -> Row:
    """A job intention with consent."""
    return {
        "institution_code": college, "student_no": student_no, "pool_consent": True, "consent_version": "1",
        "consent_date": dt.date(2026, 3, 1), "consent_evidence": "c-1", "seeking": "unknown", **other,
    }  # fmt: skip


def internship(identifier: str, student_no: str, host: str, end: dt.date, **other: Any) -> Row:
    """A completed post internship."""
    return {
        "internship_id": identifier, "institution_code": A, "student_no": student_no, "internship_type": "post",
        "arrangement_type": "school", "host_uscc": host, "host_name": "h", "host_region": "990101", "post_name": "p",
        "start_date": dt.date(2025, 10, 1), "end_date": end, "status": "completed", **other,
    }  # fmt: skip


def certificate(number: str, holder: str, level: int | None, **other: Any) -> Row:
    """A passed certificate."""
    return {
        "application_no": number, "cert_type": "level", "occupation_code": WELDER, "level": level, "body_code": "b",
        "result": "pass", "issue_date": dt.date(2026, 7, 15), "status": "valid", "person_key": holder, **other,
    }  # fmt: skip


def award(number: int, holder: str, tier: str, **other: Any) -> Row:
    """A contestant's award of this year."""
    return {
        "competition_id": f"W{number}", "item": "welding", "institution_code": A, "award_tier": tier,
        "award_kind": "award", "award_role": "contestant", "event_date": dt.date(2026, 3, 2),
        "person_key": holder, **other,
    }  # fmt: skip


def build() -> Deliveries:
    """Everything delivered to the city."""
    deliveries = Deliveries()
    _graduates(deliveries)
    _in_force(deliveries)
    _learners(deliveries)
    _vacancies(deliveries)
    return deliveries


def _graduates(deliveries: Deliveries) -> None:
    pay = Decimal
    full: Row = {"full_time": True}
    known: Row = {"verification_status": "verified"}
    deliveries.add("destination", A, "2026-08", [
        destination("G1", "10", employer_uscc=E1, start_date=dt.date(2026, 7, 10), work_region="990101",
                    pay_monthly=pay(4000), major_match="matched", evidence_type="tripartite_agreement",
                    **full, **known),
        destination("G2", "11", employer_uscc=E2, start_date=dt.date(2026, 7, 10), work_region="990201",
                    pay_monthly=pay(5000), major_match="not_matched", evidence_type="labour_contract", **full),
        destination("G3", "12", employer_uscc=E2, evidence_type="employer_certificate", **full, **known),
        destination("G4", "75", work_region="990102", evidence_type="business_licence", **known),
        destination("G5", "80", evidence_type="admission_notice", **known),
        destination("G6", "70"),
        destination("G7", "71"),
        destination("G8", "11", employer_uscc=E2, evidence_type="labour_contract", graduate_confirmed="no", **known),
        destination("G10", "65"),
    ])  # fmt: skip
    deliveries.add("destination", B, "2026-08", [
        destination("G12", "76", college=B, work_region="990101", pay_monthly=pay(6000), **full),
    ])  # fmt: skip
    # After the first cut-off: counts on 31 December only.
    deliveries.add("destination", A, "2026-09", [destination("G9", "10", on=dt.date(2026, 9, 15))])
    deliveries.add("internship", A, "2026-06", [
        internship("I1", "G1", E1, dt.date(2026, 3, 31)),
        internship("I2", "G2", E1, dt.date(2026, 3, 31)),
        internship("I3", "G11", E1, dt.date(2026, 3, 31)),
        internship("I4", "G6", E1, dt.date(2026, 6, 30), converted_to_hire=True),
        internship("I5", "G7", E1, dt.date(2026, 3, 31), status="terminated"),
        internship("I6", "G7", E1, dt.date(2026, 3, 31), internship_type="familiarisation"),
    ])  # fmt: skip
    deliveries.add("certificate", "office", "2026-11", [
        certificate("K1", person("G1"), 3),
        certificate("K2", person("G1"), 4),
        certificate("K3", person("G2"), 2),
        certificate("K4", person("G5"), 4, issue_date=dt.date(2026, 11, 1)),
        certificate("K5", person("G6"), 4, status="revoked"),
        certificate("K6", person("G7"), 4, result="fail", issue_date=None),
        certificate("K7", person("G3"), 3),
    ])  # fmt: skip


def _in_force(deliveries: Deliveries) -> None:
    """College C sends, replaces, patches, and lets students go; a held delivery leaves rows that do not count."""
    old: Row = {"actual_end": None, "status": "active", "expected_end": dt.date(2029, 7, 1)}
    first, second = {**old, "department": "first"}, {**old, "department": "second"}
    deliveries.add("enrolment", C, "2026-03", [spell(C, no, **first) for no in ("C1", "C2", "C3")])
    deliveries.add("enrolment", C, "2026-03", [spell(C, no, **second) for no in ("C1", "C2")])
    deliveries.add(
        "enrolment", C, "2026-03", [spell(C, "C2", row_action="delete"), spell(C, "C4", **second)], mode="patch"
    )
    deliveries.add("enrolment", C, "2026-10", [spell(C, "C4", **{**old, "department": "third"})])
    deliveries.add("enrolment", C, "2026-11", [spell(C, "C9", **old)], counts=False)
    deliveries.add("internship", C, "2026-05", [
        internship("IC1", "C1", E2, dt.date(2026, 5, 1), post_name="old"),
        internship("IC2", "C1", E2, dt.date(2026, 5, 1)),
    ])  # fmt: skip
    deliveries.add("internship", C, "2026-06", [internship("IC1", "C1", E2, dt.date(2026, 5, 1), post_name="new")])
    # A correction of an older month does not beat what a newer month says; a delete ends the key in every month.
    deliveries.add("internship", C, "2026-05", [
        internship("IC1", "C1", E2, dt.date(2026, 5, 1), post_name="late"),
        internship("IC2", "C1", E2, dt.date(2026, 5, 1), row_action="delete"),
    ], mode="patch")  # fmt: skip


def _learners(deliveries: Deliveries) -> None:
    """Sixty learners in their final year with random skills, levels, wishes and internships; and the excluded."""
    draw = random.Random(20261122)  # noqa: S311 - made-up data
    final: Row = {"actual_end": None, "status": "active", "expected_end": dt.date(2027, 7, 1)}
    graduates = [spell(A, f"G{n}") for n in range(1, 11)]
    graduates += [
        spell(A, "G11", status="completed_no_diploma"),
        spell(A, "T12", person_key=person("G12"), status="transferred", actual_end=dt.date(2024, 9, 1)),
    ]
    excluded: dict[str, Row] = {
        "X_minor": {"birth_date": dt.date(2010, 1, 1)},
        "X_consent": {}, "X_withdrawn": {}, "X_none": {}, "X_not_seeking": {},
        "X_first_year": {"expected_end": dt.date(2029, 7, 1)}, "X_no_key": {"person_key": None},
        "X_in_service": {"learner_kind": "in_service", "employer_uscc": E1},
    }  # fmt: skip
    people = [f"P{n:02d}" for n in range(60)]
    members, intentions, internships, certificates = [], [], [], []
    for number, name in enumerate(people):
        order = {"order_class_uscc": E3} if number % 20 == 0 else {}
        birth = dt.date(2009, 1, 15) if number % 15 == 7 else dt.date(2006, 5, 4)
        members.append(
            spell(A, name, **final, major_code=draw.choice((MECHATRONICS, COMPUTING)), birth_date=birth, **order)
        )
        intentions.append(intention(
            A, name, skills=draw.sample(SKILLS, 4), wish_regions=draw.sample(COUNTIES, draw.choice((0, 1, 2))),
            available_from=draw.choice((None, dt.date(2026, 12, 1), dt.date(2027, 1, 15))),
            blocked_usccs=draw.sample(HOSTS, draw.choice((0, 0, 1))),
            guardian_consent_date=dt.date(2026, 3, 1),
            wish_occupations=[OCCUPATIONS[number % 3]] if number % 2 else [],
            pay_floor=(None, 4000, 6000)[number % 3],
        ))  # fmt: skip
        if draw.random() < 0.5:
            internships.append(internship(
                f"IP{number}", name, draw.choice(HOSTS), dt.date(2026, draw.randint(1, 9), 27),
                occupation_code=draw.choice(OCCUPATIONS), converted_to_hire=False,
                start_date=dt.date(2025, draw.randint(7, 12), draw.randint(1, 28)), status="active",
            ))  # fmt: skip
        if draw.random() < 0.6:
            certificates.append(
                certificate(f"KP{number}", person(name), draw.randint(2, 5), occupation_code=draw.choice(OCCUPATIONS))
            )
        if draw.random() < 0.3:
            certificates.append(certificate(
                f"KS{number}", person(name), None, cert_type="special_operation", occupation_code=None,
                work_type="焊接",
                expiry=draw.choice((None, dt.date(2026, 12, 10))),
            ))  # fmt: skip
    deliveries.add(
        "enrolment", A, "2026-10", graduates + members + [spell(A, no, **{**final, **x}) for no, x in excluded.items()]
    )
    deliveries.add(
        "enrolment", B, "2026-10", [spell(B, "G12", major_code=COMPUTING, programme_start=dt.date(2024, 9, 1))]
    )
    deliveries.add("job_intention", A, "2026-10", [
        *intentions,
        intention(A, "X_minor"), intention(A, "X_consent", pool_consent=False),
        intention(A, "X_withdrawn", withdrawn_date=dt.date(2026, 10, 1)),
        intention(A, "X_not_seeking", seeking="not_seeking"), intention(A, "X_first_year"), intention(A, "X_no_key"),
        intention(A, "X_in_service"), intention(A, "G6", seeking="seeking", seeking_confirmed_on=dt.date(2026, 10, 20)),
        intention(A, "G2", seeking="seeking", seeking_confirmed_on=dt.date(2026, 10, 20)),
        intention(A, "G8"), intention(A, "G1"),
    ])  # fmt: skip
    deliveries.add("internship", A, "2026-10", internships)
    deliveries.add("certificate", "office", "2026-10", certificates)
    # The best counts; three years to the day before the run, a coach's and mere part in an event do not.
    deliveries.add("award", A, "2026-10", [
        *(award(n, person(people[n]), tier) for n, tier in ((1, "city"), (9, "provincial"), (17, "national-1"))),
        award(18, person(people[9]), "enterprise"),
        award(19, person(people[2]), "world", event_date=dt.date(2023, 11, 23)),
        award(20, person(people[3]), "world", event_date=dt.date(2023, 11, 22)),
        award(21, person(people[4]), "world", award_role="coach"),
        award(22, person(people[5]), "world", award_kind="event"),
    ])  # fmt: skip
    deliveries.add("college", "office", "2026-01", [
        {
            "institution_code": code, "institution_name": code, "tiers": ["secondary"], "authority": "education",
            "region": "990100",
        }
        for code in (A, B, C)
    ])  # fmt: skip


def _vacancies(deliveries: Deliveries) -> None:
    draw = random.Random(7)  # noqa: S311 - made-up data
    for host in HOSTS:
        rows = [
            {
                "uscc": host, "vacancy_no": f"V{number}", "version": 1, "title": "t",
                "occupation_code": draw.choice(OCCUPATIONS), "openings": 2, "date_posted": dt.date(2026, 10, 1),
                "employment_type": "full_time", "min_skill_level": draw.choice((None, 2, 3, 4)),
                "level_is_must": draw.choice((True, False)), "skills": draw.sample(SKILLS, draw.choice((0, 3, 5, 10))),
                "work_region": draw.choice(COUNTIES),
                "start_date": draw.choice((dt.date(2026, 12, 15), dt.date(2027, 7, 2))),
                "status": "open", "minimum_legal_age": draw.choice((None, 18)),
                "certificate_required": draw.choice(([], [], ["特种作业操作证（焊接）"])),
                "pay_min": (None, 3000, 4500, 6000)[number], "pay_max": (None, 5000, 5500, 8000)[number],
                "pay_period": "month" if number else None,
            }
            for number in range(4)
        ]  # fmt: skip
        closed = {**rows[0], "vacancy_no": "V-closed", "status": "closed"}
        uncoded = {**rows[0], "vacancy_no": "V-uncoded", "occupation_code": None, "title": "nobody knows"}
        titled = {**rows[0], "vacancy_no": "V-titled", "occupation_code": None, "title": "电焊工"}
        older = {**rows[1], "version": 2, "title": "newer version"}
        deliveries.add("vacancy", host, "2026-10", [*rows, closed, uncoded, titled, older])


def codes() -> dict[str, list[Row]]:
    """The code tables of the city."""
    draw = random.Random(11)  # noqa: S311 - made-up data
    return {
        **COMMON,
        "majors": [
            {"code": code, "catalogue_year": 2021, "tier": "secondary", "class_code": code[:4], "category": category}
            for code, category in ((MECHATRONICS, 6), (COMPUTING, 11))
        ],
        "skills": [{"code": skill, "name_zh": skill} for skill in SKILLS],
        "job_titles": [{"title": "电焊工", "occupation_code": WELDER, "version": 1}],
        "major_occupation": [
            {"major_code": MECHATRONICS, "occupation_code": WELDER, "affinity": 7000},
            {"major_code": MECHATRONICS, "occupation_code": FITTER, "affinity": 9000},
            {"major_code": COMPUTING, "occupation_code": FITTER, "affinity": 2500},
        ],
        "occupation_skill": [
            {"occupation_code": code, "skill_code": skill, "weight": draw.randint(1, 100)}
            for code in OCCUPATIONS
            for skill in SKILLS[:12]
        ],
        "major_skill": [{"major_code": MECHATRONICS, "skill_code": s} for s in SKILLS[:5]]
        + [{"major_code": COMPUTING, "skill_code": s} for s in SKILLS[5:9]],
        "certificate_skill": [
            {"occupation_code": code, "min_ladder_rank": 3, "skill_code": SKILLS[n + 9]}
            for n, code in enumerate(OCCUPATIONS)
        ],
    }  # fmt: skip
