"""What every way of matching prints: the same fingerprint when the same keys were found."""

from __future__ import annotations

import hashlib
import json

import numpy as np
import numpy.typing as npt


def say(seconds: float, *, vacancy: npt.ArrayLike, key: npt.ArrayLike, **more: float) -> None:
    """Print one line of JSON: seconds of the job, the number of keys and their fingerprint in any order of rows."""
    vacancies, keys = np.asarray(vacancy, np.int64), np.asarray(key, np.int64)
    order = np.lexsort((-keys, vacancies))
    digest = hashlib.sha256(vacancies[order].tobytes() + keys[order].tobytes()).hexdigest()[:12]
    print(json.dumps({"seconds": seconds, "keys": int(keys.size), "fingerprint": digest, **more}))
