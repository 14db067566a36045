"""The numbers of one server process, in a registry of its own. Serving them belongs in `exporter`.

Labels are names of ours: route templates, never paths, which hold ids.
"""

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.registry import Collector

_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Measures:
    """What is counted and timed."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        by_route = ("method", "route", "status")
        self.requests = Counter(
            "talent_requests", "Requests answered, by status class.", by_route, registry=self.registry
        )
        self.seconds = Histogram(
            "talent_request_seconds",
            "From a request's head to the end of its answer.",
            by_route,
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.under_way = Gauge("talent_requests_under_way", "Requests not answered yet.", registry=self.registry)
        self.open_streams = Gauge(
            "talent_open_streams", "Answers sent in pieces that are under way.", registry=self.registry
        )
        self.candidates_served = Counter(
            "talent_candidates_served", "Rows of people shown to enterprises.", registry=self.registry
        )
        # To look a pair up by its labels takes longer than to count with it.
        self._of: dict[tuple[str, str, str], tuple[Counter, Histogram]] = {}
        self._state: Collector | None = None
        self.uploads = Counter("talent_uploads", "Files taken in.", ("feed", "state"), registry=self.registry)

    def answered(self, method: str, route: str, status: str, seconds: float) -> None:
        """Count and time a request that is over.

        Args:
            method: Its method.
            route: Its template, never its path.
            status: Its status class.
            seconds: How long it took.
        """
        of_them = (method, route, status)
        if (kept := self._of.get(of_them)) is None:
            kept = self._of[of_them] = self.requests.labels(*of_them), self.seconds.labels(*of_them)
        requests, timed = kept
        requests.inc()
        timed.observe(seconds)

    def watch(self, state: Collector | None) -> None:
        """Show what is read when it is asked for: that of one running application, or none."""
        if self._state is not None:
            self.registry.unregister(self._state)
        if state is not None:
            self.registry.register(state)
        self._state = state
