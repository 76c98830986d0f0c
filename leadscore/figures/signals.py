"""Signals as a picture: adjusted differences with their intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import plotly.graph_objects as go

from leadscore.figures import theme
from leadscore.figures.signal_words import WORDS
from leadscore.learning.signals.signals import Signal, Word
from leadscore.vocabulary import OUTCOME_WORDS

MOST_DRAWN = 20
LONGEST_NAME = 44

LOOKS: Mapping[Word, tuple[str, str]] = {
    "more": (theme.BLUE, "circle"),
    "less": (theme.VERMILION, "diamond"),
    "cannot tell": (theme.GREY, "square-open"),
}


def drawn(shown: Sequence[Signal]) -> tuple[Signal, ...]:
    """The first signals with an effect."""
    return tuple(each for each in shown if each.difference.low is not None)[:MOST_DRAWN]


def chart(shown: Sequence[Signal], outcome: str, large: bool = False) -> go.Figure:
    """Adjusted differences with their intervals, one line a signal, in the order given, the first on top."""
    signals = drawn(shown)
    figure = go.Figure()
    names = _names(signals)
    for word, (colour, symbol) in LOOKS.items():
        told = [(name, each) for name, each in zip(names, signals, strict=True) if each.word == word]
        if told:
            figure.add_scatter(**_marks(told), name=WORDS[word], marker={"color": colour, "size": 11, "symbol": symbol})
            figure.data[-1].error_x.color = colour
    figure.add_vline(x=0, line_width=1.5, line_color=theme.INK)
    question = f"Which leads became {OUTCOME_WORDS[outcome]} more often, at equal other things?"
    theme.question(figure, question, "percentage points more or less often", "", 150 + 28 * len(signals))
    figure.update_layout(hovermode="closest", title=None, margin_t=16, legend_y=-0.12 - 1 / (2 + len(signals)))
    figure.update_yaxes(categoryorder="array", categoryarray=names[::-1])
    if large:
        figure.update_layout(font_size=19, height=200 + 40 * len(signals))
    return figure


def _marks(told: Sequence[tuple[str, Signal]]) -> dict[str, object]:
    gaps = [each.difference for _, each in told]
    return {
        "x": [theme.percent(gap.value) for gap in gaps],
        "y": [name for name, _ in told],
        "mode": "markers",
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [100 * ((gap.high or 0.0) - (gap.value or 0.0)) for gap in gaps],
            "arrayminus": [100 * ((gap.value or 0.0) - (gap.low or 0.0)) for gap in gaps],
        },
        "hovertemplate": "%{y}: %{x:+.1f} % points<extra></extra>",
    }


def _names(signals: Sequence[Signal]) -> list[str]:
    """Names that fit beside a chart, each another one; what comes from the data is no markup there."""
    named: list[str] = []
    for each in signals:
        whole = each.candidate.rule.name
        short = escape(whole if len(whole) <= LONGEST_NAME else f"{whole[: LONGEST_NAME - 1]}…", quote=False)
        numbered = (short if n == 1 else f"{short} ({n})" for n in range(1, len(signals) + 1))
        named.append(next(name for name in numbered if name not in named))
    return named
