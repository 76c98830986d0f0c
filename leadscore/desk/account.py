"""Whom else we know at a lead's account, and the deals that they share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from leadscore.store.database import Database

MOST_COLLEAGUES = 50


@dataclass(frozen=True, slots=True)
class Deal:
    """A deal that the lead, or a colleague at its account, stands on (naive UTC instants)."""

    deal_id: str
    opened_at: datetime | None
    closed_at: datetime | None
    outcome: str | None
    amount: float | None
    currency: str | None
    own: bool
    others: int
    """Other leads on the deal."""


@dataclass(frozen=True, slots=True)
class Account:
    """The account's id (None: unknown), the lead_id of colleagues there, and the deals of the lead and its account."""

    account_id: str | None
    colleagues: tuple[str, ...]
    deals: tuple[Deal, ...]


def account_of(database: Database, lead_id: str) -> Account:
    """Colleagues and deals of a lead; a name is no account, so leads without account_id have no colleagues."""
    cursor = database.cursor()
    account_id, colleagues = None, ()
    if database.manifest.attribute("account_id") is not None:
        row = cursor.execute(_ACCOUNT, {"lead_id": lead_id}).fetchone()
        account_id = row[0] if row else None
    if account_id is not None:
        found = cursor.execute(_COLLEAGUES, {"lead_id": lead_id, "account_id": account_id}).fetchall()
        colleagues = tuple(each[0] for each in found)
    deals = cursor.execute(_DEALS, {"lead_id": lead_id, "account_id": account_id}).fetchall()
    return Account(account_id, colleagues, tuple(Deal(*row) for row in deals))


_ACCOUNT = """SELECT NULLIF(TRIM(CAST(account_id AS VARCHAR), ' '), '') FROM leads WHERE lead_id = $lead_id"""

_COLLEAGUES = f"""SELECT lead_id FROM leads
WHERE TRIM(CAST(account_id AS VARCHAR), ' ') = $account_id AND lead_id <> $lead_id
ORDER BY lead_id LIMIT {MOST_COLLEAGUES}"""

_DEALS = """SELECT deal_id, opened_at, closed_at, LOWER(TRIM(outcome, ' ')), amount, currency,
    COALESCE(own, FALSE), COALESCE(leads, 0) - COALESCE(own, FALSE)::INT
FROM deals LEFT JOIN (
    SELECT deal_id, BOOL_OR(lead_id = $lead_id) AS own, COUNT(DISTINCT lead_id) AS leads
    FROM deal_leads GROUP BY deal_id) USING (deal_id)
WHERE own OR TRIM(CAST(account_id AS VARCHAR), ' ') = $account_id
ORDER BY opened_at DESC NULLS LAST, deal_id LIMIT 20"""
