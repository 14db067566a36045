"""The fairness report: one self-contained page per language, written from an edition alone.

What its rows say belongs in `view_fairness`, looks in templates/, words in texts/; judging belongs in the marts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipelines.publication.reports.figures import Edition
from pipelines.publication.reports.view_fairness import fairness_view
from pipelines.publication.reports.words import LANGUAGES, Language, Words
from pipelines.store.editions import open_edition

if TYPE_CHECKING:
    from pathlib import Path

REPORT = "fairness"


def write_fairness_reports(folder: Path) -> tuple[Path, ...]:
    """Write the report of an edition in every language into the edition's folder.

    Args:
        folder: of the edition, built or being built; its `edition.sqlite` is all that is read.

    Returns:
        The files written.
    """
    connection = open_edition(folder)
    try:
        edition = Edition(connection)
        pages = {language: render_fairness(edition, language) for language in LANGUAGES}
    finally:
        connection.close()
    (folder / "reports").mkdir(exist_ok=True)
    written = []
    for language, page in pages.items():
        path = folder / "reports" / f"{REPORT}.{language}.html"
        path.write_text(page, encoding="utf-8", newline="\n")
        written.append(path)
    return tuple(written)


def render_fairness(edition: Edition, language: Language) -> str:
    """The report as a page in one language."""
    words = Words(language, REPORT)
    environment = Environment(
        loader=PackageLoader("pipelines.publication.reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    css, _, _ = environment.loader.get_source(environment, "placement.css") if environment.loader else ("", "", None)
    return environment.get_template("fairness.html.j2").render(
        t=words.text,
        # The style sheet is ours, and escaping would break its selectors.
        css=Markup(css),  # noqa: S704
        info=edition.info,
        as_of=words.moment(edition.info["as_of"]),
        published_at=words.moment(edition.info["published_at"]),
        view=fairness_view(edition, words),
    )
