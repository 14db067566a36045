"""Matching in polars, lazily and streaming, so many vacancies at a time as its memory holds.

`python -m benchmarks.ways.matching_polars WAREHOUSE`.
"""

from __future__ import annotations

import sys
import time

import duckdb
import polars as pl

from benchmarks.ways.matching_answer import say
from benchmarks.ways.matching_chunks import chunks
from pipelines.matching.judge import P

_PAIRS = 10_000_000
_NAMES = ("vacancy", "reach", "employer_block", "certificate", "person_skill", "skill")


def main(warehouse: str) -> None:
    """Join, filter, score and keep the fifty best, some vacancies at a time."""
    started = time.perf_counter()
    with duckdb.connect(warehouse, read_only=True) as connection:
        connection.execute("set threads = 2")
        table = {name: connection.execute(_select(name)).pl() for name in _NAMES}
        table["distance"] = connection.table("frame_distance").pl()
    vacancies, asked = table["vacancy"], _asked(table["vacancy"], table["skill"])
    parts = chunks(vacancies["occupation_seq"].to_numpy(), table["reach"]["occupation_seq"].to_numpy(), _PAIRS)
    best = pl.concat([_best(vacancies[part], asked, table) for part in parts])
    say(time.perf_counter() - started, vacancy=best["vacancy_seq"].to_numpy(), key=best["key"].to_numpy())


def _select(name: str) -> str:
    columns = "* exclude (covered_bits, known_bits, wished_places)" if name == "reach" else "*"
    return f"select {columns} from int_match_{name}"  # noqa: S608 - names of ours


def _asked(vacancies: pl.DataFrame, skills: pl.DataFrame) -> pl.DataFrame:
    long = pl.concat(
        vacancies.select(
            "vacancy_seq",
            "occupation_seq",
            pl.col(f"k{n}").cast(pl.Int64).alias("bit_position"),
            pl.col(f"w{n}").alias("weight"),
        )
        for n in range(1, 9)
    )
    named = long.filter(pl.col("weight") > 0).join(skills, on=["occupation_seq", "bit_position"])
    return named.select("vacancy_seq", "skill_no", "weight")


def _best(vacancies: pl.DataFrame, asked: pl.DataFrame, table: dict[str, pl.DataFrame]) -> pl.DataFrame:
    pairs = _filtered(vacancies.lazy().join(table["reach"].lazy(), on="occupation_seq"), table)
    doubled = (
        pairs.select("vacancy_seq", "tie_no")
        .join(asked.lazy(), on="vacancy_seq")
        .join(table["person_skill"].lazy(), on=["tie_no", "skill_no"])
        .group_by("vacancy_seq", "tie_no")
        .agg((pl.col("weight") * (1 + pl.col("is_covered"))).sum().alias("doubled"))
    )
    required = 2 * pl.col("skill_weight")
    skills = pl.when(required > 0).then(10000 * pl.col("doubled").fill_null(0) // required).otherwise(10000)
    rank, asked_level = pl.col("ladder_rank"), pl.col("min_level")
    over = pl.when(asked_level > 0).then(rank - asked_level).otherwise((rank - 1).clip(lower_bound=0))
    distance = pl.coalesce("distance_points", "distance_points_without_hit")
    score = (
        pl.col("static_score")
        + pl.col("weight_skills") * skills
        + pl.col("weight_level") * (6000 + 2000 * over).clip(0, 10000)
        + pl.col("weight_distance") * distance
    )
    tie = (pl.col("tie_a") * pl.col("tie_no") + pl.col("tie_b")) % P
    return (
        pairs.join(doubled, how="left", on=["vacancy_seq", "tie_no"])
        .join(table["distance"].lazy(), how="left", on=["tie_no", "work_region"])
        .select("vacancy_seq", (score * 2**32 + 2**32 - 1 - tie).alias("key"))
        .group_by("vacancy_seq")
        .agg(pl.col("key").top_k(50))
        .explode("key")
        .collect(engine="streaming")
    )


def _filtered(pairs: pl.LazyFrame, table: dict[str, pl.DataFrame]) -> pl.LazyFrame:
    legal_from = pl.when(pl.col("minimum_age") > 16).then("age_18_day").otherwise("age_16_day")
    reserved = pl.col("reserved_employer_seq")
    return (
        pairs.filter(
            (pl.col("ladder_rank") >= pl.col("must_level"))
            & (pl.col("available_day") <= pl.col("start_day"))
            & (legal_from <= pl.col("start_day"))
            & ((reserved == 0) | (reserved == pl.col("employer_seq")))
        )
        .join(table["employer_block"].lazy(), how="anti", on=["tie_no", "employer_seq"])
        .join(table["certificate"].lazy(), how="left", on=["vacancy_seq", "tie_no"])
        .filter(pl.col("certificates_held").fill_null(0) >= pl.col("certificate_needs"))
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
