"""Matching as one would write it in pandas, so many vacancies at a time as its memory holds.

`python -m benchmarks.ways.matching_pandas WAREHOUSE`.
"""

from __future__ import annotations

import sys
import time

import duckdb
import numpy as np
import pandas as pd

from benchmarks.ways.matching_answer import say
from benchmarks.ways.matching_chunks import chunks
from pipelines.matching.judge import P

_PAIRS = 2_000_000
_NAMES = ("vacancy", "reach", "employer_block", "certificate", "person_skill", "skill")


def main(warehouse: str) -> None:
    """Join, filter, score and keep the fifty best, some vacancies at a time."""
    started = time.perf_counter()
    with duckdb.connect(warehouse, read_only=True) as connection:
        connection.execute("set threads = 2")
        table = {name: connection.execute(_select(name)).df() for name in _NAMES}
        table["distance"] = connection.table("frame_distance").df()
    vacancies, asked = table["vacancy"], _asked(table["vacancy"], table["skill"])
    parts = chunks(vacancies["occupation_seq"].to_numpy(), table["reach"]["occupation_seq"].to_numpy(), _PAIRS)
    best = pd.concat([_best(vacancies.iloc[part], asked, table) for part in parts])
    say(time.perf_counter() - started, vacancy=best["vacancy_seq"].to_numpy(), key=best["key"].to_numpy())


def _select(name: str) -> str:
    columns = "* exclude (covered_bits, known_bits, wished_places)" if name == "reach" else "*"
    return f"select {columns} from int_match_{name}"  # noqa: S608 - names of ours


def _asked(vacancies: pd.DataFrame, skills: pd.DataFrame) -> pd.DataFrame:
    long = pd.concat(
        vacancies[["vacancy_seq", "occupation_seq", f"k{n}", f"w{n}"]].set_axis(
            ["vacancy_seq", "occupation_seq", "bit_position", "weight"], axis=1
        )
        for n in range(1, 9)
    )
    return long[long["weight"] > 0].merge(skills, on=["occupation_seq", "bit_position"])[
        ["vacancy_seq", "skill_no", "weight"]
    ]


def _best(vacancies: pd.DataFrame, asked: pd.DataFrame, table: dict[str, pd.DataFrame]) -> pd.DataFrame:
    pairs = _filtered(vacancies.merge(table["reach"], on="occupation_seq"), table)
    some = asked[asked["vacancy_seq"].isin(vacancies["vacancy_seq"])]
    had = (
        pairs[["vacancy_seq", "tie_no"]]
        .merge(some, on="vacancy_seq")
        .merge(table["person_skill"], on=["tie_no", "skill_no"])
    )
    had["doubled"] = had["weight"] * (1 + had["is_covered"])
    doubled = had.groupby(["vacancy_seq", "tie_no"], as_index=False)["doubled"].sum()
    pairs = pairs.merge(doubled, how="left", on=["vacancy_seq", "tie_no"]).fillna({"doubled": 0})
    pairs = pairs.merge(table["distance"], how="left", on=["tie_no", "work_region"])
    distance = pairs["distance_points"].fillna(pairs["distance_points_without_hit"]).astype("int64")
    required = 2 * pairs["skill_weight"]
    skills = np.where(required > 0, 10000 * pairs["doubled"].astype("int64") // required.clip(lower=1), 10000)
    over = np.where(
        pairs["min_level"] > 0, pairs["ladder_rank"] - pairs["min_level"], (pairs["ladder_rank"] - 1).clip(lower=0)
    )
    score = (
        pairs["static_score"]
        + pairs["weight_skills"] * skills
        + pairs["weight_level"] * np.clip(6000 + 2000 * over, 0, 10000)
        + pairs["weight_distance"] * distance
    )
    pairs["key"] = score * 2**32 + 2**32 - 1 - (pairs["tie_a"] * pairs["tie_no"] + pairs["tie_b"]) % P
    best = pairs.sort_values(["vacancy_seq", "key"], ascending=[True, False]).groupby("vacancy_seq").head(50)
    return best[["vacancy_seq", "key"]]


def _filtered(pairs: pd.DataFrame, table: dict[str, pd.DataFrame]) -> pd.DataFrame:
    legal_from = pairs["age_18_day"].where(pairs["minimum_age"] > 16, pairs["age_16_day"])
    pairs = pairs[
        (pairs["ladder_rank"] >= pairs["must_level"])
        & (pairs["available_day"] <= pairs["start_day"])
        & (legal_from <= pairs["start_day"])
        & ((pairs["reserved_employer_seq"] == 0) | (pairs["reserved_employer_seq"] == pairs["employer_seq"]))
    ]
    blocks = table["employer_block"][["tie_no", "employer_seq"]].assign(is_blocked=True)
    pairs = pairs.merge(blocks, how="left", on=["tie_no", "employer_seq"])
    pairs = pairs.merge(table["certificate"], how="left", on=["vacancy_seq", "tie_no"])
    return pairs[pairs["is_blocked"].isna() & (pairs["certificates_held"].fillna(0) >= pairs["certificate_needs"])]


if __name__ == "__main__":
    main(*sys.argv[1:])
