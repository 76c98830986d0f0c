"""What became of the leads of each band, with the interval of every rate."""

from __future__ import annotations

from collections.abc import Sequence

from leadscore.estimate import Estimate
from leadscore.figures import live, theme
from leadscore.figures.live import LiveChart, Option
from leadscore.figures.words import estimate_in_words
from leadscore.simulation import Look
from leadscore.vocabulary import BAND_WORDS, OUTCOME_WORDS

_BESIDE = 0.12
"""How far a dot stands from the middle of its band, the other outcome on the other side."""


def bands(look: Look, outcome: str, compared: Look | None = None, size: int = live.TYPE) -> LiveChart:
    """Conversion of each band as a dot with its interval; won beside it, the model compared with as a thin line."""
    names = [BAND_WORDS[part.band] for part in look.bands if part.band is not None]
    rates = {outcome: [part.conversion for part in look.bands]}
    if outcome != "won":
        rates["won"] = [part.won for part in look.bands]
    series = []
    for name, looks in zip(
        rates, ((theme.BLUE, "circle", -_BESIDE), (theme.VERMILION, "diamond", _BESIDE)), strict=False
    ):
        series += _dots(names, rates[name], OUTCOME_WORDS[name], *looks)
    shown = [OUTCOME_WORDS[name] for name in rates]
    if compared is not None and compared.bands:
        series.append(live.baseline([theme.percent(part.conversion.value) for part in compared.bands]))
        shown.append(series[-1]["name"])
    option = {
        "xAxis": [
            live.axis("category", "band", size, data=names, axisLabel={"fontSize": size, "interval": 0}),
            live.hidden(-0.5, len(names) - 0.5),
        ],
        "yAxis": live.axis("value", "% of the leads", size, min=0),
        "tooltip": {"trigger": "item", "formatter": "{b}", "textStyle": {"fontSize": size}},
        "series": series,
    }
    return LiveChart(
        "Do higher bands become customers more often?",
        _in_words(look, outcome),
        live.framed(option, shown, size),
        300 + 14 * (size - live.TYPE),
    )


def _dots(
    names: Sequence[str], estimates: Sequence[Estimate], outcome: str, colour: str, symbol: str, aside: float
) -> list[Option]:
    """The dots, and a line for each interval."""
    known = [(place + aside, each) for place, each in enumerate(estimates) if each.value is not None]
    dots = [
        {
            "value": [x, theme.percent(each.value)],
            "name": f"{names[round(x)]}, {outcome}: {estimate_in_words(each)}",
        }
        for x, each in known
    ]
    lines = [
        {"coords": [[x, theme.percent(each.low)], [x, theme.percent(each.high)]]}
        for x, each in known
        if each.low is not None
    ]
    return [
        {
            "name": outcome,
            "type": "scatter",
            "xAxisIndex": 1,
            "data": dots,
            "symbol": symbol,
            "symbolSize": 12,
            "itemStyle": {"color": colour},
            "z": 5,
        },
        {
            "type": "lines",
            "coordinateSystem": "cartesian2d",
            "xAxisIndex": 1,
            "data": lines,
            "silent": True,
            "symbol": "none",
            "lineStyle": {"color": colour, "width": 3, "opacity": 1},
        },
    ]


def _in_words(look: Look, outcome: str) -> str:
    if not look.bands:
        return "There are no bands without cut-offs."
    told = (f"{BAND_WORDS[str(part.band)]} {estimate_in_words(part.conversion)}" for part in look.bands)
    return f"Share that became {OUTCOME_WORDS[outcome]}: {'; '.join(told)}."
