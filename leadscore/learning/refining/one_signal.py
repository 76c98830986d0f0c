"""The one-signal baseline: the single question that parted older leads best, as a model with nothing else in it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.learning.adjustment import FEWEST_ACCOUNTS
from leadscore.learning.known_leads import KnownLeads
from leadscore.model import Model, Rule

Column = NDArray[Any]


@dataclass(frozen=True, slots=True)
class OneSignal:
    """The rule, how often leads with it and leads without it reached the outcome, and of how many it was the best."""

    rule: Rule
    held: float
    not_held: float
    n: int
    tried: int


def one_signal(known: KnownLeads, among: Column) -> OneSignal | None:
    """The rule that speaks most surely for the outcome among some leads; None where none does.

    Most surely: by the difference of the two rates over its standard error.  Rules with fewer than FEWEST_ACCOUNTS
    accounts on either side are passed over, and so are knock-outs.
    """
    hit, account = known.hit[among], known.account[among]
    sides = [(rule, known.units[among, place] > 0) for place, rule in enumerate(known.rules) if not rule.knock_out]
    asked = [(rule, holds) for rule, holds in sides if _common(account, holds)]
    scored = [(_sureness(hit, holds), rule, holds) for rule, holds in asked]
    best = max(scored, key=lambda each: each[0], default=None)
    if best is None or best[0] <= 0:
        return None
    _, rule, holds = best
    return OneSignal(rule, float(hit[holds].mean()), float(hit[~holds].mean()), len(hit), len(asked))


def only(model: Model, rule_id: str | None) -> Model:
    """The model in which only that rule has points, none at all for None; knock-outs keep their word."""
    points = {rule.id: Decimal(int(rule.id == rule_id)) for rule in model.rules if not rule.knock_out}
    return model.with_points(points).model_copy(update={"groups": {}, "cut_offs": None})


def _common(account: Column, holds: Column) -> bool:
    return all(len(np.unique(account[side])) >= FEWEST_ACCOUNTS for side in (holds, ~holds))


def _sureness(hit: Column, holds: Column) -> float:
    """The difference of the two rates over its standard error where there is no effect; 0 where nothing varies."""
    rate = float(hit.mean())
    error = np.sqrt(rate * (1 - rate) * (1 / int(holds.sum()) + 1 / int((~holds).sum())))
    return float((hit[holds].mean() - hit[~holds].mean()) / error) if error > 0 else 0.0
