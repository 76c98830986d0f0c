"""What became of one lead: the stages it entered, as both sides may look them up when they argue about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from leadscore.store.database import Database


@dataclass(frozen=True, slots=True)
class Entry:
    """One stage that a lead entered; the moment is naive UTC, None where the data has none."""

    stage: str
    entered_at: datetime | None
    reason: str | None


def fate(database: Database, lead_id: str) -> tuple[Entry, ...]:
    """Every stage of a lead up to the data date, the earliest first; undated ones last."""
    sql = """SELECT LOWER(TRIM(stage, ' ')), entered_at, reason FROM stages
WHERE lead_id = $lead_id AND COALESCE(entered_at <= $until OR $until IS NULL, TRUE) ORDER BY entered_at NULLS LAST, 1"""
    bound = {"lead_id": lead_id, "until": database.manifest.data_date}
    return tuple(Entry(*row) for row in database.cursor().execute(sql, bound).fetchall())
