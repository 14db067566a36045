"""One server process as `talent serve` runs it: `python -m benchmarks.api.server APP DATA PORT`.

APP is `product`, with quotas that let a benchmark through and one more route that answers a constant behind the same
authentication, limits and audit, or `bare`, an application that does nothing but answer that constant.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

from fastapi import FastAPI, Request, Security
from fastapi.responses import Response

from api.app import create_app
from api.audit.trail import Action, trail_of
from api.auth.caller import Caller, current_caller
from api.quotas import Limits, Quota
from api.server import serve

SMALL = b'{"edition":"e000001","items":[],"next":null}'
_OFTEN = 10**9


def main(app: str, data: Path, port: int) -> None:
    """Serve until the process is ended."""
    made = bare() if app == "bare" else product(data)
    # The answer to measure with is as long as a page of fifty candidates; it is read once.
    made.state.constant = (data / "constant.json").read_bytes() if (data / "constant.json").exists() else SMALL
    serve(made, host="127.0.0.1", port=port)


def product(data: Path) -> FastAPI:
    """Return the product with wide quotas and the constant."""
    wide = Limits(asking=Quota("client", _OFTEN, 60), exports=Quota("export", _OFTEN, 60))
    app = create_app(data, limits=replace(wide, at_once=512))

    async def constant(
        request: Request, _: Annotated[Caller, Security(current_caller, scopes=["candidates:read"])]
    ) -> Response:
        trail_of(request).listed(Action.CANDIDATES_LISTED, "constant", rows=50)
        return Response(request.app.state.constant, media_type="application/json")

    app.add_api_route("/v1/constant", constant)
    # First: who is last is found only after all the others, which would cost the constant a third of its answers.
    app.router.routes.insert(0, app.router.routes.pop())
    return app


def bare() -> FastAPI:
    """Return an application with the constant alone, behind nothing."""
    app = FastAPI(
        openapi_url=None, telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
    )

    async def constant(request: Request) -> Response:
        return Response(request.app.state.constant, media_type="application/json")

    app.add_api_route("/v1/constant", constant)
    return app


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
