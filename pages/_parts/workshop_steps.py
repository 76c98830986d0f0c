"""What the desk shows at each step of the workshop."""

from __future__ import annotations

from leadscore.store.state import Room
from pages._parts import (
    workshop_consensus,
    workshop_icp,
    workshop_interviews,
    workshop_next,
    workshop_objectives,
    workshop_outcomes,
    workshop_perspectives,
    workshop_pulse,
    workshop_roles,
)
from pages._session import consensus


def show(held: Room, may_save: bool) -> None:
    """The parts of the room's step."""
    for part in PARTS[held.step]:
        part(held, may_save)


def _left_behind(held: Room, may_save: bool) -> None:
    """What each step left behind, and what it lacks."""
    workshop_outcomes.show(held)


def _ahead(held: Room, may_save: bool) -> None:
    """The past is asked while people vote, so that nobody waits for the reveal."""
    consensus.look_ahead(held)


PARTS = {
    "objectives": (workshop_pulse.before, workshop_objectives.show),
    "roles": (workshop_perspectives.show, workshop_roles.show),
    "icp": (workshop_icp.show, workshop_interviews.show),
    "consensus": (workshop_consensus.show, _ahead),
    "next": (workshop_next.show, workshop_pulse.after, _left_behind),
}
