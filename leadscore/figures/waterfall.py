"""From 0 to a lead's score as a figure; the steps are made below, the figure only draws them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import plotly.graph_objects as go

from leadscore.desk.steps import Step
from leadscore.figures import theme
from leadscore.figures.reasons import signed

LONGEST_LABEL = 34
_COLOURS = {"up": theme.BLUE, "down": theme.VERMILION, "score": theme.GREY}


def waterfall(steps: Sequence[Step], score: float, title: str = "How do the points add up?") -> go.Figure:
    """One bar a step, from where the sum stood to where it stands; gains filled, losses hatched, the score last."""
    figure, rows = go.Figure(), len(steps)
    for sign, name, pattern in (("up", "gives", ""), ("down", "takes", "/")):
        _bars(
            figure,
            [(place, step) for place, step in enumerate(steps) if (step.points > 0) == (sign == "up")],
            name,
            {"color": _COLOURS[sign], "pattern": {"shape": pattern, "fillmode": "overlay", "fgcolor": "white"}},
        )
    marker = {"color": _COLOURS["score"]}
    hover = "score: %{text}<extra></extra>"
    figure.add_bar(y=[rows], x=[score], text=[f"{score:g}"], name="score", marker=marker, hovertemplate=hover, **_BAR)
    labels = [*(_label(step.label, LONGEST_LABEL) for step in steps), "Score"]
    theme.question(figure, title, "points", "", height=130 + 28 * (rows + 1))
    figure.update_yaxes(
        tickvals=list(range(rows + 1)), ticktext=labels, autorange="reversed", gridcolor="rgba(0,0,0,0)"
    )
    ends = [0.0, score, *(float(end) for step in steps for end in (step.after, step.after - step.points))]
    room = max(5.0, 0.12 * (max(ends) - min(ends)))
    figure.update_xaxes(range=[min(ends) - room * (min(ends) < 0), max(ends) + room])
    figure.update_layout(hovermode="closest", showlegend=False, barmode="overlay")
    return figure


_BAR: dict[str, Any] = {"orientation": "h", "width": 0.7, "textposition": "outside", "cliponaxis": False}


def _bars(figure: go.Figure, steps: Sequence[tuple[int, Step]], name: str, marker: dict[str, Any]) -> None:
    """Steps in one direction, each at its place."""
    figure.add_bar(
        y=[place for place, _ in steps],
        x=[float(step.points) for _, step in steps],
        base=[float(step.after - step.points) for _, step in steps],
        text=[signed(step.points) for _, step in steps],
        hovertext=[_label(step.label, 200) for _, step in steps],
        hovertemplate="%{hovertext}: %{text}<extra></extra>",
        name=name,
        marker=marker,
        **_BAR,
    )


def _label(text: str, longest: int) -> str:
    """A label as the figure shows it: no markup of its own, and not longer than there is room for."""
    short = text if len(text) <= longest else f"{text[: longest - 1]}…"
    return escape(short, quote=False)
