"""Hand-over: the old score at the landmark, who is handed over, who calls, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sample_data.chance import Chance
from sample_data.clock import after_office_hours, friday_rule, in_quarter_end_week
from sample_data.company import Company
from sample_data.conditions import holds
from sample_data.prospects import Prospect
from sample_data.traces import Activity

WORKED = {"top": 0.95, "next": 0.85, "rest": 0.68, "below": 0.05}
LAZY_REP, LAZY_SHARE = 2, {"top": 0.25, "next": 0.38, "rest": 0.55}
REP_SD = 0.35
QUARTER_END_TOUCHES, QUARTER_MAKE_UP = 0.65, 1.02
SLA_HOURS, LATE_HOURS = 8.0, 72.0
TOUCH_SIGMA = 1.1
BOUNDS = {"demographic": (0, 40), "behaviour": (0, 60), "intent": (0, 40), "negative": (-30, 0)}


@dataclass(frozen=True, slots=True)
class Hand:
    """One lead at its landmark: what the old model saw, its band then, its rep and the first touch."""

    detected: frozenset[str]
    score: int
    band: str
    explored: bool
    rep: int
    touched: datetime | None
    office_hours: float

    @property
    def handed(self) -> bool:
        return self.band != "below" or self.explored


def facts_of(lead: Prospect) -> dict[str, Any]:
    """Attributes as known at the landmark."""
    account = lead.account
    return {
        "created_at": lead.created,
        "email": lead.email,
        "company": account.firm.name,
        "title": lead.title,
        "company_size": account.size,
        "industry": account.industry,
        "country": account.country,
        "sites": account.sites,
        "source": lead.source,
        "contact_type": contact_type(lead),
    }


def contact_type(lead: Prospect) -> str:
    return "student" if "student" in lead.present else "business"


def detect(company: Company, lead: Prospect, rows: Sequence[Activity]) -> frozenset[str]:
    """The signals whose rules fire at the landmark."""
    facts = facts_of(lead)
    return frozenset(s.id for s in company.signals if holds(s.when, facts, rows, lead.landmark))


def old_points(company: Company, detected: frozenset[str]) -> int:
    return sum(signal.points or 0 for signal in company.signals if signal.id in detected)


def shown_score(company: Company, detected: frozenset[str]) -> int:
    """The score that the CRM showed: groups within their bounds, the whole within 0 and 100."""
    groups = dict.fromkeys(BOUNDS, 0)
    for signal in company.signals:
        groups[signal.group] += (signal.points or 0) if signal.id in detected else 0
    return min(max(sum(max(min(total, BOUNDS[g][1]), BOUNDS[g][0]) for g, total in groups.items()), 0), 100)


def noisy(company: Company, lead: Prospect, points: int) -> float:
    return points + 3.0 * Chance(company.seed, "judgement", lead.number).normal()


def band_of(company: Company, height: float) -> str:
    solved = company.solved
    if height < solved.hand_off_at:
        return "below"
    return "top" if height >= solved.top_at else "next" if height >= solved.rest_at else "rest"


def hand(company: Company, lead: Prospect, detected: frozenset[str]) -> Hand:
    chance = Chance(company.seed, "hand", lead.number)
    points = old_points(company, detected)
    band = band_of(company, noisy(company, lead, points))
    explored = band == "below" and chance.below(company.explored)
    rep = int(chance.uniform(0, len(company.firm.reps)))
    touched, hours = (
        first_touch(company, lead, band, chance) if works(company, lead, band, explored, rep, chance) else (None, 0.0)
    )
    return Hand(detected, shown_score(company, detected), band, explored, rep, touched, hours)


def works(company: Company, lead: Prospect, band: str, explored: bool, rep: int, chance: Chance) -> bool:
    """Whether sales makes any attempt; the others make up for the rep who leaves 40 % untouched."""
    count = len(company.firm.reps)
    probability = 0.95 if explored else WORKED[band]
    if band != "below":
        missed = LAZY_SHARE[band]
        shift = 1 - missed if rep == LAZY_REP else (count - 1 + missed) / (count - 1) * QUARTER_MAKE_UP
        probability = min(probability * shift, 0.99)
        probability *= QUARTER_END_TOUCHES if in_quarter_end_week(lead.landmark) else 1.0
    return chance.below(probability)


def first_touch(company: Company, lead: Prospect, band: str, chance: Chance) -> tuple[datetime, float]:
    """Instant of the first attempt and the office hours that it took."""
    median = company.pace.touch_top if band == "top" else company.pace.touch_rest
    hours = min(chance.lognormal(median, TOUCH_SIGMA), 100.0)
    touched = after_office_hours(friday_rule(lead.landmark), hours)
    return max(touched, lead.landmark + timedelta(minutes=5)), hours


def rep_effect(company: Company, rep: int) -> float:
    """Logit that a rep adds: SD .35, mean zero over the team."""
    draws = [Chance(company.seed, "rep", one).normal() for one in range(len(company.firm.reps))]
    return REP_SD * (draws[rep] - sum(draws) / len(draws))


def speed_effect(lead: Prospect, given: Hand) -> float:
    """Odds ratio of a touch in time, and of one after 72 hours."""
    if given.touched is None:
        return 1.0
    if given.touched - lead.landmark > timedelta(hours=LATE_HOURS):
        return 0.6
    return 1.5 if given.office_hours <= SLA_HOURS else 1.0
