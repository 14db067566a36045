"""`talent serve`: the API and its pages."""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.cli.options import data_option, open_platform, unused_options


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@data_option
@unused_options("format")
def serve(host: str, port: int, data_dir: Path) -> None:
    """Serve the API and pages; follows new editions without a restart."""
    import uvicorn

    from api.app import create_app
    from api.logs import logging_config

    open_platform(data_dir)  # a wrong key or ledger is said before the server starts
    print(f"Serving http://{host}:{port}  (reference: /docs, stop: Ctrl-C)", flush=True)
    app = create_app(data_dir)
    uvicorn.run(app, host=host, port=port, log_config=logging_config(), log_level="warning", access_log=False)
