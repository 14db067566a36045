"""A Dagster logger that tells a person at a terminal which step runs, and how long each took."""

import logging
import sys
from collections.abc import Mapping

import dagster as dg

LOGGER_NAME = "progress"


class _StepLines(logging.Handler):
    """Prints one line per step; everything else goes to Dagster's own event log."""

    def emit(self, record: logging.LogRecord) -> None:
        metadata: Mapping[str, object] = getattr(record, "dagster_meta", {})
        event = metadata.get("dagster_event")
        if not isinstance(event, dg.DagsterEvent) or event.step_key is None:
            return
        if event.is_step_start:
            print(f"  {event.step_key} ...", file=sys.stderr, end="", flush=True)  # noqa: T201 - a terminal's progress
        elif event.is_step_success:
            seconds = (event.step_success_data.duration_ms or 0) / 1000
            print(f" {seconds:.1f} s", file=sys.stderr, flush=True)  # noqa: T201 - a terminal's progress
        elif event.is_step_failure:
            print(" failed", file=sys.stderr, flush=True)  # noqa: T201 - a terminal's progress


def progress_logger() -> dg.LoggerDefinition:
    """Return the logger; it needs no configuration."""
    return dg.LoggerDefinition(lambda _context: _logger(), description="One line per step on stderr.")


def _logger() -> logging.Logger:
    logger = logging.getLogger(LOGGER_NAME)
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    logger.handlers = [_StepLines()]
    return logger
