"""Where numba keeps compiled machine code: a folder named after the text of this package.

By itself numba looks only at the file of the function called, and would keep running old code of functions that it
calls in other files. NUMBA_CACHE_DIR, when set, is taken as it is.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numba

_PACKAGE = Path(__file__).parent


def keep_by_text() -> None:
    """Let everything that is compiled from now on be kept under the digest of this package's modules."""
    config: Any = numba.config
    if not config.CACHE_DIR:
        digest = hashlib.sha256()
        for module in sorted(_PACKAGE.glob("*.py")):
            digest.update(module.name.encode() + b"\0" + module.read_bytes() + b"\0")
        config.CACHE_DIR = str(_PACKAGE / "__pycache__" / f"machine-{digest.hexdigest()[:16]}")
