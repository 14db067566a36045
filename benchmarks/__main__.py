"""`python -m benchmarks [NAME ...] [--runs N]`: all benchmarks or the named ones."""

from __future__ import annotations

import importlib

import click

NAMES = (
    "api_candidates",
    "api_export",
    "api_pool",
    "api_swap",
    "checks_million",
    "dbt_build",
    "doctor_province",
    "door_deliveries",
    "door_gb18030",
    "door_workbook",
    "matching_city",
    "matching_nation",
    "matching_province",
    "occupation_coding",
    "plan_province",
    "salary",
    "winners_province",
)


@click.command(help="Run benchmarks: " + ", ".join(NAMES))
@click.argument("names", nargs=-1, type=click.Choice(NAMES))
@click.option("--runs", default=5, show_default=True, help="How often each way runs; medians are shown.")
def main(names: tuple[str, ...], runs: int) -> None:
    """Run the named benchmarks, or all."""
    for name in names or NAMES:
        importlib.import_module(f"benchmarks.{name}").main(runs)


if __name__ == "__main__":
    main()
