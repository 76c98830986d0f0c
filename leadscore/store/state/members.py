"""Members: who takes part in a room, on a device of their own or entered by whoever leads."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from leadscore.errors import UsageError
from leadscore.store.state.journal import Reading, Row, Writing
from leadscore.store.state.people import By, same_name
from leadscore.store.state.tables import MEMBERS, PEOPLE


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a room; the name is None once it was erased.

    `proof` says that they came with their token: without it nobody votes for a person who has a device.
    """

    id: int
    at: datetime
    room: int
    name: str | None
    team: str
    has_device: bool
    proof: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody who has just joined, and the token that their device keeps; only its hash is kept here."""

    member: Member
    token: str = field(repr=False)


def admit(writing: Writing, room_id: int, by: By, token: str | None) -> Member:
    """Add a member to a room; UsageError where somebody of that name and team is in it."""
    others = (each for each in members_in(writing, room_id) if each.team == by.team)
    if any(same_name(each.name, by.name) for each in others):
        raise UsageError(
            "Somebody of this name and team is in the room already. Go on where you joined it, "
            "or add a letter to the name if you are somebody else."
        )
    hashed = None if token is None else _hashed(token)
    number = writing.signed(MEMBERS, by, room=room_id, token_hash=hashed)
    return _member(writing, writing.existing(MEMBERS, number, "member"), hashed or "")


def member_with(reading: Reading, token: str) -> Member | None:
    """Who has that token; None where nobody has."""
    hashed = _hashed(token)
    found = reading.rows(MEMBERS, "token_hash = ?", (hashed,))
    return _member(reading, found[0], hashed) if found else None


def members_in(reading: Reading, room_id: int) -> tuple[Member, ...]:
    """Everybody in a room, in the order in which they came, without their proofs."""
    rows = reading.rows(MEMBERS, "room = ?", (room_id,))
    reading.hold(PEOPLE, (row["author"] for row in rows))
    return tuple(_member(reading, row) for row in rows)


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _member(reading: Reading, row: Row, proof: str = "") -> Member:
    return Member(
        id=row["id"],
        at=datetime.fromisoformat(row["at"]),
        room=row["room"],
        name=reading.name(row["author"]),
        team=row["team"],
        has_device=row["token_hash"] is not None,
        proof=proof,
    )
