"""The winners of a made-up market: what their components and words are made from, and the models that make them.

The keys come from the compiled engine. What a market lacks is made up beside it: names, pseudonyms, known inputs.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import yaml

from benchmarks.market.sql import PROJECT
from benchmarks.ways.matching_kernel import rank_market

MODELS = (
    "int_match_tie_inverse", "int_match_winner", "int_match_winner_skill", "int_match_winner_words",
    "mart_match",
)  # fmt: skip
"""In the order in which they are made."""

_VARIABLES = "{as_of: '2026-01-01 00:00:00', raw_dir: raw, export: none}"

# A static score is 15 * affinity + 10 * internship, affinity in thousands: the remainder names the internship.
_INPUTS = """
create table int_match_vacancy as
    select vacancy.*, 'v_' || substr(sha256(cast(vacancy_seq as varchar)), 1, 20) as vacancy_id
    from market.int_match_vacancy as vacancy order by occupation_seq, vacancy_id;
create table int_vacancy as select vacancy_id, cast(1 as bigint) as vacancy_version from int_match_vacancy;
create table int_vacancy_skill as
    with slots as (unpivot (select vacancy_id, occupation_seq, columns('^k.$') from int_match_vacancy)
        on columns('^k.$') into name slot value bit_position),
    weights as (unpivot (select vacancy_id, columns('^w.$') from int_match_vacancy)
        on columns('^w.$') into name slot value weight)
    select slots.vacancy_id, format('skl-made-up-skill-{:04d}', skills.skill_no) as skill_code,
        cast(substr(slots.slot, 2) as bigint) as nth
    from slots
    inner join weights
        on slots.vacancy_id = weights.vacancy_id and substr(slots.slot, 2) = substr(weights.slot, 2)
    inner join market.int_match_skill as skills
        on slots.occupation_seq = skills.occupation_seq and slots.bit_position = skills.bit_position
    where weights.weight > 0;
create table stg_code_skills as
    select distinct format('skl-made-up-skill-{:04d}', skill_no) as code,
        format('Made-up skill {:04d}', skill_no) as name_en, format('虚构技能{:04d}', skill_no) as name_zh
    from market.int_match_skill;
create table int_match_person as
    select tie_no, md5(cast(tie_no as varchar)) as person_key, cast(tie_no % 6 as integer) as known_inputs
    from market.int_match_person;
create table int_match_reach as
    with months as (select cast(10000 * n // 6 as bigint) as points from range(7) as months(n))
    select reach.*, case tie_no % 10 when 0 then 'certificate' else 'major' end as reach,
        months.points as internship_points, (static_score - 10 * months.points) // 15 as affinity_points,
        cast(0 as bigint) as awards_points
    from market.int_match_reach as reach
    inner join months on (reach.static_score - 10 * months.points) % 15000 = 0
    order by reach.tie_no % 16, reach.occupation_seq, reach.tie_no;
create table int_match_parameter as
    select *, cast(1 as bigint) as weights_version, cast(4000 as bigint) as points_no_wish
    from market.int_match_parameter;
create table int_threshold as select cast(6 as bigint) as internship_full_months, cast(3 as bigint) as award_years;
"""

LAYOUT = hashlib.sha256(_INPUTS.encode()).hexdigest()[:6]
"""Changes with the inputs."""


def write_winner_inputs(market: Path, connection: duckdb.DuckDBPyConnection) -> None:
    """Write the tables that the models read, the keys of the compiled engine among them."""
    _, vacancy, key, _ = rank_market(str(market))
    connection.execute(f"attach '{market}' as market (read_only)")
    connection.execute(_INPUTS)
    order = np.lexsort((-key, vacancy))
    connection.register("keys", pa.table({"vacancy_seq": vacancy[order], "match_key": key[order]}))
    connection.execute("create table int_match_top as select * from keys")
    lost = connection.execute(
        "select (select count(*) from market.int_match_reach) - (select count(*) from int_match_reach)"
    ).fetchall()
    if lost != [(0,)]:
        raise SystemExit(f"a static score that is no sum of the two: {lost}")


def warehouse_options() -> dict[str, dict[str, str | int]]:
    """Return what dbt opens the warehouse with (`config_options`) and what it sets then (`settings`)."""
    profile = yaml.safe_load((PROJECT / "profiles.yml").read_text(encoding="utf-8"))
    warehouse = profile["talent_reserve"]["outputs"]["duckdb"]
    return {part: warehouse[part] for part in ("config_options", "settings")}


def winner_statements(target: Path) -> list[tuple[str, str]]:
    """Return name and statement of every model, as table or view as dbt makes it; dbt writes into the folder `target`.

    Raises:
        RuntimeError: dbt could not compile the models.
    """
    command = [
        str(Path(sys.executable).with_name("dbt")), "--quiet", "compile", "--no-introspect", "--no-populate-cache",
        "--select", *MODELS, "--vars", _VARIABLES, "--target-path", str(target),
        "--log-path", str(target), "--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"dbt compile: {(done.stdout + done.stderr)[-2000:]}")
    nodes = json.loads((target / "manifest.json").read_text(encoding="utf-8"))["nodes"]
    return [_statement(nodes[f"model.talent_reserve.{name}"]) for name in MODELS]


def _statement(node: dict[str, object]) -> tuple[str, str]:
    config = node["config"]
    kind = config["materialized"] if isinstance(config, dict) else "table"
    select = re.sub(r'("[^"]+"\.)?"(intermediate|staging|marts)"\.', "", str(node["compiled_code"]))
    return str(node["name"]), f"create {kind} {node['name']} as {select}"
