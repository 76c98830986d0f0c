"""The landmark T of each lead under a lens, and why the others have none."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from .dataset import Dataset

Lens = str | date | datetime | list[tuple[str, datetime]]
"""'handoff', 'arrival', a date, one instant for all leads created by then, or the pairs of lead and T themselves."""

NEVER_HANDED_OVER = "never_handed_over"
NO_CREATED_AT = "no_created_at"
CREATED_LATER = "created_later"
EXCLUDED = "excluded"


def landmarks(data: Dataset, model: dict[str, Any], lens: Lens) -> tuple[list[tuple[str, datetime | None]], list[str]]:
    """The pairs of lead and T, and a reason for every lead that has no T; undated data has an empty T everywhere."""
    if isinstance(lens, list):
        return list(lens), []
    if not data.dated:
        return [(lead_id, None) for lead_id in data.leads], []
    pairs: list[tuple[str, datetime | None]] = []
    reasons = []
    for lead_id in data.leads:
        at = _landmark(data, lead_id, model, lens)
        if isinstance(at, datetime):
            pairs.append((lead_id, at))
        else:
            reasons.append(at)
    return pairs, reasons


def _landmark(data: Dataset, lead_id: str, model: dict[str, Any], lens: str | date) -> datetime | str:
    handed_over = data.hand_offs.get(lead_id)
    if lens == "handoff":
        return handed_over or NEVER_HANDED_OVER
    created_at = data.leads[lead_id].get("created_at")
    if created_at is None:
        return NO_CREATED_AT
    if lens == "arrival":
        arrived = created_at + timedelta(days=arrival_days(model))
        return min(handed_over or arrived, arrived)
    assert isinstance(lens, date)
    at = lens if isinstance(lens, datetime) else end_of_day(lens, data.facts.zone)
    return at if created_at <= at else CREATED_LATER


def arrival_days(model: dict[str, Any]) -> int:
    """Days from creation to the landmark of the arrival lens."""
    return int(model.get("evaluation", {}).get("arrival_days", 14))


def end_of_day(day: date, zone: str) -> datetime:
    """The last microsecond of a local day as naive UTC; where the clock shows it twice, the second time."""
    local = datetime.combine(day, time(23, 59, 59, 999999), ZoneInfo(zone)).replace(fold=1)
    return local.astimezone(UTC).replace(tzinfo=None)
