"""Deals: one for every opportunity, more that no lead explains, and wins synced to every contact of an account."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from sample_data.chance import Chance
from sample_data.clock import DAY, office
from sample_data.company import Company
from sample_data.prospects import Prospect
from sample_data.world import Life, data_end

SYNCED, COLLEAGUE = 0.20, 0.30
LOST_WITHOUT_LEAD = 0.8


@dataclass(frozen=True, slots=True)
class Deal:
    """One deal as the CRM holds it on the data date; ``synced`` are contacts that were marked as won with it."""

    id: str
    account: str
    opened: datetime
    closed: datetime | None
    outcome: str
    amount: float
    kind: str
    leads: tuple[str, ...] = ()
    synced: tuple[str, ...] = ()


def deals(company: Company, lives: list[Life]) -> list[Deal]:
    """All deals opened by the data date."""
    colleagues: dict[str, list[Prospect]] = defaultdict(list)
    for life in lives:
        colleagues[life.lead.account.id].append(life.lead)
    end = data_end(company)
    found: list[Deal] = []
    for life in lives:
        if life.outcome.opportunity and life.outcome.opportunity < end:
            found.append(linked(company, life, colleagues[life.lead.account.id], len(found) + 1))
    return found + unlinked(company, found)


def linked(company: Company, life: Life, contacts: list[Prospect], number: int) -> Deal:
    chance, done, end = Chance(company.seed, "deal", life.lead.number), life.outcome, data_end(company)
    assert done.opportunity is not None
    closed = done.closed if done.closed and done.closed < end else None
    others = tuple(one.lead_id for one in contacts if one.number != life.lead.number and one.created < (closed or end))
    sync = closed is not None and done.result == "won" and bool(others) and chance.below(SYNCED)
    mates = others if sync else others[:1] if chance.below(COLLEAGUE) else ()
    return Deal(
        f"D{number:05d}",
        life.lead.account.id,
        done.opportunity,
        closed,
        done.result if closed else "open",
        done.amount,
        "repeat" if "repeat_buyer" in life.lead.present else "new",
        (life.lead.lead_id, *mates),
        others if sync else (),
    )


def unlinked(company: Company, known: list[Deal]) -> list[Deal]:
    """Deals that came without any lead, in the printed share of all wins."""
    share = company.money.without_lead
    wins = round(sum(deal.outcome == "won" for deal in known) * share / (1 - share))
    outcomes = ["won"] * wins + ["lost"] * round(wins * LOST_WITHOUT_LEAD)
    return [stray(company, outcome, len(known) + place) for place, outcome in enumerate(outcomes, start=1)]


def stray(company: Company, outcome: str, number: int) -> Deal:
    chance, end = Chance(company.seed, "stray", number), data_end(company)
    span = (end - company.volume.start).days
    closed = office(
        company.volume.start + DAY * int(chance.uniform(20, span - 4)) + timedelta(hours=chance.uniform(9, 16))
    )
    opened = closed - timedelta(days=max(chance.lognormal(company.pace.to_won[0] * 0.7, 0.6), 1.0))
    amount = float(round(chance.lognormal(company.money.median, company.money.sigma), -1))
    return Deal(f"D{number:05d}", f"N{number:05d}", office(opened), min(closed, end - DAY), outcome, amount, "new")
