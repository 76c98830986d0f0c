"""One disagreement of the teams: whom it changes, what to do about it, and how that is said in a line."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from leadscore.estimate import Estimate
from leadscore.model.values import shortest
from leadscore.vocabulary import counted
from leadscore.workshop.votes import Voted

EXACT_BELOW = 10
"""Fewer leads a month are said with a decimal: 2.7 are fewer than three, and must not read as three."""

Verdict = Literal["argue", "later", "average", "agreed", "unknown"]


@dataclass(frozen=True, slots=True)
class Argument:
    """One rule that was voted on: what to do about it, and whom it changes.

    `effect`: leads a month that change hands, n: replayed leads; unknown with the reason.  argue: one of the few worth
    it; later: worth it, but others change more; average: take the middle; agreed: the medians are the same; unknown:
    nobody can say whom it changes.
    """

    voted: Voted
    verdict: Verdict
    effect: Estimate
    caveats: tuple[str, ...] = ()

    @property
    def rule_id(self) -> str:
        """The rule's id."""
        return self.voted.rule_id

    @property
    def name(self) -> str:
        """What people call the rule."""
        return self.voted.name

    @property
    def size(self) -> float:
        """Leads that change hands a month, in all where nothing can be said of a month."""
        return size_of(self.effect)

    @property
    def words(self) -> str:
        """What is to be done about it and why, in a line; the name stands beside it."""
        middle = self.voted.middle
        average = "" if middle is None else f", {_points(middle)}"
        if self.voted.apart is None:
            return self.voted.reason or self.distance
        if self.verdict == "unknown":
            return f"nobody can say whom it changes: {self.effect.reason}; {self.distance}"
        if self.verdict == "agreed":
            return f"both teams say the same{average}"
        advice = {"argue": "argue about it", "later": "argue about it if there is time"}
        return f"{self.change()}: {advice.get(self.verdict, f'take the average{average}')}"

    def change(self) -> str:
        """How many leads change hands."""
        if self.size == 0:
            return "nobody changes hands"
        month = "" if self.effect.value is None else " a month"
        if self.size < 1:
            return f"fewer than one lead{month} changes hands"
        if self.size >= EXACT_BELOW:
            return f"{counted(math.floor(self.size + 0.5), 'lead')}{month} change hands"
        return f"{self.size:.1f} leads{month} change hands".replace(".0 ", " ")

    @property
    def distance(self) -> str:
        """How far the medians are apart, in words."""
        apart = self.voted.apart
        return "no distance is known" if apart is None else f"{_points(apart)} apart"


def _points(points: Decimal) -> str:
    return "1 point" if points == 1 else f"{shortest(points)} points"


def size_of(effect: Estimate) -> float:
    """Leads that change hands a month, in all where nothing can be said of a month."""
    return effect.n if effect.value is None else effect.value
