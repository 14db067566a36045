"""`talent check --format xlsx`: the checked file given back as a workbook with its faults marked."""

from __future__ import annotations

from pathlib import Path

from pipelines.cli.exits import WRONG_CALL, CommandFailed
from pipelines.cli.findings_text import rows_text
from pipelines.cli.options import cannot_write
from pipelines.intake.annotate import check_and_annotate
from pipelines.intake.check.inspect_file import Inspection
from pipelines.intake.report.report import CheckReport


def check_to_workbook(inspection: Inspection, out: Path | None) -> CheckReport:
    """Check a file, write its annotated workbook and say where it is.

    Raises:
        CommandFailed: there is no place for the workbook, or it is the file itself.
    """
    if out is None:
        raise CommandFailed(
            "--format xlsx needs -o OUT.xlsx, the workbook to write / 使用 --format xlsx 时须以 -o 指定输出文件",
            WRONG_CALL,
        )
    if out.exists() and out.samefile(inspection.path):
        raise CommandFailed(
            f"{out} is the file to check; name another one to write / 输出文件不能是待核验的原文件", WRONG_CALL
        )
    try:
        report = check_and_annotate(inspection, out)
    except OSError as exc:
        raise cannot_write(out, exc) from exc
    found = f"findings 问题 {len(report.findings)}"
    print(f"{report.feed} (contract {report.contract_version}): {rows_text(report)}; {found}")
    print(f"{out}: your sheets with the faulty cells marked 已标出问题单元格的工作簿")
    return report
