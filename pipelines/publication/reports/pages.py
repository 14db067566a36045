"""What all reports share: one self-contained page per language, the templates' environment, the style sheet.

What a report says belongs in its own module and views.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipelines.publication.reports.figures import Edition
from pipelines.publication.reports.words import LANGUAGES, Language
from pipelines.store.editions import open_edition

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def write_pages(folder: Path, report: str, render: Callable[[Edition, Language], str]) -> tuple[Path, ...]:
    """Write a report of an edition in every language into the edition's folder.

    Args:
        folder: of the edition, built or being built; its `edition.sqlite` is all that is read.
        report: name of the report, which the files bear.
        render: makes the page in one language.

    Returns:
        The files written.
    """
    connection = open_edition(folder)
    try:
        edition = Edition(connection)
        pages = {language: render(edition, language) for language in LANGUAGES}
    finally:
        connection.close()
    reports = folder / "reports"
    reports.mkdir(exist_ok=True)
    written = []
    for language, page in pages.items():
        path = reports / f"{report}.{language}.html"
        path.write_text(page, encoding="utf-8", newline="\n")
        written.append(path)
    return tuple(written)


def page_environment() -> Environment:
    """The templates, which fail on a name nobody gave."""
    return Environment(
        loader=PackageLoader("pipelines.publication.reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def style_sheet(environment: Environment) -> Markup:
    """The style sheet that every page holds within itself."""
    css, _, _ = environment.loader.get_source(environment, "placement.css") if environment.loader else ("", "", None)
    # It is ours, and escaping would break its selectors.
    return Markup(css)  # noqa: S704
