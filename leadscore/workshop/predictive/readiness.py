"""May a machine refine the points yet: eight items, what they add up to, and when to switch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from leadscore.model import Model
from leadscore.workshop.predictive.checklist import Item
from leadscore.workshop.predictive.ready_data import (
    Recorded,
    consistent_accuracy,
    data_integrity,
    enough_outcomes,
    history,
)
from leadscore.workshop.predictive.ready_people import (
    Decided,
    defined_objectives,
    feedback_loop,
    sales_alignment,
    trust,
)
from leadscore.workshop.prepare import STATE_WORDS, State

Evidence = Literal["none", "history", "shadow", "exploration"]
"""Where a machine's points were held against the agreed ones."""

EVIDENCE_WORDS: dict[Evidence, str] = {
    "none": "nothing",
    "history": "history",
    "shadow": "shadow scoring",
    "exploration": "a recorded random share of calls",
}

SETTLES: tuple[Evidence, ...] = ("shadow", "exploration")
"""Evidence on leads that came after both models stood fixed; the past was chosen by a score and can settle nothing."""

Standing = Literal["not_ready", "ready_to_try", "ready_to_switch"]

STANDING_WORDS: dict[Standing, str] = {
    "not_ready": "Not ready",
    "ready_to_try": "Ready to try",
    "ready_to_switch": "Ready to switch",
}

WHEN_TO_TRY = (
    "Let a machine suggest points once the agreed ones are consistent and trusted: all eight items hold. What it "
    "suggests is a draft like any other, which both teams sign or leave."
)
WHEN_TO_SWITCH = (
    "Switch once the draft was better, beyond its interval, on leads that came after both models stood fixed: by "
    "shadow scoring, or by a recorded random share of calls. History alone never says so, since the old score chose "
    "whose outcome is in it."
)


@dataclass(frozen=True, slots=True)
class Readiness:
    """What the items add up to, in a word and a sentence."""

    items: tuple[Item, ...]
    standing: Standing
    sentence: str

    @property
    def word(self) -> str:
        """The standing for people."""
        return STANDING_WORDS[self.standing]

    def of(self, state: State) -> tuple[Item, ...]:
        """The items of a state."""
        return tuple(each for each in self.items if each.state == state)


def readiness(model: Model, recorded: Recorded, decided: Decided | None) -> tuple[Item, ...]:
    """The eight items; `decided` None: what people decided cannot be read."""
    return (
        data_integrity(recorded),
        defined_objectives(decided),
        sales_alignment(model, decided),
        consistent_accuracy(recorded),
        trust(decided),
        feedback_loop(decided),
        enough_outcomes(recorded),
        history(recorded),
    )


def overall(items: Sequence[Item], evidence: Evidence = "none", beyond: bool = False) -> Readiness:
    """What the items and the evidence of a better draft (`beyond`: beyond its interval) allow.

    Trying needs every item; switching needs evidence of SETTLES beyond its interval as well.
    """
    listed = tuple(items)
    if not listed or any(each.state != "ok" for each in listed):
        return Readiness(listed, "not_ready", _lacking(listed))
    if beyond and evidence in SETTLES:
        words = (
            f"All {len(listed)} items hold, and {EVIDENCE_WORDS[evidence]} shows a better draft beyond its interval."
        )
        return Readiness(listed, "ready_to_switch", words)
    return Readiness(listed, "ready_to_try", f"All {len(listed)} items hold. {_to_switch(evidence, beyond)}")


def _lacking(items: tuple[Item, ...]) -> str:
    if not items:
        return "Nothing was looked at."
    said = [f"{sum(each.state == 'ok' for each in items)} of {len(items)} items hold."]
    states: tuple[State, ...] = ("missing", "cannot_tell")
    for state in states:
        names = [each.name.lower() for each in items if each.state == state]
        if names:
            said.append(f"{STATE_WORDS[state]}: {', '.join(names)}.")
    return " ".join(said)


def _to_switch(evidence: Evidence, beyond: bool) -> str:
    """What is still missing for a switch."""
    if evidence == "none":
        return "To switch, a draft must first be better on new leads: no draft was held against the agreed points yet."
    if evidence in SETTLES:
        return f"To switch, a draft must be better beyond its interval; {EVIDENCE_WORDS[evidence]} does not show that."
    could = "History speaks for a draft" if beyond else "History cannot tell a draft from the agreed points"
    return f"{could}, and history alone never says switch: score new leads with both, or call a random share."
