"""What each rule has to do with the outcome, adjusted for the other rules, among leads whose outcome is known.

`effects(shelf, model)` reads no points: it stays the same while sliders move, and may be kept as long as the rules,
the data and the question do.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from leadscore.errors import UsageError, did_you_mean
from leadscore.estimate import Z, Estimate
from leadscore.evidence import Lens, Shelf, lens_of, rests_on_today, sleeping
from leadscore.learning.likeness import likeness
from leadscore.learning.observations import AMONG, Observations
from leadscore.learning.past import Past, look_back
from leadscore.learning.regression import FIRTH, clustered_errors, fit
from leadscore.model.model import Model
from leadscore.model.rules import Rule
from leadscore.outcomes.figure import Horizon

Floats = NDArray[np.float64]
Among = Literal["worked", "handed_over", "all"]

FEWEST_ACCOUNTS = 10
"""With fewer accounts on either side of a rule, or fewer hits or misses in all, no effect is estimated."""


@dataclass(frozen=True, slots=True)
class Counted:
    """So many leads, and how many of them reached the outcome."""

    n: int
    hits: int


@dataclass(frozen=True, slots=True)
class Effect:
    """One rule: raw counts with, without and unknown, and its effect at equal other rules.

    `odds_ratio` multiplies the odds; `difference` is a difference of shares (0.1 is 10 percentage points) at the mean
    of the other rules.  Both have the account-clustered interval at 95 %; `log_odds` and `error` are what it is made
    of.  Counts are None where the rule was left out; the reason stands in both estimates.
    """

    rule_id: str
    name: str
    held: Counted | None
    not_held: Counted | None
    unknown: Counted | None
    odds_ratio: Estimate
    difference: Estimate
    log_odds: float | None = None
    error: float | None = None
    like: tuple[str, ...] = ()
    """Names of the rules from which this one cannot be told apart."""

    @property
    def n(self) -> int:
        """Leads looked at."""
        return sum(each.n for each in (self.held, self.not_held, self.unknown) if each is not None)

    @property
    def unknown_share(self) -> float | None:
        """Share of the leads for which a fact that the rule needs is unknown."""
        return self.unknown.n / self.n if self.unknown is not None and self.n else None

    @property
    def held_share(self) -> float:
        """Share of the leads for which the rule holds; 0 where none were counted."""
        return self.held.n / self.n if self.held is not None and self.n else 0.0

    @property
    def chance(self) -> float | None:
        """How often an estimate so far from no effect turns up where there is none: the two-sided p-value."""
        if self.log_odds is None or not self.error:
            return None
        return math.erfc(abs(self.log_odds) / self.error / math.sqrt(2))


@dataclass(frozen=True, slots=True)
class Effects:
    """Every rule of a model in its order, under the one question that was asked of the history."""

    outcome: str
    horizon: Horizon
    denominator: str
    among: str
    before: datetime | None
    n: int
    hits: int
    accounts: int
    rules: tuple[Effect, ...]
    middle: float | None
    """Log odds of the outcome where every rule has its mean; None where nothing could be estimated."""
    reason: str | None
    """Why nothing could be estimated at all."""

    def of(self, rule_id: str) -> Effect:
        """The effect of that rule; KeyError where the model has none of that id."""
        for effect in self.rules:
            if effect.rule_id == rule_id:
                return effect
        raise KeyError(rule_id)

    @property
    def estimated(self) -> tuple[Effect, ...]:
        """The rules whose effect is known."""
        return tuple(effect for effect in self.rules if effect.odds_ratio.known())


def effects(
    shelf: Shelf,
    model: Model,
    outcome: str | None = None,
    among: Among = "worked",
    before: datetime | None = None,
    lens: Lens | None = None,
) -> Effects:
    """The effect of every rule on an outcome (without a word the model's own), by the lens of the model or another.

    Logistic regression with Firth's penalty on whether each rule holds at T, with a column of its own where facts are
    unknown; the interval is Wald's with errors clustered by account, never narrower than for leads that stand alone.
    `before` (naive UTC) leaves out leads with T at or after it: the locked period.  `among` other than worked pools
    outcomes that nobody could observe; it exists to show what that does.
    """
    if among not in AMONG:
        raise UsageError(f"Effects know no leads '{among}'. {did_you_mean(among, AMONG)}")
    left_out = _left_out(shelf, model)
    honest = model.without_rules(rests_on_today(model, shelf.facts))
    chosen = lens if lens is not None else lens_of(None, model.evaluation, shelf.database.manifest.zone)
    past = look_back(shelf, honest, chosen, outcome or model.evaluation.outcome, among, before)
    found = _Found(past, honest, left_out)
    return Effects(
        outcome=past.target.name,
        horizon=past.horizon,
        denominator=past.denominator,
        among=among,
        before=before,
        n=found.n,
        hits=found.hits,
        accounts=past.seen.accounts,
        rules=tuple(found.effect(rule) for rule in model.rules),
        middle=found.middle,
        reason=found.reason,
    )


def difference_at(middle: float, held_share: float, log_odds: float) -> float:
    """Share of hits with a rule less the share without it, where all other rules have their mean.

    `middle` is the log odds where this rule has its mean, too; it stays as it is while `log_odds` runs through an
    interval, so that the difference and the odds ratio always agree on which side of no effect they lie.
    """
    without = middle - held_share * log_odds
    return _share(without + log_odds) - _share(without)


def _share(log_odds: float) -> float:
    return 0.5 * (1 + math.tanh(log_odds / 2))


def _left_out(shelf: Shelf, model: Model) -> dict[str, str]:
    todays = {
        rule_id: f"rests on today's value of {', '.join(names)}: its value at T is not known"
        for rule_id, names in rests_on_today(model, shelf.facts).items()
    }
    asleep = {
        rule_id: f"sleeps: this data has no {', no '.join(names)}"
        for rule_id, names in sleeping(model, shelf.facts).items()
    }
    return todays | asleep


class _Found:
    """The regression of one look back, and the effect of each rule read from it."""

    def __init__(self, past: Past, honest: Model, left_out: Mapping[str, str]) -> None:
        self._seen, self._weights, self._hits = past.seen, past.seen.pattern_n, past.seen.pattern_hits
        self.n, self.hits = int(self._weights.sum()), int(self._hits.sum())
        self._place = {rule.id: place for place, rule in enumerate(honest.rules)}
        self._names = [rule.name for rule in honest.rules]
        self._without: dict[str, str] = dict(left_out)
        self._like: dict[str, tuple[str, ...]] = {}
        self._slopes: dict[str, tuple[float, float]] = {}
        self.middle: float | None = None
        self.reason = past.reason or self._too_few()
        if self.reason is None:
            self.reason = self._regress(self._candidates(honest))

    def effect(self, rule: Rule) -> Effect:
        """What was found of one rule."""
        place = self._place.get(rule.id)
        held, not_held, unknown = (None, None, None) if place is None else self._counts(place)
        slope = self._slopes.get(rule.id)
        if slope is None or self.middle is None:
            nothing = Estimate.unknown(self._without.get(rule.id) or self.reason or _UNSETTLED, self.n)
            return Effect(
                rule.id, rule.name, held, not_held, unknown, nothing, nothing, like=self._like.get(rule.id, ())
            )
        blank = Estimate.unknown(_UNSETTLED)
        effect = Effect(rule.id, rule.name, held, not_held, unknown, blank, blank, *slope)
        return replace(effect, **_estimates(effect, self.middle))

    def _too_few(self) -> str | None:
        fewest, misses = FEWEST_ACCOUNTS, self.n - self.hits
        if self.n and min(self.hits, misses) >= fewest:
            return None
        return f"too few: needs {fewest} leads that reached the outcome and {fewest} that did not, " + (
            f"has {self.hits} and {misses}"
        )

    def _counts(self, place: int) -> tuple[Counted, Counted, Counted]:
        holds, unknown = self._seen.holds[:, place], self._seen.unknown[:, place]
        return self._counted(holds), self._counted(~holds & ~unknown), self._counted(unknown)

    def _counted(self, flags: NDArray[np.bool_]) -> Counted:
        return Counted(int(self._weights[flags].sum()), int(self._hits[flags].sum()))

    def _candidates(self, honest: Model) -> list[Rule]:
        """Rules with enough accounts on either side; the others are told what they lack."""
        kept = []
        for rule in honest.rules:
            if rule.id in self._without:
                continue
            holds, unknown = (each[:, self._place[rule.id]] for each in (self._seen.holds, self._seen.unknown))
            sides = self._seen.accounts_with(holds), self._seen.accounts_with(~holds & ~unknown)
            if min(sides) >= FEWEST_ACCOUNTS:
                kept.append(rule)
            else:
                self._without[rule.id] = (
                    f"too few: needs {FEWEST_ACCOUNTS} accounts with it and {FEWEST_ACCOUNTS} without, "
                    f"has {sides[0]} and {sides[1]}"
                )
        return kept

    def _regress(self, rules: list[Rule]) -> str | None:
        """Fit all rules at once; returns why nothing came of it, where nothing did."""
        if not rules:
            return "no rule has enough leads with it and without it"
        columns = self._seen.holds[:, [self._place[rule.id] for rule in rules]].astype(np.float64)
        alike = likeness(columns, self._weights)
        for rule, apart, like in zip(rules, alike.apart, alike.like, strict=True):
            if not apart:
                self._cannot_be_told_apart(rule, tuple(rules[other].name for other in like))
        needed = [place for place, each in enumerate(alike.needed) if each]
        design = _with_unknowns(columns[:, needed], self._seen, rules, self._place, self._weights)
        fitted = fit(design, self._weights, self._hits, FIRTH)
        if fitted is None:
            return _UNSETTLED
        errors = clustered_errors(fitted, self._seen.pattern, self._seen.account, self._seen.n, self._seen.hits)
        self.middle = fitted.middle
        for column, place in enumerate(needed):
            if alike.apart[place]:
                self._slopes[rules[place].id] = float(fitted.slopes[column]), float(errors[column])
        return None

    def _cannot_be_told_apart(self, rule: Rule, names: tuple[str, ...]) -> None:
        others = " and ".join(f"'{name}'" for name in names) or "the other rules together"
        self._without[rule.id] = f"cannot be told apart from {others}: they hold for nearly the same leads"
        self._like[rule.id] = names


_UNSETTLED = "the regression did not settle"


def _with_unknowns(
    columns: Floats, seen: Observations, rules: list[Rule], place: Mapping[str, int], n: Floats
) -> Floats:
    """The rules' columns and, behind them, one for each set of leads of whom a rule's fact is unknown.

    Unknown is not no: without a column of their own such leads would count as leads without the rule.
    """
    for rule in rules:
        unknown = seen.unknown[:, place[rule.id]]
        if seen.accounts_with(unknown) < FEWEST_ACCOUNTS or seen.accounts_with(~unknown) < FEWEST_ACCOUNTS:
            continue
        wider = np.column_stack([columns, unknown.astype(np.float64)])
        if likeness(wider, n).apart[-1]:
            columns = wider
    return columns


def _estimates(effect: Effect, middle: float) -> dict[str, Estimate]:
    """Odds ratio and difference with their intervals, from the log odds and its error."""
    log_odds, error = effect.log_odds or 0.0, effect.error or 0.0
    ends = log_odds, log_odds - Z * error, log_odds + Z * error
    shares = (difference_at(middle, effect.held_share, each) for each in ends)
    return {
        "odds_ratio": Estimate(*(math.exp(each) for each in ends), n=effect.n),
        "difference": Estimate(*shares, n=effect.n),
    }
