"""Rooms: workshops in which both teams agree on a model, with who sat in them and how far they came."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime

from leadscore.errors import UsageError, did_you_mean
from leadscore.store.state.journal import Reading, Row, Writing
from leadscore.store.state.members import Joined, Member, admit, give_key, member_with, members_in, new_token
from leadscore.store.state.people import LONGEST_NAME, Author, By, kept
from leadscore.store.state.tables import (
    KEYS,
    MARKS,
    MEMBERS,
    REVEALS,
    ROOM_MODELS,
    ROOMS,
    ROUNDS,
    SIGNATURES,
    VERSIONS,
    WEIGHTS,
)
from leadscore.store.state.transactions import Transactions
from leadscore.store.state.versions import LONGEST_DOCUMENT
from leadscore.vocabulary import STEPS

STEP, CLOSED = "step:", "closed"
MARKED = (*(STEP + each for each in STEPS), "unprepared", "looked")
"""What can be noted of a room: a step that began, that it began without preparation, that the data were looked at."""

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""What a code is made of: nothing that looks like something else on a projector."""
CODE_LENGTH = 6

_IS_OPEN = f"NOT EXISTS (SELECT 1 FROM marks WHERE marks.room = rooms.id AND marks.kind = '{CLOSED}')"


@dataclass(frozen=True, slots=True)
class Opening:
    """A room to be opened: its title, and the model it starts from as text, of which line, with its hash."""

    title: str
    line: str
    document: str
    model_hash: str

    def __post_init__(self) -> None:
        if not kept(self.title, "The title", LONGEST_NAME).strip():
            raise UsageError("A workshop needs a title.")
        if not kept(self.line, "The name of a model", LONGEST_NAME).strip():
            raise UsageError("A workshop needs the name under which its model is saved.")
        kept(self.document, "The model", LONGEST_DOCUMENT)


@dataclass(frozen=True, slots=True)
class Grown:
    """What a room's model grew to, as text with its hash; `base` is the hash of the model that it grew from."""

    document: str
    model_hash: str
    base: str

    def __post_init__(self) -> None:
        kept(self.document, "The model", LONGEST_DOCUMENT)


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that was noted of a room: `kind` is one of MARKED, or CLOSED."""

    at: datetime
    kind: str
    author: Author


@dataclass(frozen=True, slots=True)
class Room:
    """A room with everything that was noted of it; its code is in no printed form of it.

    `document` is the model that it votes on: the one that it was opened with, or what that grew to since.
    """

    id: int
    at: datetime
    author: Author
    title: str
    line: str
    code: str = field(repr=False)
    document: str = field(repr=False)
    model_hash: str
    marks: tuple[Mark, ...] = ()

    @property
    def step(self) -> str:
        """The step that began last."""
        steps = (each.kind.removeprefix(STEP) for each in reversed(self.marks) if each.kind.startswith(STEP))
        return next(steps, next(iter(STEPS)))

    @property
    def closed_at(self) -> datetime | None:
        """When it was closed; None while it is open."""
        return next((each.at for each in self.marks if each.kind == CLOSED), None)

    @property
    def is_open(self) -> bool:
        """Whether it is open still."""
        return self.closed_at is None


class Rooms:
    """The rooms of a workspace; at most one is open."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def open(self, opening: Opening, by: By) -> Room:
        """Open a room under a code of its own; UsageError where another one is open."""
        with self._transactions.writing(by.at) as writing:
            if writing.newest(ROOMS, _IS_OPEN):
                raise UsageError("Another workshop is open. Go on with it, or close it before you open a new one.")
            number = writing.signed(
                ROOMS,
                by,
                title=opening.title,
                line=opening.line,
                code="".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH)),
                document=opening.document,
                model_hash=opening.model_hash,
            )
            return _existing(writing, number)

    def mark(self, room_id: int, kind: str, by: By) -> Room:
        """Note something of an open room, one of MARKED."""
        if kind not in MARKED:
            raise UsageError(f"'{kind}' is nothing to note of a workshop. {did_you_mean(kind, MARKED)}")
        return self._mark(room_id, kind, by)

    def close(self, room_id: int, by: By) -> Room:
        """Close a room for good; it can be looked at as before."""
        return self._mark(room_id, CLOSED, by)

    def current(self) -> Room | None:
        """The room that is open; None where none is."""
        with self._transactions.reading() as reading:
            number = reading.newest(ROOMS, _IS_OPEN)
            return _existing(reading, number) if number else None

    def get(self, room_id: int) -> Room:
        """The room of that number; StoreError where there is none."""
        with self._transactions.reading() as reading:
            return _existing(reading, room_id)

    def all(self) -> tuple[Room, ...]:
        """Every room, the newest first."""
        with self._transactions.reading() as reading:
            return tuple(_room(reading, row) for row in reversed(reading.rows(ROOMS)))

    def grow(self, room_id: int, grown: Grown, by: By) -> Room:
        """Give an open room more rules to vote on; UsageError where its model is not the base any more."""
        with self._transactions.writing(by.at) as writing:
            opened(writing, room_id)
            if _existing(writing, room_id).model_hash != grown.base:
                raise UsageError("Somebody else added rules to this workshop just now. Look at them, then try again.")
            told = {"document": grown.document, "model_hash": grown.model_hash}
            writing.signed(ROOM_MODELS, by, room=room_id, **told)
            return _existing(writing, room_id)

    def turn(self, room_id: int) -> int:
        """A number that grows with all that is seen anew (marks, rounds, reveals, rules, ...), and not with votes."""
        with self._transactions.reading() as reading:
            noted = (MARKS, ROUNDS, WEIGHTS, KEYS, ROOM_MODELS)
            of_room = (reading.newest(table, "room = ?", (room_id,)) for table in noted)
            return max(*of_room, *(reading.newest(table) for table in (REVEALS, VERSIONS, SIGNATURES)))

    def join(self, room_id: int, code: str, by: By) -> Joined:
        """Let somebody in with a device of their own; UsageError for a wrong code, a closed room, a taken name."""
        with self._transactions.writing(by.at) as writing:
            room = opened(writing, room_id)
            if not secrets.compare_digest(_plain(code), _plain(room["code"])):
                raise UsageError("This code opens no workshop. Read it once more from the screen in the room.")
            token = new_token()
            return Joined(admit(writing, room_id, by, token), token)

    def seat(self, room_id: int, by: By) -> Member:
        """Enter somebody (`by` names them) who has no device; UsageError for a closed room or a taken name."""
        with self._transactions.writing(by.at) as writing:
            opened(writing, room_id)
            return admit(writing, room_id, by)

    def readmit(self, member_id: int, by: By) -> Joined:
        """Give a member of an open room, with or without a device, a new token; the one they had ends."""
        with self._transactions.writing(by.at) as writing:
            member = writing.existing(MEMBERS, member_id, "member")
            opened(writing, member["room"])
            return give_key(writing, member, by)

    def member_of(self, token: str) -> Member | None:
        """Who joined with that token; None where nobody did."""
        with self._transactions.reading() as reading:
            return member_with(reading, token)

    def members(self, room_id: int) -> tuple[Member, ...]:
        """Everybody in a room, in the order in which they came."""
        with self._transactions.reading() as reading:
            return members_in(reading, room_id)

    def _mark(self, room_id: int, kind: str, by: By) -> Room:
        with self._transactions.writing(by.at) as writing:
            opened(writing, room_id)
            writing.signed(MARKS, by, room=room_id, kind=kind)
            return _existing(writing, room_id)


def opened(writing: Writing, room_id: int) -> Row:
    """The row of a room that is open; UsageError where it is closed, StoreError where there is none."""
    row = writing.existing(ROOMS, room_id, "workshop")
    if writing.newest(MARKS, "room = ? AND kind = ?", (room_id, CLOSED)):
        raise UsageError("This workshop is closed, so nothing can be added to it. Open a new one to go on.")
    return row


def _plain(code: str) -> bytes:
    return "".join(code.split()).upper().encode("utf-8", "replace")


def _existing(reading: Reading, room_id: int) -> Room:
    return _room(reading, reading.existing(ROOMS, room_id, "workshop"))


def _room(reading: Reading, row: Row) -> Room:
    marks = reading.rows(MARKS, "room = ?", (row["id"],))
    models = reading.rows(ROOM_MODELS, "id = ?", (reading.newest(ROOM_MODELS, "room = ?", (row["id"],)),))
    model = models[0] if models else row
    return Room(
        id=row["id"],
        at=datetime.fromisoformat(row["at"]),
        author=reading.author(row),
        title=row["title"],
        line=row["line"],
        code=row["code"],
        document=model["document"],
        model_hash=model["model_hash"],
        marks=tuple(Mark(datetime.fromisoformat(each["at"]), each["kind"], reading.author(each)) for each in marks),
    )
