"""The balance meter: behavioural against demographic, three ways, beside what was agreed."""

from __future__ import annotations

import plotly.graph_objects as go

from leadscore.figures import theme
from leadscore.simulation import Balances

WAYS = {"maximum": "points at most", "awarded": "points awarded", "variance": "share of variance"}


def balance_meter(balances: Balances) -> go.Figure:
    """A bar for each way of looking at it, the agreed share as a line; a way that is unknown says so."""
    known = {words: getattr(balances, way).share() for way, words in WAYS.items()}
    names = [words if share is not None else f"{words}: unknown" for words, share in known.items()]
    behavioural = [100 * (share or 0.0) for share in known.values()]
    demographic = [0.0 if share is None else 100 * (1 - share) for share in known.values()]
    figure = go.Figure()
    for side, parts, colour, shape in (
        ("behavioural", behavioural, theme.BLUE, ""),
        ("demographic", demographic, theme.ORANGE, "/"),
    ):
        figure.add_bar(
            y=names,
            x=parts,
            name=side,
            orientation="h",
            marker={"color": colour, "pattern": {"shape": shape, "solidity": 0.2}},
            text=[f"{part:.0f}" if part else "" for part in parts],
        )
    agreed = f"agreed {100 * balances.target:.0f}"
    figure.add_vline(x=100 * balances.target, **theme.CUT_OFF, annotation_text=agreed)
    figure.update_layout(barmode="stack", hovermode="closest")
    figure.update_yaxes(autorange="reversed")
    return theme.question(figure, "Is the score balanced as agreed, in % of the two sides?", "", "", height=250)
