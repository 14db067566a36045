"""`talent sign`: put a name under a report of an edition, which keeps that edition whole."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from pipelines.cli.exits import ANSWER_IS_NO, DONE, WRONG_CALL, CommandFailed
from pipelines.cli.options import Moment, data_option, format_option, now, open_platform, print_json
from pipelines.store.editions import EditionError
from pipelines.store.signing import Signer, SigningError, sign_report

_NAME_LENGTH = 80
_ROLE_LENGTH = 40


@click.command()
@click.argument("edition")
@click.argument("report")
@click.option("--by", "name", required=True, help="Who signs.")
@click.option("--role", default="official", show_default=True, help="As what.")
@click.option("--at", type=Moment(), help="When it was signed. Default: now.")
@data_option
@format_option
def sign(*, edition: str, report: str, name: str, role: str, at: datetime | None, data_dir: Path, output: str) -> int:
    """Sign REPORT (or a table) of EDITION; a signed edition keeps its person-level tables."""
    signer = Signer(name.strip(), role.strip())
    if not 0 < len(signer.name) <= _NAME_LENGTH or not 0 < len(signer.role) <= _ROLE_LENGTH:
        raise CommandFailed(
            f"give --by in 1 to {_NAME_LENGTH} characters and --role in 1 to {_ROLE_LENGTH}"
            f" / --by 须为1至{_NAME_LENGTH}个字符，--role 须为1至{_ROLE_LENGTH}个字符",
            WRONG_CALL,
        )
    try:
        signed = sign_report(open_platform(data_dir, new="refuse"), edition, report, signer, at=at or now())
    except EditionError as exc:
        raise CommandFailed(f"{exc}; see: talent editions / 没有该版本，可用 talent editions 查看", WRONG_CALL) from exc
    except SigningError as exc:
        raise CommandFailed(str(exc), ANSWER_IS_NO) from exc
    if output == "json":
        files = [{"file": s.file, "sha256": s.sha256} for s in signed]
        print_json({"edition": edition, "report": report, "signed_by": signer.name, "files": files})
        return DONE
    print(f"{report} of {edition} is signed by {signer.name} / {signer.name}已签署{edition}的{report}")
    for one in signed:
        print(f"  {one.file}  {one.sha256}")
    return DONE
