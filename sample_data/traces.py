"""Traces: the activities of a lead up to its landmark, so that a rule sees a signal exactly where it was meant."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sample_data.chance import Chance
from sample_data.clock import DAY, add_months, civil, minute
from sample_data.company import Company
from sample_data.prospects import Prospect
from sample_data.signals import Signal, Trace

MARGIN = timedelta(hours=3)


@dataclass(frozen=True, slots=True, order=True)
class Activity:
    """One row of the activities table, in local time."""

    lead_id: str
    occurred_at: datetime
    kind: str
    detail: str = ""
    value: str = ""
    actor: str = "lead"


def within(chance: Chance, earliest: datetime, latest: datetime) -> datetime:
    """A daytime moment between the two."""
    drawn = earliest + timedelta(seconds=int((latest - earliest).total_seconds() * chance.uniform()))
    moment = civil(drawn)
    return moment if moment <= latest else latest


def traces(company: Company, lead: Prospect) -> list[Activity]:
    """Everything the lead did by its landmark."""
    chance = Chance(company.seed, "traces", lead.number)
    found = [Activity(lead.lead_id, lead.created, "form_fill", "contact form")]
    for signal in company.signals:
        if signal.trace is not None:
            found += signal_activities(lead, signal, signal.trace, chance, latest(company, lead, signal.trace))
    found += list(trial(lead, chance)) if company.has("trial") else []
    if company.has("vendor_selection"):
        found += list(early_stage(lead, chance))
    found += mail(company, lead, Chance(company.seed, "mail", lead.number))
    found = [replace(row, occurred_at=minute(row.occurred_at)) for row in found]
    kept = apart(dropped_mail(found + satisfaction(company, lead.number, found)))
    return sorted(kept + scanned(company, lead, kept))


def latest(company: Company, lead: Prospect, trace: Trace | None = None) -> datetime:
    """The last moment at which the lead may act: its landmark, or long before where it has gone silent."""
    if "silent" in lead.present and (trace is None or trace.actor == "lead"):
        return max(lead.landmark - timedelta(days=company.silence_days, hours=6), lead.created)
    return lead.landmark


def signal_activities(lead: Prospect, signal: Signal, trace: Trace, chance: Chance, end: datetime) -> list[Activity]:
    shown = signal.id in lead.present
    lift = math.exp(0.5 * lead.intent)
    count = (
        trace.least + chance.poisson(trace.extra * lift)
        if shown
        else min(chance.poisson(trace.absent * lift), trace.most)
    )
    start = window_start(lead, trace)
    if trace.late and shown:
        start = max(start, end - (end - lead.created) / 5)
    start = min(start, end)
    rows = [row(lead, trace, within(chance, start, end), chance) for _ in range(count)]
    return rows + stale_rows(lead, trace, chance)


def window_start(lead: Prospect, trace: Trace) -> datetime:
    opened = lead.landmark - timedelta(days=trace.days) + MARGIN if trace.days else lead.created
    return opened if trace.earlier else max(opened, lead.created)


def stale_rows(lead: Prospect, trace: Trace, chance: Chance) -> list[Activity]:
    """The same activities, too old to count: what a window is for."""
    if not chance.below(trace.stale):
        return []
    end = lead.landmark - timedelta(days=trace.days + 1)
    start = end - timedelta(days=60) if trace.earlier else lead.created
    return [row(lead, trace, within(chance, start, end), chance) for _ in range(trace.least)] if start < end else []


def row(lead: Prospect, trace: Trace, moment: datetime, chance: Chance) -> Activity:
    value = str(chance.pick(trace.values)) if trace.values else ""
    return Activity(lead.lead_id, moment, trace.kind, chance.pick(trace.details), value, trace.actor)


def trial(lead: Prospect, chance: Chance) -> Iterator[Activity]:
    """A trial and its days in the product: three or more where it is active, two at most where it merely started."""
    if "trial" not in lead.present:
        return
    span = lead.landmark - lead.created
    active = "trial_active" in lead.present
    began = within(chance, lead.created, lead.created + (span - 3.5 * DAY if active else span) * 0.8)
    yield Activity(lead.lead_id, began, "trial_started", "14 days")
    free = int((lead.landmark - began).total_seconds() // 86400)
    wanted = 3 + chance.poisson(1.5 * math.exp(0.5 * lead.intent)) if active else chance.poisson(0.8)
    days = list(range(max(free, 1)))
    for _ in range(min(wanted, free if active else min(free, 2))):
        offset = began + DAY * days.pop(int(chance.uniform(0, len(days)))) + timedelta(minutes=chance.uniform(5, 600))
        minutes = str(int(chance.lognormal(18, 0.8)) + 1)
        yield Activity(lead.lead_id, min(civil(offset), lead.landmark), "in_app", "workspace", minutes)


def early_stage(lead: Prospect, chance: Chance) -> Iterator[Activity]:
    """Half of those without a later purchase stage said that they are still looking around."""
    if not lead.present.intersection({"vendor_selection", "budgeting"}) and chance.below(0.5):
        yield Activity(lead.lead_id, lead.created, "purchase_stage", "research")


def mail(company: Company, lead: Prospect, chance: Chance) -> list[Activity]:
    """What marketing sent and what was opened."""
    end, found = latest(company, lead), []
    sent = lead.created + timedelta(minutes=chance.uniform(2, 20))
    while sent < lead.landmark:
        found.append(Activity(lead.lead_id, sent, "email_delivered", "newsletter", "", "system"))
        sent = civil(sent + timedelta(days=chance.uniform(5, 9)))
    weeks = max((end - lead.created).total_seconds() / (14 * 86400), 0.3)
    for kind, details, rate in company.habit.before:
        for _ in range(min(chance.poisson(rate * weeks**0.6 * math.exp(0.5 * lead.intent)), 25)):
            found.append(Activity(lead.lead_id, within(chance, lead.created, end), kind, chance.pick(details)))
    return found + awake(company, lead, chance)


def scanned(company: Company, lead: Prospect, rows: list[Activity]) -> list[Activity]:
    """What mail scanners clicked, within five seconds of the delivery."""
    first, chance = company.scanners_from_month, Chance(company.seed, "scanner", lead.number)
    if not first or not lead.account.scanned or "@freemail" in lead.email:
        return []
    since = add_months(company.volume.start, first - 1)
    mails = [row.occurred_at for row in rows if row.kind == "email_delivered"]
    return [
        Activity(lead.lead_id, sent + timedelta(seconds=1 + int(chance.uniform(0, 4))), "email_click", "newsletter")
        for sent in mails
        if since <= sent < lead.landmark
    ]


def awake(company: Company, lead: Prospect, chance: Chance) -> list[Activity]:
    """Who is not silent has done something in the last 50 days."""
    if not company.silence_days or "silent" in lead.present:
        return []
    start = max(lead.created, lead.landmark - 50 * DAY)
    return [Activity(lead.lead_id, within(chance, start, lead.landmark), "email_open", "newsletter")]


def satisfaction(company: Company, number: int, rows: list[Activity]) -> list[Activity]:
    """Six in ten who answer the NPS question fill in the satisfaction index of the survey, about ten times as high."""
    chance, found = Chance(company.seed, "survey", number, len(rows)), []
    for answer in rows:
        if answer.kind == "nps_response" and chance.below(0.6):
            index = min(max(round(10 * float(answer.value) + 8 * chance.normal()), 0), 100)
            found.append(replace(answer, kind="satisfaction_index", value=str(index)))
    return found


def apart(rows: list[Activity]) -> list[Activity]:
    """No two rows alike: what falls into the same minute moves to the one before (an import takes twins for one)."""
    kept: set[Activity] = set()
    for row in rows:
        while row in kept:
            row = replace(row, occurred_at=row.occurred_at - timedelta(minutes=1))
        kept.add(row)
    return sorted(kept)


def dropped_mail(rows: list[Activity]) -> list[Activity]:
    """No newsletter reaches a person who has unsubscribed."""
    gone = min((row.occurred_at for row in rows if row.kind == "unsubscribed"), default=None)
    mails = ("email_delivered", "email_open")
    return [row for row in rows if gone is None or row.kind not in mails or row.occurred_at <= gone]
