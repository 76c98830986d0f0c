"""What one sample company is made of: the parameters of SAMPLES as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sample_data.signals import Signal, Solved


@dataclass(frozen=True, slots=True)
class Volume:
    """How many leads arrive: months x leads a month, factors by calendar month, list campaign."""

    start: datetime
    months: int
    per_month: int
    factors: dict[int, float]
    fair_months: tuple[int, ...] = ()
    list_from_month: int = 10
    list_share: float = 0.10
    list_odds: float = 0.5


@dataclass(frozen=True, slots=True)
class Targets:
    """Printed figures that the solved constants aim at."""

    mql_rate: float
    sql_rate: float
    win_rate: float
    mql: int
    sql: int
    won: int
    lost: int
    open: int
    days_to_win: tuple[int, int]
    wins_within: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Pace:
    """Delays: (median, sigma) of lognormals in days; first touch in business hours; shares."""

    to_hand_off: tuple[float, float]
    to_sql: tuple[float, float]
    to_won: tuple[float, float]
    to_lost: tuple[float, float]
    never_closed: float
    touch_top: float
    touch_rest: float
    fast_if: str = ""
    fast_won: float = 0.0


@dataclass(frozen=True, slots=True)
class Money:
    """Deal size: median, sigma, exponent of company size; factor of repeat buyers; wins without a lead."""

    median: float
    sigma: float
    size_power: float = 0.0
    repeat_factor: float = 1.0
    without_lead: float = 0.0
    currency: str = "EUR"


@dataclass(frozen=True, slots=True)
class Firm:
    """Attributes of firms and people that signals rest on."""

    size_signal: str
    size_ranges: tuple[tuple[int, int, float], ...]
    size_in: tuple[int, int]
    industry_signal: str
    industries_in: tuple[str, ...]
    industries_out: tuple[str, ...]
    region_signal: str
    countries_in: tuple[str, ...]
    countries_out: tuple[str, ...]
    titles: tuple[tuple[str, tuple[str, ...]], ...]
    sources: tuple[tuple[str, float], ...]
    free_mail: str
    reps: tuple[str, ...]
    competitors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Habit:
    """Background activity: (kind, detail choices, rate a fortnight); and what buyers do after the hand-off."""

    before: tuple[tuple[str, tuple[str, ...], float], ...]
    after: tuple[tuple[str, tuple[str, ...], float], ...]


@dataclass(frozen=True, slots=True)
class Company:
    """One sample company."""

    name: str
    title: str
    seed: int
    zone: str
    volume: Volume
    targets: Targets
    solved: Solved
    pace: Pace
    money: Money
    firm: Firm
    habit: Habit
    signals: tuple[Signal, ...]
    instant: str
    explored: float = 0.0
    scanners_from_month: int = 0
    silence_days: int = 0

    def signal(self, name: str) -> Signal:
        return next(signal for signal in self.signals if signal.id == name)

    def has(self, name: str) -> bool:
        return any(signal.id == name for signal in self.signals)
