"""Suggested points as a picture and as a table: what a rule has now, what history would give it, and how surely."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import plotly.graph_objects as go

from leadscore.figures import theme
from leadscore.learning.suggesting.suggested import SuggestedPoints, Suggestion
from leadscore.model.values import shortest

QUESTION = "Which rules would history give other points?"
X = "points for each time it holds"
LONGEST_NAME = 34
MINUS = "\N{MINUS SIGN}"
_ROW, _HEAD = 26, 110
"""Pixels of height for a rule, and around them all."""

_TYPE, _LARGE = 14, 19


def suggested_chart(found: Suggestion, large: bool = False) -> go.Figure:
    """Now and suggested for each rule that history speaks of, in the model's order from the top; large: on a projector.

    The line is the interval at 95 %.
    """
    rules = [each for each in found.points if each.suggested is not None]
    places = list(range(len(rules)))
    figure = go.Figure()
    figure.add_scatter(
        x=[each.suggested for each in rules],
        y=places,
        name="suggested, with its interval",
        mode="markers",
        marker={"color": theme.BLUE, "symbol": "circle", "size": 10},
        error_x=_whiskers(rules),
        hovertext=[escape(f"{each.name}: {points_in_words(each)}", quote=False) for each in rules],
        hoverinfo="text",
    )
    figure.add_scatter(
        x=[float(each.now) for each in rules],
        y=places,
        name="now",
        mode="markers",
        marker={"color": theme.VERMILION, "symbol": "diamond-open", "size": 11, "line_width": 2},
        hovertext=[escape(f"{each.name}: now {shortest(each.now)}", quote=False) for each in rules],
        hoverinfo="text",
    )
    theme.question(figure, QUESTION, X, "", _HEAD + len(rules) * (_ROW + (8 if large else 0)))
    figure.add_vline(x=0, line=theme.BASELINE)
    figure.update_layout(hovermode="closest", title=None, margin_t=40, font_size=_LARGE if large else _TYPE)
    figure.update_layout(legend={"y": 1.0, "yanchor": "bottom"})
    names = [escape(_short(each.name), quote=False) for each in rules]
    figure.update_yaxes(tickvals=places, ticktext=names, autorange="reversed", showgrid=True)
    return figure


def _whiskers(rules: Sequence[SuggestedPoints]) -> dict[str, object]:
    above = [0 if each.high is None else each.high - (each.suggested or 0) for each in rules]
    below = [0 if each.low is None else (each.suggested or 0) - each.low for each in rules]
    return {"type": "data", "symmetric": False, "array": above, "arrayminus": below, "thickness": 1.5, "width": 4}


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def points_in_words(each: SuggestedPoints) -> str:
    """`12 (8 to 15)`; a rule that stays as it is has none."""
    if each.suggested is None:
        return ""
    points = str(each.suggested)
    return (points if each.low is None else f"{points} ({each.low} to {each.high})").replace("-", MINUS)


def rows(found: Suggestion) -> list[dict[str, str]]:
    """The rules as a table, a row each; nothing where history has nothing to say."""
    return [
        {
            "Rule": each.name,
            "Now": shortest(each.now).replace("-", MINUS),
            "Suggested": points_in_words(each),
            "Without the balance": "" if each.evidence is None else str(each.evidence).replace("-", MINUS),
            "What history says": each.sentence,
        }
        for each in found.points
    ]
