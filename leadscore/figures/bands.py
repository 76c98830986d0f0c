"""What became of the leads of each band, with the interval of every rate."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from leadscore.estimate import Estimate
from leadscore.figures import theme
from leadscore.simulation import Look
from leadscore.vocabulary import BAND_WORDS, OUTCOME_WORDS


def bands(look: Look, outcome: str, active: Look | None = None) -> go.Figure:
    """Conversion of each band as a dot with its interval; won beside it, the active model as a thin line."""
    figure = go.Figure()
    names = [BAND_WORDS[part.band] for part in look.bands if part.band is not None]
    _dots(figure, names, [part.conversion for part in look.bands], OUTCOME_WORDS[outcome], theme.BLUE, "circle")
    if outcome != "won":
        _dots(figure, names, [part.won for part in look.bands], OUTCOME_WORDS["won"], theme.VERMILION, "diamond")
    if active is not None and active.bands:
        before = [_percent(part.conversion.value) for part in active.bands]
        figure.add_scatter(x=names, y=before, name="compared with", mode="lines", line=theme.BASELINE)
    figure.update_yaxes(rangemode="tozero")
    figure.update_layout(hovermode="closest")
    return theme.question(figure, "Do higher bands become customers more often?", "band", "% of the leads")


def _dots(
    figure: go.Figure, names: Sequence[str], estimates: Sequence[Estimate], name: str, colour: str, symbol: str
) -> None:
    known = [(band, each) for band, each in zip(names, estimates, strict=True) if each.value is not None]
    figure.add_scatter(
        x=[band for band, _ in known],
        y=[_percent(each.value) for _, each in known],
        error_y={
            "type": "data",
            "symmetric": False,
            "array": [_gap(each.high, each.value) for _, each in known],
            "arrayminus": [_gap(each.value, each.low) for _, each in known],
        },
        text=[f"n = {each.n:,}" for _, each in known],
        hovertemplate="%{x}: %{y:.1f} % (%{text})",
        name=name,
        mode="markers",
        marker={"color": colour, "size": 11, "symbol": symbol},
    )


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _gap(above: float | None, below: float | None) -> float:
    return 0.0 if above is None or below is None else 100 * (above - below)
