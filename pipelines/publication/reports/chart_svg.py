"""A chart drawn as SVG that can stand in a page. What it shows belongs in charts.py."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import altair as alt

FONT = "'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif"


def inline_svg(chart: alt.LayerChart, name: str) -> str:
    """Draw a chart as SVG.

    Args:
        chart: to draw.
        name: makes its ids unique on the page.
    """
    import vl_convert

    chart = chart.configure(font=FONT, aria=False, background="transparent", padding=4).configure_view(stroke=None)
    svg = str(vl_convert.vegalite_to_svg(chart.to_json(validate=False)))
    return _as_inline(svg, name)


def _as_inline(svg: str, name: str) -> str:
    """Make an SVG fit to stand in a page: it scales, and its ids cannot meet another chart's."""
    svg = re.sub(r"<\?xml[^>]*\?>|<!DOCTYPE[^>]*>", "", svg)
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", svg)
    # The page describes the chart in its own language; Vega's roles would be read out in English.
    svg = re.sub(r' (?:xmlns(?::\w+)?|role|aria-\w+)="[^"]*"', "", svg)
    return re.sub(r"<svg ", '<svg focusable="false" ', svg, count=1)
