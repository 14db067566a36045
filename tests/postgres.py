"""A real PostgreSQL on loopback for tests: the machine's own server program, data of its own, gone afterwards."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
import pytest

CURE = "PostgreSQL 15 is not installed on this machine, and the ledger must be tested on it; run: make system"
_VERSION = 15
_DEBIAN = Path(f"/usr/lib/postgresql/{_VERSION}/bin")
_OTHER_USERS = ("postgres", "nobody")


@dataclass(frozen=True)
class PostgresServer:
    """A running server; every database of it is a test's own."""

    port: int
    start: Callable[[], None]
    stop: Callable[[], None]
    _numbers: Iterator[int]

    def url(self, database: str) -> str:
        return f"postgresql://talent@127.0.0.1:{self.port}/{database}"

    def new_database(self, *, template: str = "template0") -> str:
        """Make a database, empty or as another one, and return its name."""
        name = f"test_{next(self._numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"create database {name} template {template}".encode())
        return name

    def drop(self, database: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"drop database {database} with (force)".encode())


@contextmanager
def running_server() -> Iterator[PostgresServer]:
    """Start a server on a free port; a machine without PostgreSQL fails the test and says what to do."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="talent-postgres-"))
    user = _other_user(folder)
    port = _free_port()
    settings = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"
    options = f"-h 127.0.0.1 -p {port} -k {folder} {settings}"
    data, log = str(folder / "data"), str(folder / "server.log")

    def run(program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(programs / program), *arguments], user=user, cwd=folder, capture_output=True, text=True
        )
        assert done.returncode == 0, f"{program}: {done.stdout}{done.stderr}"

    def start() -> None:
        run("pg_ctl", "-D", data, "-l", log, "-o", options, "-w", "start")

    def stop() -> None:
        # In order: with these settings, what was committed just before would be lost otherwise.
        run("pg_ctl", "-D", data, "-m", "fast", "-w", "stop")

    try:
        run("initdb", "-D", data, "-U", "talent", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
        start()
        try:
            yield PostgresServer(port, start, stop, count())
        finally:
            if (folder / "data" / "postmaster.pid").exists():
                stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    if (_DEBIAN / "initdb").exists():
        return _DEBIAN
    found = shutil.which("initdb")
    if found is None:
        pytest.fail(CURE, pytrace=False)
    return Path(found).resolve().parent


def _other_user(folder: Path) -> str | None:
    """Hand the folder to somebody who is not root, as whom PostgreSQL refuses to run."""
    if os.geteuid() != 0:
        return None
    for name in _OTHER_USERS:
        try:
            shutil.chown(folder, name)
        except LookupError:
            continue
        return name
    pytest.fail("PostgreSQL does not run as root, and there is neither a user postgres nor nobody", pytrace=False)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
