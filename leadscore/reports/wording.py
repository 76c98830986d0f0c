"""Estimates in the words of their unit: the page, the pack and the command line all say the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from leadscore.estimate import Estimate
from leadscore.figures.words import estimate_in_words, number_in_words, times_in_words
from leadscore.outcomes import Report
from leadscore.reports.origin import Months, Origin

Unit = Literal["share", "points", "count", "money", "days", "minutes", "times", "number"]


@dataclass(frozen=True, slots=True)
class Value:
    """An estimate, its unit, and where it comes from: one cell of a table."""

    estimate: Estimate
    unit: Unit = "share"
    origin: Origin | None = None

    @property
    def words(self) -> str:
        """`38.2 % (26.5 to 51.4), n = 55`; the reason where there is no value."""
        return said(self.estimate, self.unit)

    def to_json(self) -> dict[str, Any]:
        """Words and numbers, the latter exactly as the library gave them."""
        each = self.estimate
        return {
            "words": self.words,
            "unit": self.unit,
            "value": each.value,
            "low": each.low,
            "high": each.high,
            "n": each.n,
            "reason": each.reason,
        }


def value_of(
    report: Report,
    name: str,
    unit: Unit = "share",
    group: str | None = None,
    by: str | None = None,
    months: Months = "month",
) -> Value:
    """A figure of a report with where it comes from; unknown where no lead of the report is in that group."""
    origin = Origin(name, group, by, months)
    if group is None:
        return Value(report.figure(name), unit, origin)
    found = (each.estimate for each in report.figures if (each.name, each.group) == (name, group))
    return Value(next(found, Estimate.unknown("no such lead")), unit, origin)


def said(estimate: Estimate, unit: Unit) -> str:
    """An estimate in words; what is unknown says why."""
    if estimate.value is None:
        return f"unknown: {estimate.reason}"
    if unit == "share":
        return estimate_in_words(estimate) if estimate.low is not None else _share(estimate)
    if unit == "points":
        return _points(estimate)
    if unit == "times":
        return times_in_words(estimate)
    note = f" ({estimate.reason})" if estimate.reason else ""
    if estimate.low is None or estimate.high is None:
        return f"{amount(estimate.value, unit)}{note}"
    between = f"{amount(estimate.low, unit, short=True)} to {amount(estimate.high, unit, short=True)}"
    return f"{amount(estimate.value, unit)} ({between}), n = {estimate.n:,}{note}"


def briefly(estimate: Estimate, unit: Unit) -> str:
    """The value alone, for the middle of a sentence."""
    if estimate.value is None:
        return "unknown"
    return f"{100 * estimate.value:.1f} %" if unit == "share" else amount(estimate.value, unit)


def amount(value: float, unit: Unit, short: bool = False) -> str:
    """A number in its unit, `short` without the unit's word."""
    if unit == "days":
        return f"{value:,.1f}" + ("" if short else " days")
    if unit == "minutes":
        return f"{value / 60:,.1f}" + ("" if short else " business hours")
    if unit == "times":
        return f"{value:.2f}" + ("" if short else " x")
    if unit == "money":
        return f"{value:,.0f}"
    if unit == "number":
        return f"{value:,.3f}"
    return number_in_words(value)


def begin(words: str) -> str:
    """Words with a capital at their beginning, all others as they are."""
    return f"{words[:1].upper()}{words[1:]}"


def _share(estimate: Estimate) -> str:
    note = f" ({estimate.reason})" if estimate.reason else ""
    return f"{100 * (estimate.value or 0):.1f} %, n = {estimate.n:,}{note}"


def _points(estimate: Estimate) -> str:
    """A difference of shares, `-23.3 points (-52.6 to +12.0), n = 27`."""
    low, high = (f"{100 * (end or 0):+.1f}" for end in (estimate.low, estimate.high))
    between = "" if estimate.low is None else f" ({low} to {high})"
    return f"{100 * (estimate.value or 0):+.1f} points{between}, n = {estimate.n:,}"
