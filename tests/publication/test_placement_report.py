"""The placement report: complete, self-contained, the same in both languages, readable."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.publication.edition import DICTIONARY, EditionBuild
from pipelines.publication.reports.cells import unknown_cell
from pipelines.publication.reports.charts import Span, shortened, spans
from pipelines.publication.reports.figures import Figure
from pipelines.publication.reports.intervals import may_rank, wilson
from pipelines.publication.reports.placement import FOOTNOTED
from pipelines.publication.reports.view_city import KEY_METRICS
from pipelines.publication.reports.view_groups import PAY
from pipelines.publication.reports.view_parts import PARTS
from pipelines.publication.reports.words import LANGUAGES, NOT_AVAILABLE, SUPPRESSED, ZERO, Words, catalogue
from tests.publication.city import COLLEGES
from tests.publication.dictionary import NAMES


class Outline(HTMLParser):
    """Tags, ids and classes in order, without any text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(f"{tag}#{given.get('id', '')}.{given.get('class', '')}")
        self.addresses += [given[name] or "" for name in ("src", "href") if name in given]


def outline(page: str) -> Outline:
    parser = Outline()
    parser.feed(page)
    return parser


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory, city: Path) -> dict[str, str]:
    from pipelines.publication.edition import build_edition, write_reports
    from pipelines.store.paths import DataPaths
    from tests.publication.city import AS_OF, PUBLISHED_AT, write_deliveries_export

    paths = DataPaths(tmp_path_factory.mktemp("pages"))
    paths.make()
    write_deliveries_export(paths.export_file("_delivery", AS_OF))
    build: EditionBuild = write_reports(
        build_edition(
            paths, warehouse=city / "warehouse.duckdb", as_of=AS_OF, published_at=PUBLISHED_AT, inputs=[],
            code_version="0.1.0", dictionary=city / "metrics.yml",
        )
    )  # fmt: skip
    return {
        language: (build.folder / "reports" / f"placement.{language}.html").read_text(encoding="utf-8")
        for language in LANGUAGES
    }


def test_every_metric_of_the_dictionary_has_figure_denominator_and_unknown(pages: dict[str, str]) -> None:
    for page in pages.values():
        for metric_id in NAMES:
            row = re.search(rf'<tr id="figure-{metric_id}">(.*?)</tr>', page)
            assert row, metric_id
            cells = re.findall(r"<td[^>]*>(.*?)</td>", row[1])
            assert " / " in cells[1], metric_id
            assert re.search(r"\d|–|\*|\.\.", cells[2]), metric_id
            assert f'id="definition-{metric_id}"' in page


def test_languages_have_the_same_structure(pages: dict[str, str]) -> None:
    assert outline(pages["en"]).tags == outline(pages["zh"]).tags


def test_pages_load_nothing_from_anywhere(pages: dict[str, str]) -> None:
    for page in pages.values():
        parsed = outline(page)
        assert parsed.addresses
        assert all(address.startswith("#") for address in parsed.addresses)
        assert not re.search(r"https?://|@import|url\((?!#)|<script|<link|<iframe|<object", page)


def test_no_link_of_a_page_leads_nowhere(pages: dict[str, str]) -> None:
    for page in pages.values():
        ids = re.findall(r'\bid="([^"]+)"', page)
        assert len(ids) == len(set(ids))
        assert {address[1:] for address in outline(page).addresses} <= set(ids)


def test_no_person_is_in_a_page(pages: dict[str, str]) -> None:
    for page in pages.values():
        assert not re.search(r"p0{20,}\d+|person_key|student_no", page)


def test_tables_have_captions_and_charts_a_description(pages: dict[str, str]) -> None:
    for page in pages.values():
        assert page.count("<table") == page.count("<caption>")
        charts = re.findall(r'<div class="chart [^>]*>', page)
        assert len(charts) == 8
        assert all('role="img" aria-label="' in chart for chart in charts)


def test_parts_add_up_to_the_denominator(pages: dict[str, str]) -> None:
    assert "1,003 of 1,003 graduates are accounted for by the parts." in pages["en"]


def test_colleges_are_listed_by_code_when_a_ranking_would_mislead(pages: dict[str, str]) -> None:
    for page in pages.values():
        section = page.split('<h2 id="colleges">')[1].split("</section>")[0]
        codes = re.findall(r'<span class="code">(\d+)</span>', section)
        assert codes == sorted(COLLEGES)


def test_a_suppressed_cell_prints_its_marker_and_says_so(pages: dict[str, str]) -> None:
    row = next(row for row in re.findall(r"<tr>.*?</tr>", pages["en"]) if "4199000006" in row)
    assert 'title="suppressed, too few people"' in row
    assert not re.search(r'<td class="n [^"]*">\d', row)


def test_an_unknown_count_that_disclosure_control_took_out_is_not_called_unavailable() -> None:
    words = Words("en")
    shown = Figure("m", "2026", date(2026, 8, 31), (), 60, 80, None, Decimal("0.75"), "share", "ok")
    assert unknown_cell(shown, words).text == SUPPRESSED
    assert unknown_cell(replace(shown, unknown=0), words).text == ZERO
    assert unknown_cell(replace(shown, value=None, status="not_available"), words).text == NOT_AVAILABLE


def test_a_cut_off_that_is_not_due_is_not_compared(pages: dict[str, str]) -> None:
    assert "The second cut-off of the graduates of 2026 is not yet due." in pages["en"]
    assert "The same graduates of 2025 on 31 August 2025 and on 31 December 2025" in pages["en"]


def test_an_interval_stands_only_beside_small_numbers(pages: dict[str, str]) -> None:
    section = pages["en"].split('<h2 id="colleges">')[1].split("</section>")[0]
    rows = {code: row for code in COLLEGES for row in re.findall(r"<tr>.*?</tr>", section) if code in row}
    assert re.search(r"\d% to \d", rows["4199000004"])
    assert not re.search(r"\d% to \d", rows["4199000001"])


def test_catalogues_have_the_same_keys_and_placeholders() -> None:
    texts = {language: dict(flat(catalogue(language))) for language in LANGUAGES}
    assert texts["en"].keys() == texts["zh"].keys()
    for key, text in texts["en"].items():
        allowed = set(re.findall(r"{(\w+)}", text))
        assert set(re.findall(r"{(\w+)}", texts["zh"][key])) == allowed, key


def test_the_dictionary_has_every_metric_that_a_section_is_about() -> None:
    entries = yaml.safe_load(DICTIONARY.read_text(encoding="utf-8"))["metrics"]
    sections = {*KEY_METRICS, *PARTS, *PAY, *FOOTNOTED}
    assert sections <= {entry["id"] for entry in entries}


def flat(texts: dict[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    pairs = []
    for key, value in texts.items():
        pairs += flat(value, f"{prefix}{key}.") if isinstance(value, dict) else [(f"{prefix}{key}", str(value))]
    return pairs


def test_wilson_interval_of_a_known_case() -> None:
    interval = wilson(81, 263)
    assert round(interval.low, 4) == Decimal("0.2553")
    assert round(interval.high, 4) == Decimal("0.3662")


def test_wilson_stays_within_zero_and_one() -> None:
    assert wilson(0, 10).low == 0
    assert wilson(10, 10).high == 1


def test_ranking_needs_size_and_disjoint_intervals() -> None:
    assert may_rank([(900, 1000), (500, 1000)], minimum=30)
    assert not may_rank([(900, 1000), (890, 1000)], minimum=30)
    assert not may_rank([(29, 29), (500, 1000)], minimum=30)


def test_figures_are_rounded_half_up_once() -> None:
    words = Words("en")
    assert words.percent(Decimal("0.12345")) == "12.3%"
    assert words.percent(Decimal("0.1235")) == "12.4%"
    assert words.points(Decimal("-0.0123")) == "−1.2"
    assert words.money(Decimal("4980.500000")) == "¥4,981"


def test_rows_of_equal_names_stand_apart_in_a_chart() -> None:
    rows = [Span("Automation", Decimal("0.1"), Decimal("0.2"), Decimal("0.3"))] * 2
    chart = spans(rows, name="twice", ticks=[0, 50, 100], percent=True)
    one = spans(rows[:1], name="once", ticks=[0, 50, 100], percent=True)
    assert chart.wide.count(">Automation") == 2 * one.wide.count(">Automation")
    assert 'role="' not in chart.wide


def test_labels_are_cut_by_cells_and_not_by_fonts() -> None:
    assert shortened("云州职业技术学院", 16) == "云州职业技术学院"
    assert shortened("云州职业技术学院", 8) == "云州职业…"
