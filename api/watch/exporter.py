"""Serves the measures to Prometheus at an address of its own, never at the public one.

`prometheus_client` writes the exposition format; each server process has its own address, so nothing is shared.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, start_http_server

_EVERYWHERE = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - compared with, not bound to


def overlaps(one: tuple[str, int], other: tuple[str, int]) -> bool:
    """Return whether two addresses are, or may be, the same one."""
    hosts = {one[0], other[0]}
    return one[1] == other[1] and (len(hosts) == 1 or bool(hosts & _EVERYWHERE))


@contextmanager
def exported(registry: CollectorRegistry, address: tuple[str, int]) -> Iterator[int]:
    """Serve a registry while the block runs; yields the port, which is a free one for port 0.

    Raises:
        OSError: the address cannot be used.
    """
    server, thread = start_http_server(address[1], address[0], registry=registry)
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
