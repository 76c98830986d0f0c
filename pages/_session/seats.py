"""Whose answers are typed: a member on a device of their own, the person at the desk, or somebody they type for."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from leadscore.store.state import Answer, By, Member, Room
from leadscore.store.state.people import same_name
from pages._session import keeping

AT_DESK = "{name}, at the desk"
"""Who said what somebody typed for a team: nobody in the room is taken for them, whatever they are called."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Whose answers are typed: name and team, and the room (None: outside of any)."""

    name: str
    team: str
    room: int | None

    @property
    def by(self) -> By:
        """This person, now."""
        return By(self.name, self.team, keeping.now())

    @property
    def key(self) -> str:
        """What tells this seat's boxes from those of others on the same page; no name, since keys reach the browser."""
        return hashlib.sha256(f"{self.room} {self.team} {self.name}".encode("utf-8", "replace")).hexdigest()[:12]


def of_member(who: Member) -> Seat:
    """The seat of somebody in the room, on a device of their own or without one."""
    return Seat(who.name or "", who.team, who.room)


def of_team(held: Room, team: str) -> Seat:
    """The person at the desk, typing for a team; told apart from a member of the same name and team."""
    return Seat(_at_desk(), team, held.id)


def of_desk(held: Room | None = None) -> Seat | None:
    """The person at the desk; None until they said who they are."""
    person = keeping.you()
    return None if person is None else Seat(*person, None if held is None else held.id)


def seated(held: Room) -> dict[str, Seat]:
    """For whom the desk may answer: itself, and the people of the room who have no device; what is shown, to seat.

    Not for itself where somebody of that name and team has a device: it is theirs to answer there.
    """
    desk, members = of_desk(held), keeping.state().rooms.members(held.id)
    found = {} if desk is None or any(_answers_as(each, desk) for each in members) else {"You": desk}
    for place, each in enumerate(members, 1):
        if not each.has_device and each.name:
            found[f"Seat {place}: {each.name}, {each.team}"] = of_member(each)
    return found


def have_devices(held: Room) -> bool:
    """Whether anybody in the room answers on a device of their own."""
    return any(each.has_device for each in keeping.state().rooms.members(held.id))


def typed_here(answer: Answer) -> bool:
    """Whether the person at this desk typed it, for either team; what others said, only they take back."""
    return keeping.you() is not None and answer.author.name == _at_desk()


def _at_desk() -> str:
    person = keeping.you()
    return AT_DESK.format(name=person[0]) if person else ""


def _answers_as(member: Member, seat: Seat) -> bool:
    return member.has_device and member.team == seat.team and same_name(member.name, seat.name)
