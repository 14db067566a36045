"""Makes a tiny edition by hand: real files, real schema, a few made-up people.

Two enterprises with vacancies and candidates, a pool of 30 people, one metric for colleges in two cities.
"""

import json
from collections.abc import Iterable
from pathlib import Path

from pipelines.publication.answer_schema import ANSWER_TABLES
from pipelines.publication.answers_matching import SHOWN_BODIES
from pipelines.publication.sqlite_file import fill, new_sqlite
from pipelines.store.editions import edition_name
from pipelines.store.paths import DataPaths
from tests.api.pool_classes import Trait, in_classes, traits_of

MINE = "91990000MA0000001A"
OTHERS = "91990000MA0000002B"
MY_VACANCIES = [f"v_{'a' * 19}{letter}" for letter in "abcde"]
OTHERS_VACANCY = "v_" + "b" * 20
CITY_COLLEGE, FAR_COLLEGE = "4199010001", "4199020001"
PEOPLE = [f"{number:032x}" for number in range(1, 31)]
BLOCKED_PERSON = PEOPLE[0]

_ALL_SHOWN = {"major_category": "6", "tier": "higher", "grad_year": "2027", "region_province": "990000"}

_NOT_SHOWN = {"reach": "major", "data_complete_share": "0.900000"}
"""What the bodies of older editions hold beside what is shown."""

# As publication rounds it: of a level of 3 and a start day; nobody knows of less than ten.
DOCTOR = {
    "pool": 1200,
    "step": 10,
    "filters": [
        {"filter": "no_consent", "requirement": None, "alone": 1200, "in_sequence": 1200, "relaxations": []},
        {"filter": "certificate_missing", "requirement": None, "alone": 1200, "in_sequence": 300, "relaxations": []},
        {
            "filter": "level_too_low", "requirement": "3", "alone": 40, "in_sequence": 30,
            "relaxations": [["level_one_lower", 20], ["level_not_demanded", 250]],
        },
        {
            "filter": "not_available_yet", "requirement": "2027-07-01", "alone": 1100, "in_sequence": 10,
            "relaxations": [["start_30_days_later", None], ["start_90_days_later", 10]],
        },
        {"filter": "not_to_meet", "requirement": None, "alone": None, "in_sequence": None, "relaxations": []},
    ],
    "best": "level_too_low",
}  # fmt: skip

Rows = list[tuple[object, ...]]


def publish_edition(
    paths: DataPaths,
    number: int,
    *,
    candidates: int = 5,
    colleges: Iterable[str | None] = ("990100", "990200"),
    k_anonymity: int | None = None,
    province_beside_city: bool = True,
    shown_bodies: bool = True,
) -> str:
    """Write an edition and point to it, as publication does: folder first, pointer last.

    Args:
        paths: The platform's.
        number: Of the edition.
        candidates: Of each vacancy that has any.
        colleges: Region of each college in the table; fewer than two leave colleges of the metrics out.
        k_anonymity: The threshold the edition names, if it names one.
        shown_bodies: Whether a candidate's body is what is shown of it, as in newer editions.
        province_beside_city: Whether a row that shows a city shows its province too, as newer editions do.
    """
    name = edition_name(number)
    folder = paths.editions / name
    threshold = {} if k_anonymity is None else {"threshold.k_anonymity": str(k_anonymity)}
    threshold |= SHOWN_BODIES if shown_bodies else {}
    members = [_member(n, person, province_beside_city) for n, person in enumerate(PEOPLE)]
    write_edition(folder, name, candidates=candidates, college_regions=tuple(colleges), members=members, info=threshold)
    point_to(paths, name, number)
    return name


def write_edition(
    folder: Path,
    name: str,
    *,
    candidates: int,
    college_regions: tuple[str | None, ...],
    members: Rows,
    info: dict[str, str],
) -> None:
    (folder / "reports").mkdir(parents=True)
    for lang in ("en", "zh"):
        (folder / "reports" / f"placement.{lang}.html").write_text(f"<h1>{name} {lang}</h1>", encoding="utf-8")
    rows: dict[str, Rows] = {
        "edition_info": sorted({"as_of": "2026-10-01T00:00:00Z", "edition": name, **info}.items()),
        "vacancy": _vacancies(candidates),
        "candidate": [
            _candidate(v, 1 + n, more={} if SHOWN_BODIES.items() <= info.items() else _NOT_SHOWN)
            for v in (MY_VACANCIES[0], OTHERS_VACANCY)
            for n in range(candidates)
        ],
        **in_classes([(row, traits_of(row, _codes(str(row[0])))) for row in members]),
        "pool_blocked": [(BLOCKED_PERSON, MINE)],
        "student": sorted((college_of(n), student_no(n), person) for n, person in enumerate(PEOPLE)),
        "disclosed": [_disclosed(n, person) for n, person in enumerate(PEOPLE)],
        "employer": [(MINE, "云州机床有限公司")],
        "metric": _metrics(),
        "metric_definition": [("destination_rate", "1", json.dumps(_definition()))],
        "college": _colleges(college_regions),
    }
    with new_sqlite(folder / "edition.sqlite") as connection:
        for table in ANSWER_TABLES:
            fill(connection, table, rows.get(table.name, []))
    published = {"edition": name, "as_of": "2026-10-01T00:00:00Z", "published_at": "2026-10-02T00:00:00Z"}
    (folder / "manifest.json").write_text(json.dumps(published), encoding="utf-8")


def student_no(number: int) -> str:
    return f"S{number:03d}"


def college_of(number: int) -> str:
    """The sixth of the people is another college's student."""
    return FAR_COLLEGE if number == 5 else CITY_COLLEGE


def _disclosed(number: int, person: str) -> tuple[object, ...]:
    body = {
        "enrolment": [
            {
                "tier": "higher", "major_code": "460103", "major_name": "数控技术", "expected_end": "2027",
                "place": [1, "在校生", number + 2],
            }
        ],
        "job_intention": [{"wish_regions": ["990105"]}],
        "certificate": [
            {
                "cert_type": "vocational_skill", "occupation_code": "6-18-01-01", "occupation_name": "车工",
                "level": 3, "issue_date": "2026-05-20", "place": [2, "证书", number + 2],
            }
        ],
        "internship": [
            {"host_name": "云州机床厂", "post_name": "车工", "start_date": "2026-01", "end_date": "2026-06"}
        ],
        "award": [],
    }  # fmt: skip
    return person, college_of(number), student_no(number), json.dumps(body, ensure_ascii=False)


def point_to(paths: DataPaths, name: str, number: int = 1) -> None:
    pointer = {
        "edition": name,
        "as_of": "2026-10-01T00:00:00Z",
        "published_at": f"2026-10-02T00:00:{number:02d}Z",
    }
    temporary = paths.editions / ".CURRENT.json.new"
    temporary.write_text(json.dumps(pointer), encoding="utf-8")
    temporary.replace(paths.current_pointer)


def _colleges(regions: tuple[str | None, ...]) -> Rows:
    return [(c, f"College {c}", r, '["higher"]') for c, r in zip((CITY_COLLEGE, FAR_COLLEGE), regions, strict=False)]


def _vacancies(candidates: int) -> Rows:
    mine = [_vacancy(v, MINE, candidates if v == MY_VACANCIES[0] else 0) for v in MY_VACANCIES]
    return [*mine, _vacancy(OTHERS_VACANCY, OTHERS, candidates)]


def _vacancy(vacancy_id: str, uscc: str, candidates: int) -> tuple[object, ...]:
    body = {
        "vacancy_id": vacancy_id,
        "vacancy_no": f"NO-{vacancy_id[-1]}",
        "version": 1,
        "title": "Welder",
        "occupation_code": "6-18-01-01",
        "occupation_name": {"en": "Welder", "zh": "焊工"},
        "openings": 2,
        "work_region": "990100",
        "min_skill_level": 3,
        "start_date": "2027-07-01",
        "skills": [{"code": "skl-welding", "en": "Welding", "zh": "焊接", "weight": 10}],
        "pay": {"min": 5000, "max": 8000, "period": "month", "months": 12, "negotiable": False},
        "status": "open",
        "candidates": candidates,
    }
    if candidates:
        body["doctor"] = DOCTOR
    columns = (vacancy_id, uscc, body["vacancy_no"], "Welder", "6-18-01-01", "990100", "open", 2, candidates)
    return (*columns, json.dumps(body, ensure_ascii=False))


def _candidate(vacancy_id: str, rank: int, *, more: dict[str, str]) -> tuple[object, ...]:
    weights = {"skills": 45, "affinity": 15, "level": 15, "internship": 10, "distance": 10, "awards": 5}
    body = {
        "rank": rank,
        "score": 1_000_000 - rank,
        "components": {name: {"points": 10_000, "weight": weight} for name, weight in weights.items()},
        "skills": {"covered": ["skl-welding"], "assumed": [], "missing": []},
        **more,
        "profile": {**_ALL_SHOWN, "major_class": "4601", "level_band": "skilled", "region_city": "990100"},
        "explanation": {"en": f"Rank {rank} with {1_000_000 - rank} points.", "zh": f"第{rank}名。"},
    }
    return vacancy_id, rank, PEOPLE[rank], 1_000_000 - rank, json.dumps(body, separators=(",", ":"))


def _member(number: int, person: str, province_beside_city: bool) -> tuple[object, ...]:
    """Ten highly skilled people of the home city, ten skilled elsewhere, ten of whom the province at most is shown."""
    shown = number < 20
    major = "4601" if shown else "*"
    band = ("high_skilled", "skilled")[number >= 10] if shown else "*"
    city = ("990100", "990200")[number >= 10] if shown else "*"
    available = "2027-07-01" if shown else (None, "*")[number % 2]
    province = "990000" if number < 25 and (province_beside_city or not shown) else "*"
    profile = _ALL_SHOWN | {"major_class": major, "level_band": band, "region_province": province, "region_city": city}
    category, year = ("46", 2027) if shown else ("*", None)
    return person, 1000 + number * 7, major, category, "higher", year, band, city, available, json.dumps(profile)


def _codes(person: str) -> list[Trait]:
    """Occupation of the first twelve, skill of all but the first ten."""
    number = PEOPLE.index(person)
    occupation: list[Trait] = [("occupation", "6-18-01-01")] if number < 12 else []
    skill: list[Trait] = [("skill", "skl-welding")] if number >= 10 else []
    return occupation + skill


def _metrics() -> Rows:
    everything = _metric("*", "*", "*", 80, 100)
    colleges = [_metric(c, m, "*", 40, 50) for c in (CITY_COLLEGE, FAR_COLLEGE) for m in ("*", "4601")]
    regions = [_metric("*", "*", region, 40, 50) for region in ("990100", "990200")]
    return [everything, *regions, *colleges]


def _metric(college: str, major: str, region: str, numerator: int, denominator: int) -> tuple[object, ...]:
    value = f"{numerator / denominator:.6f}"
    named = ("destination_rate", "1", None, "2026-08-31", "2026-10-01 00:00:00", "2026")
    dimensions = (college, major, "*", region, "*", "*", "*")
    return (*named, *dimensions, numerator, denominator, 3, value, "share", "ok", "0.700000", "0.900000", None, None)


def _definition() -> dict[str, object]:
    text = {"en": "text", "zh": "文本"}
    words = ("title", "definition", "numerator", "denominator", "window", "exclusions")
    return dict.fromkeys(words, text) | {"unit": "share", "source": "project", "dimensions": [[], ["college"]]}
