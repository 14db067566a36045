"""`talent template`: the workbook to fill in for a feed."""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.cli.exits import DONE
from pipelines.cli.options import cannot_write, format_option, known_contract, print_json, unused_options
from pipelines.intake.template import template_bytes


@click.command()
@click.argument("feed")
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False), help="Where to write it; FEED.xlsx here.")
@unused_options("data")
@format_option
def template(feed: str, out: Path | None, output: str) -> int:
    """Write the Excel workbook that a sender of FEED fills in."""
    contract = known_contract(feed)
    target = out or Path(f"{feed}.xlsx")
    try:
        target.write_bytes(template_bytes(contract))
    except OSError as exc:
        raise cannot_write(target, exc) from exc
    if output == "json":
        print_json({"feed": feed, "contract_version": contract.version, "file": str(target)})
    else:
        print(f"{target}: template of {feed} (contract {contract.version}) 填报模板")
    return DONE
