"""The application behind a real server in a thread, for what only a socket shows: slow, huge and vanishing clients."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import uvicorn

from api.app import create_app
from api.quotas import Limits
from tests.api.conftest import Clock

WAIT = 20.0


@dataclass(frozen=True)
class Served:
    """A running server."""

    host: str
    port: int

    @property
    def address(self) -> str:
        return f"http://{self.host}:{self.port}"

    def token(self, credentials: tuple[str, str]) -> dict[str, str]:
        form = {"grant_type": "client_credentials"}
        answer = httpx.post(f"{self.address}/oauth/token", data=form, auth=credentials, timeout=WAIT)
        return {"Authorization": f"Bearer {answer.json()['access_token']}"}


@contextmanager
def serving(data: Path, *, limits: Limits, clock: Clock) -> Iterator[Served]:
    """Serve a data folder on a free port until the end of the block."""
    config = uvicorn.Config(create_app(data, limits=limits, clock=clock), port=0, log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        until(lambda: server.started)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield Served("127.0.0.1", port)
    finally:
        server.should_exit = True
        thread.join()


def until(happens: Callable[[], object], *, within: float = WAIT) -> None:
    """Wait for something to become true."""
    end = time.monotonic() + within
    while not happens():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)
