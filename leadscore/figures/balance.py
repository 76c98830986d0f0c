"""The balance meter: behavioural against demographic, three ways, beside what was agreed."""

from __future__ import annotations

from leadscore.figures import live, theme
from leadscore.figures.live import LiveChart, Option
from leadscore.simulation import Balances

WAYS = {"maximum": "points at most", "awarded": "points awarded", "variance": "variance"}


def balance_meter(balances: Balances, size: int = live.TYPE) -> LiveChart:
    """A bar for each way of looking at it, the agreed share as a line; a way that is unknown says so."""
    shares = {words: getattr(balances, way).share() for way, words in WAYS.items()}
    behavioural = [theme.percent(share) for share in shares.values()]
    demographic = [None if share is None else 100 - share for share in behavioural]
    names = [words if share is not None else f"{words}: unknown" for words, share in shares.items()]
    sides = {
        "behavioural": _bars(behavioural, live.solid(theme.BLUE), "#FFFFFF", size),
        "demographic": _bars(demographic, live.solid(theme.ORANGE), "#000000", size),
    }
    words = f"agreed {100 * balances.target:.0f}"
    agreed = {"xAxis": 100 * balances.target, "label": {"formatter": words, "position": "start"}}
    option = {
        "xAxis": live.axis("value", "% of the two sides", size, max=100, nameGap=round(1.8 * size)),
        "yAxis": live.axis("category", "", size, data=names, inverse=True),
        "tooltip": {"trigger": "item", "textStyle": {"fontSize": size}},
        "series": [
            {**sides["behavioural"], "name": "behavioural", "markLine": live.cut_off_lines([agreed], size)},
            {**sides["demographic"], "name": "demographic"},
        ],
    }
    framed = live.framed(option, list(sides), size, above=True)
    return LiveChart("Is the score balanced as agreed?", in_words(balances), framed, 16 * size)


def in_words(balances: Balances) -> str:
    """The behavioural share three ways, beside what was agreed."""
    ways = []
    for way, words in WAYS.items():
        share = getattr(balances, way).share()
        ways.append(f"of the {words} unknown" if share is None else f"{100 * share:.0f} % of the {words}")
    return f"Behavioural side: {', '.join(ways)}; agreed {100 * balances.target:.0f} %."


def _bars(parts: list[float | None], style: Option, ink: str, size: int) -> Option:
    return {
        "type": "bar",
        "stack": "sides",
        "data": [None if part is None else round(part, 1) for part in parts],
        "itemStyle": style,
        "label": {"show": True, "color": ink, "fontSize": size, "formatter": "{c}"},
        "emphasis": {"disabled": True},
    }
