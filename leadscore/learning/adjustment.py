"""All rules in one regression: which of them can be estimated, their slopes, and why the others have none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from leadscore.learning.effect import Slope
from leadscore.learning.likeness import likeness
from leadscore.learning.observations import Flags, Observations
from leadscore.learning.regression import clustered_errors, fit
from leadscore.model.rules import Rule

Floats = NDArray[np.float64]

FEWEST_ACCOUNTS = 10
"""With fewer accounts on either side of a rule, or fewer hits or misses in all, no effect is estimated."""

UNSETTLED = "the regression did not settle"


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Slopes by rule id; for every other rule its reason; `reason` where nothing could be estimated at all."""

    middle: float | None = None
    slopes: Mapping[str, Slope] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    like: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class _Column:
    """A rule with its flags over the patterns."""

    rule: Rule
    holds: Flags
    unknown: Flags


def adjust(seen: Observations, rules: Sequence[Rule], left_out: Mapping[str, str]) -> Adjustment:
    """Estimate the effect of each rule at equal other rules; `rules` in the order of the observations' flags.

    Rules of `left_out` (id to reason) take no part.
    """
    columns = [_Column(rule, seen.holds[:, i], seen.unknown[:, i]) for i, rule in enumerate(rules)]
    columns = [column for column in columns if column.rule.id not in left_out]
    rare = {column.rule.id: why for column in columns if (why := too_rare(seen, column.holds, column.unknown))}
    reason = too_few(int(seen.n.sum()), int(seen.hits.sum()))
    if reason is None and len(rare) == len(columns):
        reason = "too few: no rule has enough leads with it and without it"
    if reason is not None:
        return Adjustment(reasons={**rare, **left_out}, reason=reason)
    found = _regress(seen, [column for column in columns if column.rule.id not in rare])
    return Adjustment(found.middle, found.slopes, {**found.reasons, **rare, **left_out}, found.like, found.reason)


def too_few(n: int, hits: int) -> str | None:
    """Why nothing at all can be estimated, if so."""
    if min(hits, n - hits) >= FEWEST_ACCOUNTS:
        return None
    needed = f"needs {FEWEST_ACCOUNTS} leads that reached the outcome and {FEWEST_ACCOUNTS} that did not"
    return f"too few: {needed}, has {hits} and {n - hits}"


def too_rare(seen: Observations, holds: Flags, unknown: Flags) -> str | None:
    """Why a rule has too few leads; colleagues count once: thirty leads of one account say what one says."""
    sides = holds, ~holds & ~unknown
    if all(seen.has_accounts(side, FEWEST_ACCOUNTS) for side in sides):
        return None
    held, not_held = (seen.accounts_of(side) for side in sides)
    needed = f"needs {FEWEST_ACCOUNTS} accounts with it and {FEWEST_ACCOUNTS} without"
    return f"too few: {needed}, has {held} and {not_held}"


def _regress(seen: Observations, columns: Sequence[_Column]) -> Adjustment:
    weights = seen.pattern_n
    flags = np.column_stack([column.holds for column in columns]).astype(np.float64)
    alike = likeness(flags, weights)
    twins = {
        column.rule.id: tuple(columns[other].rule.name for other in like)
        for column, apart, like in zip(columns, alike.apart, alike.like, strict=True)
        if not apart
    }
    needed = [place for place, each in enumerate(alike.needed) if each]
    design = _with_unknowns(seen, flags[:, needed], columns, weights)
    reasons = {rule_id: cannot_be_told_apart(names) for rule_id, names in twins.items()}
    fitted = fit(design, weights, seen.pattern_hits)
    if fitted is None:
        return Adjustment(reasons=reasons, like=twins, reason=UNSETTLED)
    errors = clustered_errors(fitted, seen.pattern, seen.account, seen.n, seen.hits)
    slopes = {
        columns[place].rule.id: Slope(float(fitted.slopes[column]), float(errors[column]))
        for column, place in enumerate(needed)
        if alike.apart[place]
    }
    return Adjustment(fitted.middle, slopes, reasons, twins)


def cannot_be_told_apart(names: tuple[str, ...]) -> str:
    """The reason of a rule that others say already."""
    others = " and ".join(f"'{name}'" for name in names) or "the other rules together"
    return f"cannot be told apart from {others}: they hold for nearly the same leads"


def _with_unknowns(seen: Observations, flags: Floats, columns: Sequence[_Column], weights: Floats) -> Floats:
    """The rules' flags and, behind them, a column for each set of leads of whom a rule's fact is unknown.

    Unknown is not no: without a column of their own such leads would count as leads without the rule.
    """
    for column in columns:
        if not all(seen.has_accounts(side, FEWEST_ACCOUNTS) for side in (column.unknown, ~column.unknown)):
            continue
        wider = np.column_stack([flags, column.unknown.astype(np.float64)])
        if likeness(wider, weights).apart[-1]:
            flags = wider
    return flags
