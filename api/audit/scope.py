"""Whose entries an official may read: those of the organisations in the official's region, all at the top.

Where an organisation lies, the registers in force say. What an edition shows to whom is decided in `api.scope`.
"""

from collections.abc import Sequence
from typing import Annotated, Final
from weakref import WeakKeyDictionary

from fastapi import Depends

from api.auth.caller import Caller, current_caller
from api.regions import region_range
from api.services import Services, ServicesDep
from pipelines.intake.register_check import EVER, REGISTERS, regions_of_organisations
from pipelines.store.ledger import AuditEntry, Ledger, Role
from pipelines.store.platform import Platform

_OWN_CODE_IS_REGION: Final[frozenset[Role]] = frozenset({"official", "steward"})
_PROVINCE: Final = "0000"

_Deliveries = tuple[int, ...]
_known: WeakKeyDictionary[Ledger, tuple[_Deliveries, dict[str, str]]] = WeakKeyDictionary()


class AuditScope:
    """The audit as one official may read it."""

    def __init__(self, services: Services, caller: Caller) -> None:
        self.organisation = caller.org
        self._keys = services.platform.keys
        self._audit = services.platform.ledger.audit
        self._visible = _visible(services.platform, caller.org)

    @property
    def newest(self) -> int:
        """The number of the newest entry."""
        return self._audit.newest()

    def entries(self, *, organisation: str | None, **wanted: object) -> Sequence[AuditEntry]:
        """Return entries that the official may read, oldest first; of one organisation, if asked."""
        orgs = self._visible
        if organisation is not None:
            orgs = [organisation] if orgs is None or organisation in orgs else []
        return self._audit.page(orgs=orgs, **wanted)  # type: ignore[arg-type]  # as the route hands them in

    def person(self, person_key: str | None) -> str | None:
        """Return a person as this office sees it in the audit: opaque, stable, and in no enterprise's list."""
        return None if person_key is None else self._keys.candidate_id(self.organisation, person_key)


def _visible(platform: Platform, official: str) -> list[str] | None:
    """Return the organisations in an official's region; None is all, for whom nothing known lies outside."""
    first, last = region_range(official)
    registered = _regions(platform)
    known = platform.ledger.clients.organisations()
    regions = [org if role in _OWN_CODE_IS_REGION else registered.get(org, "") for role, org in known]
    lies_within = [first <= region <= last for region in regions]
    outside = any(region and not within for region, within in zip(regions, lies_within, strict=True))
    outside = outside or any(not first <= region <= last for region in registered.values())
    if not outside and (registered or official.endswith(_PROVINCE)):
        return None
    return [org for (_, org), within in zip(known, lies_within, strict=True) if within]


def _regions(platform: Platform) -> dict[str, str]:
    """Return the region of each registered organisation, read anew only when a register was delivered."""
    counting = tuple(d.delivery_no for feed in REGISTERS for d in platform.ledger.deliveries.counting(EVER, feed=feed))
    held = _known.get(platform.ledger)
    if held is None or held[0] != counting:
        held = counting, regions_of_organisations(platform)
        _known[platform.ledger] = held
    return held[1]


def audit_scope(caller: Annotated[Caller, Depends(current_caller)], services: ServicesDep) -> AuditScope:
    """Give a route the audit as the calling official may read it."""
    return AuditScope(services, caller)
