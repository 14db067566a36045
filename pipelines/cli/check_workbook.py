"""`talent check --format xlsx`: the checked file given back as a workbook with its faults marked."""

from __future__ import annotations

from pathlib import Path

from pipelines.cli.exits import NOT_NOW, WRONG_CALL, CommandFailed
from pipelines.intake.annotate import check_and_annotate
from pipelines.intake.inspect_file import Inspection
from pipelines.intake.report import CheckReport


def check_to_workbook(inspection: Inspection, out: Path | None) -> CheckReport:
    """Check a file, write its annotated workbook and say where it is.

    Raises:
        CommandFailed: there is no place for the workbook, or it is the file itself.
    """
    if out is None:
        raise CommandFailed("--format xlsx needs -o OUT.xlsx, the workbook to write", WRONG_CALL)
    if out.exists() and out.samefile(inspection.path):
        raise CommandFailed(f"{out} is the file to check; name another one to write", WRONG_CALL)
    try:
        report = check_and_annotate(inspection, out)
    except OSError as exc:
        raise CommandFailed(f"cannot write {out}: {exc.strerror}", NOT_NOW) from exc
    rows = f"{report.rows_read} rows read, {report.rows_accepted} accepted, {report.rows_rejected} rejected"
    print(f"{report.feed} (contract {report.contract_version}): {rows}; {len(report.findings)} findings")
    print(f"{out}: your sheets with the faulty cells marked 已标出问题单元格的工作簿")
    return report
