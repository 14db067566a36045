"""Two editions of the demo city: the difference of every figure, and what its largest tables give away."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import polars as pl
import pytest

from data_contracts.products import load_products
from pipelines.publication.disclosure.metrics import DIMENSIONS, METRIC_KEY
from pipelines.store.editions import current_edition
from pipelines.store.paths import DataPaths
from pipelines.store.platform import Platform
from tests.conftest import DemoPlatform, talent
from tests.publication.test_table_attack import attacked, mart_of


@pytest.fixture
def copied(demo_platform: DemoPlatform, tmp_path: Path) -> Path:
    return Path(shutil.copytree(demo_platform.data, tmp_path / "data"))


@pytest.mark.parametrize("name", ["mart_destination_evidence", "mart_workforce_outlook", "mart_mentorship"])
def test_no_hidden_count_of_a_large_table_is_worked_out_from_its_sums(demo_platform: DemoPlatform, name: str) -> None:
    edition = current_edition(DataPaths(demo_platform.data))
    assert edition is not None
    product = load_products()[name]
    table = DataPaths(demo_platform.data).editions / edition.edition / "tables" / f"{name}.parquet"
    shown = pl.read_parquet(table).sort(product.key)
    assert attacked(mart_of(demo_platform.data, name), shown, product) == []


def test_a_correction_changes_figures_by_what_the_difference_says_and_the_new_edition_verifies(copied: Path) -> None:
    platform = Platform.open(copied)
    taken_back = _newest_destinations(platform, count=12)
    patch = copied / "patch.csv"
    taken_back.with_columns(pl.lit("delete").alias("row_action")).drop("sender", "period").write_csv(patch)
    sender, period = taken_back.select("sender", "period").row(0)
    when = "2026-10-20T00:00:00Z"
    talent("deliver", "destination", str(patch), "--sender", sender, "--period", period, "--mode", "patch",
           "--received-at", when, data=copied, code=1)  # fmt: skip
    # So many rows taken back at once wait for a decision, which is known from now on and not before.
    held = next(d for d in platform.ledger.deliveries.page(limit=1000) if d.state == "held" and d.mode == "patch")
    talent("confirm", str(held.delivery_no), data=copied)
    talent("run", data=copied)
    answer = json.loads(talent("diff", "e000001", "e000002", "--format", "json", data=copied))
    figures = {tuple(f[name] for name in METRIC_KEY): f for f in answer["figures"]}
    assert figures
    for figure in figures.values():
        for name in ("numerator", "denominator", "unknown"):
            parts = sum(changes.get(name, 0) for changes in figure["parts"].values())
            assert parts == (figure["after"][name] or 0) - (figure["before"][name] or 0)
    whole = ("no_record_rate", "2026", "2026-08-31", "2026-08", *["*"] * len(DIMENSIONS))
    assert set(figures[whole]["parts"]) == {"corrections"}
    assert figures[whole]["parts"]["corrections"]["numerator"] == 12
    assert json.loads(talent("verify", "e000002", "--format", "json", data=copied))["result"] == "identical"


def _newest_destinations(platform: Platform, *, count: int) -> pl.DataFrame:
    """The keys of rows of one college that are the only ones of their graduates up to the cut-off in August."""
    rows = pl.concat(
        pl.read_parquet(file) for file in (platform.paths.raw / "destination").glob("[0-9]*.parquet")
    ).filter(pl.col("graduation_year") == 2026, pl.col("status_date") <= dt.date(2026, 8, 31))
    key = ["institution_code", "student_no"]
    alone = rows.join(rows.group_by(key).len().filter(pl.col("len") == 1), on=key).sort("sender", "period", *key)
    place = alone.group_by("sender", "period", maintain_order=True).len().filter(pl.col("len") >= count).row(0)
    chosen = alone.filter(pl.col("sender") == place[0], pl.col("period") == place[1]).head(count)
    return chosen.select(*key, "graduation_year", "status_date", "sender", "period")
