"""Signals in words, and as rows of a table."""

from __future__ import annotations

from collections.abc import Mapping

from leadscore.estimate import Estimate
from leadscore.learning.asking.form import About
from leadscore.learning.effect import Counted
from leadscore.learning.signals.signals import Signal, Signals, Word
from leadscore.learning.signals.stability import Part
from leadscore.vocabulary import OUTCOME_WORDS, counted

WORDS: Mapping[Word, str] = {"more": "More often", "less": "Less often", "cannot tell": "Cannot tell"}
"""What history says of a signal."""

ABOUT: Mapping[About, str] = {"attribute": "Attributes", "activity": "Activities", "silence": "Silence"}
"""What a signal looks at."""

UNADJUSTED = "As counted, not adjusted"


def head(found: Signals) -> str:
    """Who was looked at, and what became of them."""
    days = "" if found.horizon.days is None else f" within {found.horizon.days} days"
    return (
        f"{counted(found.n, 'lead')} of {counted(found.accounts, 'account')}: {found.denominator}. "
        f"{found.hits:,} of them became {OUTCOME_WORDS[found.outcome]}{days}."
    )


def method(found: Signals) -> str:
    """How the signals were tested."""
    time = " and in an equal third of the time" if found.in_parts else ""
    return (
        f"Each at equal {counted(found.beside, 'rule and other signal', 'rules and other signals')}{time}; what is "
        "about the same attribute or kind takes no part. Colleagues of one account count as deciding together. "
        f"The {found.tests:,} tests are held to one false discovery rate of {100 * found.false_share:.0f} %, every "
        "form counted."
    )


def sentence(signal: Signal, outcome: str) -> str:
    """What history says of one signal."""
    gap = signal.difference
    if gap.value is None or gap.low is None or gap.high is None or signal.rate is None:
        return f"History cannot tell: {gap.reason}."
    told = (
        f"at equal other things leads with it became {OUTCOME_WORDS[outcome]} {abs(100 * gap.value):.1f} percentage "
        f"points {'more' if gap.value >= 0 else 'less'} often ({_ends(gap)}, odds times {_times(signal.odds_ratio)})"
    )
    if signal.word == "cannot tell":
        return f"History cannot tell it from no effect: {told}."
    return f"{told[:1].upper()}{told[1:]}."


def row(signal: Signal) -> dict[str, str | float | None]:
    """One signal as a row: numbers as numbers, so that they sort; None where unknown."""
    gap = signal.difference
    return {
        "Signal": signal.candidate.rule.name,
        "Outcome": WORDS[signal.word],
        "Difference": _percent(gap.value),
        "From": _percent(gap.low),
        "To": _percent(gap.high),
        "With it": counts(signal.held),
        "Without": counts(signal.not_held),
        "Over time": signal.stability.word,
        "In the model": "yes" if signal.in_model else "",
        "Unknown": 100 * signal.unknown_share,
        "False rate": _percent(signal.rate),
        "Why not": gap.reason if gap.value is None else "",
    }


def counts(side: Counted) -> str:
    """So many of so many."""
    return f"{side.hits:,} of {side.n:,}"


def part_row(part: Part, outcome: str) -> dict[str, str]:
    """One part of the time as a row."""
    became = OUTCOME_WORDS[outcome]
    return {
        "Handed over": f"{part.since:%Y-%m-%d} to {part.until:%Y-%m-%d}",
        f"With it, {became}": counts(part.held),
        f"Without, {became}": counts(part.not_held),
        "Difference, % points": points_in_words(part.difference),
    }


def points_in_words(gap: Estimate) -> str:
    """A difference of shares as percentage points with its interval."""
    if gap.value is None:
        return f"unknown: {gap.reason}"
    return f"{abs(100 * gap.value):.1f} {'more' if gap.value >= 0 else 'less'} ({_ends(gap)}), n = {gap.n:,}"


def over_time(signal: Signal) -> str:
    """Whether the effect holds over time, and why."""
    return (
        f"Over time: {signal.stability.word}, since {signal.stability.reason}."
        if signal.stability.parts
        else (f"Over time: {signal.stability.word} ({signal.stability.reason}).")
    )


def overlaps(signal: Signal) -> tuple[str, ...]:
    """Which other questions hold for mostly the same leads."""
    return tuple(
        f"'{each.name}' holds for {100 * each.share:.0f} % of them, and for {100 * each.without:.0f} % of the others."
        for each in signal.overlap
    )


def _ends(gap: Estimate) -> str:
    return "" if gap.low is None or gap.high is None else f"{100 * gap.low:+.1f} to {100 * gap.high:+.1f}"


def _times(ratio: Estimate) -> str:
    if ratio.value is None or ratio.low is None or ratio.high is None:
        return "unknown"
    return f"{ratio.value:.2f}, {ratio.low:.2f} to {ratio.high:.2f}"


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share
