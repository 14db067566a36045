"""Around every request: its name, one line in the log, and what is counted and timed.

The line tells the route's template, never the path or the query, which may hold a student's number.
"""

import logging
import time
from typing import Any, Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.watch.measures import Measures
from api.watch.request_ids import HEADER, current_request_id, request_id_from

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_NO_ROUTE: Final = "unknown"
_GONE: Final = "gone"

_log = logging.getLogger("talent.requests")


class WatchRequests:
    """The outermost of our layers."""

    def __init__(self, app: ASGIApp, measures: Measures) -> None:
        self._app = app
        self._measures = measures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, watching."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        watched = _Watched(scope, send, self._measures)
        # Left set: the server logs a failure in the same task after this has returned.
        current_request_id.set(watched.request_id)
        with self._measures.under_way.track_inprogress():
            try:
                await self._app(scope, receive, watched.send)
            except Exception:
                watched.status = watched.status or 500
                raise
            finally:
                watched.end()


class _Watched:
    """One request under way."""

    def __init__(self, scope: Scope, send: Send, measures: Measures) -> None:
        self.request_id = request_id_from(Headers(scope=scope).get(HEADER))
        self.status: int | None = None
        self._scope = scope
        self._send = send
        self._measures = measures
        self._streams = False
        self._began = time.perf_counter()
        scope.setdefault("state", {})["request_id"] = self.request_id

    async def send(self, message: Message) -> None:
        """Send a part of the answer on."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            MutableHeaders(scope=message)[HEADER] = self.request_id
        elif message.get("more_body") and not self._streams:
            self._streams = True
            self._measures.open_streams.inc()
        await self._send(message)

    def end(self) -> None:
        """Count, time and log."""
        seconds = time.perf_counter() - self._began
        if self._streams:
            self._measures.open_streams.dec()
        method = self._scope["method"] if self._scope["method"] in _METHODS else "OTHER"
        route = getattr(self._scope.get("route"), "path", _NO_ROUTE)
        status = f"{self.status // 100}xx" if self.status else _GONE
        self._measures.answered(method, route, status, seconds)
        fields: dict[str, Any] = {"method": method, "route": route, "status": self.status}
        fields["milliseconds"] = round(seconds * 1000, 3)
        caller = self._scope["state"].get("caller")
        if caller is not None:
            fields |= {"client_id": caller.client_id, "role": caller.role}
        _log.info("answered", extra={"fields": fields})
