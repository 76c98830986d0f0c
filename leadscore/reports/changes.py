"""What changed since the month before: every comparable figure of both months, the largest change first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from leadscore.estimate import Estimate, difference, wilson
from leadscore.outcomes import Report
from leadscore.reports.month import Month
from leadscore.reports.origin import Months, Origin
from leadscore.reports.past import Past
from leadscore.reports.wording import Unit, Value, begin, briefly
from leadscore.vocabulary import BAND_WORDS, OUTCOME_WORDS, counted

SHARES = {
    "lqs": "Lead Quality Score",
    "lqs_worked_share": "Share worked (part of the Lead Quality Score)",
    "lqs_rate_worked": "Rate among the worked (part of the Lead Quality Score)",
    "lqs_rate_unworked": "Rate among the unworked (part of the Lead Quality Score)",
    "acceptance": "Accepted by sales in time",
    "acceptance_rejected": "Sent back by sales in time",
    "meetings_booked": "Worked leads with a meeting booked",
    "meetings_held": "Worked leads with a meeting held",
    "speed_kept": "First touch within the agreed time",
    "sla_sales": "Sales' part of the agreement kept",
}
BY_BAND = {
    "conversion_{outcome}_by_band": "{outcome} of {rated}, band {band}",
    "worked_share_by_band": "Worked, band {band}",
}
FEWEST = 4
"""A share of fewer leads is not judged: of three leads each, chance alone gives all against none one time in ten."""

WITHOUT_INTERVAL: dict[str, tuple[str, Unit]] = {
    "speed_median": ("Median time to the first touch", "minutes"),
    "cycle_median": ("Median sales cycle", "days"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One figure in two months: how far apart they are, and in how many half-widths of that difference's interval.

    `apart` is a difference of shares, or for counts a ratio; `size` is None where no interval can be known.
    """

    what: str
    now: Value
    before: Value
    apart: Estimate
    size: float | None

    @property
    def few(self) -> bool:
        """Whether a share rests on so few leads in one of the months that its change says nothing."""
        return self.now.unit == "share" and min(self.now.estimate.n, self.before.estimate.n) < FEWEST

    @property
    def beyond(self) -> bool:
        """Whether the interval of the difference leaves out no change at all."""
        return self.size is not None and self.size > 1

    def in_words(self, then: str) -> str:
        """`Lead Quality Score: 38.2 % after 31.0 % in July 2026, +7.2 points (-9.1 to +22.9): ...`."""
        now, before = (briefly(each.estimate, each.unit) for each in (self.now, self.before))
        return f"{self.what}: {now} after {before} in {then}{self._how_much()}"

    def _how_much(self) -> str:
        each = self.apart
        if each.value is None:
            return ". No interval is known for this difference."
        verdict = "more than chance explains" if self.beyond else "history cannot tell the two months apart"
        if self.few:
            verdict = f"too few leads to say anything, under {FEWEST} in one of the months"
        if self.now.unit == "count":
            return f", {each.value:.2f} times as many ({each.low:.2f} to {each.high:.2f}): {verdict}."
        low, high = 100 * (each.low or 0), 100 * (each.high or 0)
        return f", {100 * each.value:+.1f} points ({low:+.1f} to {high:+.1f}): {verdict}."


@dataclass(frozen=True, slots=True)
class Changes:
    """All comparisons of a month with the one before, the largest first; those without an interval come last."""

    found: tuple[Change, ...]
    unknown: tuple[str, ...]
    reason: str | None = None
    not_over: Month | None = None
    """Which of the two months is not over when the data end: its counts are not compared."""

    @property
    def caution(self) -> str:
        """How many of so many differences chance alone puts beyond their interval."""
        judged = sum(each.size is not None for each in self.found)
        if not judged:
            return "No difference of the two months can be judged."
        return (
            f"{counted(judged, 'difference')} looked at, {sum(each.beyond for each in self.found)} beyond chance: of "
            f"that many about {judged / 20:.1f} would be so if nothing had changed."
        )


def changes(past: Past, month: Month, months: tuple[Month, ...]) -> Changes:
    """Every comparable figure of a month and the month before it."""
    before = next((each for each in months if month.before is not None and each.first == month.before), None)
    if before is None:
        return Changes((), (), f"no lead has its {past.moment} in the month before" if month.first else "no dates")
    now, then = past.of(month), past.of(before)
    found, unknown = [], []
    not_over = next((each for each in (month, before) if not each.over), None)
    for what, name, group, unit in _asked(past):
        if unit == "count" and not_over is not None:
            continue
        one, other = _figure(now, name, group), _figure(then, name, group)
        if not past.judges(name, before) or one is None or other is None or one.value is None or other.value is None:
            unknown.append(what)
        else:
            found.append(
                change(what, Value(one, unit, _origin(name, group)), Value(other, unit, _origin(name, group, "before")))
            )
    ordered = sorted(found, key=lambda each: (each.size is None, -(each.size or 0), each.what))
    return Changes(tuple(ordered), tuple(unknown), not_over=not_over)


def _origin(name: str, group: str | None, months: Months = "month") -> Origin:
    return Origin(name, group, "band" if group else None, months)


def change(what: str, now: Value, before: Value) -> Change:
    """One figure of two months set against each other."""
    if now.unit == "share":
        apart = difference(now.estimate, before.estimate)
        found = Change(what, now, before, apart, _in_half_widths(apart.value, apart.low, apart.high))
        return replace(found, size=None) if found.few else found
    if now.unit == "count":
        apart = times_as_many(int(now.estimate.value or 0), int(before.estimate.value or 0))
        return Change(what, now, before, apart, _from_one(apart))
    return Change(what, now, before, Estimate.unknown("a median has no interval here"), None)


def times_as_many(now: int, before: int) -> Estimate:
    """The ratio of two counts of independent arrivals: given both together, one is a share of them (Wilson)."""
    both = now + before
    if not now or not before:
        return Estimate.unknown("one of the two months has none", both)
    low, high = wilson(now, both)
    return Estimate(now / before, low / (1 - low), high / (1 - high), both)


def _in_half_widths(value: float | None, low: float | None, high: float | None) -> float | None:
    """How far a difference is from 0, in the half of its interval that lies towards 0."""
    if value is None or low is None or high is None:
        return None
    half = value - low if value > 0 else high - value
    return abs(value) / half if half > 0 else 0.0


def _from_one(ratio: Estimate) -> float | None:
    if ratio.value is None or ratio.low is None or ratio.high is None:
        return None
    near = ratio.low if ratio.value > 1 else ratio.high
    if near == ratio.value or ratio.value == 1:
        return 0.0
    return abs(ratio.value - 1) / abs(ratio.value - near)


def _asked(past: Past) -> Iterator[tuple[str, str, str | None, Unit]]:
    yield past.named_leads, "leads", None, "count"
    for band, words in _bands():
        yield f"{past.named_leads}, band {words}", "leads", band, "count"
    outcome = begin(OUTCOME_WORDS[past.outcome])
    yield f"{outcome} of {past.rated}", f"conversion_{past.outcome}", None, "share"
    for name, what in SHARES.items():
        yield what, name, None, "share"
    for name, what in BY_BAND.items():
        for band, words in _bands():
            said = what.format(outcome=outcome, rated=past.rated, band=words)
            yield said, name.format(outcome=past.outcome), band, "share"
    for name, (what, unit) in WITHOUT_INTERVAL.items():
        yield what, name, None, unit


def _bands() -> list[tuple[str, str]]:
    return [(band, words.lower()) for band, words in BAND_WORDS.items()]


def _figure(report: Report, name: str, group: str | None) -> Estimate | None:
    return next((each.estimate for each in report.figures if (each.name, each.group) == (name, group)), None)
