"""The stage behind a real server, with a token of every client: what the tests that ask every route stand on."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from api.auth.tokens import LIFE_SECONDS
from api.quotas import Limits, Quota
from pipelines.store.platform import Platform
from tests.api.conftest import CLIENTS
from tests.api.openapi_routes import Call, Route, filled
from tests.api.real_server import WAIT, serving
from tests.api.stage import Stage, set_up

Headers = dict[str, str]

_NEVER_REACHED: Final = 100_000_000
NO_QUOTAS: Final = replace(
    Limits(),
    asking=Quota("client", _NEVER_REACHED, 60),
    tokens=Quota("address", _NEVER_REACHED, 60),
    exports=Quota("export", _NEVER_REACHED, 60),
)
"""For tests of what the routes answer: a 429 to most of their requests would prove nothing."""


@dataclass
class World:
    """The running service, what its document says, and a token of every client."""

    stage: Stage
    http: httpx.Client
    document: Mapping[str, Any]
    expired: dict[str, Headers]
    tokens: dict[str, Headers]

    def ask(self, route: Route, call: Call, headers: Headers, *, nowhere: bool = False) -> httpx.Response:
        """Call a route as the table says."""
        method, path = route
        place = filled(path, call.nowhere if nowhere else call.place)
        return self.http.request(method, place, headers=headers, **call.request)


@contextmanager
def running(folder: Path, *, limits: Limits = NO_QUOTAS) -> Iterator[World]:
    """Set the stage in an empty folder and serve it until the end of the block."""
    with pytest.MonkeyPatch.context() as patched:
        for name in ("TALENT_KEY_FILE", "TALENT_LEDGER_URL"):
            patched.delenv(name, raising=False)
        stage = set_up(folder)
        with serving(stage.platform.paths.root, limits=limits, clock=stage.clock) as served:
            expired = {name: served.token(stage.secrets[name]) for name in CLIENTS}
            stage.clock.move(seconds=LIFE_SECONDS + 1)
            tokens = {name: served.token(stage.secrets[name]) for name in CLIENTS}
            with httpx.Client(base_url=served.address, timeout=WAIT) as http:
                yield World(stage, http, http.get("/openapi.json").json(), expired, tokens)


def kept(platform: Platform) -> dict[str, list[tuple[object, ...]]]:
    """All that is in the ledger but the audit, which records looks as well as deeds."""
    file = platform.paths.root / "ledger.sqlite"
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as ledger:
        names = [row[0] for row in ledger.execute("select name from sqlite_master where type = 'table' order by name")]
        return {
            name: ledger.execute(f"select * from {name}").fetchall()  # noqa: S608 names of our own tables
            for name in names
            if name not in {"audit_entry", "sqlite_sequence", "write_turn"}
        }
