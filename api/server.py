"""Run one process of the server. The application is put together in `app`; the command is in `pipelines.cli`."""

import gc

import uvicorn
from fastapi import FastAPI

from api.logs import logging_config


def serve(app: FastAPI, *, host: str, port: int) -> None:
    """Serve until the process is told to end."""
    # What was imported stays: to look through all of it for garbage keeps every request waiting for 0.1 s.
    gc.collect()
    gc.freeze()
    uvicorn.run(app, host=host, port=port, log_config=logging_config(), log_level="warning", access_log=False)
