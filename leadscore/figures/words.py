"""Estimates in words: value, interval and n, never a bare number and never 0 for unknown."""

from __future__ import annotations

from leadscore.estimate import Estimate


def estimate_in_words(estimate: Estimate) -> str:
    """`22.1 % (17.4 to 27.6), n = 214`; a count as itself; the reason where there is no value."""
    if estimate.value is None:
        return f"unknown: {estimate.reason}"
    note = f" ({estimate.reason})" if estimate.reason else ""
    if estimate.low is None or estimate.high is None:
        return f"{estimate.value:,.10g}{note}"
    interval = f"({100 * estimate.low:.1f} to {100 * estimate.high:.1f})"
    return f"{100 * estimate.value:.1f} % {interval}, n = {estimate.n:,}{note}"
