"""`talent serve`: the API and its pages, and the measures of the process at another address."""

from __future__ import annotations

import re
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.cli.exits import NOT_NOW, WRONG_CALL, CommandFailed
from pipelines.cli.options import data_option, unused_options
from pipelines.store.platform import Platform, PlatformAwayError, PlatformError

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

_ADDRESS = re.compile(r"\[?(?P<host>[^\[\]]+)\]?:(?P<port>[0-9]{1,5})", re.ASCII)
_LARGEST_PORT = 65535


class Address(click.ParamType[tuple[str, int]]):
    """A host and a port."""

    name = "host:port"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, int]:
        """Return host and port."""
        found = _ADDRESS.fullmatch(str(value))
        if found is None or not 0 < int(found["port"]) <= _LARGEST_PORT:
            self.fail(
                f"'{value}' is not an address; write it as 127.0.0.1:9100 / “{value}”不是地址，请写作127.0.0.1:9100",
                param,
                ctx,
            )
        return found["host"], int(found["port"])


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--metrics", type=Address(), help="Serve measures to Prometheus here; never where the API is served.")
@data_option
@unused_options("format")
def serve(host: str, port: int, metrics: tuple[str, int] | None, data_dir: Path) -> None:
    """Serve the API and pages; follows new editions without a restart."""
    from api.app import create_app
    from api.server import serve as run_server
    from api.watch.exporter import overlaps

    if metrics is not None and overlaps(metrics, (host, port)):
        raise CommandFailed(
            "--metrics must not be the address that the API is served at / --metrics 不能与服务地址相同", WRONG_CALL
        )
    _look_at(data_dir)
    app = create_app(data_dir)
    with ExitStack() as stack:
        if metrics is not None:
            _export(stack, app.state.measures.registry, metrics)
        print(f"Serving http://{host}:{port}  (reference: /docs, stop: Ctrl-C)", flush=True)
        run_server(app, host=host, port=port)


def _look_at(data_dir: Path) -> None:
    """Say before the server starts what is wrong with the data folder, and what it will wait for."""
    try:
        Platform.open(data_dir)
    except PlatformAwayError as exc:
        # Not on stderr, which is the server's log: one JSON object a line.
        print(f"{exc}; every request is answered 503 until it can / 在其恢复之前，所有请求均返回503", flush=True)
    except PlatformError as exc:
        raise CommandFailed(str(exc), NOT_NOW) from exc


def _export(stack: ExitStack, registry: CollectorRegistry, address: tuple[str, int]) -> None:
    from api.watch.exporter import exported

    shown = f"{address[0]}:{address[1]}"
    try:
        stack.enter_context(exported(registry, address))
    except OSError as exc:
        raise CommandFailed(
            f"cannot serve measures at {shown}: {exc.strerror} / 无法在{shown}提供指标", NOT_NOW
        ) from exc
    print(f"Measures http://{shown}/metrics", flush=True)
