"""Takes an erased person out of what the ledger keeps of introductions and looks; what happened stays, of nobody.

The steps of an erasure belong in `erasures`, decisions about who is one person in `decisions`.
"""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from pipelines.store.ledger.access_tables import audit_entry
from pipelines.store.ledger.introduction_tables import introduction, introduction_event, pool_event
from pipelines.store.ledger.turns import writing

NOBODY = ""
"""The pseudonym that an introduction has when its person was erased."""


def forget_people(engine: sa.Engine, person_keys: Collection[str]) -> None:
    """Take people out by their pseudonyms; repeating it changes nothing."""
    theirs = introduction.c.person_key.in_(person_keys)
    numbers = sa.select(introduction.c.introduction_no).where(theirs)
    with writing(engine) as turn:
        of_theirs = introduction_event.c.introduction_no.in_(numbers)
        turn.execute(sa.update(introduction_event).where(of_theirs).values(evidence=""))
        turn.execute(sa.update(introduction).where(theirs).values(person_key=NOBODY))
        turn.execute(sa.delete(pool_event).where(pool_event.c.person_key.in_(person_keys)))
        looked_at = audit_entry.c.person_key.in_(person_keys)
        turn.execute(sa.update(audit_entry).where(looked_at).values(person_key=None))
