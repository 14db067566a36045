"""How much a client may ask, and what is left of it. Headers, bodies and times on the wire belong in `limits_http`.

Each quota is kept as one moment per client (the generic cell rate algorithm): a quota of 3,000 in 60 seconds fills up
steadily, at 50 a second, and may be used at once. The package `limits` was looked at: its memory storage reads the
machine's clock by itself, so that no test could move it, and keeps a list of every request of the window.

Every worker process counts for itself: behind n workers a client may get up to n times a quota.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from threading import Lock
from typing import Final, TypeVar

from fastapi import Request

from api.limit_problems import Overloaded, TooManyAtOnce, TooManyRequests
from api.quotas import Limits, Quota

_FORGOTTEN_ABOVE: Final = 10_000
_RETRY_AFTER: Final = {"Retry-After": "1"}
TICKET: Final = "talent_ticket"
"""Where a request's scope holds its ticket."""

Held = TypeVar("Held")


@dataclass(slots=True)
class Ticket:
    """What one request has taken of its client's quotas, told in the headers of whatever the answer is, and holds."""

    policies: list[str] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    _held: ExitStack = field(default_factory=ExitStack)

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        """`RateLimit-Policy` and `RateLimit` as ASGI writes them; none of a request that no quota was asked for."""
        if not self.policies:
            return []
        told = (b"ratelimit-policy", self.policies), (b"ratelimit", self.states)
        return [(name, ", ".join(values).encode()) for name, values in told]

    def tell(self, policy: str, state: str) -> None:
        """Add a quota and what is left of it."""
        self.policies.append(policy)
        self.states.append(state)

    def when_over(self, give_back: Callable[[], None]) -> None:
        """Do something when the request is over, however it ends."""
        self._held.callback(give_back)

    def hold(self, thing: AbstractContextManager[Held]) -> Held:
        """Hold something until the request is over, and return what it gives."""
        return self._held.enter_context(thing)

    def over(self) -> None:
        """End the request."""
        self._held.close()


def ticket_of(request: Request) -> Ticket:
    """Return the ticket of a request."""
    found: Ticket = request.scope[TICKET]
    return found


class Meter:
    """Counts what every client has asked of one worker."""

    def __init__(self, limits: Limits, clock: Callable[[], datetime]) -> None:
        self.limits = limits
        self._clock = clock
        self._lock = Lock()
        self._full_at: dict[tuple[str, str], datetime] = {}
        self._under_way: dict[tuple[str, str], int] = {}
        self._all = self._all_exports = 0

    @contextmanager
    def request(self) -> Iterator[Ticket]:
        """Let one request in, whoever sends it.

        Raises:
            Overloaded: as many are under way as may be.
        """
        if self._all >= self.limits.all_at_once:
            raise Overloaded(headers=_RETRY_AFTER)
        self._all += 1
        ticket = Ticket()
        try:
            yield ticket
        finally:
            self._all -= 1
            ticket.over()

    def ask_token(self, ticket: Ticket, address: str) -> None:
        """Count a request for a token.

        Raises:
            TooManyRequests: the address has used up its quota.
        """
        self._spend(ticket, self.limits.tokens, address)

    def ask(self, ticket: Ticket, client_id: str) -> None:
        """Count a request of a client and hold its place until the request is over.

        Raises:
            TooManyRequests: the client has used up its quota.
            TooManyAtOnce: it has too many requests under way.
        """
        self._spend(ticket, self.limits.asking, client_id)
        self._hold(ticket, "at-once", client_id, most=self.limits.at_once)

    def ask_export(self, ticket: Ticket, client_id: str) -> None:
        """Count an export of a client and hold its place until the export is over.

        Raises:
            TooManyRequests: the client has used up its quota.
            TooManyAtOnce: it has too many exports under way.
            Overloaded: all clients together have.
        """
        self._hold(ticket, "exports-at-once", client_id, most=self.limits.exports_at_once)
        if self._all_exports >= self.limits.all_exports_at_once:
            raise Overloaded(headers={"Retry-After": "30"})
        self._all_exports += 1
        ticket.when_over(self._export_over)
        self._spend(ticket, self.limits.exports, client_id)

    def _export_over(self) -> None:
        self._all_exports -= 1

    def _spend(self, ticket: Ticket, quota: Quota, who: str) -> None:
        now, window = self._clock(), timedelta(seconds=quota.seconds)
        step = max(window / quota.requests, timedelta.resolution)
        with self._lock:
            self._forget(now)
            # A clock that was set back must not shut anybody out for longer than the window.
            before = min(max(self._full_at.get((quota.name, who), now), now), now + window)
            after = before + step
            is_over = after > now + window
            self._full_at[quota.name, who] = before if is_over else after
        if is_over:
            wait = max(1, ceil((after - now - window).total_seconds()))
            ticket.tell(quota.policy, f'"{quota.name}";r=0;t={wait}')
            raise TooManyRequests(headers={"Retry-After": str(wait)})
        left, full_in = (now + window - after) // step, ceil((after - now).total_seconds())
        ticket.tell(quota.policy, f'"{quota.name}";r={left};t={full_in}')

    def _hold(self, ticket: Ticket, name: str, who: str, *, most: int) -> None:
        key = (name, who)
        with self._lock:
            held = self._under_way.get(key, 0)
            if held < most:
                self._under_way[key] = held + 1
        policy = f'"{name}";q={most};qu="concurrent-requests"'
        if held >= most:
            ticket.tell(policy, f'"{name}";r=0')
            raise TooManyAtOnce(headers=_RETRY_AFTER)
        ticket.tell(policy, f'"{name}";r={most - held - 1}')
        ticket.when_over(lambda: self._let_go(key))

    def _let_go(self, key: tuple[str, str]) -> None:
        with self._lock:
            self._under_way[key] -= 1
            if not self._under_way[key]:
                del self._under_way[key]

    def _forget(self, now: datetime) -> None:
        if len(self._full_at) > _FORGOTTEN_ABOVE:
            self._full_at = {key: full for key, full in self._full_at.items() if full > now}
