"""Estimates in words: value, interval and n, never a bare number and never 0 for unknown."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from leadscore.estimate import Estimate


def estimate_in_words(estimate: Estimate) -> str:
    """`22.1 % (17.4 to 27.6), n = 214`; a count as itself; the reason where there is no value."""
    if estimate.value is None:
        return f"unknown: {estimate.reason}"
    note = f" ({estimate.reason})" if estimate.reason else ""
    if estimate.low is None or estimate.high is None:
        return f"{number_in_words(estimate.value)}{note}"
    interval = f"({100 * estimate.low:.1f} to {100 * estimate.high:.1f})"
    return f"{100 * estimate.value:.1f} % {interval}, n = {estimate.n:,}{note}"


def number_in_words(value: float) -> str:
    """A count as itself, anything between counts with one decimal."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def instant_in_words(instant: datetime | None, zone: str) -> str:
    """An instant (naive UTC) as the day and minute of a zone; data without dates says so."""
    if instant is None:
        return "unknown: this data has no dates"
    local = instant.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    return f"{local:%Y-%m-%d %H:%M} ({zone})"


def day_in_words(instant: datetime, zone: str) -> str:
    """The day of an instant (naive UTC) in a zone: 03 Nov 2026."""
    return f"{instant.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)):%d %b %Y}"
