"""Belief against evidence as a picture: one mark a rule, what the teams give against what history pays."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from html import escape
from typing import Any

import plotly.graph_objects as go

from leadscore.figures import theme
from leadscore.figures.belief_words import paid_in_words
from leadscore.learning.belief import ORIGIN_WORDS, PLACE_WORDS, PLACES, Belief, Beliefs, Place
from leadscore.model.values import shortest
from leadscore.vocabulary import TEAMS

QUESTION = "Does history pay what we believe?"
X, Y = "points the teams give", "points history pays"
TURNED = "Rules that take points are turned round: right and up is more against a lead."
ASIDE = "Marks that would hide each other stand side by side; the table says where they belong."
NEAR = 0.035
"""Marks nearer than this part of both axes would hide each other."""

SAME = "As much as believed"
BEYOND = 1.6
"""How far beyond the largest points the picture reaches; longer intervals leave it, and stand in the table."""

_LOOKS: dict[Place, dict[str, Any]] = {
    "believed and seen": {"color": theme.GREEN, "symbol": "circle"},
    "believed, not seen": {"color": theme.PURPLE, "symbol": "square"},
    "seen, not believed": {"color": theme.SKY, "symbol": "triangle-up"},
    "neither": {"color": theme.GREY, "symbol": "hexagon"},
    "cannot tell": {"color": theme.ORANGE, "symbol": "x"},
}
_TEAMS: dict[str, dict[str, Any]] = {
    "sales": {"color": theme.BLUE, "symbol": "circle-open"},
    "marketing": {"color": theme.VERMILION, "symbol": "diamond-open"},
}
_TYPE, _LARGE = 14, 20


def belief_chart(found: Beliefs, chosen: str | None = None, large: bool = False) -> go.Figure:
    """Every rule that history speaks of, by its number in the table; `chosen` has a ring; large: for a projector.

    A mark carries its rule's id as custom data, so that a click finds it.
    """
    figure = go.Figure()
    _ground(figure, found)
    for place in PLACES:
        _marks(figure, found, place, _LARGE if large else _TYPE)
    _between(figure, found)
    for team in TEAMS:
        _team(figure, found, team)
    _ring(figure, [(_aside(found)[each.rule_id], each.ends[0]) for each in found.rules if each.rule_id == chosen])
    turned = any(each.way < 0 for each in found.rules)
    theme.question(figure, QUESTION, f"{X}{', or take' if turned else ''}", Y, height=620 if large else 520)
    figure.update_layout(hovermode="closest", clickmode="event+select", title=None, margin_t=16)
    figure.update_layout(legend={"y": -0.24})
    (left, right), (low, high) = _reach(found)
    figure.update_xaxes(range=[left, right])
    figure.update_yaxes(range=[low, high])
    if large:
        figure.update_layout(font_size=_LARGE)
        figure.update_annotations(font_size=_LARGE)
    return figure


def notes(found: Beliefs) -> tuple[str, ...]:
    """What must be known to read the picture."""
    places = _aside(found)
    moved = any(places[each.rule_id] != _along(each, each.points) for each in found.rules)
    turned = any(each.way < 0 for each in found.rules)
    return (*((TURNED,) if turned else ()), *((ASIDE,) if moved else ()))


def _along(each: Belief, points: Decimal) -> float:
    """Points as the rule speaks."""
    return each.way * float(points)


def _aside(found: Beliefs) -> dict[str, float]:
    """Where each rule's mark stands along the axis: marks that would hide each other are moved aside a little."""
    (left, right), (low, high) = _reach(found)
    near_x, near_y = NEAR * (right - left), NEAR * (high - low)
    places: dict[str, float] = {}
    taken: list[tuple[float, float]] = []
    for each in sorted(found.rules, key=lambda each: each.ends[0]):
        x, y = _along(each, each.points), each.ends[0]
        while any(abs(x - other) < near_x and abs(y - height) < near_y for other, height in taken):
            x += near_x
        taken.append((x, y))
        places[each.rule_id] = x
    return places


def _reach(found: Beliefs) -> tuple[tuple[float, float], tuple[float, float]]:
    """The ends of both axes."""
    given = [_along(each, points) for each in found.rules for points in _all_points(each)]
    paid = [each.ends for each in found.rules]
    least = float(found.threshold)
    most = BEYOND * max([2 * least, *given, *(value for value, _, _ in paid)])
    low = max(-most, min([-least, *(low for _, low, _ in paid)]))
    high = min(most, max([2 * least, *(high for _, _, high in paid)]))
    right = max([2 * least, *given]) * 1.12
    return (min([0.0, *given]) - right * 0.05, right), (low * 1.08, high * 1.08)


def _all_points(each: Belief) -> Iterator[Decimal]:
    yield from (points for points in (each.points, each.stand.sales, each.stand.marketing) if points is not None)


def _ground(figure: go.Figure, found: Beliefs) -> None:
    """The threshold on both axes, the names of the quarters, and the line of equal points."""
    least = float(found.threshold)
    (left, right), (low, high) = _reach(found)
    line = {"line": {"color": theme.INK, "width": 1, "dash": "dot"}, "layer": "below"}
    figure.add_shape(type="line", x0=least, x1=least, y0=low, y1=high, **line)
    figure.add_shape(type="line", x0=left, x1=right, y0=least, y1=least, **line)
    figure.add_scatter(x=[0, right], y=[0, right], mode="lines", line=theme.BASELINE, name=SAME, hoverinfo="skip")
    corners: tuple[tuple[Place, int, int], ...] = (
        ("believed and seen", 1, 1),
        ("seen, not believed", 0, 1),
        ("believed, not seen", 1, 0),
        ("neither", 0, 0),
    )
    for place, x, y in corners:
        anchors = {"xanchor": "right" if x else "left", "yanchor": "top" if y else "bottom", "xshift": -6 if x else 6}
        text = f"<b>{PLACE_WORDS[place]}</b>"
        figure.add_annotation(text=text, x=x, y=y, xref="paper", yref="paper", showarrow=False, **anchors)


def _marks(figure: go.Figure, found: Beliefs, place: Place, size: int) -> None:
    told = [(number, each) for number, each in enumerate(found.rules, 1) if each.place == place]
    if not told:
        return
    aside = _aside(found)
    colour = _LOOKS[place]["color"]
    figure.add_scatter(
        x=[aside[each.rule_id] for _, each in told],
        y=[each.ends[0] for _, each in told],
        error_y={
            "type": "data",
            "symmetric": False,
            "array": [each.ends[2] - each.ends[0] for _, each in told],
            "arrayminus": [each.ends[0] - each.ends[1] for _, each in told],
            "color": theme.faint(colour, 0.6),
            "thickness": 2,
        },
        mode="markers+text",
        marker={**_LOOKS[place], "size": 15, "line": {"color": theme.INK, "width": 1}},
        text=[f"<b>{number}</b>" for number, _ in told],
        textposition="middle right",
        textfont={"size": size + 1, "color": theme.INK},
        customdata=[[each.rule_id] for _, each in told],
        hovertext=[_hover(number, each) for number, each in told],
        hovertemplate="%{hovertext}<extra></extra>",
        name=PLACE_WORDS[place],
        cliponaxis=False,
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )


def _disagreed(found: Beliefs) -> list[tuple[Belief, dict[str, Decimal]]]:
    """The rules of which the teams think otherwise than the mark of the rule says, with the middle votes."""
    told = []
    for each in found.rules:
        said = {"sales": each.stand.sales, "marketing": each.stand.marketing}
        votes = {team: points for team, points in said.items() if points is not None}
        if any(points != each.points for points in votes.values()):
            told.append((each, votes))
    return told


def _between(figure: go.Figure, found: Beliefs) -> None:
    """A line from one team's vote to the other's, through the mark of the rule."""
    x: list[float | None] = []
    y: list[float | None] = []
    for each, votes in _disagreed(found):
        ends = [_along(each, points) for points in (*votes.values(), each.points)]
        x += [min(ends), max(ends), None]
        y += [each.ends[0]] * 2 + [None]
    if x:
        line = {"color": theme.faint(theme.GREY, 0.7), "width": 1.5}
        figure.add_scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip", showlegend=False)


def _team(figure: go.Figure, found: Beliefs, team: str) -> None:
    """The middle vote of a team on each rule that it does not see as the mark of the rule says."""
    voted = [(each, votes[team]) for each, votes in _disagreed(found) if team in votes]
    if not voted:
        return
    figure.add_scatter(
        x=[_along(each, points) for each, points in voted],
        y=[each.ends[0] for each, _ in voted],
        mode="markers",
        marker={**_TEAMS[team], "size": 10, "line": {"width": 2}},
        customdata=[[each.rule_id] for each, _ in voted],
        hovertext=[f"{escape(each.name, quote=False)}: {team} {shortest(points)}" for each, points in voted],
        hovertemplate="%{hovertext}<extra></extra>",
        name=f"{team.capitalize()}, middle vote",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )


def _ring(figure: go.Figure, chosen: list[tuple[float, float]]) -> None:
    for x, y in chosen:
        marker = {"symbol": "circle-open", "size": 30, "color": theme.INK, "line": {"width": 2.5}}
        figure.add_scatter(x=[x], y=[y], mode="markers", marker=marker, hoverinfo="skip", showlegend=False)


def _hover(number: int, each: Belief) -> str:
    name = escape(each.name, quote=False)
    given = f"teams {shortest(each.points)} ({ORIGIN_WORDS[each.origin]})"
    return f"{number}. {name}<br>{given}<br>history {paid_in_words(each)}"
