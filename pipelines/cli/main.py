"""The entry of `talent`: finds a command's module when it is called, and turns errors into one line and a code."""

from __future__ import annotations

import importlib
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

import click

from pipelines.cli.exits import NOT_NOW, STEP_FAILED, WRONG_CALL, CommandFailed

COMMANDS: dict[str, str] = {
    "audit": "audit",
    "backup": "backup",
    "check": "check",
    "client": "client",
    "confirm": "decide",
    "deliver": "deliver",
    "demo": "demo",
    "diff": "diff",
    "editions": "editions",
    "erase": "erase",
    "explain": "explain",
    "history": "history",
    "map": "map",
    "migrate": "migrate",
    "reject": "decide",
    "restore": "backup",
    "run": "run",
    "same-person": "same_person",
    "serve": "serve",
    "sign": "sign",
    "template": "template",
    "tour": "tour",
    "verify": "verify",
    "what-if": "what_if",
}
"""Command name to its module in this package; loaded only when called, since some take seconds to import."""


class LazyCommands(click.Group):
    """A group whose commands are imported when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Return one command, or None when there is no such command."""
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        command: click.Command = getattr(importlib.import_module(f"pipelines.cli.{module}"), cmd_name.replace("-", "_"))
        return command


@click.group(cls=LazyCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="talent-reserve")
def talent() -> None:
    """Bring college and enterprise files in, build the reserve-talent pool, match, report and serve.

    Exit codes: 0 done; 1 done and the answer is no; 2 wrong call or unusable file; 3 not possible now;
    4 a step failed.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; every failure is one line on stderr."""
    try:
        code = talent.main(arguments, prog_name="talent", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as exc:
        code = _fail(f"a command is missing / 缺少命令; see 见: {_path(exc)} --help", WRONG_CALL)
    except click.UsageError as exc:
        code = _fail(f"{exc.format_message()} / 命令或参数有误，用法见 {_path(exc)} --help", WRONG_CALL)
    except click.ClickException as exc:
        code = _fail(exc.format_message(), getattr(exc, "exit_code", WRONG_CALL) or WRONG_CALL)
    except CommandFailed as exc:
        code = _fail(str(exc), exc.exit_code)
    except (click.Abort, KeyboardInterrupt):
        code = _fail("stopped / 已中断", NOT_NOW)
    except Exception as exc:  # noqa: BLE001 - the last door: whatever an error's own text quotes stays inside
        code = _fail(f"internal error / 平台内部错误: {type(exc).__name__} at {_where(exc)}", STEP_FAILED)
    sys.exit(code if isinstance(code, int) else 0)


def _path(exc: click.UsageError) -> str:
    return exc.ctx.command_path if exc.ctx else "talent"


def _where(exc: Exception) -> str:
    frames = traceback.extract_tb(exc.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "an unknown place"


def _fail(message: str, code: int) -> int:
    print(f"Error: {' '.join(message.split())}", file=sys.stderr)
    return code
