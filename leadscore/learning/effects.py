"""What each rule has to do with the outcome, adjusted for the other rules, among leads whose outcome is known.

`effects(shelf, model)` reads no points: its answer stays the same while sliders move.
"""

from __future__ import annotations

import math
from datetime import datetime
from typing import Literal

from leadscore.errors import UsageError, did_you_mean
from leadscore.estimate import Estimate
from leadscore.evidence import Lens, Shelf, lens_of, rests_on_today
from leadscore.learning.adjustment import UNSETTLED, Adjustment, adjust
from leadscore.learning.effect import Counted, Effect, Effects, difference_at
from leadscore.learning.observations import AMONG, Observations
from leadscore.learning.past import Past, left_out, look_back
from leadscore.model.model import Model
from leadscore.model.rules import Rule

__all__ = ["Among", "Effect", "Effects", "effects"]

Among = Literal["worked", "handed_over", "all"]


def effects(
    shelf: Shelf,
    model: Model,
    outcome: str | None = None,
    among: Among = "worked",
    before: datetime | None = None,
    lens: Lens | None = None,
) -> Effects:
    """The effect of every rule on an outcome (without a word the model's own), under the model's lens or another.

    Logistic regression on whether each rule holds at T, with a column of its own where facts are unknown, and Firth's
    penalty; Wald's interval with errors clustered by account, never narrower than for leads that stand alone.
    `before` (naive UTC) leaves out leads with T at or after it: the locked period.  `among` other than worked pools
    outcomes that nobody could observe; it exists to show what that does.  Raises ModelError and UsageError for what
    the data cannot answer.
    """
    if among not in AMONG:
        raise UsageError(f"Effects know no leads '{among}'. {did_you_mean(among, AMONG)}")
    chosen = lens if lens is not None else lens_of(None, model.evaluation, shelf.database.manifest.zone)
    honest = model.without_rules(rests_on_today(model, shelf.facts))
    past = look_back(shelf, honest, chosen, outcome or model.evaluation.outcome, among, before)
    return _read(past, model, honest, left_out(shelf, model))


def _read(past: Past, model: Model, honest: Model, left_out: dict[str, str]) -> Effects:
    seen = past.seen
    found = Adjustment(reasons=left_out, reason=past.reason) if past.reason else adjust(seen, honest.rules, left_out)
    places = {rule.id: place for place, rule in enumerate(honest.rules)}
    return Effects(
        outcome=past.target.name,
        horizon=past.horizon,
        denominator=past.denominator,
        among=past.among,
        before=past.before,
        n=int(seen.n.sum()),
        hits=int(seen.hits.sum()),
        accounts=seen.accounts,
        rules=tuple(_effect(rule, past, places.get(rule.id), found) for rule in model.rules),
        middle=found.middle,
        reason=found.reason,
    )


def _effect(rule: Rule, past: Past, place: int | None, found: Adjustment) -> Effect:
    seen = past.seen
    held, not_held, unknown = (None, None, None) if place is None else _counts(seen, place)
    slope, n = found.slopes.get(rule.id), int(seen.n.sum())
    if slope is None or found.middle is None or held is None:
        nothing = Estimate.unknown(found.reasons.get(rule.id) or found.reason or UNSETTLED, n)
        like = found.like.get(rule.id, ())
        return Effect(rule.id, rule.name, held, not_held, unknown, nothing, nothing, like=like)
    ratio, low, high = (math.exp(end) for end in slope.ends)
    difference, least, most = (difference_at(found.middle, held.n / n, end) for end in slope.ends)
    return Effect(
        rule_id=rule.id,
        name=rule.name,
        held=held,
        not_held=not_held,
        unknown=unknown,
        odds_ratio=Estimate(ratio, low, high, n, past.caveat),
        difference=Estimate(difference, least, most, n, past.caveat),
        slope=slope,
    )


def _counts(seen: Observations, place: int) -> tuple[Counted, Counted, Counted]:
    holds, unknown = seen.holds[:, place], seen.unknown[:, place]
    held, not_held, not_known = (seen.count(flags) for flags in (holds, ~holds & ~unknown, unknown))
    return Counted(*held), Counted(*not_held), Counted(*not_known)
