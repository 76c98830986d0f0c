"""The queue as a table people read: one row a lead, dates in the company's zone, unknown said as unknown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from leadscore.desk.clock import Clock
from leadscore.desk.listing import Queued
from leadscore.figures.reasons import sentence
from leadscore.figures.words import day_in_words
from leadscore.vocabulary import BAND_WORDS

REASONS = ("First reason", "Second reason", "Third reason")
COLUMNS = (
    "Rank",
    "Lead",
    "Name",
    "Company",
    "Score",
    "Grade",
    "Band",
    "Temperature",
    "Clock",
    "Why",
    "Route",
    "Owner",
    "Title",
    "Source",
    "Expected value",
    "Value rank",
    "Last own activity",
)
"""All columns of the queue, in their order."""

IN_A_FILE = tuple(part for name in COLUMNS for part in (REASONS if name == "Why" else (name,)))
"""The same in a file, where each reason has a column."""

USUAL = ("Rank", "Company", "Name", "Score", "Grade", "Band", "Clock", "Why")
"""The columns that are shown until someone chooses others."""

OF_VALUE = ("Expected value", "Value rank")
"""Columns that are shown besides where the data know what a lead may bring."""

HIDDEN_FROM_A_ROOM = ("Name", "Owner")
"""Columns that name a person: hidden before a room."""

ROUTE_WORDS = {
    "work": "call",
    "kept": "kept: lately at the cut-off",
    "nurture": "nurture",
    "out": "nobody: knocked out",
}


def rows(leads: Sequence[Queued], zone: str, first: int = 1, segment: str | None = None) -> list[dict[str, object]]:
    """A row for each lead by the name of its column; the first has that rank."""
    return [_row(lead, rank, zone, segment) for rank, lead in enumerate(leads, start=first)]


def _row(lead: Queued, rank: int, zone: str, segment: str | None) -> dict[str, object]:
    why = [sentence(line, zone) for line in lead.reasons]
    beside = {segment: lead.segment or "unknown"} if segment else {}
    return {
        "Rank": rank,
        "Lead": lead.lead_id,
        "Name": lead.name or "unknown",
        "Company": lead.company or "unknown",
        "Score": float(lead.score),
        "Grade": lead.grade or "",
        "Band": BAND_WORDS[lead.band] if lead.band else "",
        "Temperature": lead.temperature or "",
        "Why": ";\n".join(sentence(line, zone, brief=True) for line in lead.reasons),
        **dict(zip(REASONS, [*why, "", "", ""], strict=False)),
        "Clock": "; ".join(filter(None, (clock_in_words(lead.clock), dormant_in_words(lead)))),
        "Route": ROUTE_WORDS.get(lead.route or "", ""),
        "Owner": lead.owner or "unknown",
        "Title": lead.title or "unknown",
        "Source": lead.source or "unknown",
        **beside,
        "Expected value": lead.expected_value,
        "Value rank": lead.value_place,
        "Last own activity": day_in_words(lead.own_at, zone) if lead.own_at else "never",
    }


def clock_in_words(clock: Clock) -> str:
    """How long a lead waits, or waited, for its first attempt; of a closed one how it ended."""
    if clock.closed_as:
        return f"closed: {clock.closed_as}"
    if clock.handed_over_at is None:
        return "not handed over"
    if clock.waited is None:
        return clock.unknown or "unknown: this data has no dates"
    if not clock.running:
        return f"touched after {span_in_words(clock.waited)}{', late' if clock.late else ''}"
    if not clock.late:
        return f"waits {span_in_words(clock.waited)}"
    return f"LATE: waits {span_in_words(clock.waited)}"


def dormant_in_words(lead: Queued) -> str:
    """That a lead has done nothing itself for long; nothing of others."""
    return f"dormant: no own activity for {lead.dormant_days} d" if lead.dormant_days else ""


def span_in_words(span: timedelta) -> str:
    """A span of time in the two units that matter: 3 d 4 h, 5 h 10 min."""
    minutes = int(span.total_seconds() // 60)
    days, hours = minutes // 1440, minutes // 60 % 24
    if days >= 10:
        return f"{days} d"
    return f"{days} d {hours} h" if days else f"{hours} h {minutes % 60} min" if hours else f"{minutes} min"
