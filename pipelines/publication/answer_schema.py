"""The tables of `edition.sqlite`: columns, keys and the indexes for the filters the API offers.

Filling them belongs in ready_answers.py and the modules it calls.
"""

from __future__ import annotations

from pipelines.publication.answers_fairness import FAIRNESS, FAIRNESS_COMPONENT
from pipelines.publication.disclosure.metrics import DIMENSIONS
from pipelines.publication.sqlite_file import AnswerTable

EDITION_INFO = AnswerTable("edition_info", ("key TEXT NOT NULL", "value TEXT NOT NULL"), ("key",))

VACANCY = AnswerTable(
    "vacancy",
    (
        "vacancy_id TEXT NOT NULL",
        "uscc TEXT NOT NULL",
        "vacancy_no TEXT NOT NULL",
        "title TEXT NOT NULL",
        "occupation_code TEXT",
        "work_region TEXT",
        "status TEXT",
        "openings INTEGER NOT NULL",
        "candidates INTEGER NOT NULL",
        "body TEXT NOT NULL",
    ),
    ("vacancy_id",),
    indexes=(("uscc", "vacancy_id"),),
)

CANDIDATE = AnswerTable(
    "candidate",
    (
        "vacancy_id TEXT NOT NULL",
        "rank INTEGER NOT NULL",
        "person_key TEXT NOT NULL",
        "score INTEGER NOT NULL",
        "body TEXT NOT NULL",
    ),
    ("vacancy_id", "rank"),
    indexes=(("person_key", "vacancy_id"),),
)

POOL_MEMBER = AnswerTable(
    "pool_member",
    (
        "person_key TEXT NOT NULL",
        "tie_no INTEGER NOT NULL",
        "class_no INTEGER NOT NULL",
        "major_class TEXT NOT NULL",
        "major_category TEXT NOT NULL",
        "tier TEXT NOT NULL",
        "grad_year INTEGER",
        "level_band TEXT NOT NULL",
        "region_city TEXT NOT NULL",
        "available_from TEXT",
        "profile TEXT NOT NULL",
    ),
    ("person_key",),
    indexes=(("class_no", "person_key", "tie_no"),),
)

# People who answer every filter alike; a trait is one value of one filter, by which classes are found.
POOL_CLASS = AnswerTable(
    "pool_class",
    ("class_no INTEGER NOT NULL", "people INTEGER NOT NULL", "available_from TEXT"),
    ("class_no",),
)

POOL_TRAIT = AnswerTable(
    "pool_trait",
    ("filter TEXT NOT NULL", "value TEXT NOT NULL", "class_no INTEGER NOT NULL"),
    ("filter", "value", "class_no"),
    clustered=True,
)

# Ready-made for no filter (all four empty), one value (the last two empty) and a pair of them, in order of their names.
POOL_COUNT = AnswerTable(
    "pool_count",
    (
        "filter_a TEXT NOT NULL",
        "value_a TEXT NOT NULL",
        "filter_b TEXT NOT NULL",
        "value_b TEXT NOT NULL",
        "people INTEGER NOT NULL",
    ),
    ("filter_a", "value_a", "filter_b", "value_b"),
    clustered=True,
)

POOL_BLOCKED = AnswerTable(
    "pool_blocked",
    ("person_key TEXT NOT NULL", "uscc TEXT NOT NULL"),
    ("person_key", "uscc"),
    indexes=(("uscc", "person_key"),),
    clustered=True,
)

STUDENT = AnswerTable(
    "student",
    ("institution_code TEXT NOT NULL", "student_no TEXT NOT NULL", "person_key TEXT NOT NULL"),
    ("institution_code", "student_no"),
    indexes=(("person_key",),),
    clustered=True,
)

DISCLOSED = AnswerTable(
    "disclosed",
    (
        "person_key TEXT NOT NULL",
        "institution_code TEXT NOT NULL",
        "student_no TEXT NOT NULL",
        "body TEXT NOT NULL",
    ),
    ("person_key",),
)

EMPLOYER = AnswerTable("employer", ("uscc TEXT NOT NULL", "name TEXT NOT NULL"), ("uscc",))

METRIC = AnswerTable(
    "metric",
    (
        "metric_id TEXT NOT NULL",
        "metric_version TEXT NOT NULL",
        "period TEXT",
        "cutoff_date TEXT NOT NULL",
        "as_of TEXT NOT NULL",
        "cohort TEXT NOT NULL",
        *(f"{dimension} TEXT NOT NULL" for dimension in DIMENSIONS),
        "numerator INTEGER",
        "denominator INTEGER",
        "unknown INTEGER",
        "value TEXT",
        "unit TEXT NOT NULL",
        "status TEXT NOT NULL",
        "interval_low TEXT",
        "interval_high TEXT",
        "bounds_low TEXT",
        "bounds_high TEXT",
    ),
    ("metric_id", "cohort", "cutoff_date", *DIMENSIONS),
    indexes=(("college_code", "metric_id"), ("major_class", "metric_id")),
)

METRIC_DEFINITION = AnswerTable(
    "metric_definition",
    ("metric_id TEXT NOT NULL", "metric_version TEXT NOT NULL", "body TEXT NOT NULL"),
    ("metric_id",),
)

COLLEGE = AnswerTable(
    "college",
    ("institution_code TEXT NOT NULL", "name TEXT NOT NULL", "region TEXT", "tiers TEXT NOT NULL"),
    ("institution_code",),
)

LABEL = AnswerTable(
    "label",
    ("list TEXT NOT NULL", "code TEXT NOT NULL", "name_en TEXT NOT NULL", "name_zh TEXT NOT NULL"),
    ("list", "code"),
    clustered=True,
)

# What the reports need beside the metrics, so that they too speak from the edition alone.
SUMMARY = AnswerTable("summary", ("measure TEXT NOT NULL", "value INTEGER NOT NULL"), ("measure",))

DATA_QUALITY = AnswerTable(
    "data_quality",
    (
        "feed TEXT NOT NULL",
        "title_en TEXT NOT NULL",
        "title_zh TEXT NOT NULL",
        "deliveries INTEGER NOT NULL",
        "rows_read INTEGER NOT NULL",
        "rows_accepted INTEGER NOT NULL",
        "rows_rejected INTEGER NOT NULL",
    ),
    ("feed",),
)

FINDING_COUNT = AnswerTable(
    "finding_count",
    (
        "feed TEXT NOT NULL",
        "rule TEXT NOT NULL",
        "kind TEXT NOT NULL",
        "severity TEXT NOT NULL",
        "meaning_en TEXT NOT NULL",
        "meaning_zh TEXT NOT NULL",
        "findings INTEGER NOT NULL",
        "deliveries INTEGER NOT NULL",
    ),
    ("feed", "rule", "kind", "severity"),
)

INTERNSHIP_BREACH = AnswerTable(
    "internship_breach",
    (
        "rule TEXT NOT NULL",
        "severity TEXT NOT NULL",
        "meaning_en TEXT NOT NULL",
        "meaning_zh TEXT NOT NULL",
        "internships INTEGER",
        "hosts INTEGER NOT NULL",
        "colleges INTEGER NOT NULL",
        "status TEXT NOT NULL",
    ),
    ("rule",),
)

ANSWER_TABLES = (
    EDITION_INFO,
    VACANCY,
    CANDIDATE,
    POOL_MEMBER,
    POOL_CLASS,
    POOL_TRAIT,
    POOL_COUNT,
    POOL_BLOCKED,
    STUDENT,
    DISCLOSED,
    EMPLOYER,
    METRIC,
    METRIC_DEFINITION,
    COLLEGE,
    LABEL,
    SUMMARY,
    DATA_QUALITY,
    FINDING_COUNT,
    INTERNSHIP_BREACH,
    FAIRNESS,
    FAIRNESS_COMPONENT,
)

PERSON_TABLES = (CANDIDATE, POOL_MEMBER, POOL_CLASS, POOL_TRAIT, POOL_COUNT, POOL_BLOCKED, STUDENT, DISCLOSED)
"""The tables with a row per person or made of such, which leave an edition with an erasure."""
