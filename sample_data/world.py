"""World: every lead of a company with its traces, hand-over and outcome, in order of arrival."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sample_data.clock import add_months
from sample_data.company import Company
from sample_data.handover import Hand, detect, hand
from sample_data.outcomes import Outcome, outcome, rep_effects
from sample_data.prospects import Prospect, prospects
from sample_data.traces import Activity, traces


@dataclass(frozen=True, slots=True)
class Life:
    """One lead from arrival to outcome."""

    lead: Prospect
    before: tuple[Activity, ...]
    hand: Hand
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Seen:
    """One lead with what the old model sees of it."""

    lead: Prospect
    before: tuple[Activity, ...]
    detected: frozenset[str]


def data_end(company: Company) -> datetime:
    """The first instant after the data date, in local time."""
    return add_months(company.volume.start, company.volume.months)


def seen(company: Company) -> list[Seen]:
    """Leads with their traces and the signals that the rules detect."""
    found = []
    for lead in prospects(company):
        before = tuple(row for row in traces(company, lead) if row.occurred_at <= lead.landmark)
        found.append(Seen(lead, before, detect(company, lead, before)))
    return found


def lives(company: Company, leads: list[Seen]) -> list[Life]:
    """What became of every lead."""
    effects, found = rep_effects(company), []
    for one in leads:
        given = hand(company, one.lead, one.detected)
        found.append(Life(one.lead, one.before, given, outcome(company, one.lead, given, effects)))
    return found
