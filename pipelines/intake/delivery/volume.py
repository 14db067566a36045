"""Whether a delivery takes so many rows out of force that a person must look first, whichever way it does so."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from pipelines.intake.check.judged_day import judged_day, share_allowed
from pipelines.intake.delivery.in_work import InWork
from pipelines.intake.report.findings import Finding, file_finding


def volume_fall(work: InWork) -> list[Finding]:
    """Compare how many rows are in force with a delivery and without it.

    Of a snapshot that is the state of its period, or of the last one before it; of events all rows, and those of its
    period alone: a month that goes is seen beside years that stay.
    """
    period = work.delivery.period
    is_snapshot = work.contract.delivery == "snapshot"
    if is_snapshot:
        work = replace(work, beside=[d for d in work.beside if d.period <= period])
    if not work.beside:
        return []
    before, after = work.state(), work.state(work.delivery)
    measured = [(before.height, after.height)]
    if not is_snapshot:
        measured.append((_of_period(before, period), _of_period(after, period)))
    keeps = 1 - share_allowed("volume_fall_share", judged_day(period, None))
    fallen = [f"{was} → {now}" for was, now in measured if now < keeps * was]
    return [file_finding("volume_fall", value=fallen[0], quote=True)] if fallen else []


def _of_period(state: pl.DataFrame, period: str) -> int:
    return state.filter(pl.col("period") == period).height
