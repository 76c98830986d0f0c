"""Members: who takes part in a room, on a device of their own or entered by whoever leads."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime

from leadscore.errors import UsageError
from leadscore.store.state.journal import Reading, Row, Writing
from leadscore.store.state.people import By, same_name
from leadscore.store.state.tables import KEYS, MEMBERS, PEOPLE


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


def admit(writing: Writing, room_id: int, by: By, token: str | None = None) -> Member:
    """Add a member to a room, without a device unless with a token; UsageError where that name and team is in it."""
    others = (each for each in members_in(writing, room_id) if each.team == by.team)
    if any(same_name(each.name, by.name) for each in others):
        raise UsageError(
            "Somebody of this name and team is in the room already. Go on where you joined it; if that page is lost, "
            "ask the facilitator for a new one. Add a letter to the name if you are somebody else."
        )
    hashed = None if token is None else _hashed(token)
    number = writing.signed(MEMBERS, by, room=room_id, token_hash=hashed)
    return _member(writing, writing.existing(MEMBERS, number, "member"), hashed, hashed or "")


def give_key(writing: Writing, member: Row, by: By) -> Joined:
    """Give a member a new token, in place of the one they had, if any."""
    token = new_token()
    hashed = _hashed(token)
    writing.signed(KEYS, by, room=member["room"], member=member["id"], token_hash=hashed)
    return Joined(_member(writing, member, hashed, hashed), token)


def new_token() -> str:
    """What a device keeps, and nobody guesses."""
    return secrets.token_urlsafe(16)


def member_with(reading: Reading, token: str) -> Member | None:
    """Who has that token; None where nobody has, or not any more."""
    hashed = _hashed(token)
    given = reading.rows(KEYS, "token_hash = ?", (hashed,))
    found = reading.rows(MEMBERS, "id = ?", (given[0]["member"],)) if given else []
    found = found or reading.rows(MEMBERS, "token_hash = ?", (hashed,))
    return _member(reading, found[0], hashed, hashed) if found and key_of(reading, found[0]) == hashed else None


def key_of(reading: Reading, member: Row) -> str | None:
    """The hash of the token that counts for a member, which is the newest; None for somebody without a device."""
    given = reading.rows(KEYS, "room = ? AND member = ?", (member["room"], member["id"]))
    found: str | None = given[-1]["token_hash"] if given else member["token_hash"]
    return found


def members_in(reading: Reading, room_id: int) -> tuple[Member, ...]:
    """Everybody in a room, in the order in which they came, without their proofs."""
    rows = reading.rows(MEMBERS, "room = ?", (room_id,))
    reading.hold(PEOPLE, (row["author"] for row in rows))
    given = {key["member"]: key["token_hash"] for key in reading.rows(KEYS, "room = ?", (room_id,))}
    return tuple(_member(reading, row, given.get(row["id"], row["token_hash"])) for row in rows)


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _member(reading: Reading, row: Row, key: str | None, proof: str = "") -> Member:
    return Member(
        id=row["id"],
        at=datetime.fromisoformat(row["at"]),
        room=row["room"],
        name=reading.name(row["author"]),
        team=row["team"],
        has_device=key is not None,
        proof=proof,
    )
