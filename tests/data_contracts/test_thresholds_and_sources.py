"""Thresholds hold between their dates; dbt's committed sources are what the contracts give."""

import datetime as dt
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
import yaml

from data_contracts import dbt_sources as module
from data_contracts import thresholds
from data_contracts.code_tables import code_manifest, code_table
from data_contracts.loader import load_contracts
from data_contracts.raw_layout import raw_schema

DAY = dt.date(2026, 10, 1)
PERIODS = pl.DataFrame(
    {
        "name": ["share"] * 3 + ["other"],
        "value": ["0.10", "0.20", "0.30", "7"],
        "valid_from": [None, dt.date(2024, 1, 1), dt.date(2025, 1, 1), dt.date(2020, 1, 1)],
        "valid_to": [dt.date(2023, 12, 31), dt.date(2024, 12, 31), None, dt.date(2020, 12, 31)],
    }
)


@pytest.fixture
def _periods(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thresholds, "code_table", lambda _: PERIODS)


@pytest.mark.usefixtures("_periods")
@pytest.mark.parametrize(
    ("day", "value"),
    [
        ("1999-01-01", "0.10"),
        ("2023-12-31", "0.10"),
        ("2024-01-01", "0.20"),
        ("2024-12-31", "0.20"),
        ("2025-01-01", "0.30"),
        ("2099-01-01", "0.30"),
    ],
)
def test_a_threshold_has_the_value_of_the_day(day: str, value: str) -> None:
    assert thresholds.threshold("share", on=dt.date.fromisoformat(day)) == Decimal(value)


@pytest.mark.usefixtures("_periods")
@pytest.mark.parametrize(
    ("name", "day"),
    [("nonsense", DAY), ("other", dt.date(2021, 1, 1)), ("other", dt.date(2019, 1, 1)), ("share", None)],
)
def test_a_threshold_that_does_not_hold_is_a_key_error(name: str, day: dt.date | None) -> None:
    with pytest.raises(KeyError):
        thresholds.threshold(name, on=day)


@pytest.mark.usefixtures("_periods")
@pytest.mark.parametrize("name", ["share", "other"])
def test_a_limit_of_the_machinery_may_not_change_with_the_day(name: str) -> None:
    with pytest.raises(KeyError, match="changes with the day"):
        thresholds.limit(name)


def test_a_row_that_has_yet_to_begin_does_not_hold_today(monkeypatch: pytest.MonkeyPatch) -> None:
    later = PERIODS.with_columns(valid_from=pl.lit(dt.date(2099, 1, 1)), valid_to=pl.lit(None, dtype=pl.Date))
    monkeypatch.setattr(thresholds, "code_table", lambda _: later)
    with pytest.raises(thresholds.NotInForceError):
        thresholds.threshold("other", on=DAY)
    assert thresholds.threshold("other", on=dt.date(2099, 1, 1)) == 7


def test_every_shipped_threshold_is_read_exactly() -> None:
    table = code_table("thresholds")
    assert table.height > 30
    for name in table["name"].unique():
        assert isinstance(thresholds.threshold(name, on=DAY), Decimal)
    assert thresholds.threshold("max_key_error_share", on=DAY) == Decimal("0.05")
    assert thresholds.limit("max_file_mebibytes") == 256


def test_the_committed_sources_have_not_drifted() -> None:
    assert module.TARGET.read_text(encoding="utf-8") == module.dbt_sources()


def test_the_sources_name_every_feed_and_code_table_with_its_columns() -> None:
    sources = {source["name"]: source["tables"] for source in yaml.safe_load(module.dbt_sources())["sources"]}
    raw = {table["name"]: [column["name"] for column in table["columns"]] for table in sources["raw"]}
    assert raw == {feed: list(raw_schema(contract)) for feed, contract in load_contracts().items()}
    assert {table["name"] for table in sources["codes"]} == set(code_manifest())


def test_the_drift_check_says_what_to_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["dbt_sources", "--check"])
    assert module.main() == 0
    monkeypatch.setattr(module, "TARGET", tmp_path / "sources.generated.yml")
    assert module.main() == 1
    assert "python -m data_contracts.dbt_sources" in capsys.readouterr().err
    monkeypatch.setattr(sys, "argv", ["dbt_sources"])
    assert module.main() == 0
    assert (tmp_path / "sources.generated.yml").read_text(encoding="utf-8") == module.dbt_sources()


def test_contracts_load_without_a_framework() -> None:
    program = (
        "import sys, data_contracts.checks, data_contracts.loader as l; l.load_contracts();"
        "names = ('dagster', 'dbt', 'great_expectations', 'fastapi', 'pipelines', 'api');"
        "print([name for name in names if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
