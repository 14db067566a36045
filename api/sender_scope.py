"""The deliveries of the caller's organisation; what an edition shows to whom is decided in `scope`."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Depends

from api.auth.caller import Caller, current_caller
from api.problems import NotFound
from api.services import Services, ServicesDep
from data_contracts.model import Text
from pipelines.store.ledger import Delivery


class SenderScope:
    """The deliveries that the caller's organisation sent."""

    def __init__(self, services: Services, caller: Caller) -> None:
        self.caller = caller
        self._deliveries = services.platform.ledger.deliveries

    def deliveries(self, *, after: int, limit: int) -> Sequence[Delivery]:
        """Return own deliveries in order of their numbers."""
        return self._deliveries.page(sender=self.caller.org, after=after, limit=limit)

    def delivery(self, delivery_no: int) -> Delivery:
        """Return one own delivery.

        Raises:
            NotFound: it does not exist, or is somebody else's.
        """
        found = self._deliveries.get(delivery_no)
        if found is None or found.sender != self.caller.org:
            raise NotFound(Text("There is no such delivery of yours.", "贵单位没有这批报送。"))
        return found


def sender_scope(caller: Annotated[Caller, Depends(current_caller)], services: ServicesDep) -> SenderScope:
    """Give a route the caller's own deliveries."""
    return SenderScope(services, caller)
