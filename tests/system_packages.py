"""`make system`: install PostgreSQL 15 from the distribution where the machine has none; elsewhere change nothing.

`make bench` installs the load generator wrk by it.

No server is set up or started by it: tests start their own. Runs before `.venv` exists, so it imports nothing of ours.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGE = "postgresql-15"
PROGRAMS = Path("/usr/lib/postgresql/15/bin")
_NO_SERVER = Path("/etc/postgresql-common/createcluster.d/talent-reserve.conf")
"""Keeps Debian's package from making and starting a database server of its own."""


def main() -> int:
    """Install what is missing; return the exit code."""
    package = sys.argv[1] if len(sys.argv) > 1 else PACKAGE
    if package != PACKAGE and shutil.which(package):
        return _end(0, f"{package} is here")
    if package == PACKAGE and ((PROGRAMS / "initdb").exists() or shutil.which("initdb")):
        return _end(0, "PostgreSQL is here")
    if shutil.which("apt-get") is None:
        return _end(3, f"there is no apt-get here; install {package} so that its programs are on the PATH")
    if os.geteuid() != 0 and shutil.which("sudo") is None:
        return _end(3, f"run as root: apt-get install {package}")
    as_root = [] if os.geteuid() == 0 else ["sudo"]
    steps = (
        ["mkdir", "-p", str(_NO_SERVER.parent)],
        ["sh", "-c", f"echo 'create_main_cluster = false' > {_NO_SERVER}"],
        ["apt-get", "-qq", "update"],
        [
            "env",
            "DEBIAN_FRONTEND=noninteractive",
            "apt-get",
            "-qq",
            "install",
            "--no-install-recommends",
            "-y",
            package,
        ],
    )
    for step in steps:
        if subprocess.run([*as_root, *step]).returncode != 0:
            return _end(4, f"{' '.join(step)} failed")
    return _end(0, f"{package} is installed")


def _end(code: int, what: str) -> int:
    (sys.stderr if code else sys.stdout).write(f"{'Error: ' if code else ''}{what}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
