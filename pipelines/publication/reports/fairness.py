"""The fairness report: one self-contained page per language, written from an edition alone.

What its rows say belongs in `view_fairness`, looks in templates/, words in texts/; judging belongs in the marts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.publication.reports.pages import page_environment, style_sheet, write_pages
from pipelines.publication.reports.view_fairness import fairness_view
from pipelines.publication.reports.words import Language, Words

if TYPE_CHECKING:
    from pathlib import Path

    from pipelines.publication.reports.figures import Edition

REPORT = "fairness"


def write_fairness_reports(folder: Path) -> tuple[Path, ...]:
    """Write the report of an edition in every language into the edition's folder.

    Args:
        folder: of the edition, built or being built; its `edition.sqlite` is all that is read.

    Returns:
        The files written.
    """
    return write_pages(folder, REPORT, render_fairness)


def render_fairness(edition: Edition, language: Language) -> str:
    """The report as a page in one language."""
    words = Words(language, REPORT)
    environment = page_environment()
    return environment.get_template("fairness.html.j2").render(
        t=words.text,
        css=style_sheet(environment),
        info=edition.info,
        as_of=words.moment(edition.info["as_of"]),
        published_at=words.moment(edition.info["published_at"]),
        view=fairness_view(edition, words),
    )
