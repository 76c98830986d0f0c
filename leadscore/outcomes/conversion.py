"""Cohort conversion: of the leads whose horizon has passed, how many reached an outcome within it."""

from __future__ import annotations

from collections.abc import Callable

from leadscore.estimate import AccountSums, Estimate, proportion
from leadscore.outcomes.cohort import Cohort
from leadscore.outcomes.facts import Facts
from leadscore.outcomes.figure import Figure, Horizon
from leadscore.outcomes.places import build_places
from leadscore.outcomes.rates import Split, Tally, counts, shares, spread, spread_bands
from leadscore.outcomes.standing import (
    NO_DATES,
    NOT_LINKED,
    STANDINGS,
    Target,
    denominator,
    does_not_apply,
    needs_one,
)
from leadscore.outcomes.touches import follows_outcome

MOST_UNDATED = 0.05
"""Where a larger share of the outcomes has no date, a rate would miss too many of them to be shown."""

MOST_DAY_0 = 0.10
"""Above this share of outcomes at T itself, the hand-off was probably stamped afterwards."""

_OF_HITS = {"day_0": "day_0", "touched_after": "touched_after"}
_COUNTED = "standing = 'counted'"
_PLACES = {place: f"standing = '{place}'" for place in STANDINGS if place != "counted"}
_COUNTS = {
    "mature": "standing IN ('counted', 'unworked')",
    **_PLACES,
    "later_episode": "standing = 'counted' AND later_hit",
}


def conversion(cohort: Cohort, target: Target, horizon: Horizon) -> tuple[Figure, ...]:
    """The rate of one outcome within its horizon, and beside it how many leads stand outside the rate, and why."""
    name = f"conversion_{target.name}"
    reason = _no_standings(cohort, target, horizon)
    if reason:
        return _all_unknown(cohort, name, target, reason)
    undated = _mostly_undated(cohort, target)
    places = build_places(cohort, target, horizon.days or 0)
    rates = shares(cohort, {"hit": "hit"}, _COUNTED, (), places, "leads")["hit"]
    of_hits = shares(cohort, _OF_HITS, f"{_COUNTED} AND hit", (), places, "leads")
    after = of_hits["touched_after"].all()
    no_rate = undated or follows_outcome(after.hits, after.n, target.words)
    return (
        *_rates(cohort, name, rates, no_rate),
        *_outside(cohort, name, target, places),
        *spread(
            cohort,
            f"{name}_day_0",
            of_hits["day_0"],
            _of_hits(target, does_not_apply("day_0", cohort.facts) or undated),
        ),
        *spread(
            cohort,
            f"{name}_touched_after",
            of_hits["touched_after"],
            _of_hits(target, does_not_apply("unworked", cohort.facts) or undated),
        ),
    )


def unknowable(cohort: Cohort, target: Target, horizon: Horizon) -> str | None:
    """Why no rate of this outcome can be known from this data; None where one can."""
    return _no_standings(cohort, target, horizon) or _mostly_undated(cohort, target)


def _no_standings(cohort: Cohort, target: Target, horizon: Horizon) -> str | None:
    """Why not even the places of the leads towards this outcome can be counted."""
    facts = cohort.facts
    if target.by_deal and facts.deals and not facts.linked_deals:
        return NOT_LINKED
    if not any(facts.reached[stage] for stage in target.stages):
        return needs_one(f"{target.words} lead", target.stages, facts)
    return f"no horizon: {horizon.origin}" if facts.dated and horizon.days is None else None


def rate(facts: Facts, sums: AccountSums) -> Estimate:
    """A conversion rate; marked where the data has no dates."""
    nothing = f"needs at least 1 mature lead in its denominator ({denominator(facts)}), has none"
    return proportion(sums, None if facts.dated else NO_DATES, nothing)


def _mostly_undated(cohort: Cohort, target: Target) -> str | None:
    """An undated outcome cannot be placed before, in or after the horizon; a few are left out, many hide the rate."""
    if not cohort.facts.dated:
        return None
    asked = {"reached": target.reached, "undated": f"{target.reached} AND {target.at} IS NULL"}
    found = counts(cohort, asked)
    reached, undated = found["reached"].all().count, found["undated"].all().count
    if undated <= MOST_UNDATED * reached:
        return None
    return f"{undated} of {reached} {target.words} leads have no date of it"


def _rates(cohort: Cohort, name: str, split: Split[AccountSums], no_rate: str | None) -> tuple[Figure, ...]:
    def estimate(sums: AccountSums) -> Estimate:
        return Estimate.unknown(no_rate, sums.n) if no_rate else rate(cohort.facts, sums)

    return (*spread(cohort, name, split, estimate), *spread_bands(cohort, f"{name}_by_band", split, estimate))


def _outside(cohort: Cohort, name: str, target: Target, places: str) -> tuple[Figure, ...]:
    found = counts(cohort, _COUNTS, (), places, "leads")
    figures: list[Figure] = []
    for place in _places_of(target):
        estimate = _counted(cohort.facts, place)
        figures += spread(cohort, f"{name}_{place}", found[place], estimate)
        if place == "unworked":
            figures += spread_bands(cohort, f"{name}_unworked_by_band", found[place], estimate)
    return tuple(figures)


def _places_of(target: Target) -> tuple[str, ...]:
    return tuple(place for place in _COUNTS if target.by_deal or place != "same_deal")


def _counted(facts: Facts, place: str) -> Callable[[Tally], Estimate]:
    reason = does_not_apply(place, facts)
    return lambda tally: Estimate.unknown(reason, tally.of) if reason else tally.estimate()


def _of_hits(target: Target, reason: str | None) -> Callable[[AccountSums], Estimate]:
    nothing = f"no {target.words} in the rate"
    return lambda sums: Estimate.unknown(reason, sums.n) if reason else proportion(sums, nothing=nothing)


def _all_unknown(cohort: Cohort, name: str, target: Target, reason: str) -> tuple[Figure, ...]:
    """Every figure of the outcome, each unknown for the same reason: none is missing, none is 0."""
    names = [name, f"{name}_by_band"]
    for place in _places_of(target):
        names += [f"{name}_{place}"] + ([f"{name}_unworked_by_band"] if place == "unworked" else [])
    names += [f"{name}_day_0", f"{name}_touched_after"]
    return tuple(
        Figure(each, group, Estimate.unknown(reason, cohort.leads_of[group]))
        for each in names
        for group in ((None,) if each.endswith("_by_band") else (None, *cohort.groups))
    )
