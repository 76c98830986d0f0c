"""Does this argument matter?  How many leads a month change hands if a rule gets five points more or less."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from leadscore.estimate import Estimate
from leadscore.model import Model, Rule
from leadscore.simulation.replay import Replayed
from leadscore.simulation.swap_card import Handing, Share, handing, share_of
from leadscore.simulation.verdict import change_in_words
from leadscore.simulation.volume import NO_SCORE

STEP = Decimal(5)

MOVES_NOBODY = "{step} points more or less change nobody's hand-off"
A_KNOCK_OUT = "a knock-out has no points"
RESTS_ON_TODAY = "rests on today's values ({names}), so the past cannot be replayed with it"


@dataclass(frozen=True, slots=True)
class Move:
    """What happens at equal volume if one rule gets other points.

    `changing_hands`: leads a month that only one of the two settings hands over (n: replayed leads in all).  `known`:
    those of them that were actually handed over, by outcome: how many had it among the worked and mature ones.
    """

    step: Decimal
    changing_hands: Estimate
    known: dict[str, Share]


@dataclass(frozen=True, slots=True)
class Matter:
    """One rule: its points up and its points down; `words` say what that means, `reason` why nothing can be said."""

    rule_id: str
    name: str
    moves: tuple[Move, ...]
    words: str
    reason: str | None = None

    @property
    def leads(self) -> int:
        """Replayed leads that change hands, whichever way moves more."""
        return max((move.changing_hands.n for move in self.moves), default=0)


def what_matters(
    replayed: Replayed, model: Model, step: Decimal = STEP, outcomes: tuple[str, ...] = ("sql", "won")
) -> tuple[Matter, ...]:
    """Every rule, those first that move most leads; rules of which nothing can be said come last, with the reason."""
    base = None if replayed.reason else handing(replayed, model)
    found = [_matter(replayed, model, rule, base, step, outcomes) for rule in model.rules]
    return tuple(sorted(found, key=lambda each: (each.reason is not None, -each.leads, each.rule_id)))


def _matter(
    replayed: Replayed, model: Model, rule: Rule, base: Handing | None, step: Decimal, outcomes: tuple[str, ...]
) -> Matter:
    reason = _unanswerable(replayed, rule, base)
    if reason or base is None:
        return Matter(rule.id, rule.name, (), reason or "", reason)
    moves = tuple(_move(replayed, model, rule, base, each, outcomes) for each in (step, -step))
    most = max(moves, key=lambda move: move.changing_hands.n).changing_hands
    return Matter(rule.id, rule.name, moves, change_in_words(most) if most.n else MOVES_NOBODY.format(step=step))


def _move(
    replayed: Replayed, model: Model, rule: Rule, base: Handing, step: Decimal, outcomes: tuple[str, ...]
) -> Move:
    moved = handing(replayed, model.with_points({rule.id: rule.worth + step}))
    assert moved is not None
    changed = moved.leads != base.leads
    known = {outcome: share_of(replayed, changed & replayed.handed, outcome) for outcome in outcomes}
    return Move(step, replayed.a_month(int(changed.sum())), known)


def _unanswerable(replayed: Replayed, rule: Rule, base: Handing | None) -> str | None:
    if rule.knock_out:
        return A_KNOCK_OUT
    if rule.id in replayed.todays:
        return RESTS_ON_TODAY.format(names=", ".join(replayed.todays[rule.id]))
    return replayed.reason or (None if base else NO_SCORE)
