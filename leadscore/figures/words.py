"""Estimates in words: value, interval and n, never a bare number and never 0 for unknown."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from leadscore.estimate import Estimate
from leadscore.outcomes import Figure
from leadscore.outcomes.names import NUMBERS, PLAIN_SHARES, RATIOS


def estimate_in_words(estimate: Estimate) -> str:
    """`22.1 % (17.4 to 27.6), n = 214`; a count as itself; the reason where there is no value."""
    if estimate.value is None:
        return f"unknown: {estimate.reason}"
    note = f" ({estimate.reason})" if estimate.reason else ""
    if estimate.low is None or estimate.high is None:
        return f"{number_in_words(estimate.value)}{note}"
    interval = f"({100 * estimate.low:.1f} to {100 * estimate.high:.1f})"
    return f"{100 * estimate.value:.1f} % {interval}, n = {estimate.n:,}{note}"


def count_in_words(estimate: Estimate) -> str:
    """`63.2 (55.0 to 71.9)`: a count with its interval, where it has one; the reason where there is no value."""
    if estimate.value is None:
        return f"unknown: {estimate.reason}"
    return f"{estimate.value:,.1f}{_between(estimate, ',.1f')}"


def change_in_words(estimate: Estimate) -> str:
    """`+6.7 (+3.1 to +10.2)`: a difference of counts, with its interval where it has one."""
    if estimate.value is None:
        return f"unknown: {estimate.reason}"
    return f"{estimate.value:+,.1f}{_between(estimate, '+,.1f')}"


def times_in_words(estimate: Estimate) -> str:
    """`1.25 x (1.11 to 1.38), n = 293`: how many times one rate is another."""
    if estimate.value is None:
        return f"unknown: {estimate.reason}"
    note = f" ({estimate.reason})" if estimate.reason else ""
    return f"{estimate.value:.2f} x{_between(estimate, '.2f')}, n = {estimate.n:,}{note}"


def figure_in_words(figure: Figure) -> str:
    """A figure by what it is: a share, with its interval or without, a ratio, or a number as it stands."""
    estimate, name = figure.estimate, figure.name
    if estimate.value is None:
        return f"unknown: {estimate.reason}"
    if name in RATIOS:
        return times_in_words(estimate)
    note = f" ({estimate.reason})" if estimate.reason else ""
    if name in NUMBERS and estimate.low is not None:
        return f"{count_in_words(estimate)}, n = {estimate.n:,}{note}"
    if name in PLAIN_SHARES and estimate.low is None:
        return f"{100 * estimate.value:.1f} %, n = {estimate.n:,}{note}"
    if name.startswith("drift_"):
        return f"{estimate.value:.2f}, n = {estimate.n:,}{note}"
    return estimate_in_words(estimate)


def sentence(words: str) -> str:
    """Words with a capital at their beginning and a full stop at their end."""
    return f"{words[:1].upper()}{words[1:]}{'' if words.endswith(('.', '?', '!')) else '.'}"


def _between(estimate: Estimate, form: str) -> str:
    if estimate.low is None or estimate.high is None:
        return ""
    return f" ({estimate.low:{form}} to {estimate.high:{form}})"


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
