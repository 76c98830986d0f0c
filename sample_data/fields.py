"""Fields that people fill in: what was known at creation, what reps added at SQL, and the planted leak."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sample_data.chance import Chance
from sample_data.company import Company
from sample_data.world import Life, data_end

CHOICES = {
    "budget": ("confirmed", "planned", "none"),
    "timeline": ("this quarter", "next quarter", "this year", "later"),
    "authority": ("decides", "recommends", "uses"),
}
KNOWN_BEFORE, KNOWN_AFTER = 0.12, 0.80
TITLE_FILLED = (0.95 - 0.70) / (1 - 0.70)
JUDGED = 0.85


@dataclass(frozen=True, slots=True)
class Change:
    """One dated value of one field."""

    lead_id: str
    field: str
    value: str
    changed_at: datetime


def changes(company: Company, life: Life) -> list[Change]:
    """The dated history of title, budget, timeline, authority and lead quality up to the data date."""
    chance = Chance(company.seed, "fields", life.lead.number)
    found = [*title_changes(company, life, chance), *bant(life, chance), *leak(life, chance)]
    return [change for change in found if change.changed_at < data_end(company)]


def title_changes(company: Company, life: Life, chance: Chance) -> Iterator[Change]:
    lead, sql = life.lead, life.outcome.sql
    if lead.title:
        yield Change(lead.lead_id, "title", lead.title, lead.created)
    elif sql and chance.below(TITLE_FILLED):
        titles = [(choices, company.signal(signal).share if signal else 0.3) for signal, choices in company.firm.titles]
        yield Change(lead.lead_id, "title", chance.pick(chance.weighted(titles)), sql + timedelta(minutes=3))


def bant(life: Life, chance: Chance) -> Iterator[Change]:
    sql, filled = life.outcome.sql, (KNOWN_AFTER - KNOWN_BEFORE) / (1 - KNOWN_BEFORE)
    for field, choices in CHOICES.items():
        if chance.below(KNOWN_BEFORE):
            yield Change(life.lead.lead_id, field, chance.pick(choices), life.lead.created)
        elif sql and chance.below(filled):
            yield Change(life.lead.lead_id, field, chance.pick(choices[:2]), sql + timedelta(minutes=5))


def leak(life: Life, chance: Chance) -> Iterator[Change]:
    """``lead_quality`` is written when the outcome is known: no model may learn from it."""
    done, lead = life.outcome, life.lead.lead_id
    if done.sql and chance.below(JUDGED):
        yield Change(lead, "lead_quality", "A" if chance.below(0.6) else "B", done.sql + timedelta(minutes=6))
    if done.result in ("won", "lost") and done.closed:
        yield Change(lead, "lead_quality", "A" if done.result == "won" else "C", done.closed + timedelta(minutes=2))
    if done.rejected and chance.below(JUDGED):
        yield Change(lead, "lead_quality", "D", done.rejected + timedelta(minutes=1))
