"""The graph that Dagster shows: complete, described, owned, and triggered by default."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import pytest
import yaml

from data_contracts.loader import feed_names
from pipelines.orchestration.build import build_definitions
from pipelines.orchestration.feeds import feed_key
from pipelines.orchestration.triggers import JOB_NAME

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def definitions(tmp_path_factory: pytest.TempPathFactory) -> dg.Definitions:
    return build_definitions(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def nodes(definitions: dg.Definitions) -> list[dg.AssetSpec]:
    return list(definitions.resolve_all_asset_specs())


def test_workspace_loads_the_definitions_module() -> None:
    workspace = yaml.safe_load((ROOT / "workspace.yaml").read_text(encoding="utf-8"))
    assert [entry["python_module"]["module_name"] for entry in workspace["load_from"]] == ["pipelines.definitions"]


def test_every_feed_has_an_asset_and_a_blocking_referee(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    assert len(feed_names()) >= 8
    for feed in feed_names():
        key = dg.AssetCheckKey(feed_key(feed), "referee")
        assert key in graph.asset_check_keys
        assert graph.get(key).blocking


def test_every_asset_says_what_it_is_and_whose(nodes: list[dg.AssetSpec]) -> None:
    assert len(nodes) > 40
    assert [s.key.to_user_string() for s in nodes if not s.description] == []
    assert [s.key.to_user_string() for s in nodes if not s.owners] == []
    assert [s.key.to_user_string() for s in nodes if not s.kinds] == []
    assert {s.group_name for s in nodes} == {"codes", "intake", "staging", "intermediate", "marts", "edition"}


def test_feeds_come_before_the_export_and_the_edition_after_the_marts(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    export = graph.get(dg.AssetKey(["internal", "delivery"]))
    assert {feed_key(feed) for feed in feed_names()} <= export.parent_keys
    edition = graph.get(dg.AssetKey(["edition", "edition"]))
    assert {key.path[0] for key in edition.parent_keys} == {"marts"}
    assert feed_key("enrolment") in graph.get(dg.AssetKey(["staging", "stg_enrolment"])).parent_keys


def test_sensor_and_schedule_run_by_default(definitions: dg.Definitions) -> None:
    sensor = definitions.resolve_sensor_def("accepted_deliveries")
    schedule = definitions.resolve_schedule_def("nightly")
    assert sensor.default_status is dg.DefaultSensorStatus.RUNNING
    assert schedule.default_status is dg.DefaultScheduleStatus.RUNNING
    assert {sensor.job_name, schedule.job_name} == {JOB_NAME}


def test_whatever_opens_the_warehouse_stands_in_the_writer_pool(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    writers = [key for key in graph.materializable_asset_keys if key.path[0] in ("staging", "marts", "edition")]
    assert writers
    assert {frozenset(graph.get(key).pools or ()) for key in writers} == {frozenset({"duckdb_writer"})}
