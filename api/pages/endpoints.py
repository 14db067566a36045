"""GET /, GET /docs and GET /docs/rules/…: plain HTML, rendered here."""

from pathlib import Path
from typing import Final

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.openapi import COMMON_PROBLEMS
from api.pages.prose import paragraphs, spans
from api.pages.reference_view import reference_view
from api.pages.rule_pages import rule_page
from api.services import ServicesDep

router = APIRouter(include_in_schema=False)

_METHODS: Final = ["GET", "HEAD"]
_PAGES: Final = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_PAGES.filters.update(paragraphs=paragraphs, spans=spans)
_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "X-Content-Type-Options": "nosniff",
    # The first page names the address it was asked at, which a shared cache must not hand to others.
    "Cache-Control": "no-cache",
}
_FIRST_EDITION: Final = "e000001"


@router.api_route("/", methods=_METHODS)
def landing(request: Request, services: ServicesDep) -> HTMLResponse:
    """Say what this is and how to get in."""
    services.editions.refresh()
    page = _PAGES.get_template("landing.html").render(
        here=str(request.base_url).rstrip("/"),
        edition=services.editions.name or _FIRST_EDITION,
        month=f"{services.clock():%Y-%m}",
    )
    return HTMLResponse(page, headers=_HEADERS)


@router.api_route("/docs", methods=_METHODS)
def reference(request: Request) -> HTMLResponse:
    """Show the OpenAPI document as a page."""
    view = reference_view(request.app.openapi(), common=COMMON_PROBLEMS)
    return HTMLResponse(_PAGES.get_template("reference.html").render(view=view), headers=_HEADERS)


@router.api_route("/docs/rules/{page}", methods=_METHODS)
def rules(page: str) -> HTMLResponse:
    """Show one page of the rule catalogue, where the links of findings lead."""
    body = rule_page(page)
    if body is None:
        raise HTTPException(404)
    return HTMLResponse(_PAGES.get_template("rules.html").render(body=body), headers=_HEADERS)
