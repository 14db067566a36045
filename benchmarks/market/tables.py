"""A market as the tables that dbt would have made for the engines, in a DuckDB file. No engine runs here."""

from __future__ import annotations

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from benchmarks.market.derived import DERIVED, OF_FRAMES
from pipelines.matching.pool import SLOTS, Integers, Market

# get_bit takes no BIGINT.
_POSITIONS = {f"k{slot + 1}" for slot in range(SLOTS)}


def write_tables(
    market: Market,
    connection: duckdb.DuckDBPyConnection,
    *,
    vacancies: Integers | None = None,
    for_frames: bool = False,
) -> None:
    """Write the tables of some vacancies, or of all, and of everybody who reaches their occupations."""
    chosen = np.arange(market.vacancies.number.size) if vacancies is None else np.sort(vacancies)
    occupations = np.unique(_owner(market.vacancies.start)[chosen])
    rows = np.isin(_owner(market.reach.start), occupations)
    persons = np.unique(market.reach.person[rows])
    store_table(connection, "int_match_vacancy", _vacancies(market, chosen))
    store_table(connection, "int_match_demand", _demands(market, chosen))
    store_table(connection, "int_match_skill", _dictionary(market))
    store_table(
        connection, "int_match_parameter", {name: np.array([value]) for name, value in market.rules._asdict().items()}
    )
    store_table(connection, "reached", _reached(market, rows))
    for name, table in _of_people(market, persons).items():
        store_table(connection, name, table)
    derive_tables(connection)
    if for_frames:
        connection.execute(OF_FRAMES)


def derive_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables that follow from the others as the models of the same name do.

    `reached` holds tie_no, occupation_seq, ladder_rank, available_day and static_score, and goes.
    """
    connection.execute(DERIVED)


def store_table(connection: duckdb.DuckDBPyConnection, name: str, columns: dict[str, Integers]) -> None:
    """Write one table of integers."""
    typed = {key: values.astype(np.int32 if key in _POSITIONS else np.int64) for key, values in columns.items()}
    connection.register("columns_of", pa.table(typed))
    connection.execute(f"create table {name} as select * from columns_of")  # noqa: S608 - a name of ours
    connection.unregister("columns_of")


def _owner(start: Integers) -> Integers:
    return np.repeat(np.arange(start.size - 1), np.diff(start))


def _vacancies(market: Market, chosen: Integers) -> dict[str, Integers]:
    vacancies = market.vacancies
    plain = {
        "vacancy_seq": vacancies.number,
        "occupation_seq": _owner(vacancies.start),
        "employer_seq": vacancies.employer,
        "certificate_needs": np.diff(vacancies.demand_start),
        **{name: getattr(vacancies, name) for name in (
            "work_region", "start_day", "minimum_age", "min_level", "must_level", "skill_weight", "tie_a", "tie_b"
        )},
        **{f"k{slot + 1}": vacancies.skill[:, slot] for slot in range(SLOTS)},
        **{f"w{slot + 1}": vacancies.weight[:, slot] for slot in range(SLOTS)},
    }  # fmt: skip
    weights = {name: np.full(chosen.size, getattr(market.rules, name)) for name in market.rules._fields}
    return {name: values[chosen] for name, values in plain.items()} | weights


def _demands(market: Market, chosen: Integers) -> dict[str, Integers]:
    owner = _owner(market.vacancies.demand_start)
    mine = np.isin(owner, chosen)
    return {"vacancy_seq": market.vacancies.number[owner[mine]], "kind_seq": market.vacancies.demand_kind[mine]}


def _dictionary(market: Market) -> dict[str, Integers]:
    dictionary = market.dictionary
    return {
        "occupation_seq": _owner(dictionary.start),
        "skill_no": dictionary.skill_no,
        "bit_position": dictionary.position,
    }


def _reached(market: Market, rows: npt.NDArray[np.bool_]) -> dict[str, Integers]:
    reach = market.reach
    return {
        "tie_no": market.people.tie_no[reach.person[rows]],
        "occupation_seq": _owner(reach.start)[rows],
        "ladder_rank": reach.ladder_rank[rows],
        "available_day": reach.available_day[rows],
        "static_score": reach.static_score[rows],
    }


def _of_people(market: Market, persons: Integers) -> dict[str, dict[str, Integers]]:
    people = market.people
    tables = {
        "int_match_person": {
            "tie_no": people.tie_no[persons],
            "age_16_day": people.age_16_day[persons],
            "age_18_day": people.age_18_day[persons],
            "reserved_employer_seq": people.reserved_employer[persons],
            "distance_points_without_hit": people.distance_elsewhere[persons],
        }
    }
    skills, ties = _chosen(people.skill_start, persons, people.tie_no)
    covered = (people.skill_share[skills] > 1).astype(np.int64)
    tables["int_match_person_skill"] = {"tie_no": ties, "skill_no": people.skill_no[skills], "is_covered": covered}
    wishes, ties = _chosen(people.wish_start, persons, people.tie_no)
    once = np.unique(np.stack([ties, people.wish_region[wishes]]), axis=1)
    tables["int_match_wish"] = {"tie_no": once[0], "wish_region": once[1]}
    blocks, ties = _chosen(people.block_start, persons, people.tie_no)
    never = {
        f"is_{kind}_employer": np.full(blocks.size, kind == "blocked") for kind in ("present", "disputed", "blocked")
    }
    tables["int_match_employer_block"] = {"tie_no": ties, "employer_seq": people.block_employer[blocks], **never}
    permits, ties = _chosen(people.permit_start, persons, people.tie_no)
    tables["int_match_permit"] = {
        "tie_no": ties,
        "kind_seq": people.permit_kind[permits],
        "from_day": people.permit_from[permits],
        "to_day": people.permit_to[permits],
    }
    return tables


def _chosen(start: Integers, persons: Integers, ties: Integers) -> tuple[Integers, Integers]:
    counts = np.diff(start)[persons]
    place = np.repeat(start[persons] - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts) + np.arange(counts.sum())
    return place, np.repeat(ties[persons], counts)
