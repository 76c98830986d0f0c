"""Three pitfalls of two teams with one score: perspectives, process, communication; diagnosed from their answers.

Counts decide, and each diagnosis says them.  Missing answers can hide a risk but never make one go away: nothing is
called ok before everything was answered by both teams.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from leadscore.errors import UsageError, did_you_mean
from leadscore.vocabulary import TEAMS, counted
from leadscore.workshop.hand_over import STEPS, Mapped
from leadscore.workshop.perspectives import Compared

State = Literal["ok", "at risk", "cannot tell"]

COMMUNICATION = {
    "reasons": "We learn why a lead was rejected, or why it was handed over.",
    "campaigns": "We know what the other team is running this month.",
    "meetings": "We talk about single leads together, regularly.",
}
"""Statements that both teams rate from 1 (never) to 5 (always)."""

LEAST_SHARED = 0.5
"""Below this share of words chosen by both teams they look at different leads."""

LOW = 3.0
"""A middle answer up to here is a risk, in one team as in both."""


@dataclass(frozen=True, slots=True)
class Rated:
    """One person's answer to a statement about communication."""

    team: str
    item: str
    value: int

    def __post_init__(self) -> None:
        if self.item not in COMMUNICATION:
            raise UsageError(f"There is no statement '{self.item}'. {did_you_mean(self.item, COMMUNICATION)}")
        if isinstance(self.value, bool) or self.value not in range(1, 6):
            raise UsageError(f"The answer to '{self.item}' is {self.value!r}. Give a whole number from 1 to 5.")


@dataclass(frozen=True, slots=True)
class Heard:
    """One statement as both teams rate it: the middle answers (None: nobody answered), and how many answered."""

    item: str
    sales: float | None
    marketing: float | None
    answered: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One pitfall: its state, the counts that say so, and one thing to do."""

    pitfall: str
    state: State
    why: str
    to_do: str


def heard(rated: Iterable[Rated]) -> tuple[Heard, ...]:
    """Every statement in its order."""
    answers = tuple(rated)
    return tuple(_heard(item, [each for each in answers if each.item == item]) for item in COMMUNICATION)


def diagnoses(
    compared: Sequence[Compared], mapped: Sequence[Mapped], heard: Sequence[Heard]
) -> tuple[Diagnosis, Diagnosis, Diagnosis]:
    """The three pitfalls from all answers."""
    return _perspectives(compared), _process(mapped), _communication(heard)


def _perspectives(compared: Sequence[Compared]) -> Diagnosis:
    known = [each for each in compared if each.overlap.known()]
    shared, words = sum(len(each.shared) for each in known), sum(each.words for each in known)
    answered = f"{len(known)} of {counted(len(compared), 'question')} answered by both teams"
    if not known:
        return Diagnosis("perspectives", "cannot tell", answered, "Let both teams answer without seeing each other.")
    why = f"{shared} of {counted(words, 'word')} chosen by both teams; {answered}"
    if shared < LEAST_SHARED * words:
        furthest = min(known, key=lambda each: each.overlap.value or 0.0)
        to_do = f"Take the question that divides most, '{furthest.question.words}', and agree on two words for it."
        return Diagnosis("perspectives", "at risk", why, to_do)
    if len(known) < len(compared):
        return Diagnosis("perspectives", "cannot tell", why, "Let both teams answer the questions that are left.")
    return Diagnosis("perspectives", "ok", why, "Keep the words: ask them again before the next change of the model.")


def _process(mapped: Sequence[Mapped]) -> Diagnosis:
    places = {name: [each for each in mapped if each.standing == name] for name in ("agreed", "disputed", "nobody")}
    unclear = [each for each in mapped if each.unclear]
    open_steps = len(mapped) - sum(len(each) for each in places.values())
    why = (
        f"of {counted(len(mapped), 'step')} {len(places['agreed'])} agreed, {len(places['disputed'])} disputed, "
        f"{len(places['nobody'])} nobody's, {open_steps} not answered by both; {len(unclear)} unclear to somebody"
    )
    worst = [*places["nobody"], *places["disputed"], *unclear]
    if worst:
        step = STEPS[worst[0].step]
        return Diagnosis("process", "at risk", why, f"Give '{step}' one owner and a time in hours, before you leave.")
    if open_steps or not mapped:
        return Diagnosis("process", "cannot tell", why, "Let both teams fill the steps that are left.")
    return Diagnosis("process", "ok", why, "Copy the map into the agreement: owners and hours as they stand.")


def _communication(heard: Sequence[Heard]) -> Diagnosis:
    low = [each for each in heard if any(value is not None and value <= LOW for value in (each.sales, each.marketing))]
    answered = sum(all(each.answered) for each in heard)
    why = (
        f"{answered} of {counted(len(heard), 'statement')} rated by both teams; "
        f"{len(low)} with a middle answer of {LOW:g} or less in a team"
    )
    if low:
        to_do = f"Fix a weekly quarter of an hour for this: {COMMUNICATION[low[0].item]}"
        return Diagnosis("communication", "at risk", why, to_do)
    if answered < len(heard) or not heard:
        return Diagnosis("communication", "cannot tell", why, "Let both teams rate the statements that are left.")
    return Diagnosis("communication", "ok", why, "Keep the meeting that makes it so, and ask again in three months.")


def _heard(item: str, answers: Sequence[Rated]) -> Heard:
    values = [[each.value for each in answers if each.team == team] for team in TEAMS]
    sales, marketing = (float(median(each)) if each else None for each in values)
    return Heard(item, sales, marketing, (len(values[0]), len(values[1])))
