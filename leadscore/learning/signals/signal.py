"""A signal, and all of them, as values: what history says of everything that leads had at their T."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from leadscore.estimate import Estimate
from leadscore.learning.asking.candidates import Candidate, LeftOut
from leadscore.learning.effect import Counted
from leadscore.learning.signals.overlap import Overlap
from leadscore.learning.signals.stability import NO_DATES, Stability
from leadscore.outcomes import Horizon

FALSE_SHARE = 0.05
"""Of the signals that are called, no more than this share is expected to be called wrongly."""

Word = Literal["more", "less", "cannot tell"]


@dataclass(frozen=True, slots=True)
class Signal:
    """One candidate: raw counts with and without it, its adjusted effect, and what is to be known beside it.

    `difference` is of shares (0.1 is 10 percentage points); `rate` the false discovery rate at which the effect would
    just be called, over all tests; None where there was no test, and the estimates say why.  `in_model` is the id of
    the rule that asks the same; `main` whether it stands for its attribute or kind beside the tests of others.
    """

    candidate: Candidate
    held: Counted
    not_held: Counted
    unknown: Counted | None
    odds_ratio: Estimate
    difference: Estimate
    rate: float | None
    word: Word
    stability: Stability
    unknown_share: float
    overlap: tuple[Overlap, ...]
    in_model: str | None
    main: bool


@dataclass(frozen=True, slots=True)
class Signals:
    """All signals, the surest first, and under what they were tested; `reason` says why none could be, if so.

    `beside` counts the rules and main forms at which all others were held equal.
    """

    signals: tuple[Signal, ...]
    left_out: tuple[LeftOut, ...]
    tests: int
    beside: int
    n: int
    hits: int
    accounts: int
    outcome: str
    horizon: Horizon
    denominator: str
    false_share: float
    reason: str | None
    sentence: str

    def of(self, candidate_id: str) -> Signal:
        """The signal of that candidate; KeyError where there is none."""
        for each in self.signals:
            if each.candidate.rule.id == candidate_id:
                return each
        raise KeyError(candidate_id)

    @property
    def in_parts(self) -> bool:
        """Whether the part of the time was held equal: not without dates, nor where all T are one."""
        return any(each.stability.reason != NO_DATES for each in self.signals)

    @property
    def called(self) -> tuple[Signal, ...]:
        """The signals with a word."""
        return tuple(each for each in self.signals if each.word != "cannot tell")
