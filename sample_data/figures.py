"""Figures of a finished world, set beside the printed targets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from sample_data.company import Company
from sample_data.world import Life, data_end


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its target (None where the table has none) and what the sample holds."""

    name: str
    target: float | None
    value: float


def figures(company: Company, lives: Sequence[Life]) -> list[Figure]:
    """All figures of one company."""
    return [*rates(company, lives), *counts(company, lives), *delays(company, lives), *work(company, lives)]


def rates(company: Company, lives: Sequence[Life]) -> list[Figure]:
    target = company.targets
    handed = [life for life in lives if life.hand.band != "below"]
    confirmed = [life for life in handed if life.outcome.sql]
    won = [life for life in confirmed if life.outcome.result == "won"]
    return [
        Figure("mql_rate", target.mql_rate, round(len(handed) / len(lives), 4)),
        Figure("sql_rate_of_mql", target.sql_rate, round(len(confirmed) / len(handed), 4)),
        Figure("win_rate_of_sql", target.win_rate, round(len(won) / len(confirmed), 4)),
    ]


def counts(company: Company, lives: Sequence[Life]) -> list[Figure]:
    target, end = company.targets, data_end(company)
    sql = [life for life in lives if before(life.outcome.sql, end)]
    closed = {
        result: sum(life.outcome.result == result and before(life.outcome.closed, end) for life in sql)
        for result in ("won", "lost")
    }
    mql = sum(life.hand.band != "below" and life.lead.landmark < end for life in lives)
    return [
        Figure("mql_by_data_date", target.mql, mql),
        Figure("sql_by_data_date", target.sql, len(sql)),
        Figure("won_by_data_date", target.won, closed["won"]),
        Figure("lost_by_data_date", target.lost, closed["lost"]),
        Figure("open_at_data_date", target.open, len(sql) - closed["won"] - closed["lost"]),
    ]


def before(moment: datetime | None, end: datetime) -> bool:
    return moment is not None and moment < end


def delays(company: Company, lives: Sequence[Life]) -> list[Figure]:
    """Days from hand-off to won over all wins, those after the data date included."""
    target = company.targets
    days = sorted(
        (life.outcome.closed - life.lead.landmark).total_seconds() / 86400
        for life in lives
        if life.hand.handed and life.outcome.result == "won" and life.outcome.closed
    )
    quantiles = [
        Figure(f"hand_off_to_won_p{p}", goal, round(days[int(len(days) * p / 100)], 1))
        for p, goal in zip((50, 80), target.days_to_win, strict=True)
    ]
    return quantiles + [
        Figure(f"wins_within_{limit}_days", share, round(sum(d <= limit for d in days) / len(days), 4))
        for limit, share in target.wins_within
    ]


def work(company: Company, lives: Sequence[Life]) -> list[Figure]:
    """Worked share by band, rejected share, day-0 share of SQL."""
    found = []
    for band, goal in (("top", 0.95), ("next", 0.85), ("rest", 0.68), ("below", 0.05)):
        group = [life for life in lives if life.hand.band == band and not life.hand.explored]
        found.append(
            Figure(f"worked_{band}", goal, round(sum(life.hand.touched is not None for life in group) / len(group), 4))
        )
    found += touches(company, lives)
    handed = [life for life in lives if life.hand.band != "below"]
    confirmed = [life for life in handed if life.outcome.sql]
    same_day = sum(life.outcome.sql.date() == life.lead.landmark.date() for life in confirmed if life.outcome.sql)
    found.append(
        Figure(
            "rejected_of_mql", 0.22, round(sum(life.outcome.rejected is not None for life in handed) / len(handed), 4)
        )
    )
    return [*found, Figure("same_day_of_sql", 0.08, round(same_day / len(confirmed), 4))]


def touches(company: Company, lives: Sequence[Life]) -> list[Figure]:
    """Median office hours from hand-off (or from Monday, after a late Friday) to the first touch."""
    found, pace = [], company.pace
    for name, bands, goal in (("top", ("top",), pace.touch_top), ("rest", ("next", "rest"), pace.touch_rest)):
        hours = [life.hand.office_hours for life in lives if life.hand.band in bands and life.hand.touched]
        found.append(Figure(f"first_touch_hours_{name}", goal, round(median(hours), 2)))
    return found
