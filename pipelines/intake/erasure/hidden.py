"""Who is hidden already and not erased yet; the API asks this on every request."""

from __future__ import annotations

from pipelines.intake.erasure.subject import Subject
from pipelines.store.platform import Platform


def hidden_people(platform: Platform) -> frozenset[str]:
    """Return the pseudonyms of everybody whose erasure is recorded and not complete."""
    pending = platform.ledger.erasures.pending()
    subjects = (Subject.unsealed(platform.keys, p.sealed, p.erasure_no) for p in pending)
    return frozenset(key for subject in subjects for key in subject.keys)
