"""Records that a CRM holds besides its real leads: duplicates, test records, customers who wrote again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sample_data.chance import Chance
from sample_data.clock import civil
from sample_data.company import Company
from sample_data.prospects import Prospect
from sample_data.traces import Activity
from sample_data.world import Life, data_end

DUPLICATES, TESTS, CUSTOMERS = 0.04, 0.005, 0.01
DUPLICATE_HANDED = 0.2
TEST_DOMAIN = "ourselves.test"


@dataclass(frozen=True, slots=True)
class Extra:
    """One record that is no real lead."""

    lead: Prospect
    kind: str
    original: str
    activities: tuple[Activity, ...]
    handed: datetime | None


def extras(company: Company, lives: list[Life]) -> list[Extra]:
    """All extra records; their numbers follow those of the real leads."""
    end, found, number = data_end(company), [], len(lives)
    for kind, share in (("duplicate", DUPLICATES), ("test", TESTS), ("customer", CUSTOMERS)):
        for _ in range(round(len(lives) * share)):
            number += 1
            extra = record(company, lives, kind, number)
            if extra.lead.created < end:
                found.append(extra)
    return found


def record(company: Company, lives: list[Life], kind: str, number: int) -> Extra:
    chance = Chance(company.seed, kind, number)
    life = lives[int(chance.uniform(0, len(lives)))]
    created = civil(life.lead.created + timedelta(days=chance.uniform(0, 60 if kind == "duplicate" else 5), minutes=7))
    lead = replace(life.lead, number=number, created=created)
    if kind == "test":
        lead = replace(lead, email=f"qa{number}@{TEST_DOMAIN}", name="Test Record", title="")
    if kind == "duplicate":
        lead = replace(lead, email=chance.pick((lead.email, lead.email.capitalize(), lead.email.upper())))
    again = kind == "duplicate" and life.hand.handed and chance.below(DUPLICATE_HANDED)
    handed = max(life.lead.landmark, created) + timedelta(hours=2) if again else None
    original = life.lead.lead_id if kind == "duplicate" else ""
    return Extra(lead, kind, original, few(company, lead, kind, chance), handed)


def few(company: Company, lead: Prospect, kind: str, chance: Chance) -> tuple[Activity, ...]:
    """A form; test records also click through everything."""
    rows = [Activity(lead.lead_id, lead.created, "form_fill", "contact form")]
    kinds = (
        sorted({signal.trace.kind for signal in company.signals if signal.trace}) if kind == "test" else ["page_visit"]
    )
    for name in kinds:
        rows.append(Activity(lead.lead_id, lead.created + timedelta(minutes=chance.uniform(1, 50)), name))
    return tuple(row for row in rows if row.occurred_at < data_end(company))
