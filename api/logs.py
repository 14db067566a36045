"""The server's log: one JSON object a line, of an error its type and place, never its words, which may quote a cell.

The server is handed `logging_config` when it starts; what a caller is told of an error belongs in `problems`.
"""

import errno
import json
import logging
import re
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from api.watch.request_ids import current_request_id

_PLACES: Final = 5
_PARTS_OF_PATH: Final = 3
_TRACEBACK: Final = "Traceback (most recent call last):"
_as_json: Final = json.JSONEncoder(ensure_ascii=False).encode
_FRAME: Final = re.compile(r'^\s+File "([^"\n]+)", line (\d+)', re.MULTILINE)


def logging_config() -> dict[str, Any]:
    """Return the configuration of `logging` for a server process: its own news, and warnings of everybody else."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"without_words": {"()": WithoutWords}},
        "formatters": {"json": {"()": JsonLine}},
        # On the handler, since a logger's own filter does not see what its children hand up.
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["without_words"]}},
        "loggers": {"talent": {"level": "INFO"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
    }


class JsonLine(logging.Formatter):
    """Writes a record as one JSON object: when, how bad, who says it, during which request, and its fields."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        line = {"at": at, "level": record.levelname, "logger": record.name, "message": record.getMessage()}
        if request_id := current_request_id.get():
            line["request_id"] = request_id
        return _as_json(line | getattr(record, "fields", {}))


class WithoutWords(logging.Filter):
    """Lets every record pass, with each error in it cut down to its type and place."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Cut the record down; it stays so for every handler that comes after."""
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            # The message may quote the error as well: asyncio's does.
            record.msg, record.args = described(error), None
        elif isinstance(record.msg, BaseException):
            record.msg, record.args = described(record.msg), None
        else:
            text = _text_of(record)
            # Starlette hands a failed start on as the text of its traceback.
            record.msg, record.args = f"error{_at(_FRAME.findall(text))}" if _TRACEBACK in text else text, None
        record.exc_info = record.exc_text = record.stack_info = None
        return True


def described(error: BaseException) -> str:
    """Return the type and place of an error and of those that led to it: `ValueError at api/app.py:10 < ...`."""
    return ", after ".join(_one(e) for e in _chain(error))


def _one(error: BaseException) -> str:
    number = error.errno if isinstance(error, OSError) else None
    name = type(error).__name__ + (f" {errno.errorcode.get(number, number)}" if number is not None else "")
    frames = [(f.f_code.co_filename, line) for f, line in traceback.walk_tb(error.__traceback__)]
    return name + _at(frames)


def _at(frames: list[tuple[str, Any]]) -> str:
    places = [f"{'/'.join(Path(file).parts[-_PARTS_OF_PATH:])}:{line}" for file, line in frames[-_PLACES:]]
    return f" at {' < '.join(reversed(places))}" if places else ""


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        found = waiting.pop(0)
        if id(found) in seen:
            continue
        seen.add(id(found))
        yield found
        if isinstance(found, BaseExceptionGroup):
            waiting += found.exceptions
        waiting += [e for e in (found.__cause__ or found.__context__,) if e is not None]


def _text_of(record: logging.LogRecord) -> str:
    if isinstance(record.args, tuple):
        record.args = tuple(described(a) if isinstance(a, BaseException) else a for a in record.args)
    try:
        return record.getMessage()
    except (TypeError, ValueError):
        # Left to it, logging would print the arguments of a call that does not fit its message.
        return str(record.msg)
