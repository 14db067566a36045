"""Take a job title apart: the jobs that it names side by side, and the pieces that advertisers string together.

What a part is coded as belongs in `code_title`.
"""

from __future__ import annotations

import re

_REMARK = re.compile(r"[(（\[【{][^)）\]】}]*[)）\]】}]?")
_BESIDE = re.compile(r"[/／、|｜]|或者?")
_STRUNG = re.compile(r"[\s()（）\[\]【】{}+＋!！,，。:：~—-]+")
_LEAST_SIGNS = 2


def jobs_of(title: str) -> list[str]:
    """Return the jobs that a title names side by side, none where it names one; remarks in brackets name no job."""
    jobs = [part for part in map(str.strip, _BESIDE.split(_REMARK.sub(" ", title))) if len(part) >= _LEAST_SIGNS]
    return jobs if len(jobs) > 1 else []


def pieces_of(title: str) -> list[str]:
    """Return the pieces of a title of an advertisement, such as a place and the job proper; none of one in a piece."""
    pieces = [piece for piece in _STRUNG.split(title) if len(piece) >= _LEAST_SIGNS]
    return pieces if len(pieces) > 1 else []
