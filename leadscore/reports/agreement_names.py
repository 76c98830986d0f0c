"""Whose signature and whose words an agreement names by id, as the state knows them now: what was erased says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from leadscore.store.state import State
from leadscore.workshop.agreement import Agreement
from leadscore.workshop.agreement_drawing import GOALS, TOPIC

ERASED = "(erased)"
HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Names:
    """Names by signature, texts by answer, reasons and dissents by weight; None where it was erased.

    hidden: before a room, where nobody's name is shown.
    """

    people: Mapping[int, str | None] = field(default_factory=dict)
    texts: Mapping[int, str | None] = field(default_factory=dict)
    reasons: Mapping[int, tuple[str | None, str | None]] = field(default_factory=dict)
    hidden: bool = False

    @classmethod
    def of(cls, state: State, agreement: Agreement, hidden: bool = False) -> Names:
        """What an agreement's ids stand for in a state."""
        signatures = {each.id: each.author.name for each in state.signatures.all()}
        answers = {each.id: each.text for topic in (GOALS, TOPIC) for each in state.answers.of(topic)}
        weights = {each.id: (each.rationale, each.dissent) for each in state.weights.all()}
        wanted = {each.weight for each in agreement.arguments if each.weight is not None}
        return cls(
            {each.id: signatures.get(each.id) for each in agreement.signatures},
            {each.answer: answers.get(each.answer) for each in agreement.texts},
            {each: weights.get(each, (None, None)) for each in wanted},
            hidden,
        )

    def person(self, signature: int) -> str:
        """Who signed."""
        return HIDDEN if self.hidden else self.people.get(signature) or ERASED

    def text(self, answer: int) -> str:
        """What somebody wrote."""
        return self.texts.get(answer) or ERASED

    def reason(self, weight: int | None) -> str:
        """Why a rule has its points; blank where nobody wrote a reason."""
        return "" if weight is None else _said(self.reasons.get(weight, (None, None))[0])

    def dissent(self, weight: int | None) -> str:
        """What somebody still thinks of it; blank where nobody does."""
        return "" if weight is None else _said(self.reasons.get(weight, (None, None))[1])


def _said(text: str | None) -> str:
    return ERASED if text is None else text
