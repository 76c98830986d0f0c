"""The replay and the swap worked out lead by lead with the reference scorer: no arrays, no SQL, every single Monday."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from reference.dataset import Dataset, Facts, dataset
from reference.scorer import score_leads
from reference.text import plain

EXITS = ("mql", "won", "lost", "rejected", "recycled", "disqualified")
WEEKS = 156


@dataclass(frozen=True)
class Seen:
    """One lead: its hand-off within the period, if any, and the scores of its weeks (None: out) with their instants."""

    hand_off: datetime | None
    later: bool
    old: bool
    weeks: list[tuple[datetime, Fraction | None]]

    def reached(self, cut_off: Fraction) -> datetime | None:
        """When the lead reaches the cut-off first; never if it was above it when the record began."""
        at = [when for when, score in self.weeks if score is not None and score >= cut_off]
        first = self.weeks[0][1]
        unknown_since = self.old and first is not None and first >= cut_off
        return min(at) if at and not unknown_since else None


def seen_leads(model: dict[str, Any], tables: dict[str, list[dict]], facts: Facts, end: datetime) -> dict[str, Seen]:
    """Every lead with any week, by name."""
    data = dataset(tables, facts)
    stamps = [at for at in data.hand_offs.values() if at <= end]
    created = [row["created_at"] for row in data.leads.values() if row["created_at"] and row["created_at"] <= end]
    if not stamps and not created:
        return {}
    start = min(stamps or created)
    ends = mondays(start, end, facts.zone)
    start = max(start, end - timedelta(weeks=WEEKS))
    pairs = {lead: _moments(data, tables, lead, ends, start, end) for lead in data.leads}
    scored = score_leads(model, tables, facts, [(lead, at) for lead, moments in pairs.items() for at in moments])
    weeks: dict[str, list[tuple[datetime, Fraction | None]]] = {}
    for row in sorted(scored.leads, key=lambda row: row.as_of):
        weeks.setdefault(row.lead_id, []).append((row.as_of, None if row.knocked_out else row.score))
    found = {lead: _seen(data, lead, each, start, end) for lead, each in weeks.items()}
    return {lead: seen for lead, seen in found.items() if seen is not None}


def mondays(start: datetime, end: datetime, zone: str) -> list[datetime]:
    """The ends of the last Mondays of the period, day by day through the calendar."""
    day = max(start, end - timedelta(weeks=WEEKS + 2)).replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()
    found = []
    while True:
        while day.weekday() != 0:
            day += timedelta(days=1)
        at = _end_of(day, zone)
        if at > end:
            return found[-WEEKS:]
        if at >= start:
            found.append(at)
        day += timedelta(days=1)


def _end_of(day: date, zone: str) -> datetime:
    midnight = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))
    return midnight.astimezone(UTC).replace(tzinfo=None) - timedelta(microseconds=1)


def _moments(data: Dataset, tables, lead: str, ends: list[datetime], start: datetime, end: datetime) -> list[datetime]:
    exits = [
        row["entered_at"]
        for row in tables.get("stages", [])
        if row["lead_id"] == lead and row["entered_at"] and plain(row["stage"]) in EXITS
    ]
    last = min(exits, default=end)
    created, hand_off = data.leads[lead]["created_at"], data.hand_offs.get(lead)
    weekly = {at for at in ends if created is not None and created <= at <= last}
    return sorted(weekly | ({hand_off} if hand_off and start <= hand_off <= end else set()))


def _seen(data: Dataset, lead: str, weeks: list, start: datetime, end: datetime) -> Seen | None:
    hand_off, created = data.hand_offs.get(lead), data.leads[lead]["created_at"]
    later = hand_off is not None and hand_off > end
    inside = hand_off is not None and start <= hand_off <= end
    if inside and hand_off not in [at for at, _ in weeks]:
        return None
    old = created is not None and created < start and (hand_off is None or later)
    return Seen(hand_off if inside else None, later, old, weeks)


def volume(leads: dict[str, Seen], cut_off: Fraction) -> int:
    """How many leads a cut-off hands over."""
    return sum(lead.reached(cut_off) is not None for lead in leads.values())


def nearest_cut_off(leads: dict[str, Seen]) -> Fraction | None:
    """The cut-off (two decimals) whose volume is nearest to the actual hand-offs, the higher of two; or None."""
    wanted = sum(lead.hand_off is not None for lead in leads.values())
    highest = [[score for _, score in lead.weeks if score is not None] for lead in leads.values()]
    grid = {Fraction(max(scores) * 100 // 1, 100) for scores in highest if scores}
    return min(grid, key=lambda each: (abs(volume(leads, each) - wanted), -each), default=None)
