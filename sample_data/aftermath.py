"""Aftermath: what sellers and leads did after the hand-off. Buyers become far busier, in hindsight."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from sample_data.chance import Chance
from sample_data.clock import DAY, civil, minute, office
from sample_data.company import Company
from sample_data.traces import Activity, satisfaction, within
from sample_data.world import Life, data_end

QUIET, ENGAGED, BUYING, CUSTOMER = 0.14, 0.9, 2.0, 2.5
BUYERS_ONLY = ("in_app", "teammate_invited", "sample_ordered")
NPS_AFTER_WIN = 0.85


def aftermath(company: Company, life: Life) -> list[Activity]:
    """Every activity after the landmark and up to the data date."""
    chance = Chance(company.seed, "aftermath", life.lead.number)
    end = data_end(company)
    found = [*sellers(company, life, chance), *own(company, life, chance), *bought(company, life, chance)]
    found += satisfaction(company, life.lead.number, found)
    found = sorted({replace(row, occurred_at=minute(row.occurred_at)) for row in found})
    return [row for row in found if life.lead.landmark < row.occurred_at < end]


def first_touch(life: Life) -> datetime | None:
    """The first attempt; before the confirmation where that came on the day of the hand-off."""
    touched, sql = life.hand.touched, life.outcome.sql
    if touched and sql and touched >= sql and life.outcome.handed_again is None:
        return sql - timedelta(minutes=15)
    return touched


def sellers(company: Company, life: Life, chance: Chance) -> Iterator[Activity]:
    rep, lead, done = company.firm.reps[life.hand.rep], life.lead.lead_id, life.outcome
    touched = first_touch(life)
    if touched:
        yield attempt(lead, touched, rep, chance)
        for moment in later_attempts(touched, chance):
            yield attempt(lead, moment, rep, chance)
    if done.handed_again:
        yield attempt(lead, office(done.handed_again + DAY), rep, chance)
    if touched and done.sql and done.sql > touched:
        yield Activity(lead, done.sql - min((done.sql - touched) / 3, timedelta(hours=3)), "meeting", "held", "", rep)
    if done.opportunity:
        for _ in range(1 + chance.poisson(1.5)):
            moment = office(within(chance, done.opportunity, (done.closed or done.opportunity + 90 * DAY)))
            yield Activity(lead, moment, "meeting", chance.pick(("held", "held", "held", "no show")), "", rep)


def later_attempts(touched: datetime, chance: Chance) -> list[datetime]:
    return sorted(office(touched + timedelta(days=chance.uniform(1, 16))) for _ in range(min(chance.poisson(1.6), 6)))


def attempt(lead: str, moment: datetime, rep: str, chance: Chance) -> Activity:
    kind = chance.weighted((("call", 0.65), ("email_sent", 0.35)))
    detail = chance.pick(("no answer", "voice mail", "reached")) if kind == "call" else "personal"
    return Activity(lead, moment, kind, detail, "", rep)


def own(company: Company, life: Life, chance: Chance) -> Iterator[Activity]:
    """The lead's own doing in the phases after its landmark."""
    lift = math.exp(0.4 * life.lead.intent)
    for start, end, pace in phases(life):
        end = min(end, data_end(company))
        fortnights = max((end - start).total_seconds() / (14 * 86400), 0.0)
        for kind, details, rate in company.habit.after:
            if pace < ENGAGED and kind in BUYERS_ONLY:
                continue
            for _ in range(chance.poisson(min(rate * pace * lift * fortnights, 30.0))):
                value = str(1 + chance.poisson(20)) if kind == "in_app" else ""
                yield Activity(life.lead.lead_id, within(chance, start, end), kind, chance.pick(details), value)


def phases(life: Life) -> Iterator[tuple[datetime, datetime, float]]:
    """Spans of time and how busy the lead was in each."""
    start, done = life.lead.landmark, life.outcome
    if done.sql is None:
        yield start, start + 60 * DAY, QUIET
        return
    close = done.closed or done.sql + 75 * DAY
    yield start, min(close, start + 180 * DAY), BUYING if done.result == "won" else ENGAGED
    if done.result == "won":
        yield close, close + 60 * DAY, CUSTOMER


def bought(company: Company, life: Life, chance: Chance) -> Iterator[Activity]:
    """What follows a purchase and would explain it, if time could run backwards."""
    done, lead = life.outcome, life.lead.lead_id
    if company.has("vendor_selection") and done.sql:
        yield Activity(lead, done.sql, "purchase_stage", "vendor selection")
    if done.result != "won" or done.closed is None:
        return
    if company.has("repeat_buyer"):
        yield Activity(lead, done.closed + timedelta(hours=2), "order", "pumps", f"{done.amount:.0f}", "system")
        for _ in range(chance.poisson(1.2)):
            moment = civil(done.closed + timedelta(days=chance.uniform(15, 240)))
            yield Activity(lead, moment, "order", "spare parts", str(chance.pick((900, 1800, 4200))), "system")
    if company.has("nps_high") and chance.below(NPS_AFTER_WIN):
        moment = civil(done.closed + timedelta(days=chance.uniform(30, 60)))
        yield Activity(lead, moment, "nps_response", "", str(chance.pick((8, 9, 9, 9, 10))))
    if company.has("trial") and chance.below(0.6):
        yield Activity(lead, within(chance, life.lead.landmark, done.closed), "trial_started", "extended")
