"""Basic and predictive scoring side by side: whose weights, learned when, and whose cut-offs, each as figures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

import numpy as np

from leadscore.estimate import Estimate
from leadscore.evidence import Shelf
from leadscore.learning.known_leads import known_leads
from leadscore.learning.refining.learned_score import LearnedScore, learn, with_candidates
from leadscore.learning.refining.time_parts import Borders
from leadscore.model import CutOffs, Model, Rule
from leadscore.scoring.arithmetic import ten_thousandths
from leadscore.simulation.cut_offs import derived_cut_offs
from leadscore.simulation.intervals import volume_change
from leadscore.simulation.replay import Replayed, build_replay, score_weeks
from leadscore.simulation.side_by_side import side_by_side
from leadscore.simulation.swap_card import SwapCard, swap_card
from leadscore.simulation.volume import leads_at
from leadscore.workshop.predictive.challenger import Challenger, Challengers
from leadscore.workshop.predictive.challengers import NO_SIGNAL, without_colleagues

EARLIER_DAYS = 91
"""How much earlier the static score was learned: a quarter."""

MOST_NAMED = 3

NO_REFIT = "a quarter earlier nothing could be learned: {reason}"
NO_CUT_OFFS = "the model in use has no cut-offs"


@dataclass(frozen=True, slots=True)
class Moved:
    """A rule whose points differ between two models; None where one of them does not ask it."""

    name: str
    before: Decimal | None
    after: Decimal | None

    @property
    def apart(self) -> Decimal:
        """By how many points."""
        return abs((self.after or Decimal(0)) - (self.before or Decimal(0)))


@dataclass(frozen=True, slots=True, eq=False)
class Refit:
    """The score learned at `until` against the same learned a quarter earlier; of `card` the later one is the draft."""

    earlier: datetime | None
    until: datetime | None
    moved: tuple[Moved, ...]
    card: SwapCard | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Cut-offs that people chose and cut-offs computed from volume, with leads a month at each MQL cut-off."""

    chosen: CutOffs | None
    chosen_volume: Estimate
    computed: CutOffs | None
    computed_volume: Estimate
    change: Estimate
    words: tuple[str, ...]
    reason: str | None = None


def refined(found: Challengers) -> Challenger | None:
    """The challenger with refined weights: suggested points, and where there are none the learned score."""
    return next((each for each in found.challengers if each.key in ("suggested", "learned") and each.card), None)


def moved(before: Model, after: Model, most: int = MOST_NAMED) -> tuple[Moved, ...]:
    """The rules whose points differ most between two models, the largest difference first."""
    points = [_by_question(each) for each in (before, after)]
    asked = {**points[0], **points[1]}
    found = [
        Moved(rule.name, *(each[key].worth if key in each else None for each in points)) for key, rule in asked.items()
    ]
    apart = [each for each in found if each.apart]
    return tuple(sorted(apart, key=lambda each: (-each.apart, each.name))[:most])


def _by_question(model: Model) -> dict[str, Rule]:
    return {rule.when.model_dump_json(): rule for rule in model.rules if not rule.knock_out}


def refit(shelf: Shelf, champion: Model, found: Challengers, before: datetime | None) -> Refit:
    """Learn the score once more as it was a quarter earlier, and compare both on the same later leads."""
    now, borders = found.learned.model, found.borders
    if now is None or borders is None or not found.learned.signal:
        return Refit(None, None, (), None, found.learned.reason or found.reason or NO_SIGNAL)
    then = _earlier(shelf, champion, found.outcome, before, borders)
    if then.model is None:
        return Refit(None, None, (), None, NO_REFIT.format(reason=then.reason))
    draft, other = side_by_side(now, then.model)
    replayed = build_replay(shelf, draft, found.outcome, before, since=borders.judged_from)
    replayed = without_colleagues(replayed, found.learned.colleagues)
    card = swap_card(replayed, draft, other, outcome=found.outcome)
    earlier = then.borders.learned_before if then.borders else None
    return Refit(earlier, borders.learned_before, moved(then.model, now), card, card.reason)


def thresholds(found: Challengers) -> Thresholds:
    """Both ways to cut-offs for the points in use, on the leads of the judged period."""
    nothing = Estimate.unknown(found.reason or NO_CUT_OFFS)
    if found.replayed is None or found.reason:
        return Thresholds(None, nothing, None, nothing, nothing, (), found.reason)
    model, replayed = found.champion, found.replayed
    derived = derived_cut_offs(replayed, model)
    if derived.cut_offs is None:
        return Thresholds(model.cut_offs, nothing, None, nothing, nothing, (), derived.reason)
    chosen = model.cut_offs
    change = volume_change(replayed, model.with_cut_offs(derived.cut_offs), model)
    return Thresholds(
        chosen=chosen,
        chosen_volume=_volume(replayed, model, chosen) if chosen else nothing,
        computed=derived.cut_offs,
        computed_volume=_volume(replayed, model, derived.cut_offs),
        change=change,
        words=derived.words,
    )


def _earlier(shelf: Shelf, champion: Model, outcome: str, before: datetime | None, borders: Borders) -> LearnedScore:
    wide = with_candidates(shelf, champion, outcome, before)
    known = known_leads(shelf, wide, outcome, before=before)
    earlier = replace(borders, learned_before=borders.learned_before - timedelta(days=EARLIER_DAYS))
    return learn(known, wide, {rule.id for rule in champion.rules}, earlier)


def _volume(replayed: Replayed, model: Model, cut_offs: CutOffs) -> Estimate:
    at = np.array([ten_thousandths(cut_offs.mql)], dtype=np.int64)
    return replayed.a_month(int(leads_at(score_weeks(replayed, model), replayed, at)[0]))
