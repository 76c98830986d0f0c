"""Outcomes: who is confirmed by sales, who buys, when, and what became of the others."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sample_data.chance import Chance, sigmoid
from sample_data.clock import civil, office, quarter_end
from sample_data.company import Company
from sample_data.handover import Hand, rep_effect, speed_effect
from sample_data.prospects import Prospect

REASONS = (("unable to reach", 30), ("no fit", 25), ("timing", 15), ("bad data", 9), ("no budget", 8), ("other", 8))
RIVAL_REASON = "student or competitor"
QUARTER_END_LOSSES = 0.30
UNTOUCHED_REJECTIONS = 0.33
RECYCLED, RECYCLED_SQL = 0.12, 0.25
DAY_ONE = {"demo", "quote_request", "consultation"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything that happened to one lead after its landmark; a missing instant is something that never happened."""

    accepted: datetime | None = None
    rejected: datetime | None = None
    reason: str = ""
    recycled: datetime | None = None
    handed_again: datetime | None = None
    sql: datetime | None = None
    opportunity: datetime | None = None
    closed: datetime | None = None
    result: str = ""
    amount: float = 0.0


def evidence(company: Company, lead: Prospect, scale: float) -> float:
    """Sum of ln(odds ratio) over the true signals of a lead."""
    return scale * sum(math.log(signal.odds) for signal in company.signals if signal.id in lead.present)


def sql_logit(company: Company, lead: Prospect, given: Hand, effects: Mapping[int, float]) -> float:
    """Logit of being confirmed if worked, without the intercept."""
    listed = math.log(company.volume.list_odds) if lead.listed else 0.0
    logit = evidence(company, lead, 1.0) + 0.5 * lead.intent + listed
    return logit + effects[given.rep] + math.log(speed_effect(lead, given))


def win_logit(company: Company, lead: Prospect) -> float:
    """Logit of buying once confirmed, without the intercept."""
    return evidence(company, lead, 0.5) + 0.15 * lead.intent


def rep_effects(company: Company) -> dict[int, float]:
    return {rep: rep_effect(company, rep) for rep in range(len(company.firm.reps))}


def outcome(company: Company, lead: Prospect, given: Hand, effects: Mapping[int, float]) -> Outcome:
    """What became of one lead."""
    chance = Chance(company.seed, "outcome", lead.number)
    probability = sigmoid(company.solved.sql + sql_logit(company, lead, given, effects))
    if given.touched is None:
        probability *= 0.1
    if lead.account.competitor:
        probability = 0.0
    if chance.below(probability):
        confirmed = confirmation(company, lead, given, chance)
        return sale(company, lead, given, confirmed, chance)
    return refusal(company, lead, given, chance) if given.handed else Outcome()


def confirmation(company: Company, lead: Prospect, given: Hand, chance: Chance) -> datetime:
    """Instant of SQL: the same day for some who asked for a talk, else lognormal days."""
    if given.handed and DAY_ONE & lead.present and chance.below(company.solved.same_day):
        return lead.landmark + timedelta(minutes=chance.uniform(40, 110))
    moment = office(lead.landmark + timedelta(days=chance.lognormal(*company.pace.to_sql)))
    first = given.touched + timedelta(minutes=chance.uniform(20, 200)) if given.touched else moment
    return max(moment, first)


def sale(company: Company, lead: Prospect, given: Hand, sql: datetime, chance: Chance) -> Outcome:
    """From SQL through the opportunity to won, lost, or a deal that nobody closes."""
    accepted = acceptance(lead, given, sql, chance)
    won = chance.below(sigmoid(company.solved.win + win_logit(company, lead)))
    pace = company.pace
    median, sigma = pace.to_won if won else pace.to_lost
    if won and pace.fast_if in lead.present:
        median = pace.fast_won
    closed: datetime | None = office(sql + timedelta(days=max(chance.lognormal(median, sigma), 0.3)))
    if not won and chance.below(pace.never_closed):
        closed = None
    opportunity = civil(sql + timedelta(hours=chance.uniform(1, 90)))
    if closed is not None:
        opportunity = min(opportunity, civil(sql + (closed - sql) / 2), closed)
        closed = closed if won else stamped_loss(closed, chance)
    result = "won" if won else "lost" if closed else "open"
    return Outcome(
        accepted, sql=sql, opportunity=opportunity, closed=closed, result=result, amount=amount(company, lead, chance)
    )


def acceptance(lead: Prospect, given: Hand, before: datetime, chance: Chance) -> datetime | None:
    if not given.handed:
        return None
    start = given.touched if given.touched and given.touched < before else lead.landmark
    return min(civil(start + (before - start) * chance.uniform(0.05, 0.6)), before)


def stamped_loss(closed: datetime, chance: Chance) -> datetime:
    """Three losses in ten are entered on the last day of the quarter."""
    if not chance.below(QUARTER_END_LOSSES):
        return closed
    return quarter_end(closed) + timedelta(hours=16, minutes=int(chance.uniform(0, 59)))


def amount(company: Company, lead: Prospect, chance: Chance) -> float:
    money = company.money
    size = chance.lognormal(money.median, money.sigma) * (lead.account.size / 200) ** money.size_power
    return float(round(size * (money.repeat_factor if "repeat_buyer" in lead.present else 1.0), -1))


def refusal(company: Company, lead: Prospect, given: Hand, chance: Chance) -> Outcome:
    """Rejected with a reason, accepted without result, or left lying."""
    rival = lead.account.competitor or (chance.below(0.5) and "student" in lead.present)
    share = 0.95 if rival else company.solved.rejected * (1 if given.touched else UNTOUCHED_REJECTIONS)
    start = given.touched or lead.landmark + timedelta(days=2)
    if not chance.below(share):
        accepted = (
            civil(start + timedelta(hours=chance.uniform(0.2, 30))) if given.touched and chance.below(0.7) else None
        )
        return Outcome(accepted)
    rejected = office(start + timedelta(days=chance.lognormal(5, 0.8)))
    reason = RIVAL_REASON if rival else chance.weighted(REASONS)
    if reason == "timing" and chance.below(RECYCLED):
        return recycling(company, lead, rejected, chance)
    return Outcome(rejected=rejected, reason=reason)


def recycling(company: Company, lead: Prospect, rejected: datetime, chance: Chance) -> Outcome:
    """Back after 60 to 150 days; a quarter of those are confirmed in their second episode."""
    recycled = office(rejected + timedelta(days=chance.uniform(60, 150)))
    again = recycled + timedelta(minutes=5)
    if not chance.below(RECYCLED_SQL):
        return Outcome(rejected=rejected, reason="timing", recycled=recycled, handed_again=again)
    sql = office(again + timedelta(days=chance.lognormal(*company.pace.to_sql)))
    closed = office(sql + timedelta(days=chance.lognormal(*company.pace.to_lost)))
    result = "won" if chance.below(0.3) else "lost"
    return Outcome(
        rejected=rejected,
        reason="timing",
        recycled=recycled,
        handed_again=again,
        sql=sql,
        opportunity=min(civil(sql + (closed - sql) / 4), closed),
        closed=closed,
        result=result,
        amount=amount(company, lead, chance),
    )
