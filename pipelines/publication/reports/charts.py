"""Charts as inline SVG, the same bytes every time and on every machine. Which figures they show belongs in the views.

Altair and vl-convert are heavy, so they are loaded when the first chart is drawn. Vega measures text with whatever
fonts the machine has; every length that would depend on it (axis width, label limits, ticks) is therefore fixed.
Numbers become floats only here, as positions on paper.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.publication.reports.chart_svg import inline_svg

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    import altair as alt

INK, QUIET, RULE, ACCENT = "#1b2a3a", "#4a5866", "#d5d9de", "#1f4e79"
WIDE, NARROW = 660, 320
LABEL_WIDTH = 230
INVISIBLE = "\u200b"
LABEL_CELLS, NARROW_CELLS = 36, 50
ROW_WIDE, ROW_NARROW = 26, 40


@dataclass(frozen=True)
class Part:
    """A piece of a stacked bar."""

    row: str
    label: str
    share: Decimal
    colour: str


@dataclass(frozen=True)
class Span:
    """A value with the range around it."""

    label: str
    low: Decimal
    value: Decimal
    high: Decimal


@dataclass(frozen=True)
class Chart:
    """One chart in the two widths of the page.

    Attributes:
        wide: SVG for desk and paper.
        narrow: SVG for a phone.
    """

    wide: str
    narrow: str


def stacked_bar(parts: Sequence[Part], *, name: str) -> Chart:
    """Bars of parts that together make the whole, one bar per row, parts in the order given."""
    return Chart(
        inline_svg(_stacked(parts, WIDE, narrow=False), f"{name}-w"),
        inline_svg(_stacked(parts, NARROW, narrow=True), f"{name}-n"),
    )


def spans(
    rows: Sequence[Span], *, name: str, ticks: Sequence[int], percent: bool, reference: Decimal | None = None
) -> Chart:
    """A dot and its range per row, in the order given, over fixed ticks.

    Args:
        rows: what to draw.
        name: makes ids unique on the page.
        ticks: positions of the grid, the first and last being the ends of the scale.
        percent: whether ticks are percentages of one, not amounts.
        reference: a line drawn through all rows, such as the city's figure.
    """
    return Chart(
        inline_svg(_spans(rows, WIDE, ticks, percent=percent, reference=reference, narrow=False), f"{name}-w"),
        inline_svg(_spans(rows, NARROW, ticks, percent=percent, reference=reference, narrow=True), f"{name}-n"),
    )


def shortened(label: str, cells: int = LABEL_CELLS) -> str:
    """A label cut to a number of half-width cells, so that the cut does not depend on a font."""
    used, kept = 0, ""
    for character in label:
        used += 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if used > cells:
            return kept.rstrip() + "…"
        kept += character
    return kept


def _stacked(parts: Sequence[Part], width: int, *, narrow: bool) -> alt.LayerChart:
    import altair as alt

    rows, data, start = list(dict.fromkeys(part.row for part in parts)), [], dict.fromkeys((p.row for p in parts), 0.0)
    for part in parts:
        begin = start[part.row]
        start[part.row] = begin + float(part.share)
        inside = f"{round(float(part.share) * 100)}%" if float(part.share) >= (0.09 if narrow else 0.045) else ""
        data.append(
            {
                "row": part.row, "begin": begin, "end": start[part.row], "middle": begin + float(part.share) / 2,
                "colour": part.colour, "inside": inside, "ink": _ink_on(part.colour),
            }
        )  # fmt: skip
    base = alt.Chart(alt.InlineData(values=data))
    step = 62 if narrow else 46
    y = alt.Y("row:N", sort=rows, axis=_label_axis(narrow=narrow, width=120), scale=_band(0.42 if narrow else 0.3))
    x = alt.X("begin:Q", scale=alt.Scale(domain=[0, 1], nice=False), axis=None)
    bars = base.mark_bar(stroke="#ffffff", strokeWidth=1).encode(
        x=x, x2="end:Q", y=y, color=alt.Color("colour:N", scale=None)
    )
    inside = base.mark_text(fontSize=11, baseline="middle").encode(
        x=alt.X("middle:Q"), y=y, text="inside:N", color=alt.Color("ink:N", scale=None)
    )
    layers = [bars, inside]
    if narrow:
        layers.append(_labels_above(rows, y, offset=-step * 0.45))
    plot = width if narrow else width - 130
    return alt.LayerChart(layer=layers).properties(width=plot, height=step * len(rows))


def _spans(
    rows: Sequence[Span],
    width: int,
    ticks: Sequence[int],
    *,
    percent: bool,
    reference: Decimal | None,
    narrow: bool,
) -> alt.LayerChart:
    import altair as alt

    labels = _apart([shortened(row.label, NARROW_CELLS if narrow else LABEL_CELLS) for row in rows])
    data = [
        {"row": label, "low": float(row.low), "value": float(row.value), "high": float(row.high)}
        for label, row in zip(labels, rows, strict=True)
    ]
    scale = 100 if percent else 1
    domain = [ticks[0] / scale, ticks[-1] / scale]
    axis = alt.Axis(
        values=[tick / scale for tick in ticks], format=".0%" if percent else ",.0f", title=None, orient="top",
        gridColor=RULE, domain=False, ticks=False, labelColor=QUIET, labelFontSize=11, labelOverlap=False,
        labelFlush=False, minExtent=18, maxExtent=18,
    )  # fmt: skip
    base = alt.Chart(alt.InlineData(values=data))
    y = alt.Y("row:N", sort=labels, axis=_label_axis(narrow=narrow, width=LABEL_WIDTH), scale=_band(0.5))
    x = alt.X("low:Q", scale=alt.Scale(domain=domain, nice=False, zero=False, clamp=True), axis=axis)
    layers = []
    if reference is not None:
        line = alt.Chart(alt.InlineData(values=[{"at": float(reference)}]))
        layers.append(line.mark_rule(color="#9b2c1f", strokeDash=[4, 3], strokeWidth=1.2).encode(x="at:Q"))
    layers += [
        base.mark_rule(color=ACCENT, strokeWidth=2.4, opacity=0.55).encode(x=x, x2="high:Q", y=y),
        base.mark_point(color=ACCENT, fill=ACCENT, size=52, opacity=1).encode(x=alt.X("value:Q"), y=y),
    ]
    step = ROW_NARROW if narrow else ROW_WIDE
    if narrow:
        layers.append(_labels_above(labels, y, offset=-13))
    plot = width - 34 if narrow else width - LABEL_WIDTH - 36
    return alt.LayerChart(layer=layers).properties(width=plot, height=step * len(rows))


def _apart(labels: Sequence[str]) -> list[str]:
    """Equal labels made different by marks nobody sees, or Vega would draw their rows over one another."""
    return [label + INVISIBLE * list(labels[:at]).count(label) for at, label in enumerate(labels)]


def _label_axis(*, narrow: bool, width: int) -> alt.Axis | None:
    import altair as alt

    if narrow:
        return None
    return alt.Axis(
        title=None, domain=False, ticks=False, labelColor=INK, labelFontSize=12, labelLimit=0, labelPadding=8,
        labelOverlap=False, minExtent=width, maxExtent=width,
    )  # fmt: skip


def _band(padding: float) -> alt.Scale:
    import altair as alt

    return alt.Scale(paddingInner=padding, paddingOuter=padding / 2)


def _labels_above(labels: Sequence[str], y: alt.Y, *, offset: float) -> alt.LayerChart:
    import altair as alt

    data = alt.InlineData(values=[{"row": label} for label in labels])
    base = alt.Chart(data).encode(x=alt.value(0), y=y, text="row:N")
    # A white edge keeps grid and reference line out of the letters.
    halo = base.mark_text(
        align="left", baseline="middle", dy=offset, fontSize=11.5, color="#ffffff", stroke="#ffffff", strokeWidth=4
    )
    label = base.mark_text(align="left", baseline="middle", dy=offset, fontSize=11.5, color=INK)
    return alt.LayerChart(layer=[halo, label])


def _ink_on(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return INK if (299 * red + 587 * green + 114 * blue) // 1000 > 140 else "#ffffff"
