"""One rule after another tested beside the same others: the machinery of claims and of signals.

What is about the same topic as a rule takes no part in its test: it would explain away what it asks.  Regressions
that differ by one column share what they have in common, so that two hundred of them cost little more than a few.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from leadscore.learning.adjustment import UNSETTLED, cannot_be_told_apart, too_few, too_rare
from leadscore.learning.columns import Columns, first_columns, unknown_columns
from leadscore.learning.effect import Counted, Slope
from leadscore.learning.likeness import FEWEST_OWN_LEADS, LEAST_OWN_SHARE, needed_of, parts_of
from leadscore.learning.observations import Floats, Observations
from leadscore.learning.products import across, down
from leadscore.learning.regression import Fit, clustered_error, fit_scaled, refit
from leadscore.learning.topics import topics
from leadscore.model.rules import Rule

Places = tuple[int, ...]

NEARLY_NOTHING = 1e-9
"""Keeps the inverse of correlations finite where columns are nearly sums of each other."""


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """What each pattern adds to a slope: `influence` times its residual; `weights` are n p (1 - p)."""

    influence: Floats
    residuals: Floats
    weights: Floats
    variance: float


@dataclass(frozen=True, slots=True, eq=False)
class SideTest:
    """The test of one rule: raw counts, and a slope with the log odds it starts from, or the reason for none.

    `like` are the others that say the same, where that is the reason.
    """

    held: Counted
    not_held: Counted
    unknown: Counted
    slope: Slope | None = None
    middle: float = 0.0
    reason: str | None = None
    like: tuple[str, ...] = ()
    trace: Trace | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Base:
    """Columns that stand beside a rule, and the inverse of their correlations."""

    places: Places
    inverse: Floats


@dataclass(frozen=True, slots=True, eq=False)
class SideTests:
    """Rules of which each can be tested beside those of `mains` that are about something else.

    `always` (patterns x columns) stands beside in every test.  `of_rule` and `of_unknown` are the columns of the rules
    and of the leads of whom their fact is unknown.
    """

    seen: Observations
    rules: Sequence[Rule]
    topics: tuple[frozenset[str], ...]
    mains: Places
    rare: dict[int, str]
    reason: str | None
    of_rule: dict[int, int]
    of_unknown: dict[int, int]
    always: Places
    columns: Columns | None
    bases: dict[Places, _Base] = field(default_factory=dict)

    @classmethod
    def among(
        cls, seen: Observations, rules: Sequence[Rule], mains: Collection[int], always: Floats | None = None
    ) -> SideTests:
        """Rules in the order of the observations' flags; `mains` are places in them."""
        pairs = [(seen.holds[:, place], seen.unknown[:, place]) for place in range(len(rules))]
        rare = {place: why for place, pair in enumerate(pairs) if (why := too_rare(seen, *pair))}
        beside = tuple(sorted(place for place in mains if place not in rare))
        about = tuple(topics(rule.when) for rule in rules)
        reason = too_few(int(seen.n.sum()), int(seen.hits.sum()))
        steady = np.zeros((len(seen.pattern_n), 0)) if always is None else always
        first = tuple(range(steady.shape[1]))
        if reason or len(rare) == len(rules):
            return cls(seen, rules, about, beside, rare, reason, {}, {}, first, None)
        named = [(rule.name, pairs[place][0]) for place, rule in enumerate(rules) if place not in rare]
        of_rule = {place: at for at, place in enumerate((p for p in range(len(rules)) if p not in rare), len(first))}
        of_unknown, unknowns = unknown_columns(seen, rules, pairs, len(first) + len(named))
        flags = np.column_stack([steady, *(each for _, each in (*named, *unknowns))]).astype(np.float64)
        names = (*("the time" for _ in first), *(name for name, _ in (*named, *unknowns)))
        made = cls(
            seen, rules, about, beside, rare, None, of_rule, of_unknown, first, first_columns(flags, names, seen)
        )
        return made._begun()

    def test(self, place: int, without: Iterable[int] = (), also: Iterable[int] = ()) -> SideTest:
        """Test the rule at that place beside the others, but for those of `without`, and beside those of `also`."""
        counts = self._counts(place)
        reason = self.rare.get(place) or self.reason
        if reason is not None or self.columns is None:
            return SideTest(*counts, reason=reason)
        out = {place, *without}
        beside = (*self.mains, *(each for each in also if each not in self.rare and each not in self.mains))
        others = tuple(each for each in beside if each not in out and self.topics[each] != self.topics[place])
        base, asked = self._base(others), self.of_rule[place]
        like = self._like(base, asked)
        if like is not None:
            return SideTest(*counts, reason=cannot_be_told_apart(like), like=like)
        unknown = self.of_unknown.get(place)
        if unknown is not None and unknown not in base.places and self._own(base, unknown):
            wider = self._told((*base.places, unknown))
            base = wider if self._own(wider, asked) else base
        fitted = self._fitted((*base.places, asked))
        return SideTest(*counts, reason=UNSETTLED) if fitted is None else self._read(counts, fitted)

    def _counts(self, place: int) -> tuple[Counted, Counted, Counted]:
        holds, unknown = self.seen.holds[:, place], self.seen.unknown[:, place]
        held, not_held, not_known = (self.seen.count(each) for each in (holds, ~holds & ~unknown, unknown))
        return Counted(*held), Counted(*not_held), Counted(*not_known)

    def _base(self, others: Places) -> _Base:
        """The columns beside: none of them a sum of earlier ones, then those of unknown facts that say more."""
        if others not in self.bases:
            flags = (*self.always, *(self.of_rule[place] for place in others))
            needed = needed_of(self._held().correlations[np.ix_(flags, flags)])
            base = self._told(tuple(each for each, wanted in zip(flags, needed, strict=True) if wanted))
            for column in dict.fromkeys(self.of_unknown[place] for place in others if place in self.of_unknown):
                base = self._told((*base.places, column)) if self._own(base, column) else base
            self.bases[others] = base
        return self.bases[others]

    def _told(self, places: Places) -> _Base:
        inside = self._held().correlations[np.ix_(places, places)]
        inverse = np.linalg.inv(inside + NEARLY_NOTHING * np.eye(len(places)))
        return _Base(places, np.asarray(inverse, dtype=np.float64))

    def _own(self, base: _Base, column: int) -> bool:
        """Whether a column says enough that the base does not."""
        held = self._held()
        with_base = held.correlations[list(base.places), column]
        left = 1.0 - float(with_base @ base.inverse @ with_base)
        leads = left * held.spreads[column] ** 2 * self.seen.n.sum()
        return bool(left >= LEAST_OWN_SHARE and leads >= FEWEST_OWN_LEADS)

    def _like(self, base: _Base, asked: int) -> tuple[str, ...] | None:
        if self._own(base, asked):
            return None
        places = (*base.places, asked)
        parts = parts_of(len(base.places), self._held().correlations[np.ix_(places, places)])
        return tuple(self._held().names[base.places[part]] for part in parts)

    def _fitted(self, places: Places) -> Fit | None:
        held, seen = self._held(), self.seen
        columns = [0, *(place + 1 for place in places)]
        scaled, spreads = held.scaled[:, columns], held.spreads[list(places)]
        near = held.slopes[columns], held.curvature[np.ix_(columns, columns)], held.leverage
        found = refit(scaled, spreads, seen.pattern_n, seen.pattern_hits, *near)
        return found or fit_scaled(scaled, spreads, seen.pattern_n, seen.pattern_hits)

    def _read(self, counts: tuple[Counted, Counted, Counted], fitted: Fit) -> SideTest:
        seen, spread = self.seen, float(fitted.spreads[-1])
        variance = float(fitted.covariance[-1, -1]) / spread**2
        influence = down(fitted.scaled, fitted.covariance[:, -1]) / spread
        residuals = seen.hits - seen.n * fitted.chances[seen.pattern]
        error = clustered_error(influence[seen.pattern], residuals, seen.account, variance)
        weights = seen.pattern_n * fitted.chances * (1 - fitted.chances)
        trace = Trace(influence, seen.pattern_hits - seen.pattern_n * fitted.chances, weights, variance)
        return SideTest(*counts, Slope(float(fitted.slopes[-1]), error), fitted.middle, trace=trace)

    def _held(self) -> Columns:
        assert self.columns is not None
        return self.columns

    def _begun(self) -> SideTests:
        """With a first regression on all that stands beside, near which every test begins."""
        held, seen = self._held(), self.seen
        base = list(self._base(self.mains).places)
        places = [0, *(place + 1 for place in base)]
        fitted = fit_scaled(held.scaled[:, places], held.spreads[base], seen.pattern_n, seen.pattern_hits)
        if fitted is None:
            return self
        slopes = np.zeros(held.scaled.shape[1])
        slopes[places] = [fitted.middle, *fitted.slopes * fitted.spreads]
        weights = seen.pattern_n * fitted.chances * (1 - fitted.chances)
        leverage = weights * np.sum(down(fitted.scaled, fitted.covariance) * fitted.scaled, axis=1)
        curvature = across(held.scaled * weights[:, None], held.scaled)
        begun = replace(held, slopes=slopes, curvature=curvature, leverage=leverage)
        return replace(self, columns=begun)


def one_of_each(rules: Sequence[Rule], fixed: int, order: Iterable[int]) -> tuple[int, ...]:
    """The places of the first `fixed` rules, and in that order of others that are about something else again."""
    chosen = list(range(fixed))
    taken = {topics(rule.when) for rule in rules[:fixed]}
    for place in order:
        about = topics(rules[place].when)
        if about not in taken:
            taken.add(about)
            chosen.append(place)
    return tuple(chosen)
