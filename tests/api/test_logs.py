"""The server's log tells type and place of an error, and nothing of its words."""

import json
import logging
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from api.logs import WithoutWords, logging_config
from pipelines.store.platform import Platform

MARKER = "张三13800000000"
ROOT = Path(__file__).parents[2]

# The real command and server, with one route that fails and a caller that stops it after its answer.
SERVE = """
import os, signal, sys, threading, time, urllib.error, urllib.request
import api.app
from pipelines.cli.serve import serve
make, (data, port, marker) = api.app.create_app, sys.argv[1:]

def fail():
    try:
        raise KeyError(marker + " first")
    except KeyError as exc:
        raise ValueError(marker + " then") from exc

def with_failing_route(folder):
    app = make(folder)
    app.add_api_route("/fail", fail)
    return app

def call():
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/fail")
        except urllib.error.HTTPError as exc:
            print("answered", exc.code, flush=True)
            break
        except OSError:
            time.sleep(0.1)
    os.kill(os.getpid(), signal.SIGINT)

api.app.create_app = with_failing_route
threading.Thread(target=call, daemon=True).start()
serve(["--data", data, "--port", port], standalone_mode=False)
"""


def test_the_served_log_names_type_and_place_without_the_words(platform: Platform) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    arguments = [sys.executable, "-c", SERVE, str(platform.paths.root), port, MARKER]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TALENT_")}
    done = subprocess.run(
        arguments, cwd=ROOT, env=environment | {"PYTHONUTF8": "1"}, capture_output=True, text=True, timeout=90
    )
    assert "answered 500" in done.stdout, done.stderr[-2000:]
    # What the interpreter itself says of the interrupt comes after.
    lines = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
    (answered,) = [line for line in lines if line["logger"] == "talent.requests"]
    (failed,) = [line for line in lines if line["logger"] == "uvicorn.error"]
    assert {name: answered[name] for name in ("level", "method", "route", "status")} == {
        "level": "INFO",
        "method": "GET",
        "route": "/fail",
        "status": 500,
    }
    assert failed["level"] == "ERROR"
    assert failed["message"].startswith("ValueError at <string>:")
    assert ", after KeyError at <string>:" in failed["message"]
    assert failed["request_id"] == answered["request_id"]
    assert MARKER not in done.stderr + done.stdout


def logged(*, message: object, args: tuple[object, ...] = (), error: BaseException | None = None) -> str:
    exc_info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("any", logging.ERROR, __file__, 1, message, args, exc_info)
    assert WithoutWords().filter(record)
    return logging.Formatter().format(record)


def raised(error: BaseException) -> BaseException:
    """The error with a place."""
    with pytest.raises(type(error)) as caught:
        raise error
    return caught.value


def test_the_message_of_a_record_with_an_error_goes_with_it() -> None:
    text = logged(message=f"Task failed: {MARKER}", error=raised(ValueError(MARKER)))
    assert text.startswith("ValueError at tests/api/test_logs.py:")
    assert MARKER not in text


def test_every_error_of_a_group_is_named() -> None:
    group = ExceptionGroup(MARKER, [ValueError(MARKER), KeyError(MARKER)])
    text = logged(message="x", error=raised(group))
    assert MARKER not in text
    assert "ExceptionGroup" in text
    assert "ValueError" in text
    assert "KeyError" in text


@pytest.mark.parametrize(
    ("message", "args"),
    [("failed: %s", (ValueError(MARKER),)), (ValueError(MARKER), ()), ("%d and %d", (MARKER,))],
    ids=["among the arguments", "as the message", "arguments that do not fit"],
)
def test_an_error_without_its_traceback_is_cut_down_too(message: object, args: tuple[object, ...]) -> None:
    assert MARKER not in logged(message=message, args=args)


def test_a_traceback_handed_on_as_text_keeps_its_places_only() -> None:
    text = 'Traceback (most recent call last):\n  File "/srv/app/api/app.py", line 12, in lifespan\n' + MARKER
    assert logged(message=text) == "error at app/api/app.py:12"


def test_an_error_of_the_machine_keeps_its_number() -> None:
    assert logged(message=OSError(98, MARKER)) == "OSError EADDRINUSE"


def test_other_messages_stay_as_they_are() -> None:
    assert logged(message="%s of %d", args=("one", 2)) == "one of 2"


def test_every_handler_of_the_configuration_cuts_down() -> None:
    handlers = logging_config()["handlers"]
    assert handlers
    assert all(handler["filters"] == ["without_words"] for handler in handlers.values())
