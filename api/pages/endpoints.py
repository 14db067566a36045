"""GET / and GET /docs: plain HTML, rendered here."""

from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.pages.reference_view import reference_view

router = APIRouter(include_in_schema=False)

_PAGES: Final = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "X-Content-Type-Options": "nosniff",
}


@router.get("/")
def landing() -> HTMLResponse:
    """Say what this is and how to get in."""
    return HTMLResponse(_PAGES.get_template("landing.html").render(), headers=_HEADERS)


@router.get("/docs")
def reference(request: Request) -> HTMLResponse:
    """Show the OpenAPI document as a page."""
    view = reference_view(request.app.openapi())
    return HTMLResponse(_PAGES.get_template("reference.html").render(view=view), headers=_HEADERS)
