"""Run one process of the server. The application is put together in `app`; the command is in `pipelines.cli`."""

import gc
import logging
import sys
from typing import Final

import uvicorn
from fastapi import FastAPI

from api.logs import logging_config

_SWITCH_SECONDS: Final = 0.001


def serve(app: FastAPI, *, host: str, port: int) -> None:
    """Serve until the process is told to end."""
    # What was imported stays: to look through all of it for garbage keeps every request waiting for 0.1 s.
    gc.collect()
    gc.freeze()
    # The audit is written beside the requests: they get the interpreter back sooner than after the usual 5 ms.
    sys.setswitchinterval(_SWITCH_SECONDS)
    # What no line of the log tells is not gathered for it.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    uvicorn.run(app, host=host, port=port, log_config=logging_config(), log_level="warning", access_log=False)
