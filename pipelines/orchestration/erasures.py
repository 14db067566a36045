"""Pending erasures are carried out before anything is counted, and completed when the run has published.

Taking rows out belongs in `intake.erasure`, dropping what earlier editions say in `publication.retire`.
"""

from datetime import UTC, datetime

import dagster as dg

from pipelines.intake.erasure.carry_out import carry_out, complete
from pipelines.orchestration.platform_resource import PlatformResource
from pipelines.publication.publish import PublishedEdition
from pipelines.publication.retire import retire_people
from pipelines.store.platform import Platform

ERASURE_KEY = dg.AssetKey(["internal", "erasure"])


def erasure_asset() -> dg.AssetsDefinition:
    """Return the asset that every feed waits for."""

    @dg.asset(
        key=ERASURE_KEY,
        group_name="intake",
        owners=["team:data-platform"],
        kinds={"parquet"},
        description="People who asked for erasure, taken out of landing, vault and raw before anything is counted.",
    )
    def erasures(platform: PlatformResource) -> dg.MaterializeResult[None]:
        done = carry_out(platform.open(), at=_now())
        return dg.MaterializeResult(metadata={"erasures": len(done)})

    return erasures


def finish_erasures(platform: Platform, published: PublishedEdition) -> list[str]:
    """Drop what earlier editions say of the erased and complete their erasures; return those editions.

    Only what was carried out before the edition was built is complete, and only when the edition is in service: until
    then the API hides these people in the edition that is.
    """
    erasures = platform.ledger.erasures
    out = {event.erasure_no for event in erasures.events() if event.event == "carried_out"}
    done = [pending.erasure_no for pending in erasures.pending() if pending.erasure_no in out]
    if not done or not published.in_service:
        return []
    retired = retire_people(platform, done, before=published.edition, at=_now())
    complete(platform, done, at=_now())
    return retired


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
