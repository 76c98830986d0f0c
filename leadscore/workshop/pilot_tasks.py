"""The tasks of a pilot as kept actions: made once, carried where the pilot begins on another day, and overdue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from leadscore.store.state import Action, Decided
from leadscore.workshop.pilot import Plan

SOURCE = "Pilot"
"""Where its actions say that they were decided."""


@dataclass(frozen=True, slots=True)
class ToKeep:
    """What is still to be kept of a plan: new actions, and open ones of another start (by id) to carry to a day."""

    decide: tuple[Decided, ...]
    carry: tuple[tuple[int, date], ...]

    def __bool__(self) -> bool:
        return bool(self.decide or self.carry)


def of_pilot(actions: Iterable[Action]) -> tuple[Action, ...]:
    """The actions that come from a pilot."""
    return tuple(each for each in actions if each.source == SOURCE)


def overdue(actions: Iterable[Action], today: date) -> tuple[Action, ...]:
    """The pilot's actions that are open after their day, the longest overdue first."""
    late = (each for each in of_pilot(actions) if each.is_overdue(today))
    return tuple(sorted(late, key=lambda each: (each.due, each.id)))


def to_keep(planned: Plan, actions: Iterable[Action]) -> ToKeep:
    """The plan's tasks that are no actions yet, so that beginning twice doubles nothing.

    A task stands among the actions if one of a pilot has its words and is open, or was due on its day (also once it is
    done, or after somebody carried it further).
    """
    ours = of_pilot(actions)
    known = {(each.what, day) for each in ours for day in (each.first_due, each.due)}
    undone = {each.what: each.id for each in ours if each.done_at is None}
    missing = [task for task in planned.tasks if (task.what, task.due) not in known]
    return ToKeep(
        tuple(
            Decided(task.what, task.team.capitalize(), task.due, SOURCE) for task in missing if task.what not in undone
        ),
        tuple((undone[task.what], task.due) for task in missing if task.what in undone),
    )
