"""Journeys: how leads that reached an outcome, and those that did not, came to their hand-off.

Everyone in them was handed over, worked and is mature; what they did after T is not looked at.  Days in nurture are
calendar days from creation to hand-off, all known at T, so nobody had to survive into a later part.  Parts are ordered
by how many leads they have, never by their rate: the best of many rates would be luck.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.estimate import Estimate, proportion
from leadscore.evidence import Shelf, rests_on_today
from leadscore.evidence.landmarks import Handoff
from leadscore.learning.journey import Journeys, Part, Side, Spread
from leadscore.learning.walks import MOST_KINDS, NO_STEP, Walks, no_source, walk
from leadscore.model.model import Model
from leadscore.outcomes.cohort import Cohort
from leadscore.outcomes.conversion import unknowable
from leadscore.outcomes.figure import Horizon
from leadscore.outcomes.following import share_of
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

MOST_PARTS = 10
"""So many first steps, last steps, sources and paths are told apart, the commonest; the others are one part."""

OTHERS = "all others"
NO_STEPS = "no step of its own"
ARROW = " > "
MORE = "…"
NOBODY = "no lead here"
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
    everyone = np.ones(len(walks.hit), dtype=np.bool_)
    return Journeys(
        outcome=target.name,
        horizon=within,
        denominator=denominator(cohort.facts),
        before=before,
        n=len(walks.hit),
        hits=int(walks.hit.sum()),
        rate=_share(walks, everyone, walks.hit),
        reached=_side(walks, walks.hit, steps_reason),
        others=_side(walks, ~walks.hit, steps_reason),
        by_days=tuple(_part(walks, name, _between(walks, low, high)) for name, low, high in DAYS),
        by_source=_commonest(walks, walks.source, walks.sources) if walks.sources else (),
        by_first=() if steps_reason else _commonest(walks, walks.first, walks.kinds),
        by_last=() if steps_reason else _commonest(walks, walks.last, walks.kinds),
        paths=() if steps_reason else _commonest(walks, *_coded(walks)),
        source_reason=no_source(cohort),
        steps_reason=steps_reason,
        days_unknown=int(np.isnan(walks.days).sum()),
        tied=int(walks.tied.sum()),
    )


def _no_steps(cohort: Cohort, walks: Walks) -> str | None:
    if not cohort.scored.manifest.rows("activities"):
        return NO_ACTIVITIES
    return None if walks.steps.any() else NO_OWN_STEPS


def _side(walks: Walks, inside: Flags, no_steps: str | None) -> Side:
    stepped = walks.steps > 0
    returning, silent = walks.runs > walks.different, walks.silences > 0
    straight = stepped & ~returning & ~silent & ~walks.sent_back
    nothing = np.full(len(walks.hit), np.nan)

    def share(flags: Flags) -> Estimate:
        return Estimate.unknown(no_steps, int(inside.sum())) if no_steps else _share(walks, inside, flags)

    def spread(values: NDArray[Any]) -> Spread:
        return Spread.of((nothing if no_steps else values.astype(np.float64))[inside])

    return Side(
        n=int(inside.sum()),
        steps=spread(walks.steps),
        different=spread(walks.different),
        days=Spread.of(walks.days[inside]),
        since_last=spread(walks.since_last),
        silences=spread(walks.silences),
        stepless=share(~stepped),
        straight=share(straight),
        returning=share(returning),
        silent=share(silent),
        sent_back=_share(walks, inside, walks.sent_back),
    )


def _between(walks: Walks, low: int, high: int | None) -> Flags:
    inside: Flags = (walks.days >= low) & (walks.days <= (np.inf if high is None else high))
    return inside


def _commonest(walks: Walks, number: NDArray[Any], names: Sequence[str]) -> tuple[Part, ...]:
    """The commonest of the numbered parts; the others, and leads without any, are the last two parts."""
    found, leads = np.unique(number[number != NO_STEP], return_counts=True)
    order = sorted(range(len(found)), key=lambda place: (-leads[place], names[int(found[place])]))
    chosen = [int(found[place]) for place in order[:MOST_PARTS]]
    parts = [_part(walks, names[each], number == each) for each in chosen]
    rest = (number != NO_STEP) & ~np.isin(number, chosen)
    without = number == NO_STEP
    named = ((OTHERS, rest), (NO_STEPS, without))
    return (*parts, *(_part(walks, name, inside) for name, inside in named if inside.any()))


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


def _part(walks: Walks, name: str, inside: Flags) -> Part:
    return Part(
        name=name,
        n=int(inside.sum()),
        hits=int((inside & walks.hit).sum()),
        rate=_share(walks, inside, walks.hit),
        of_reached=_share(walks, walks.hit, inside),
        of_others=_share(walks, ~walks.hit, inside),
    )


def _share(walks: Walks, inside: Flags, flags: Flags) -> Estimate:
    return proportion(share_of(walks.account[inside], flags[inside]), nothing=NOBODY)
