"""One challenger of the model in use: who it is, how it did, and what is advised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from leadscore.learning.refining.learned_score import LearnedScore
from leadscore.learning.refining.one_signal import OneSignal
from leadscore.learning.refining.time_parts import Borders
from leadscore.learning.suggesting.suggestion import Suggestion
from leadscore.model import Model
from leadscore.simulation.replay import Replayed
from leadscore.simulation.swap_card import SwapCard
from leadscore.workshop.predictive.later_evidence import LaterEvidence

Key = Literal["suggested", "learned", "saved", "one_signal", "random"]
Advice = Literal["switch", "try it", "cannot tell", "against it"]

NAMES: dict[Key, str] = {
    "suggested": "Suggested points",
    "learned": "Learned score",
    "saved": "Saved proposal",
    "one_signal": "One signal alone",
    "random": "Drawn at random",
}
YARDSTICKS: tuple[Key, ...] = ("one_signal", "random")
"""Challengers that nobody would use: what any model has to beat."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A saved model that has stood fixed beside the one in use `since` an instant (naive UTC)."""

    name: str
    model: Model
    since: datetime


@dataclass(frozen=True, slots=True, eq=False)
class Challenger:
    """One challenger: its `model` with cut-offs by volume, the `card` against the champion, and later evidence.

    `on_rules` is the model on the rules that were replayed, for the leads by name.  Without a model there is a
    `reason`.
    """

    key: Key
    name: str
    what: str
    model: Model | None
    on_rules: Model | None
    card: SwapCard | None
    evidence: tuple[LaterEvidence, ...] = ()
    reason: str | None = None

    @property
    def beyond(self) -> bool:
        """Whether later evidence speaks for it beyond its interval, and none against it."""
        return any(each.beyond for each in self.evidence) and not any(each.against for each in self.evidence)

    def advice(self, ready: bool = False) -> Advice | None:
        """What is advised; `ready`: every item of the readiness checklist holds.  None for a yardstick.

        Never "switch" from history, however well a challenger did there.  Of a saved proposal history says nothing good
        at all: people may have set its points on the very leads that judge here.
        """
        if self.card is None or self.key in YARDSTICKS:
            return None
        if self.beyond:
            return "switch" if ready else "try it"
        low, high = self.card.swap.low, self.card.swap.high
        if any(each.against for each in self.evidence) or (high is not None and high < 0):
            return "against it"
        return "try it" if low is not None and low > 0 and self.key != "saved" else "cannot tell"


@dataclass(frozen=True, slots=True, eq=False)
class Challengers:
    """All challengers under one question, judged on hand-offs from `since` on; `reason` says why there are none.

    `champion` is the model in use on the rules that were replayed.
    """

    outcome: str
    champion: Model
    borders: Borders | None
    learned: LearnedScore
    suggestion: Suggestion | None
    signal: OneSignal | None
    replayed: Replayed | None
    challengers: tuple[Challenger, ...]
    reason: str | None = None

    def of(self, key: Key) -> Challenger:
        """The challenger of that key; KeyError where there is none."""
        for each in self.challengers:
            if each.key == key:
                return each
        raise KeyError(key)
