"""Effects written down by hand, for what is concluded from them."""

from __future__ import annotations

import math

from leadscore.estimate import Estimate
from leadscore.learning import Counted, Effect, Effects, Slope
from leadscore.learning.effect import difference_at
from leadscore.model import Model, parse
from leadscore.outcomes import Horizon

MIDDLE = 0.0
"""Half of the leads reach the outcome."""


def effect(rule_id: str, log_odds: float | None, error: float = 0.1, reason: str = "too few") -> Effect:
    """A rule that holds for 300 of 1,000 leads; without log odds it is unknown."""
    held, not_held, unknown = Counted(300, 150), Counted(700, 350), Counted(0, 0)
    if log_odds is None:
        nothing = Estimate.unknown(reason, 1000)
        return Effect(rule_id, rule_id, held, not_held, unknown, nothing, nothing)
    slope = Slope(log_odds, error)
    ratio = Estimate(*(math.exp(end) for end in slope.ends), n=1000)
    difference = Estimate(*(difference_at(MIDDLE, 0.3, end) for end in slope.ends), n=1000)
    return Effect(rule_id, rule_id, held, not_held, unknown, ratio, difference, slope)


def told(*rules: Effect, reason: str | None = None) -> Effects:
    """These effects on confirmed sql among 1,000 worked leads."""
    horizon = Horizon("sql", 60, "default")
    middle = None if reason else MIDDLE
    return Effects("sql", horizon, "worked leads", "worked", None, 1000, 500, 1000, rules, middle, reason)


def model(*lines: str) -> Model:
    """A model with one rule a line: `id points`, or `id out` for a knock-out."""
    rules = []
    for line in lines:
        rule_id, points = line.split()
        worth = "knock_out: true" if points == "out" else f"points: {points}"
        rules.append(f"  - {{id: {rule_id}, {worth}, when: {{attribute: source, is: {rule_id}}}}}")
    return parse("\n".join(["name: Told", "rules:", *rules]))
