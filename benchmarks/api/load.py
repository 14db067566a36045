"""Servers in processes of their own, a client of the product, and wrk against them."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx

from benchmarks.api.warehouse import MINE
from pipelines.store.platform import Platform

CONNECTIONS = 16
_WAIT = 60.0
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}
_SCRIPT = """
local paths = {%s}
local n = 0
wrk.headers["Authorization"] = "%s"
request = function() n = n %% #paths + 1; return wrk.format("GET", paths[n]) end
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("RESULT %%d %%d %%d %%d %%f %%f %%f %%f\\n", summary.requests, summary.bytes, summary.duration,
    e.connect + e.read + e.write + e.status + e.timeout, latency:percentile(50), latency:percentile(99),
    latency:percentile(99.9), latency.max))
end
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """What wrk saw; times in milliseconds."""

    per_second: float
    median: float
    p99: float
    p999: float
    longest: float
    errors: int
    bytes_each: float


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    port: int
    pid: int

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def running(command: Sequence[str], port: int, *, path: str, log: Path) -> Iterator[Server]:
    """Run a server until the end of the block; it is there when it answers a path, whatever it answers."""
    with log.open("wb") as told:
        process = subprocess.Popen(command, stdout=told, stderr=told, env=os.environ | {"PYTHONWARNINGS": "ignore"})
        try:
            end = time.monotonic() + _WAIT
            while not _answers(port, path):
                if process.poll() is not None or time.monotonic() > end:
                    raise SystemExit(f"{command[0]} does not serve; see {log}")
                time.sleep(0.1)
            yield Server(port, process.pid)
        finally:
            process.terminate()
            process.wait()


@contextmanager
def product(data: Path, *, app: str = "product") -> Iterator[Server]:
    """Run the product, or the bare constant, over a data folder."""
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.api.server", app, str(data), str(port)]
    with running(command, port, path="/health", log=data / f"{app}.log") as server:
        yield server


def token(data: Path, server: Server) -> str:
    """Return the header of a client of the enterprise with the vacancies."""
    platform, now = Platform.open(data), datetime.now(UTC)
    client, secret = platform.ledger.clients.add("enterprise", MINE, now)
    platform.ledger.clients.approve(client.client_id, now)
    form = {"grant_type": "client_credentials"}
    answer = httpx.post(f"{server.address}/oauth/token", data=form, auth=(client.client_id, secret))
    return f"Bearer {answer.json()['access_token']}"


def wrk(
    server: Server, paths: Sequence[str], *, seconds: int, header: str = "", connections: int = CONNECTIONS
) -> Measured:
    """Ask for the paths in turn over so many connections.

    Raises:
        SystemExit: wrk is not there.
    """
    program = shutil.which("wrk")
    if program is None:
        raise SystemExit("wrk is not here; make bench installs it from Debian's packages, or: apt-get install wrk")
    script = Path(f"/tmp/wrk-{os.getpid()}.lua")  # noqa: S108 - of this process, removed below
    script.write_text(_SCRIPT % (", ".join(f'"{path}"' for path in paths), header), encoding="utf-8")
    command = [program, "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(script), server.address]
    try:
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    finally:
        script.unlink()
    found = re.search(r"^RESULT (.*)$", told, re.MULTILINE)
    if found is None:
        raise SystemExit(told)
    requests, size, duration, errors, *times = (float(number) for number in found[1].split())
    median, p99, p999, longest = (number / 1000 for number in times)
    rate = requests / duration * 1e6
    return Measured(rate, median, p99, p999, longest, int(errors), size / max(requests, 1))


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _answers(port: int, path: str) -> bool:
    try:
        httpx.get(f"http://127.0.0.1:{port}{path}", timeout=5)
    except httpx.HTTPError:
        return False
    return True


def resident(pid: int) -> tuple[float, float]:
    """Return what a process has in memory, and how much of it is its own and not mapped files, in MiB."""
    told = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines())
    whole, own = (int(told[name].split()[0]) / 1024 for name in ("VmRSS", "RssAnon"))
    return whole, own
