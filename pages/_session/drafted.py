"""The draft rules of the ICP worksheet: taken over into what the room votes on, and onto the sliders."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from leadscore.model import Model, Rule, model_hash, to_yaml
from leadscore.store.state import Grown, Room
from leadscore.workshop.icp import Worksheet, draft_rules, with_draft_rules
from pages._session import draft, keeping, method, room


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft rule, and whether the room's model and the model on the table ask the same already."""

    rule: Rule
    in_room: bool
    on_sliders: bool

    @property
    def taken_over(self) -> bool:
        """Whether nothing is left to do."""
        return self.in_room and self.on_sliders


def rules_of(held: Room, worksheet: Worksheet) -> tuple[Drafted, ...]:
    """The worksheet's draft rules, and where they are already."""
    model, table = room.model_of(held), draft.held().model
    new_to_room, new_to_table = (_new(each, worksheet) for each in (model, table))
    return tuple(
        Drafted(rule, place not in new_to_room, place not in new_to_table)
        for place, rule in enumerate(draft_rules(worksheet, model))
    )


def take_over(held: Room, worksheet: Worksheet) -> None:
    """Let the room vote on the draft rules beside those that it has, and put them on the sliders; a callback.

    On the sliders it is one step, which can be undone; the room's model only grows, since its rules may be voted on.
    """
    with method.TURNS.told():
        rooms = keeping.state().rooms
        now = rooms.get(held.id)
        model = room.model_of(now)
        grown = with_draft_rules(model, worksheet)
        if len(grown.rules) > len(model.rules):
            rooms.grow(held.id, Grown(to_yaml(grown), model_hash(grown), now.model_hash), keeping.by())
        table = draft.held().model
        wider = with_draft_rules(table, worksheet)
        if len(wider.rules) > len(table.rules):
            draft.set_model(wider)


def _new(model: Model, worksheet: Worksheet) -> Collection[int]:
    """Which lines of the worksheet, by their places, no rule of a model asks yet."""
    new = {rule.id for rule in with_draft_rules(model, worksheet).rules[len(model.rules) :]}
    return {place for place, rule in enumerate(draft_rules(worksheet, model)) if rule.id in new}
