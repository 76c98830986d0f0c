"""Belief before evidence: what the past says waits until a room has said what it believes."""

from __future__ import annotations

from leadscore.store.state import Room
from pages._session import facilitator, keeping, room

LOOKED = "looked"
"""The mark of a room in which somebody opened the evidence before the first reveal."""


def comes_first() -> Room | None:
    """The open room whose votes evidence would colour."""
    held = room.current()
    return held if held is not None and evidence_waits(held) else None


def evidence_waits(held: Room) -> bool:
    """Whether nothing was revealed yet in an open room, and nobody opened the evidence on record."""
    now = keeping.state().rooms.get(held.id)
    return now.is_open and not any(mark.kind == LOOKED for mark in now.marks) and not room.revealed(now)


def look(held: Room) -> None:
    """Open the evidence before the first reveal, on record; a callback."""
    with facilitator.TURNS.told():
        keeping.state().rooms.mark(held.id, LOOKED, keeping.by())
