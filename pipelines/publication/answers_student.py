"""Ready answers about introductions: whose student somebody is, and what consent opens of a person.

What may be opened is said by `data_contracts.disclosure`; nothing else of a person is written here. Cells of the vault
are not in an edition: of a row that has some stands the place at which the vault keeps them.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from data_contracts.disclosure import opened, shaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipelines.publication.warehouse import Warehouse

PLACE = "place"
"""Where the vault keeps the sealed cells of a row: delivery, sheet, row."""

# Who never gave pool consent, or took it back, is opened to nobody; who left the pool for another reason, as a hire,
# stays open to those whom they consented to meet.
_CONSENTING = """
    select person_key from {mart_reserve_talent_pool}
    where not list_has_any(
        exclusion_codes,
        ['no_intention', 'no_consent', 'consent_withdrawn', 'withdrawn_from_pool', 'no_guardian_consent']
    )"""

_SPELL = "{int_person_spell} as whose"
_OF_NUMBER = "sent.institution_code = whose.institution_code and sent.student_no = whose.student_no"
_OF_PROGRAMME = "sent.programme_start = whose.programme_start"
# Taking part is no award, and a coach's is the contestant's.
_AWARDS = """(
    select * from {int_award_with_parent}
    where award_kind <> 'event' and coalesce(award_role, 'contestant') <> 'coach'
)"""
_ROWS = {
    "enrolment": (
        f"{_SPELL} inner join {{stg_enrolment}} as sent on {_OF_NUMBER} and {_OF_PROGRAMME}",
        "sent.row_no",
    ),
    "job_intention": (f"{_SPELL} inner join {{stg_job_intention}} as sent on {_OF_NUMBER}", "sent.row_no"),
    "certificate": (
        "{int_certificate} as whose inner join {stg_certificate} as sent using (application_no)",
        "sent.issue_date desc, sent.application_no",
    ),
    "internship": (
        "{int_post_internship} as whose inner join {stg_internship} as sent using (internship_id)",
        "sent.start_date desc, sent.internship_id",
    ),
    "award": (
        f"{_SPELL} inner join {_AWARDS} as sent using (person_key)",
        "sent.event_date desc, sent.competition_id, sent.item",
    ),
}
"""Of each feed, its rows that count and whose they are, and their order."""


def student_rows(warehouse: Warehouse) -> Iterator[tuple[object, ...]]:
    """Whom each student number of a college stands for, by the newest programme, in key order."""
    sql = f"""
        select institution_code, student_no, person_key
        from {warehouse.relation("int_enrolment_spell")}
        qualify row_number() over (
            partition by institution_code, student_no order by programme_start desc, spell_key
        ) = 1
        order by institution_code, student_no"""  # noqa: S608 our own names
    for row in warehouse.rows(sql):
        yield (row["institution_code"], row["student_no"], row["person_key"])


def disclosed_rows(warehouse: Warehouse) -> Iterator[tuple[object, ...]]:
    """What consent opens of everybody who gave pool consent, with the college that asks them, in key order."""
    columns = ", ".join(f"{feed}.shown as {feed}" for feed in _ROWS)
    joins = " ".join(
        f"left join ({_grouped(warehouse, feed)}) as {feed} on whose.person_key = {feed}.person_key" for feed in _ROWS
    )
    sql = f"""
        select whose.person_key, whose.institution_code, whose.student_no, {columns}
        from ({_relations(warehouse, _CONSENTING)}) as people
        inner join {warehouse.relation("int_person_spell")} as whose on people.person_key = whose.person_key
        {joins}
        order by whose.person_key"""  # noqa: S608 our own names
    for row in warehouse.rows(sql):
        body = {feed: [_shown(feed, sent) for sent in row[feed] or ()] for feed in _ROWS}
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), default=str)
        yield (row["person_key"], row["institution_code"], row["student_no"], text)


def employer_rows(warehouse: Warehouse) -> Iterator[tuple[object, ...]]:
    """Enterprises by their registered names, in key order: a college is told who asks for its student."""
    sql = f"""
        select uscc, max(enterprise_name) as enterprise_name from {warehouse.relation("stg_enterprise")}
        where enterprise_name is not null group by uscc order by uscc"""  # noqa: S608 our own names
    for row in warehouse.rows(sql):
        yield (row["uscc"], row["enterprise_name"])


def _grouped(warehouse: Warehouse, feed: str) -> str:
    source, order = _ROWS[feed]
    cells = [f"{name} := sent.{name}" for name, one in opened(feed).items() if not one.field.in_vault]
    if any(one.field.in_vault for one in opened(feed).values()):
        cells.append(f"{PLACE} := [cast(sent.delivery_no as varchar), sent.sheet, cast(sent.row_no as varchar)]")
    packed = f"list(struct_pack({', '.join(cells)}) order by {order}) as shown"
    return f"select whose.person_key, {packed} from {_relations(warehouse, source)} group by whose.person_key"  # noqa: S608 our own names


def _relations(warehouse: Warehouse, sql: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda named: warehouse.relation(named[1]), sql)


def _shown(feed: str, sent: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row as consent opens it: what is told by month or year is not known here by the day."""
    shown = dict(sent)
    for name, one in opened(feed).items():
        if one.after in ("year", "month") and shown[name] is not None:
            shown[name] = shaped(str(shown[name]), one.after)
    if PLACE in shown:
        delivery_no, sheet, row_no = shown[PLACE]
        shown[PLACE] = [int(delivery_no), sheet or "", int(row_no)]
    return shown
