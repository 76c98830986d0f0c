"""Journeys: how leads that reached an outcome, and those that did not, came to their hand-off.

Everyone in them was handed over, worked and is mature; what they did after T is not looked at.  Days in nurture are
calendar days from creation to hand-off, all known at T, so nobody had to survive into a later part.  Parts are ordered
by how many leads they have, never by their rate: the best of many rates would be luck.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.estimate import Estimate
from leadscore.evidence import Shelf, rests_on_today
from leadscore.evidence.landmarks import Handoff
from leadscore.learning.journeys.journey import NOTHING_PARTED, Journeys, Parting, Side, Spread
from leadscore.learning.journeys.parting import commonest, parted, share
from leadscore.learning.journeys.walks import MOST_KINDS, NO_STEP, Walks, no_source, walk
from leadscore.learning.verdicts import false_discovery_rates
from leadscore.model.model import Model
from leadscore.outcomes.cohort import Cohort
from leadscore.outcomes.conversion import unknowable
from leadscore.outcomes.figure import Horizon
from leadscore.outcomes.horizon import horizon
from leadscore.outcomes.pasts import unscored_cohort
from leadscore.outcomes.standing import TARGETS, Target, denominator, no_episodes
from leadscore.outcomes.touches import follows_outcome

Flags = NDArray[np.bool_]

DAYS = (
    ("0-1 days", 0, 1),
    ("2-7 days", 2, 7),
    ("8-30 days", 8, 30),
    ("31-90 days", 31, 90),
    ("over 90 days", 91, None),
)
"""Parts of the time in nurture, both ends inclusive."""

ARROW = " > "
MORE = "…"
NO_ACTIVITIES = "this data has no dated activities"
NO_OWN_STEPS = "none of these leads did anything of its own by its hand-off"


def journeys(shelf: Shelf, model: Model, outcome: str | None = None, before: datetime | None = None) -> Journeys:
    """The journeys to the hand-off under a model's population and horizons, for its own outcome unless one is given.

    `before` (naive UTC) leaves out hand-offs at or after it: the locked period.  Raises ModelError for what the data
    cannot answer.
    """
    target = next(each for each in TARGETS if each.name == (outcome or model.evaluation.outcome))
    honest = model.without_rules(rests_on_today(model, shelf.facts))
    cohort = unscored_cohort(shelf, honest, Handoff(), target.name)
    within = horizon(cohort, target.name)
    reason = no_episodes(cohort.facts) or unknowable(cohort, target, within)
    if reason is not None:
        return _none(cohort, target, within, before, reason, 0, 0)
    walks = walk(cohort, target, within.days or 0, before)
    n, hits = len(walks.hit), int(walks.hit.sum())
    reason = follows_outcome(walks.touched_after, hits, target.words) or (None if n else _nobody(cohort))
    if reason is not None:
        return _none(cohort, target, within, before, reason, n, hits)
    return _told(cohort, target, within, before, walks)


def _nobody(cohort: Cohort) -> str:
    return f"needs at least 1 mature lead in its denominator ({denominator(cohort.facts)}), has none"


def _none(
    cohort: Cohort, target: Target, within: Horizon, before: datetime | None, reason: str, n: int, hits: int
) -> Journeys:
    return Journeys(
        target.name, within, denominator(cohort.facts), before, n, hits, Estimate.unknown(reason, n), reason
    )


def _told(cohort: Cohort, target: Target, within: Horizon, before: datetime | None, walks: Walks) -> Journeys:
    steps_reason = _no_steps(cohort, walks)
    by_days, by_source, by_first, by_last, paths = _partings(walks, steps_reason)
    everyone = np.ones(len(walks.hit), dtype=np.bool_)
    return Journeys(
        outcome=target.name,
        horizon=within,
        denominator=denominator(cohort.facts),
        before=before,
        n=len(walks.hit),
        hits=int(walks.hit.sum()),
        rate=share(walks, everyone, walks.hit),
        reached=_side(walks, walks.hit, steps_reason),
        others=_side(walks, ~walks.hit, steps_reason),
        by_days=by_days,
        by_source=by_source,
        by_first=by_first,
        by_last=by_last,
        paths=paths,
        source_reason=no_source(cohort),
        steps_reason=steps_reason,
        days_unknown=int(np.isnan(walks.days).sum()),
        tied=int(walks.tied.sum()),
    )


def _partings(walks: Walks, no_steps: str | None) -> tuple[Parting, ...]:
    """By days, source, first step, last step and path; which of them differ is judged over all five together."""
    steps = ((walks.first, walks.kinds), (walks.last, walks.kinds), _coded(walks)) if no_steps is None else ()
    asked = [
        parted(walks, [(name, _between(walks, low, high)) for name, low, high in DAYS]),
        commonest(walks, walks.source, walks.sources) if walks.sources else NOTHING_PARTED,
        *(commonest(walks, number, names) for number, names in steps),
        *([] if steps else [NOTHING_PARTED] * 3),
    ]
    chances = [each.chance for each in asked if each.chance is not None]
    rates = dict(zip(chances, false_discovery_rates(chances), strict=True))
    return tuple(each if each.chance is None else replace(each, false_rate=rates[each.chance]) for each in asked)


def _no_steps(cohort: Cohort, walks: Walks) -> str | None:
    if not cohort.scored.manifest.rows("activities"):
        return NO_ACTIVITIES
    return None if walks.steps.any() else NO_OWN_STEPS


def _side(walks: Walks, inside: Flags, no_steps: str | None) -> Side:
    stepped = walks.steps > 0
    returning, silent = walks.runs > walks.different, walks.silences > 0
    straight = stepped & ~returning & ~silent & ~walks.sent_back
    nothing = np.full(len(walks.hit), np.nan)

    def of_side(flags: Flags) -> Estimate:
        return Estimate.unknown(no_steps, int(inside.sum())) if no_steps else share(walks, inside, flags)

    def spread(values: NDArray[Any]) -> Spread:
        return Spread.of((nothing if no_steps else values.astype(np.float64))[inside])

    return Side(
        n=int(inside.sum()),
        steps=spread(walks.steps),
        different=spread(walks.different),
        days=Spread.of(walks.days[inside]),
        since_last=spread(walks.since_last),
        silences=spread(walks.silences),
        stepless=of_side(~stepped),
        straight=of_side(straight),
        returning=of_side(returning),
        silent=of_side(silent),
        sent_back=share(walks, inside, walks.sent_back),
    )


def _between(walks: Walks, low: int, high: int | None) -> Flags:
    inside: Flags = (walks.days >= low) & (walks.days <= (np.inf if high is None else high))
    return inside


def _coded(walks: Walks) -> tuple[NDArray[Any], list[str]]:
    """Each lead's path as a number, and the paths in words."""
    code = walks.longer.astype(np.int64)
    for step in walks.path.T[::-1]:
        code = code * (MOST_KINDS + 2) + step + 1
    _, first, number = np.unique(code, return_index=True, return_inverse=True)
    names = [_path_in_words(walks.path[place], bool(walks.longer[place]), walks.kinds) for place in first]
    return np.where(walks.path[:, 0] == NO_STEP, NO_STEP, number), names


def _path_in_words(path: NDArray[Any], longer: bool, kinds: Sequence[str]) -> str:
    steps = [kinds[int(place)] for place in path if place != NO_STEP]
    return ARROW.join([*steps, *([MORE] if longer else [])])
