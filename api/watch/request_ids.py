"""The name of a request, which its log line, its audit entry and its answer share.

A caller may give it. It reaches logs, so only what can be nothing but a made-up name is taken over.
"""

import random
import re
from contextvars import ContextVar
from typing import Final

from pipelines.intake.normalise.scrub import scrub

HEADER: Final = "X-Request-ID"
_BITS: Final = 128
_FORM: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}", re.ASCII)
_UUID: Final = re.compile(r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
_LETTER: Final = re.compile(r"[A-Za-z]")

current_request_id: ContextVar[str] = ContextVar("request_id", default="")
"""Of the request that is being answered; empty outside of one."""


def request_id_from(given: str | None) -> str:
    """Return the given name if it may be taken over, else a new one."""
    if given is not None and _may_be_kept(given):
        return given
    # A name, not a secret: to ask the kernel for each costs more than all else that is done to watch a request.
    return f"{random.getrandbits(_BITS):032x}"


def _may_be_kept(given: str) -> bool:
    # A number alone may be anybody's; a phone, identity number or address may hide in a longer name.
    if not (_FORM.fullmatch(given) and _LETTER.search(given)):
        return False
    return _UUID.fullmatch(given) is not None or scrub(given)[1] is None
