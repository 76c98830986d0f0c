"""How many closes a pilot can expect by each of its weeks, from the company's own cycle; and how many there were.

Leads are handed over evenly through every week, day and night, as many as the active model lets through.  A lead that
was handed over t days ago is won by now with the share F(t) of earlier hand-offs at or above the cut-off that were won
within t days (Aalen-Johansen, hand-off clock).  So by the end of week k the number of closes has the mean

    m_k = (leads a week / 7) x integral of F from 0 to 7 k days        (trapezoids of one day)

and, as hand-offs that come one by one and close one by one, it is Poisson distributed around it.  What history does
not settle about F is in m_k as well: accounts are drawn anew (`resampling`), each draw has its own m_k, and the range
is that of the Poisson counts of all draws together (a mixture: its 2.5th and 97.5th percentile, both counts).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

import numpy as np

from leadscore.estimate import LEVEL, Estimate, wilson
from leadscore.outcomes import Cohort
from leadscore.outcomes.cycle_cases import DAY, WON, Cycle
from leadscore.outcomes.following import Column, Followed
from leadscore.outcomes.incidence import OPEN, Incidence, cumulative
from leadscore.outcomes.resampling import DRAWS, FEWEST, resampled
from leadscore.vocabulary import counted

TELLING = 10
"""With fewer closes than these expected, no comparison of them can settle anything."""

AT_OR_ABOVE = ("ready", "hand_over")
TOP = "ready"
MOST_WEEKS_AHEAD = 104

FIXED = (
    "Hand-offs are taken as spread evenly over each week and as many as measured; a range holds what the past leaves "
    "open about the cycle and the chance of a count."
)
ALIKE = "Leads that only the replay hands over are taken to close like hand-offs with such a score."


@dataclass(frozen=True, slots=True)
class Expected:
    """Closes of the leads of some bands by the end of week 1, 2, ...; `telling` is the first week with TELLING or more.

    a_week: how many of these leads are handed over a week; cases: earlier hand-offs whose cycle was followed; known: of
    how many weeks anything is known, 104 at most.  `telling` may lie beyond the weeks asked for; None: in none known.
    """

    a_week: Estimate
    cases: int
    wins: int
    weeks: tuple[Estimate, ...]
    telling: int | None
    known: int = 0

    def by(self, week: int) -> Estimate:
        """The closes to expect by the end of a week, counted from 1."""
        return self.weeks[week - 1]


def at_or_above(found: Cycle, cohort: Cohort) -> Followed:
    """The cases whose score stood at or above the cut-off at the hand-off; all where the model has no cut-offs."""
    return in_bands(found, cohort, AT_OR_ABOVE)


def in_bands(found: Cycle, cohort: Cohort, bands: Sequence[str]) -> Followed:
    """The cases of some bands at the hand-off; all where the leads have no bands."""
    if not cohort.bands:
        return found.cases
    return found.cases.of(np.isin(found.cases.band, [cohort.bands.index(band) for band in bands]))


def expected(found: Cycle, cases: Followed, a_week: Estimate, weeks: int, draws: int = DRAWS) -> Expected:
    """The closes to expect of so many leads a week if they close like these cases of a cycle (hand-off clock)."""
    wins = int((cases.way == WON).sum())
    reason = found.reason or found.no_curve or (None if a_week.known() else a_week.reason)
    if reason is None and wins < FEWEST:
        reason = f"needs {FEWEST} wins of such hand-offs to know the cycle, has {wins}"
    if reason or a_week.value is None:
        unknown = Estimate.unknown(reason or "nothing is known of the volume", len(cases.way))
        return Expected(a_week, len(cases.way), wins, (unknown,) * weeks, None)
    means = means_by_week(cases.incidence(), a_week.value, MOST_WEEKS_AHEAD)
    telling = next((week for week, mean in enumerate(means, 1) if mean is not None and mean >= TELLING), None)
    known = sum(mean is not None for mean in means)
    return Expected(a_week, len(cases.way), wins, _estimates(cases, a_week.value, means[:weeks], draws), telling, known)


def means_by_week(curve: Incidence, a_week: float, weeks: int) -> tuple[float | None, ...]:
    """The mean number of closes by the end of each week; None from where on nobody was followed so long."""
    shares = [curve.at(day * DAY, WON) for day in range(7 * weeks + 1)]
    known = np.array([share for share in shares if share is not None])
    areas = _areas(known)
    return tuple(a_week / 7 * float(areas[7 * week]) if 7 * week < len(known) else None for week in range(1, weeks + 1))


def _areas(shares: Column) -> Column:
    """Below the last axis: the area under shares of whole days up to each day."""
    steps = (shares[..., 1:] + shares[..., :-1]) / 2
    nothing = np.zeros((*shares.shape[:-1], 1))
    return np.concatenate([nothing, np.cumsum(steps, axis=-1)], axis=-1)


def _estimates(cases: Followed, a_week: float, means: Sequence[float | None], draws: int) -> tuple[Estimate, ...]:
    days, curve, n = 7 * len(means), cases.incidence(), len(cases.way)
    drawn = a_week / 7 * _areas(_drawn(cases, days, draws))
    estimates = []
    for week, mean in enumerate(means, start=1):
        if mean is None:
            estimates.append(Estimate.unknown(f"no hand-off was followed for {7 * week} days yet", n))
            continue
        nothing_yet = curve.at(7 * week * DAY, WON) == 0
        spread = _most(curve, a_week, week) if nothing_yet else drawn[:, 7 * week]
        low, high = counts_between(spread)
        estimates.append(Estimate(mean, float(min(low, floor(mean))), float(max(high, ceil(mean))), n))
    return tuple(estimates)


def _drawn(cases: Followed, days: int, draws: int) -> Column:
    """The share won by each whole day in each resample: (draws, days + 1)."""
    bins = days + 2
    place = np.minimum(np.ceil(cases.waited / DAY), days + 1).astype(np.int64)
    way = np.where(place > days, OPEN, cases.way)
    counted = resampled(cases.account, way * bins + place, (cases.ways + 1) * bins, draws)
    shares, _ = cumulative(counted.reshape(draws, cases.ways + 1, bins))
    found: Column = shares[:, WON - 1, : days + 1]
    return found


def _most(curve: Incidence, a_week: float, week: int) -> Column:
    """Where nobody closed so early, every resample says 0: the upper end of Wilson's interval of 0 stands in."""
    place = min(int(np.searchsorted(curve.waited, 7 * week * DAY)), len(curve.at_risk) - 1)
    return np.array([a_week * week * wilson(0, max(1.0, float(curve.at_risk[place])))[1]])


def counts_between(means: Column) -> tuple[int, int]:
    """The counts between which 95 % of Poisson counts fall, each mean being as likely as the others."""
    positive = np.maximum(means, 1e-300)
    most = int(positive.max() + 10 * np.sqrt(positive.max()) + 10)
    counts = np.arange(most + 1)
    factorials = np.cumsum(np.log(np.maximum(counts, 1)))
    chances = np.exp(np.outer(np.log(positive), counts) - positive[:, None] - factorials)
    up_to = chances.mean(axis=0).cumsum()
    ends = np.searchsorted(up_to, ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    return int(ends[0]), int(min(ends[1], most))


def in_words(found: Expected, week: int, last: int) -> str:
    """What can be expected by a week, whether that can be judged, and from which week of a pilot's `last` on."""
    closes = found.by(week)
    if closes.value is None:
        return f"How many closes to expect by week {week} is unknown: {closes.reason}."
    judged = "enough for a first comparison" if closes.value >= TELLING else "too few to judge"
    between = f"({closes.low or 0:,.0f} to {closes.high or 0:,.0f})"
    return f"By week {week} {about(closes.value, between)} can be expected: {judged}. {_when(found, last)}"


def about(closes: float, between: str) -> str:
    """`about 3 (1 to 6) closes`."""
    if closes < 0.5:
        return f"hardly a close {between}"
    return f"about {closes:,.0f} {between} {'close' if round(closes) == 1 else 'closes'}"


def _when(found: Expected, last: int) -> str:
    few = f"Fewer than {TELLING} settle nothing"
    if found.telling is None and found.known == MOST_WEEKS_AHEAD:
        return f"{few}; so many are not expected within two years."
    if found.telling is None:
        after = f"since hand-offs were followed for {counted(found.known, 'week')} only"
        return f"{few}; when so many can be expected is unknown, {after}."
    if found.telling > last:
        return f"{few}; so many are not expected within this pilot, but by week {found.telling}."
    return f"{few}; so many are expected by week {found.telling}."
