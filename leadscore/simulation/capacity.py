"""Capacity: how many new leads sales can work, the cut-off that delivers them, and what may come of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leadscore.errors import UsageError
from leadscore.estimate import Estimate, proportion
from leadscore.model import Model
from leadscore.scoring.arithmetic import ten_thousandths
from leadscore.simulation.cut_offs import sums_at
from leadscore.simulation.replay import DAYS_A_MONTH, Replayed, score_weeks
from leadscore.simulation.volume import NO_SCORE, Chosen, cut_off_for, leads_at

WORKDAYS = 5
WEEKS_A_MONTH = DAYS_A_MONTH / 7

NO_TIME_LEFT = "the open deals take all the touches there are"
ALIKE = "It is assumed that leads of the same score convert alike, whether they were handed over or not."


@dataclass(frozen=True, slots=True)
class Team:
    """Who works the leads: attempts each rep makes a day, attempts a lead needs, and what open deals take a week."""

    reps: int
    touches_a_day: float
    attempts_per_lead: float
    open_deals: int = 0
    touches_per_open_deal: float = 0.0

    def __post_init__(self) -> None:
        counts = (self.reps, self.touches_a_day, self.open_deals, self.touches_per_open_deal)
        if min(counts) < 0 or self.attempts_per_lead <= 0:
            raise UsageError(
                "A team needs counts of 0 or more and more than 0 attempts per lead, "
                "for example 6 reps, 40 touches a day and 6 attempts."
            )

    @property
    def leads_a_week(self) -> float:
        """New leads a week: reps x touches a day x 5, less the touches of open deals, over attempts per lead."""
        touches = self.reps * self.touches_a_day * WORKDAYS - self.open_deals * self.touches_per_open_deal
        return max(0.0, touches / self.attempts_per_lead)


@dataclass(frozen=True, slots=True)
class Capacity:
    """What a team can work and the cut-off for it; `outcomes`: expected confirmed leads a month, with their range.

    `idle`: even without a cut-off fewer leads come than the team could work.
    """

    leads_a_week: float
    leads_a_month: float
    cut_off: Chosen | None
    a_month: Estimate
    rate: Estimate
    outcomes: Estimate
    caveats: tuple[str, ...]
    reason: str | None = None
    idle: bool = False


def capacity(replayed: Replayed, model: Model, team: Team, outcome: str = "sql") -> Capacity:
    """The cut-off that hands over what the team can work, and the outcomes to expect if all of it is worked.

    The rate is that of worked and mature hand-offs with such a score; its interval makes the range.
    """
    weekly_leads = team.leads_a_week
    monthly = weekly_leads * WEEKS_A_MONTH
    reason = _reason(replayed, weekly_leads)
    if reason or replayed.months is None:
        return _unknown(weekly_leads, monthly, reason or "")
    weekly = score_weeks(replayed, model)
    wanted = round(monthly * replayed.months / replayed.scale)
    chosen = cut_off_for(replayed, weekly, wanted)
    if chosen is None:
        return _unknown(weekly_leads, monthly, NO_SCORE)
    idle = wanted > int(leads_at(weekly, replayed, np.zeros(1, dtype=np.int64))[0])
    sums = sums_at(replayed, weekly.then >= ten_thousandths(chosen.points), outcome)
    unknown = replayed.outcomes[outcome].reason
    rate = Estimate.unknown(unknown, sums.n) if unknown else proportion(sums, nothing="no worked lead has this score")
    volume = replayed.a_month(chosen.leads)
    missed = (f"{chosen.words}.",) if chosen.words and not idle else ()
    caveats = (ALIKE, *missed, *replayed.caveats)
    return Capacity(weekly_leads, monthly, chosen, volume, rate, _expected(volume, rate), caveats, idle=idle)


def _expected(volume: Estimate, rate: Estimate) -> Estimate:
    if volume.value is None or rate.value is None or rate.low is None or rate.high is None:
        return Estimate.unknown(rate.reason or volume.reason or "nothing is known of the rate", rate.n)
    return Estimate(volume.value * rate.value, volume.value * rate.low, volume.value * rate.high, rate.n)


def _reason(replayed: Replayed, leads_a_week: float) -> str | None:
    if not replayed.weeks:
        return replayed.reason or "nothing is dated"
    if replayed.months is None:
        return replayed.a_month(0).reason
    return None if leads_a_week > 0 else NO_TIME_LEFT


def _unknown(leads_a_week: float, leads_a_month: float, reason: str) -> Capacity:
    none = Estimate.unknown(reason)
    return Capacity(leads_a_week, leads_a_month, None, none, none, none, (), reason)
