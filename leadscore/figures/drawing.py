"""A chart of plain values as a Plotly figure: a colour and a second sign for each series, and its intervals."""

from __future__ import annotations

import re
from typing import Any

import plotly.graph_objects as go

from leadscore.figures import theme
from leadscore.figures.chart import Chart, Series

COLOURS = (theme.BLUE, theme.VERMILION, theme.GREEN, theme.PURPLE, theme.ORANGE, theme.SKY)
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
SYMBOLS = ("circle", "diamond", "square", "triangle-up", "x", "cross")
PATTERNS = ("", "/", ".", "x", "-", "|")

FEWEST_MONTHS = 3
"""Fewer months than these are no axis of time: it would count the milliseconds around them."""

EACH_NAMED = 8
"""Up to so many months each has its tick; more are left to the axis."""

_MONTH = re.compile(r"\d{4}-\d\d")


def drawn(chart: Chart, height: int = 380, titled: bool = True, large: bool = False) -> go.Figure:
    """The figure of a chart; what is unknown is left out, never drawn as 0.

    Not `titled` where its question stands above it as text: a long one breaks into lines there; large: type for a room
    before a projector.
    """
    figure = go.Figure()
    place = 0
    for series in chart.series:
        if series.look == "baseline":
            figure.add_scatter(x=series.x, y=series.y, name=series.name, mode="lines", line=theme.BASELINE)
            continue
        _add(figure, series, place)
        place += 1
    places = {x for series in chart.series for x in series.x}
    if places and all(isinstance(x, str) and _MONTH.fullmatch(x) for x in places):
        figure.update_xaxes(**_months(len(places)))
    figure.update_layout(barmode="group", hovermode="closest")
    figure.update_yaxes(rangemode="tozero")
    theme.question(figure, chart.question, chart.x, chart.y, height)
    if large:
        figure.update_layout(font_size=19, title_font_size=23, height=height + 120)
    return figure if titled else figure.update_layout(title=None, margin_t=16)


def _months(count: int) -> dict[str, Any]:
    """An axis of so many months."""
    if count < FEWEST_MONTHS:
        return {"type": "category"}
    return {"dtick": "M1", "tickformat": "%b %Y"} if count <= EACH_NAMED else {}


def _add(figure: go.Figure, series: Series, place: int) -> None:
    place %= len(COLOURS)
    colour = COLOURS[place]
    if series.look == "bars":
        marker: dict[str, Any] = {"color": colour, "pattern_shape": PATTERNS[place]}
        figure.add_bar(x=series.x, y=series.y, name=series.name, marker=marker, error_y=_whiskers(series, theme.INK))
        return
    if series.look == "dots":
        marker = {"color": colour, "size": 11, "symbol": SYMBOLS[place]}
        figure.add_scatter(
            x=series.x, y=series.y, name=series.name, mode="markers", marker=marker, error_y=_whiskers(series, colour)
        )
        return
    shape = "hv" if series.look == "steps" else "linear"
    _add_band(figure, series, colour, shape)
    line = {"color": colour, "dash": DASHES[place], "shape": shape, "width": 2.5}
    marks = {} if len(series.x) > 40 else {"marker": {"symbol": SYMBOLS[place], "size": 8, "color": colour}}
    mode = "lines" if len(series.x) > 40 or series.look == "steps" else "lines+markers"
    figure.add_scatter(x=series.x, y=series.y, name=series.name, mode=mode, line=line, **marks)


def _add_band(figure: go.Figure, series: Series, colour: str, shape: str) -> None:
    if not series.low:
        return
    known = [
        (x, low, high)
        for x, low, high in zip(series.x, series.low, series.high, strict=True)
        if low is not None and high is not None
    ]
    back = known[::-1]
    figure.add_scatter(
        x=[x for x, _, _ in known] + [x for x, _, _ in back],
        y=[high for _, _, high in known] + [low for _, low, _ in back],
        fill="toself",
        fillcolor=theme.faint(colour, 0.16),
        line={"width": 0, "shape": "linear" if shape == "hv" else shape},
        mode="lines",
        hoverinfo="skip",
        showlegend=False,
    )


def _whiskers(series: Series, colour: str) -> dict[str, Any] | None:
    if not series.low:
        return None
    ends = list(zip(series.y, series.low, series.high, strict=True))
    return {
        "type": "data",
        "symmetric": False,
        "array": [_gap(high, y) for y, _, high in ends],
        "arrayminus": [_gap(y, low) for y, low, _ in ends],
        "color": colour,
    }


def _gap(above: float | None, below: float | None) -> float:
    return 0.0 if above is None or below is None else above - below
