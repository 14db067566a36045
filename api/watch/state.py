"""Numbers that are read when they are asked for: the edition in service and its age, the audit that is not written."""

from collections.abc import Iterator

from prometheus_client.core import GaugeMetricFamily, Metric

from api.problems import NoEdition
from api.services import Services
from pipelines.store.ledger.times import parse_moment


class StateCollector:
    """Reads the state of a running application."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def collect(self) -> Iterator[Metric]:
        """Yield the state as it is now."""
        yield from self._edition()
        audit = self._services.audit
        yield GaugeMetricFamily(
            "talent_audit_lag_seconds", "Age of the oldest audit entry that is not written.", value=audit.lag
        )
        yield GaugeMetricFamily("talent_audit_waiting", "Audit entries that are not written.", value=audit.waiting)

    def _edition(self) -> Iterator[Metric]:
        named = GaugeMetricFamily("talent_edition_in_service", "1 for the edition in service.", labels=("edition",))
        aged = GaugeMetricFamily("talent_edition_age_seconds", "Time since what the edition knows ended.")
        behind = GaugeMetricFamily("talent_edition_behind", "1 while a newer edition cannot be served.")
        try:
            with self._services.editions.lease() as lease:
                named.add_metric((lease.edition,), 1)
                aged.add_metric((), (self._services.clock() - parse_moment(lease.as_of)).total_seconds())
        except NoEdition:
            pass
        behind.add_metric((), int(self._services.editions.fault is not None))
        yield from (named, aged, behind)
