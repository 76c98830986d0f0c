"""Where the teams stand after a reveal: both medians of each rule on one line, with every vote, but without names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from html import escape
from typing import Any

import plotly.graph_objects as go

from leadscore.figures import theme
from leadscore.model.values import shortest
from leadscore.vocabulary import TEAMS
from leadscore.workshop.disagreement import Disagreement
from leadscore.workshop.votes import TeamVotes

QUESTION = "Where do the teams stand?"
LONGEST_LABEL = 34
ROW = 74
"""Pixels of one rule, so that whoever sits at the back tells the marks of one from those of the next."""

TYPE = 18
NARROW_TYPE, NAMED = 15, 20
"""Letters on a telephone, and the pixels that a name above its row takes."""
BESIDE = {"sales": -0.16, "marketing": 0.16}
"""How far from the middle of its row a team stands, so that equal medians hide nothing."""

_LOOKS: dict[str, dict[str, Any]] = {
    "sales": {"color": theme.BLUE, "symbol": "circle"},
    "marketing": {"color": theme.VERMILION, "symbol": "diamond"},
}


def positions(found: Disagreement, narrow: bool = False) -> go.Figure:
    """A row for each rule in the order of the ranking: medians as marks, the range as a line, votes as faint dots.

    Today's points are a thin tick.  What a team did not vote on has no mark of it.  On a narrow screen the rules are
    named above their rows instead of beside them.
    """
    figure, rows = go.Figure(), len(found.arguments)
    for team in TEAMS:
        stands = [(row, each.voted.of(team)) for row, each in enumerate(found.arguments)]
        _ranges(figure, team, stands)
        _dots(figure, team, stands)
    for team in TEAMS:
        _medians(figure, team, [(row, each.voted.of(team)) for row, each in enumerate(found.arguments)])
    _today(figure, [each.voted.today for each in found.arguments])
    theme.question(figure, QUESTION, "points", "", height=150 + ROW * rows)
    labels = [_label(each.name) for each in found.arguments]
    figure.update_yaxes(
        tickvals=list(range(rows)),
        ticktext=labels,
        range=[rows - 0.5, -0.5],
        gridcolor="rgba(0,0,0,0)",
        tickfont_size=TYPE,
    )
    figure.update_xaxes(tickfont_size=TYPE)
    figure.update_layout(
        hovermode="closest", font_size=TYPE, title_font_size=23, legend={"y": 1, "yanchor": "bottom"}, margin_t=96
    )
    return _narrowed(figure, labels) if narrow else figure


def _narrowed(figure: go.Figure, labels: list[str]) -> go.Figure:
    """The same for a telephone: its width is left to the points."""
    figure.update_yaxes(showticklabels=False)
    for row, label in enumerate(labels):
        place = {"x": 0, "xref": "paper", "xanchor": "left", "y": row - 0.5, "yanchor": "top"}
        figure.add_annotation(text=label, showarrow=False, font_size=NARROW_TYPE, **place)
    figure.update_xaxes(tickfont_size=NARROW_TYPE)
    height = figure.layout.height + NAMED * len(labels)
    return figure.update_layout(font_size=NARROW_TYPE, title_text="", margin_t=64, height=height)


def in_words(found: Disagreement) -> tuple[str, ...]:
    """What the chart cannot show, a sentence each: who did not vote, and which sizes a rule's range changed."""
    return (*_silent(found), *(f"{each.name}: {note}." for each in found.arguments for note in each.voted.notes))


def _silent(found: Disagreement) -> Iterator[str]:
    votes = {team: [each.voted.of(team) for each in found.arguments] for team in TEAMS}
    for team, stands in votes.items():
        left_out = [each.name for each in found.arguments if not each.voted.of(team).n]
        if found.arguments and len(left_out) == len(stands):
            yield f"Nobody of {team} voted, so the chart shows one team only and there is no middle of two."
        elif left_out:
            yield f"Nobody of {team} voted on {', '.join(left_out)}."


def _ranges(figure: go.Figure, team: str, stands: list[tuple[int, TeamVotes]]) -> None:
    """From a team's lowest vote to its highest; a gap between two rules."""
    x: list[float | None] = []
    y: list[float | None] = []
    for row, votes in stands:
        if votes.low is not None and votes.high is not None:
            x += [float(votes.low), float(votes.high), None]
            y += [row + BESIDE[team]] * 2 + [None]
    line = {"color": _LOOKS[team]["color"], "width": 2}
    figure.add_scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip", showlegend=False)


def _dots(figure: go.Figure, team: str, stands: list[tuple[int, TeamVotes]]) -> None:
    """Each vote by itself; equal ones stand in a pile, away from the other team's."""
    x: list[float] = []
    y: list[float] = []
    away = 1 if BESIDE[team] > 0 else -1
    for row, votes in stands:
        for points, count in Counter(votes.votes).items():
            step = min(0.08, 0.16 / count)
            x += [float(points)] * count
            y += [row + BESIDE[team] + away * (0.16 + step * place) for place in range(count)]
    marker = {"color": _LOOKS[team]["color"], "size": 7, "opacity": 0.35}
    figure.add_scatter(x=x, y=y, mode="markers", marker=marker, hoverinfo="skip", showlegend=False)


def _medians(figure: go.Figure, team: str, stands: list[tuple[int, TeamVotes]]) -> None:
    known = [(row, votes, votes.median) for row, votes in stands if votes.median is not None]
    figure.add_scatter(
        x=[float(median) for _, _, median in known],
        y=[row + BESIDE[team] for row, _, _ in known],
        mode="markers",
        marker={**_LOOKS[team], "size": 17, "line": {"color": "white", "width": 1.5}},
        hovertext=[_hover(votes) for _, votes, _ in known],
        hovertemplate="%{hovertext}<extra></extra>",
        name=f"{team.capitalize()}, middle vote",
    )


def _today(figure: go.Figure, points: list[Decimal]) -> None:
    figure.add_scatter(
        x=[float(each) for each in points],
        y=list(range(len(points))),
        mode="markers",
        marker={"symbol": "line-ns-open", "size": 30, "color": theme.GREY, "line": {"width": 2, "color": theme.GREY}},
        hovertemplate="today %{x:g}<extra></extra>",
        name="Points today",
    )


def _hover(votes: TeamVotes) -> str:
    median, low, high = (shortest(each or Decimal(0)) for each in (votes.median, votes.low, votes.high))
    return f"{votes.team.capitalize()}: middle {median}, from {low} to {high}, {votes.n} voted"


def _label(name: str) -> str:
    """A name as an axis shows it: cut where it is long, and never read as markup."""
    short = name if len(name) <= LONGEST_LABEL else f"{name[: LONGEST_LABEL - 1]}…"
    return escape(short, quote=False)
