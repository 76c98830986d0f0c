"""How every chart looks: colours that colour-blind people can tell apart, a second sign beside each colour."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

# Okabe and Ito's palette.
ORANGE, SKY, GREEN = "#E69F00", "#56B4E9", "#009E73"
BLUE, VERMILION, PURPLE, GREY = "#0072B2", "#D55E00", "#CC79A7", "#7F7F7F"

INK = "#767676"
"""Text and lines that are legible on white and on black alike (4.5 to 1)."""

CUT_OFF: dict[str, Any] = {"line_width": 2, "line_dash": "dash", "line_color": INK}
"""The line of a cut-off or another agreed value."""

BASELINE: dict[str, Any] = {"color": GREY, "width": 1.5, "dash": "dot"}
"""The line of the active model on every chart: thin, grey, dotted."""


def question(figure: go.Figure, title: str, x: str, y: str, height: int = 380) -> go.Figure:
    """The figure under the question it answers, with what its axes count and in which unit."""
    figure.update_layout(
        title={
            "text": title,
            "x": 0,
            "xanchor": "left",
            "yref": "container",
            "y": 0.98,
            "font": {"size": 17, "color": INK},
        },
        height=height,
        margin={"l": 8, "r": 8, "t": 56, "b": 8},
        legend={"orientation": "h", "yanchor": "top", "y": -0.3, "x": 0, "xanchor": "left", "traceorder": "normal"},
        font={"size": 14, "color": INK},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        hovermode="x unified",
        uirevision="kept",
        dragmode=False,
    )
    grid = "rgba(127,127,127,0.25)"
    figure.update_xaxes(title=x, gridcolor=grid, zeroline=False, automargin=True)
    figure.update_yaxes(title=y, gridcolor=grid, zeroline=False, automargin=True)
    return figure


def faint(colour: str, opacity: float) -> str:
    """A colour as the ground of an interval."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def percent(share: float | None) -> float | None:
    """A share as axes count it; what is unknown stays unknown."""
    return None if share is None else 100 * share
