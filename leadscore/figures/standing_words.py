"""What became of a lead, in one sentence."""

from __future__ import annotations

from leadscore.desk.standing import Standing
from leadscore.figures.queue_words import clock_in_words
from leadscore.figures.words import day_in_words


def standing_sentence(standing: Standing | None, zone: str) -> str:
    """Closed and when, back in nurturing, or open: handed over when, and what its clock says."""
    if standing is None:
        return "What became of it is unknown: this data has no dates."
    clock = standing.clock
    on = f" on {day_in_words(standing.ended_at, zone)}" if standing.ended_at else ""
    if clock.closed_as:
        return f"Closed: {clock.closed_as}{on or ', nobody knows when'}."
    if on:
        return f"Open: sent back to nurturing{on}, not handed over again."
    if clock.handed_over_at is None:
        return "Open: never handed over."
    waits = " for a first attempt" if clock.running else ""
    return f"Open: handed over on {day_in_words(clock.handed_over_at, zone)}; {clock_in_words(clock)}{waits}."
