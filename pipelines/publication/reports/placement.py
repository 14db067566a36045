"""The placement report: one self-contained page per language, written from an edition alone.

What its sections hold belongs in the view modules, its looks in templates/, its words in texts/.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from pipelines.publication.reports.choice import HEADLINE, choose
from pipelines.publication.reports.figures import Edition
from pipelines.publication.reports.pages import page_environment, style_sheet, write_pages
from pipelines.publication.reports.view_city import city_view
from pipelines.publication.reports.view_groups import counted_view, pay_view, rates_view
from pipelines.publication.reports.view_rest import (
    compliance_view,
    definition_part,
    definitions_view,
    pool_view,
    quality_view,
)
from pipelines.publication.reports.words import Language, Words

if TYPE_CHECKING:
    from pathlib import Path

REPORT = "placement"
FOOTNOTED = ("destination_rate", "median_starting_pay", "intern_conversion_rate", "certificate_attainment_rate")


def write_placement_reports(folder: Path) -> tuple[Path, ...]:
    """Write the report of an edition in every language into the edition's folder.

    Args:
        folder: of the edition, built or being built; its `edition.sqlite` is all that is read.

    Returns:
        The files written.
    """
    return write_pages(folder, REPORT, render_placement)


def render_placement(edition: Edition, language: Language) -> str:
    """The report as a page in one language."""
    words, environment = Words(language), page_environment()
    return environment.get_template("placement.html.j2").render(
        t=words.text,
        css=style_sheet(environment),
        svg=_inline_svg,
        **_context(edition, words),
    )


def _context(edition: Edition, words: Words) -> dict[str, Any]:
    choice = choose(edition)
    home = edition.names("region").get(edition.info.get("threshold.home_city", ""), {})
    minimum = int(edition.threshold("min_denominator_public"))
    return {
        "info": edition.info,
        "as_of": words.moment(edition.info["as_of"]),
        "published_at": words.moment(edition.info["published_at"]),
        "city_name": words.pick(home) or words.text("city"),
        "cohort": choice.cohort if choice else "",
        "cutoff": words.day(choice.cutoff) if choice else "",
        "city": city_view(edition, choice, words, bounds_from=edition.threshold("unknown_bounds_share")),
        "colleges": rates_view(edition, choice, words, "college_code"),
        "majors": rates_view(edition, choice, words, "major_class"),
        "pay_colleges": pay_view(edition, choice, words, "college_code"),
        "pay_majors": pay_view(edition, choice, words, "major_class"),
        "conversion": counted_view(edition, choice, words, "intern_conversion_rate"),
        "certificates": counted_view(edition, choice, words, "certificate_attainment_rate"),
        "pool": pool_view(edition, words),
        "breaches": compliance_view(edition, words),
        "quality": quality_view(edition, words),
        "definitions": definitions_view(edition, words),
        "footnotes": {metric_id: _footnote(edition, metric_id, words) for metric_id in FOOTNOTED},
        "headline": HEADLINE,
        "minimum": minimum,
        "maximum": minimum - 1,
        "uncertain": words.percent(edition.threshold("max_unknown_share"), 0),
        "bounds_from": words.percent(edition.threshold("unknown_bounds_share"), 0),
    }


def _footnote(edition: Edition, metric_id: str, words: Words) -> str:
    body = edition.definitions.get(metric_id, {})
    return words.text(
        "footnote",
        denominator=definition_part(body, "denominator", words),
        unknown=definition_part(body, "unknown", words),
    )


def _inline_svg(svg: str) -> Markup:
    # Drawn by charts.py, where Vega escapes every label; nothing of a sender reaches it unescaped.
    return Markup(svg)  # noqa: S704
