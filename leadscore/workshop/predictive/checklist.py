"""A checklist: items of several parts, each held against a printed threshold; what nobody knows is never ready."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from leadscore.workshop.lamps import Colour
from leadscore.workshop.prepare import State

WORST_FIRST: tuple[State, ...] = ("missing", "cannot_tell", "ok")
"""What is known to be missing outweighs what nobody knows, and that outweighs what holds."""

NO_STATE = "what people decided cannot be read"


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that an item looks at: what was found, how that stands (None: not judged), and the threshold."""

    name: str
    found: str
    state: State | None
    threshold: str


@dataclass(frozen=True, slots=True)
class Item:
    """One item: the question it answers, its parts, and the page that mends it."""

    key: str
    name: str
    question: str
    parts: tuple[Part, ...]
    page: str

    @property
    def state(self) -> State:
        """The worst state of its parts; an item of which nothing is judged is not ready either."""
        return worst([part.state for part in self.parts if part.state is not None])

    @property
    def reasons(self) -> tuple[str, ...]:
        """What keeps it from being ready; empty where it is."""
        return tuple(f"{each.name}: {each.found}" for each in self.parts if each.state not in (None, "ok"))


def worst(states: Collection[State]) -> State:
    """The worst of some states; of nothing at all nobody can tell."""
    return next((each for each in WORST_FIRST if each in states), "cannot_tell")


def met(holds: bool) -> State:
    """The state of something that is known."""
    return "ok" if holds else "missing"


def unknown(name: str, why: str, threshold: str) -> Part:
    """A part of which nobody can tell, and why."""
    return Part(name, f"unknown: {why}", "cannot_tell", threshold)


def of_colour(colour: Colour | None, enough: Sequence[Colour] = ("green",)) -> State | None:
    """The state that a lamp's sign stands for, where these colours are enough."""
    if colour is None:
        return None
    return "cannot_tell" if colour == "unknown" else met(colour in enough)
