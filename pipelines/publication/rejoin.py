"""After publication: who left the pool and consented anew is shown again by the edition that knows of the consent.

Whether a consent is newer than the wish to leave is decided in dbt, by what was known at the run (int_pool_withdrawal).
Until this is recorded the API hides the person, whatever an edition says.
"""

from __future__ import annotations

from datetime import datetime

from pipelines.publication.publish import PublishedEdition
from pipelines.publication.warehouse import Warehouse
from pipelines.store.platform import Platform

WITHDRAWALS = "int_pool_withdrawal"
_ACTOR = "run"


def let_in_again(platform: Platform, warehouse: Warehouse, published: PublishedEdition, *, at: datetime) -> int:
    """Record everybody whom an edition lets in again, if it is in service; return how many.

    A withdrawal that the run did not know of stands.
    """
    if not published.in_service:
        return 0
    sql = f"select person_key, event_no from {warehouse.relation(WITHDRAWALS)} where has_newer_consent order by 1"  # noqa: S608 our own name
    known, counted = platform.ledger, 0
    for row in warehouse.rows(sql):
        # The ledger may know the person by several pseudonyms.
        keys = known.decisions.keys_of(row["person_key"])
        back = [known.pool_withdrawals.rejoin(key, actor=_ACTOR, at=at, known_to=row["event_no"]) for key in keys]
        counted += any(back)
    return counted
