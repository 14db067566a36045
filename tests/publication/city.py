"""A small hand-made warehouse with the columns that publication reads, planted with cells that must be hidden."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import duckdb

from data_contracts.products import load_products
from pipelines.publication.tables import published_products

AS_OF = dt.datetime(2026, 11, 22, 7, tzinfo=dt.UTC)
PUBLISHED_AT = dt.datetime(2026, 11, 22, 8, 30, tzinfo=dt.UTC)
CUTOFFS = {"2025": ("2025-08-31", "2025-12-31"), "2026": ("2026-08-31", "2026-12-31"), "2024": ("2024-08-31",)}
COLLEGES = {
    "4199000001": ("云州职业技术学院", 412),
    "4199000002": ("云州工程职业学院", 268),
    "4199000003": ("海州交通职业技术学院", 187),
    "4199000004": ("云州卫生健康学校", 95),
    "4199000005": ("山州农业职业学院", 34),
    "4199000006": ("云州艺术学校", 7),
}
MAJORS = {"4601": 301, "4603": 246, "5102": 212, "5202": 140, "5401": 96, "4102": 8}
# Per thousand graduates: contract, flexible, own business, further study, seeking, not seeking, disputed, no record.
SHARES = (468, 132, 21, 196, 84, 33, 13, 53)
PARTS = (
    "contract_rate",
    "flexible_rate",
    "entrepreneurship_rate",
    "further_study_rate",
    "seeking_rate",
    "not_seeking_rate",
    "disputed_rate",
    "no_record_rate",
)
TINY_VALUE = "0.857143"
"""The value of the planted cell of seven people: it may be found nowhere in an edition."""

METRIC_COLUMNS = """
    metric_id varchar, metric_version bigint, period varchar, cutoff_date date, as_of timestamp, cohort varchar,
    college_code varchar, major_class varchar, tier varchar, region_code varchar, occupation_code varchar,
    enterprise_uscc varchar, gender varchar, numerator bigint, denominator bigint, unknown bigint,
    value decimal(18, 6), unit varchar, status varchar"""


def write_city(path: Path) -> None:
    """Write the warehouse; the same bytes of content every time, rows in no particular order."""
    connection = duckdb.connect(str(path))
    for schema in ("staging", "intermediate", "marts"):
        connection.execute(f"create schema {schema}")
    _write_metrics(connection)
    _write_people(connection)
    _write_students(connection)
    _write_matching(connection)
    _write_deliveries(connection)
    _write_fairness(connection)
    _complete_products(connection)
    connection.execute("create table intermediate.int_run (as_of timestamp, export varchar)")
    connection.close()
    stamp_run(path, AS_OF)


def stamp_run(path: Path, as_of: dt.datetime) -> None:
    """Say in a warehouse that the run of this moment built it."""
    with duckdb.connect(str(path)) as connection:
        connection.execute("delete from intermediate.int_run")
        moment = as_of.replace(tzinfo=None)
        connection.execute("insert into intermediate.int_run values (?, ?)", [moment, f"{moment:%Y%m%dT%H%M%SZ}"])


def write_deliveries_export(path: Path, *, rows_of_the_first: int = 1003) -> None:
    """Write the ledger's export of deliveries, as the export step does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    duckdb.sql(
        """
        select * from (values
            (1, 'enrolment', $rows_read::integer, 990, 13), (2, 'enrolment', 870, 870, 0),
            (3, 'destination', 950, 941, 9), (4, 'vacancy', 40, 40, 0))
        as deliveries(delivery_no, feed, rows_read, rows_accepted, rows_rejected)""",
        params={"rows_read": rows_of_the_first},
    ).write_parquet(str(path))


def _write_metrics(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(f"create table marts.mart_metric ({METRIC_COLUMNS})")
    connection.execute(
        """create table intermediate.int_metric_pay_cell (cohort varchar, cutoff_date date, college_code varchar,
        major_class varchar, tier varchar, region_code varchar, occupation_code varchar, enterprise_uscc varchar,
        gender varchar, numerator bigint, employer_count bigint, top_employer_count bigint)"""
    )
    groups = [("*", "*", sum(size for _, size in COLLEGES.values()))]
    groups += [(code, "*", size) for code, (_, size) in COLLEGES.items()]
    groups += [("*", code, size) for code, size in MAJORS.items()]
    for at, (college, major, size) in enumerate(groups):
        for cohort, cutoffs in CUTOFFS.items():
            for nth, cutoff in enumerate(cutoffs):
                _write_cells(connection, college, major, size, cohort, cutoff, shift=at + 3 * nth, seed=at)


def _write_cells(
    connection: duckdb.DuckDBPyConnection,
    college: str,
    major: str,
    size: int,
    cohort: str,
    cutoff: str,
    *,
    shift: int,
    seed: int,
) -> None:
    due = dt.date.fromisoformat(cutoff) <= AS_OF.date()
    counts = [size * share // 1000 for share in SHARES]
    counts[0] += size - sum(counts) - min(shift, counts[7])
    counts[7] += min(shift, counts[7])
    settled, unknown = sum(counts[:4]), counts[6] + counts[7]
    if size == 7:
        settled, unknown = 6, 1
    employed = counts[0] + counts[1] + counts[2]
    rates = {
        "destination_rate": (settled, size, unknown),
        "destination_rate_reported": (settled + counts[6], size, counts[7]),
        "verified_destination_rate": (settled * 4 // 5, size, unknown),
        **{name: (count, size, unknown) for name, count in zip(PARTS, counts, strict=True)},
        "major_match_rate": (counts[0] * 2 // 3, counts[0] + counts[1], employed * (36 if seed == 3 else 9) // 100),
        "local_retention_rate": (employed * 3 // 5, employed, employed // 40),
        "certificate_attainment_rate": (size * (55 + seed) // 100, size, size // 50),
        "intern_conversion_rate": (size // 4, size * 4 // 5, size // 30),
    }
    rows = [
        (name, n, d, u, f"{n / d:.6f}" if due and d else None, "share", "ok" if due else "not_mature")
        for name, (n, d, u) in rates.items()
    ]
    pay = {"pay_p25": 4100, "median_starting_pay": 4980, "pay_p75": 6150}
    known = employed * 7 // 10
    rows += [
        (name, known, employed, employed - known, str(amount + 90 * seed) if due else None, "CNY per month",
         "ok" if due else "not_mature")
        for name, amount in pay.items()
    ]  # fmt: skip
    for name, n, d, u, value, unit, status in rows:
        connection.execute(
            "insert into marts.mart_metric values (?, 1, ?, ?, ?, ?, ?, ?, '*', '*', '*', '*', '*', ?, ?, ?, ?, ?, ?)",
            [
                name,
                cutoff[:7],
                cutoff,
                AS_OF.replace(tzinfo=None),
                cohort,
                college,
                major,
                n,
                d,
                u,
                value,
                unit,
                status,
            ],
        )
    # The second college's graduates nearly all work for one employer.
    top = known * 9 // 10 if college == "4199000002" else known // 6
    connection.execute(
        "insert into intermediate.int_metric_pay_cell values (?, ?, ?, ?, '*', '*', '*', '*', '*', ?, ?, ?)",
        [cohort, cutoff, college, major, known, 9, top],
    )


def _write_people(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        """create table staging.stg_college (institution_code varchar, institution_name varchar, region varchar,
        tiers varchar[])"""
    )
    for code, (name, _) in reversed(COLLEGES.items()):
        connection.execute("insert into staging.stg_college values (?, ?, '990100', ['higher'])", [code, name])
    connection.execute(
        """create temporary table people as
        select 'p' || lpad(i::varchar, 31, '0') as person_key, i from range(120) as numbers(i)"""
    )
    connection.execute(
        """create table marts.mart_reserve_talent_pool as
        select person_key, i % 10 <> 9 as is_member, []::varchar[] as exclusion_codes, 'final_year' as entry_route,
            '4199000001' as institution_code, '4601' as major_class, 6::bigint as major_category, 'higher' as tier,
            2027::bigint as grad_year, date '2027-06-15' as available_from,
            case when i = 5 then '91990100MA00000018' end as reserved_for_uscc
        from people order by i desc"""
    )
    connection.execute(
        """create table intermediate.int_pool_profile as
        select person_key, true as is_shown, 1 as rung, case when i < 60 then '4601' else '*' end as major_class,
            '6' as major_category, 'higher' as tier, '2027' as grad_year, 'skilled' as level_band,
            '*' as region_province, '990100' as region_city
        from people where i % 10 <> 9"""
    )
    connection.execute(
        "create table intermediate.int_match_person as select person_key, 1000 - i as tie_no from people"
    )
    connection.execute(
        """create table intermediate.int_person_occupation as
        select person_key, case when i % 2 = 0 then '6-18-01-01' else '6-31-01-03' end as occupation_code
        from people"""
    )
    connection.execute(
        """create table intermediate.int_person_skill as
        select person_key, 'skl-archives' as skill_code, i % 2 = 0 as is_covered from people"""
    )
    connection.execute(
        """create table intermediate.int_pool_blocked as
        select person_key, '91990100MA00000026' as uscc, unnest(['blocked_employer', 'present_employer']) as reason
        from people where i = 3"""
    )


def _write_students(connection: duckdb.DuckDBPyConnection) -> None:
    """Everybody's spell, one wish, certificate, internship and award; every tenth person took the consent back."""
    connection.execute(
        """update marts.mart_reserve_talent_pool set exclusion_codes = ['consent_withdrawn'] where not is_member"""
    )
    connection.execute(
        """create table intermediate.int_person_spell as
        select person_key, 's' || i as spell_key, '4199000001' as institution_code, 'N' || i as student_no,
            date '2024-09-01' as programme_start from people"""
    )
    connection.execute("create table intermediate.int_enrolment_spell as select * from intermediate.int_person_spell")
    connection.execute(
        """create table staging.stg_enrolment as
        select 1::bigint as delivery_no, '在校生' as sheet, row_number() over () as row_no,
            institution_code, student_no, programme_start, 'higher' as tier,
            '460103' as major_code, '数控技术' as major_name,
            date '2027-06-15' as expected_end, 'female' as gender, date '2006-03-04' as birth_date
        from intermediate.int_person_spell"""
    )
    connection.execute(
        """create table staging.stg_job_intention as
        select 2::bigint as delivery_no, null as sheet, row_number() over () as row_no, institution_code, student_no,
            ['990105'] as wish_regions
        from intermediate.int_person_spell where student_no <> 'N0'"""
    )
    connection.execute(
        """create table staging.stg_certificate as
        select 3::bigint as delivery_no, '证书' as sheet, i + 2 as row_no, 'A' || i as application_no, person_key,
            'vocational_skill' as cert_type, '6-18-01-01' as occupation_code, '车工' as occupation_name,
            3::bigint as level, date '2026-05-20' as issue_date
        from people where i < 50"""
    )
    connection.execute("create table intermediate.int_certificate as select * from staging.stg_certificate")
    connection.execute(
        """create table staging.stg_internship as
        select 'I' || i as internship_id, '云州机床厂' as host_name, '车工' as post_name,
            date '2026-01-05' as start_date, date '2026-06-30' as end_date
        from people where i < 20"""
    )
    connection.execute(
        """create table intermediate.int_post_internship as
        select 'I' || i as internship_id, person_key from people where i < 20"""
    )
    connection.execute(
        """create table intermediate.int_award_with_parent as
        select person_key, 'C1' as competition_id, '云州技能大赛' as competition_name, '数控车' as item,
            'provincial' as award_tier, case when i = 1 then 'event' else 'person' end as award_kind,
            case when i = 2 then 'coach' end as award_role, date '2025-10-08' as event_date
        from people where i < 4"""
    )
    connection.execute(
        """create table staging.stg_enterprise as
        select '91990100MA00000018' as uscc, '云州机床有限公司' as enterprise_name"""
    )


def _write_matching(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        """create table marts.mart_vacancy as
        select 'v_' || lpad(i::varchar, 20, 'a') as vacancy_id, '91990100MA00000018' as uscc, 'N' || i as vacancy_no,
            1::bigint as vacancy_version, '数控车工' as title, '6-18-01-01' as occupation_code, 2::bigint as openings,
            '990101' as work_region, 3::bigint as min_skill_level, date '2027-07-01' as start_date,
            5000::bigint as pay_min, 7000::bigint as pay_max, 'month' as pay_period, 12::bigint as pay_months,
            false as pay_negotiable, 'open' as status, i <> 3 as is_matched,
            case when i < 2 then 20 else 0 end as candidates
        from range(4) as numbers(i) order by i desc"""
    )
    # Of the first two vacancies alone. Each filter keeps seven people out; a level lower brings 25, a later start 9.
    connection.execute(
        """create table marts.mart_vacancy_doctor as
        select 'v_' || lpad(v::varchar, 20, 'a') as vacancy_id, filter_code, filter_order, as_of, requirement,
            1208::bigint as pool_people, 1208 - 7 * filter_order as passes_alone,
            case when v = 1 and filter_order > 5 then 9 else 400 - 7 * filter_order end as passes_in_sequence,
            relaxation, gain::bigint as relaxed_gain,
            further as further_relaxation, further_gain::bigint as further_gain,
            relaxation = 'level_one_lower' as is_best_relaxation
        from range(2) as vacancies(v), (select timestamp '2026-10-01' as as_of), (values
            ('no_consent', 1::bigint, null, null, null, null, null),
            ('occupation_not_reached', 2, '6-18-01-01', 'neighbouring_occupation', 0, null, null),
            ('below_legal_age', 3, '16', null, null, null, null),
            ('certificate_missing', 4, null, null, null, null, null),
            ('level_too_low', 5, '3', 'level_one_lower', 25, 'level_not_demanded', 40),
            ('not_available_yet', 6, '2027-07-01', 'start_30_days_later', 9, 'start_90_days_later', -3),
            ('present_employer', 7, null, null, null, null, null),
            ('disputed_employer', 8, null, null, null, null, null),
            ('blocked_employer', 9, null, null, null, null, null), ('order_class', 10, null, null, null, null, null)
        ) as filters(filter_code, filter_order, requirement, relaxation, gain, further, further_gain)
        order by filter_order desc"""
    )
    connection.execute(
        """create table intermediate.int_vacancy_skill as
        select 'v_' || lpad('0', 20, 'a') as vacancy_id, 'skl-archives' as skill_code, 40 as weight, 1 as nth"""
    )
    connection.execute(
        """create table staging.stg_code_match_weights as
        select 1 as weights_version, * from (values ('skills', 45), ('affinity', 15), ('level', 15),
            ('internship', 10), ('distance', 10), ('awards', 5)) as weights(component, weight)"""
    )
    connection.execute(
        """create table marts.mart_match as
        select 'v_' || lpad(v::varchar, 20, 'a') as vacancy_id, 1::bigint as vacancy_version,
            'p' || lpad((r * 2)::varchar, 31, '0') as person_key, (r + 1)::bigint as rank, 900000 - r as score,
            10000 as skills_points, 9000 as affinity_points, 6000 as level_points, 5000 as internship_points,
            0 as awards_points, 8000 as distance_points, ['skl-archives'] as skills_covered,
            []::varchar[] as skills_missing, []::varchar[] as skills_assumed, 'major' as reach, r as tie,
            1 as weights_version, 0.80::decimal(3, 2) as data_complete_share,
            'Rank ' || (r + 1) as reason_en, '第' || (r + 1) || '名' as reason_zh
        from range(2) as vacancies(v), range(20) as ranks(r) order by r desc"""
    )


def _write_fairness(connection: duckdb.DuckDBPyConnection) -> None:
    """The whole pool and two groups of it, with no other figure than their counts."""
    for name in ("mart_fairness", "mart_fairness_component"):
        columns = ", ".join(f"{column} {kind}" for column, kind in load_products()[name].columns.items())
        connection.execute(f"create table marts.{name} ({columns})")
    connection.execute(
        """insert into marts.mart_fairness
            (list_kind, attribute, group_code, numerator, denominator, unknown, not_selected_people, status,
             is_reference)
        values ('top_50', 'all', '*', 60, 100, 0, 40, 'ok', false),
            ('top_50', 'gender', 'female', 30, 50, 0, 20, 'ok', false),
            ('top_50', 'gender', 'male', 30, 50, 0, 20, 'ok', false)"""
    )
    connection.execute(
        """insert into marts.mart_fairness_component (attribute, group_code, component, pool_people, component_weight)
        values ('all', '*', 'skills', 100, 45)"""
    )


def _write_deliveries(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        """create table staging.stg_finding as
        select 1 + i % 2 as delivery_no, 'enrolment' as feed, 'ENR-001' as rule, 'data' as kind, 'error' as severity
        from range(13) as numbers(i)
        union all select 3, 'destination', 'DST-001', 'compliance', 'warning' from range(4)"""
    )
    connection.execute(
        """create table marts.mart_internship_compliance as
        select 'b' || i as breach_key, case when i < 4 then 'INT-004' else 'INT-001' end as rule, 'error' as severity,
            '4199000001' as institution_code, '91990100MA0000' || (i % 5) as host_uscc, 'post' as internship_type
        from range(40) as numbers(i)
        union all
        select 'y' || i, 'INT-M13H', 'warning', null, '91990100MA0000' || i, 'post' from range(12) as years(i)
        union all
        select 'm' || i, 'INT-M03', 'error', '4199000002', '91990100MA00001', 'post' from range(15) as weeks(i)"""
    )


def _complete_products(connection: duckdb.DuckDBPyConnection) -> None:
    """Give every published mart the columns of its contract; what the city does not fill is empty."""
    for product in published_products():
        key = ", ".join(f"{name} {product.columns[name]}" for name in product.key)
        connection.execute(f"create table if not exists marts.{product.name} ({key})")
        for name, kind in product.columns.items():
            connection.execute(f"alter table marts.{product.name} add column if not exists {name} {kind}")


def sha256(path: Path) -> str:
    """Hash of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
