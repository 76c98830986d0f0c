"""Each rule of a model, and whether the data in use can judge it: the state, the counts behind it, and why."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from leadscore.evidence import Facts, rests_on_today, sleeping
from leadscore.evidence.facts import unknown_names
from leadscore.learning.effect import Counted, Effect, Effects
from leadscore.learning.settles import Reach, settles
from leadscore.model.conditions import leaves
from leadscore.model.model import Model
from leadscore.model.rules import Rule
from leadscore.model.words import in_words

State = Literal["judged", "large", "few", "unvaried", "alike", "today", "asleep", "misnamed", "nothing"]

STATE_WORDS: dict[State, str] = {
    "judged": "Can be judged",
    "large": "Only larger differences",
    "few": "Too few leads",
    "unvaried": "No variation",
    "alike": "Not to be told apart",
    "today": "Today's value only",
    "asleep": "Asleep",
    "misnamed": "Unknown attribute",
    "nothing": "Nothing can be told",
}
"""Whether the data can judge a rule, the best state first."""


@dataclass(frozen=True, slots=True)
class SettledRule:
    """One rule: its state and why, and the leads with it, without it and unknown among those whose outcome counts.

    `detectable` is the smallest difference of shares that would show (0.1 is 10 percentage points), and `needed` the
    number of leads at which the asked difference would; None where that is not known.  Counts are None for a rule
    that was not looked at.
    """

    rule_id: str
    name: str
    asks: str
    state: State
    why: str
    held: Counted | None = None
    not_held: Counted | None = None
    unknown: Counted | None = None
    detectable: float | None = None
    needed: int | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """Every rule of a model in its order, what all of them together can settle, and among whom."""

    reach: Reach
    outcome: str
    denominator: str
    rules: tuple[SettledRule, ...]

    def count(self, state: State) -> int:
        """How many rules are in a state."""
        return sum(rule.state == state for rule in self.rules)


@dataclass(frozen=True, slots=True)
class _Known:
    """What decides the state of a rule before any history is asked, and what the history found for all."""

    reach: Reach
    reason: str | None
    asleep: Mapping[str, tuple[str, ...]]
    today: Mapping[str, tuple[str, ...]]
    misnamed: frozenset[str]


def settled_rules(model: Model, facts: Facts, effects: Effects, size: float | None = None) -> Settled:
    """Whether the data can judge each rule, for a difference of `size` (a share; by default one that matters).

    `effects` are those of the same model on the same data.  UsageError for a size that is no share.
    """
    reach = settles(effects, size)
    known = _Known(
        reach=reach,
        reason=effects.reason,
        asleep=sleeping(model, facts),
        today=rests_on_today(model, facts),
        misnamed=unknown_names(model, facts),
    )
    rules = tuple(_rule(rule, facts, effects.of(rule.id), known) for rule in model.rules)
    return Settled(reach, effects.outcome, effects.denominator, rules)


def _rule(rule: Rule, facts: Facts, effect: Effect, known: _Known) -> SettledRule:
    smallest = _smallest(effect, known.reach)
    state = _state(rule, effect, smallest, known)
    counted = state not in ("asleep", "today", "misnamed")
    return SettledRule(
        rule_id=rule.id,
        name=rule.name,
        asks=in_words(rule.when),
        state=state,
        why=_why(rule, facts, effect, state, known),
        held=effect.held if counted else None,
        not_held=effect.not_held if counted else None,
        unknown=effect.unknown if counted else None,
        detectable=smallest,
        needed=_needed(effect, known.reach) if state == "large" else None,
    )


def _state(rule: Rule, effect: Effect, smallest: float | None, known: _Known) -> State:
    if rule.id in known.misnamed:
        return "misnamed"
    if rule.id in known.asleep:
        return "asleep"
    if rule.id in known.today:
        return "today"
    if smallest is not None:
        return "judged" if smallest <= known.reach.size else "large"
    if _unvaried(effect):
        return "unvaried"
    if effect.slope is None and effect.like:
        return "alike"
    return "nothing" if known.reason is not None and known.reason == effect.difference.reason else "few"


def _unvaried(effect: Effect) -> bool:
    """Whether every lead has the rule, or none has it."""
    if effect.held is None or effect.not_held is None or not effect.n:
        return False
    return 0 in (effect.held.n, effect.not_held.n)


def _why(rule: Rule, facts: Facts, effect: Effect, state: State, known: _Known) -> str:
    """The state in a sentence, and what of the rule the data lack where only a part of it is asleep."""
    told = _told(effect, state, known)
    parts = dict.fromkeys(word for leaf in leaves(rule.when) for word in facts.lacks(leaf))
    if state in ("asleep", "misnamed") or not parts:
        return told
    return f"{told} A part of it is unknown to everyone: the data have no {' and no '.join(parts)}."


def _told(effect: Effect, state: State, known: _Known) -> str:
    if state == "asleep":
        return f"The data have no {' and no '.join(known.asleep[effect.rule_id])}."
    if state == "today":
        names = " and ".join(f"'{name}'" for name in known.today[effect.rule_id])
        return f"It asks for {names}, of which only today's value is known, not what it was at the time."
    if state == "judged":
        return f"A difference of {_points(known.reach.size)} or more would show."
    if state == "unvaried":
        return _same_for_all(effect)
    if state == "large":
        return _too_small(effect, known.reach)
    reason = effect.difference.reason or "it is not known why"
    return f"{reason[0].upper()}{reason[1:]}."


def _same_for_all(effect: Effect) -> str:
    if effect.held is not None and effect.held.n:
        return f"All of the {effect.held.n:,} leads of whom it is known have it, so there is nothing to compare."
    return (
        f"None of these {effect.n:,} leads has it, so there is nothing to compare. "
        "Look whether the data spell its words or values in another way."
    )


def _smallest(effect: Effect, reach: Reach) -> float | None:
    return next(each.detectable for each in reach.rules if each.rule_id == effect.rule_id)


def _needed(effect: Effect, reach: Reach) -> int | None:
    """How many leads alike would settle the asked difference: errors shrink with the root of their number."""
    smallest = _smallest(effect, reach)
    return None if smallest is None else math.ceil(effect.n * (smallest / reach.size) ** 2)


def _too_small(effect: Effect, reach: Reach) -> str:
    smallest, needed = _smallest(effect, reach), _needed(effect, reach)
    if smallest is None or needed is None:
        return ""
    return (
        f"Only a difference of {_points(smallest)} or more would show. For {_points(reach.size)} about {needed:,} such "
        f"leads are needed; there are {effect.n:,}."
    )


def _points(share: float) -> str:
    return f"{100 * share:.1f} percentage points"
