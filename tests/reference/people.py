"""Ada, Ben and Cleo: three leads, what they did, and T, for tests that can be checked in the head."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from .conditions import Moment, Units, units
from .dataset import Facts, dataset, microseconds
from .scorer import LeadScore, Scores, score_leads

T = datetime.fromisoformat("2026-06-30T12:00:00")
MICRO = timedelta(microseconds=1)
FACTS = Facts({"title": "text", "company": "text", "company_size": "number", "account_id": "text"})

ADA = {"lead_id": "ada", "created_at": T - timedelta(days=100), "title": " VP, Sales ", "company_size": 120.0}
BEN = {"lead_id": "ben", "created_at": T - timedelta(days=60), "company": "Straße", "company_size": None}
CLEO = {"lead_id": "cleo", "created_at": None, "title": "İSTANBUL", "company_size": 0.1 + 0.2, "account_id": "A1"}


def did(kind: str, at: datetime, lead: str = "ada", **more: Any) -> dict[str, Any]:
    return {"lead_id": lead, "occurred_at": at, "kind": kind, "detail": None, "value": None, "actor": None} | more


def days(number: int) -> datetime:
    """That many days before T."""
    return T - timedelta(days=number)


def judged(when: dict[str, Any], lead: str = "ada", at: datetime | None = T, **tables: Any) -> Units:
    """Units of a condition for one of the three, at T."""
    rows = {"leads": [ADA, BEN, CLEO], **tables}
    return units(when, Moment(dataset(rows, FACTS), lead, None if at is None else microseconds(at)))


def scored(model: dict[str, Any], lens: Any = None, **tables: Any) -> Scores:
    rows = {"leads": [ADA, BEN, CLEO], **tables}
    return score_leads({"name": "M"} | model, rows, FACTS, lens or [("ada", T)])


def ada(model: dict[str, Any], **tables: Any) -> LeadScore:
    return scored(model, **tables).leads[0]
