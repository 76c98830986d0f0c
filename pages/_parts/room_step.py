"""What a member answers at the steps around the vote, and signs at the end."""

from __future__ import annotations

from leadscore.store.state import Member, Room
from pages._parts import signing_parts, workshop_forms


def show(held: Room, who: Member) -> None:
    """The questions of the room's step; the model to sign once one was saved."""
    if held.step == "next":
        signing_parts.of_room(held, who)
    workshop_forms.show(held, who)
