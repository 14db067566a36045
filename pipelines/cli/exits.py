"""Exit codes of `talent` and the error that carries one."""

from __future__ import annotations

DONE = 0
ANSWER_IS_NO = 1
WRONG_CALL = 2
NOT_NOW = 3
STEP_FAILED = 4


class CommandFailed(Exception):  # noqa: N818 - it is how a command ends, not a fault of the program
    """A command ends with one line on stderr and an exit code."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code
