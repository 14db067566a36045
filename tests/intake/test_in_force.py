"""What is in force at the door is what the warehouse's SQL says and what plain laying-over says, for any story."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import jinja2
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from data_contracts.loader import load_contract
from data_contracts.model import Contract
from data_contracts.raw_layout import raw_schema
from pipelines.intake.delivery.in_force import rows_in_force
from pipelines.store.ledger import Delivery
from pipelines.store.paths import DataPaths

MACRO = Path(__file__).parents[2] / "dbt_project" / "macros" / "in_force.sql"
CALL = "{{ _in_force_sql('select * from sent', 'told', feed, columns, key, is_snapshot) }}"
PERIODS = ("2026-01", "2026-02", "2026-03")

Place = tuple[int, str, int]


@dataclass(frozen=True)
class Sent:
    """One made-up delivery: rows are (sheet, key, row_action), numbered from 2."""

    period: str
    mode: str
    rows: list[tuple[str, str, str | None]]


ROWS = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("123"), st.sampled_from(["upsert", "delete", None])))
STORY = st.lists(
    st.builds(Sent, st.sampled_from(PERIODS), st.sampled_from(["replace", "patch"]), ROWS.filter(bool)), max_size=6
)


def delivery(number: int, sent: Sent, contract: Contract) -> Delivery:
    return Delivery(
        feed=contract.feed,
        sender="x",
        sender_role="college",
        period=sent.period,
        mode=sent.mode,
        file_name="x.csv",
        file_sha256="0" * 64,
        received_at=datetime(2026, 5, 1, tzinfo=UTC),
        contract_version="1",
        delivery_no=number,
        rows_read=0,
        rows_accepted=0,
        rows_rejected=0,
        state="accepted",
        reason="",
    )


def write(paths: DataPaths, number: int, sent: Sent, contract: Contract) -> None:
    (key,) = contract.raw_key
    rows = [
        {
            key: value,
            "delivery_no": number,
            "sheet": sheet,
            "row_no": row_no,
            "sender": "x",
            "period": sent.period,
            "row_action": action,
        }
        for row_no, (sheet, value, action) in enumerate(sent.rows, start=2)
    ]
    path = paths.raw_file(contract.feed, number)
    path.parent.mkdir(parents=True, exist_ok=True)
    pl.DataFrame(rows, schema=raw_schema(contract)).write_parquet(path)


def laid_over(story: list[Sent], contract: Contract) -> dict[str, Place]:
    """Lay the deliveries over each other one by one, as design.md says it."""
    periods = sorted({sent.period for sent in story})
    if contract.delivery == "snapshot":
        newest = max((sent.period for sent in story if sent.mode == "replace"), default="")
        periods = [period for period in periods if period >= newest]
    state: dict[str, Place] = {}
    for period in periods:
        mine = [(number, sent) for number, sent in enumerate(story, start=1) if sent.period == period]
        last = max((number for number, sent in mine if sent.mode == "replace"), default=0)
        for number, sent in mine:
            for row_no, (sheet, key, action) in enumerate(sent.rows, start=2) if number >= last else ():
                state.pop(key, None)
                if action != "delete":
                    state[key] = (number, sheet, row_no)
    return state


def in_warehouse(files: list[Path], deliveries: list[Delivery], contract: Contract) -> dict[str, Place]:
    """Ask the warehouse's own SQL."""
    (key,) = contract.raw_key
    columns = [n for n in raw_schema(contract) if n not in ("row_action", "sender", "period")]
    template = jinja2.Environment(extensions=["jinja2.ext.do"]).from_string(MACRO.read_text(encoding="utf-8") + CALL)  # noqa: S701 - SQL
    is_snapshot = contract.delivery == "snapshot"
    sql = template.render(feed=contract.feed, columns=columns, key=key, is_snapshot=is_snapshot)
    told = pl.DataFrame([(d.feed, d.sender, d.period, d.mode, d.delivery_no) for d in deliveries], orient="row")
    told.columns = ["feed", "sender", "period", "mode", "delivery_no"]
    sent = pl.concat([pl.read_parquet(file) for file in files])
    with duckdb.connect() as connection:
        connection.register("sent", sent.to_arrow())
        connection.register("told", told.to_arrow())
        rows = connection.sql(sql)
        current = rows.filter("is_current") if is_snapshot else rows
        found = current.select(key, "delivery_no", "sheet", "row_no").fetchall()
    return {value: (number, sheet, row) for value, number, sheet, row in found}


def at_the_door(
    story: list[Sent], contract: Contract, *, period: str | None = None
) -> tuple[dict[str, Place], dict[str, Place]]:
    """Return what the door and the warehouse say is in force."""
    (key,) = contract.raw_key
    with tempfile.TemporaryDirectory() as folder:
        paths = DataPaths(Path(folder))
        deliveries = [delivery(number, sent, contract) for number, sent in enumerate(story, start=1)]
        for made, sent in zip(deliveries, story, strict=True):
            write(paths, made.delivery_no, sent, contract)
        rows = rows_in_force(paths, contract, deliveries, period=period).select(key, "delivery_no", "sheet", "row_no")
        files = [paths.raw_file(contract.feed, made.delivery_no) for made in deliveries]
        warehouse = in_warehouse(files, deliveries, contract) if files else {}
    return {value: (number, sheet, row) for value, number, sheet, row in rows.iter_rows()}, warehouse


@settings(max_examples=60)
@given(STORY)
def test_of_a_snapshot_the_newest_period_stands_with_its_patches(story: list[Sent]) -> None:
    contract = load_contract("college")
    door, warehouse = at_the_door(story, contract)
    assert door == warehouse == laid_over(story, contract)


@settings(max_examples=60)
@given(STORY)
def test_of_events_the_newest_word_on_each_key_stands(story: list[Sent]) -> None:
    contract = load_contract("internship")
    door, warehouse = at_the_door(story, contract)
    assert door == warehouse == laid_over(story, contract)


def test_of_an_older_period_of_a_snapshot_its_own_state_is_given() -> None:
    story = [Sent("2026-01", "replace", [("a", "1", None)]), Sent("2026-02", "replace", [("a", "2", None)])]
    contract = load_contract("college")
    assert at_the_door(story, contract, period="2026-01")[0] == {"1": (1, "a", 2)}
    assert at_the_door(story, contract, period="2026-02")[0] == {"2": (2, "a", 2)}
    assert at_the_door(story, contract, period="2026-03")[0] == {"2": (2, "a", 2)}


def test_a_file_of_an_older_contract_lacks_a_column_and_counts_all_the_same(tmp_path: Path) -> None:
    contract = load_contract("college")
    paths = DataPaths(tmp_path)
    sent = Sent("2026-01", "replace", [("a", "1", None)])
    write(paths, 1, sent, contract)
    path = paths.raw_file("college", 1)
    newer = next(name for name in raw_schema(contract) if name not in contract.required_columns)
    pl.read_parquet(path).drop(newer).write_parquet(path)
    rows = rows_in_force(paths, contract, [delivery(1, sent, contract)])
    assert (rows.columns, rows[newer].to_list()) == (list(raw_schema(contract)), [None])
