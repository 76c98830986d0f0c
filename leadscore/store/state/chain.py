"""The audit chain: an entry for every row that was added or erased, each bound to the one before by its hash.

Entries carry hashes and numbers only.  A row's number is that of its entry, so no number is ever used twice.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from leadscore.store.state.damage import Damaged
from leadscore.store.state.sealing import digest

ADDED, ERASED, CLOCK_SET_BACK = "added", "erased", "clock set back"

TOLERANCE = timedelta(minutes=5)
"""How far an entry may lie before the one it follows: writers wait for each other, and clocks differ a little."""


class Entry(NamedTuple):
    """One entry: its number, time (naive UTC), act, who (a row of people), the table and hash of the row it is about,
    the number of the row it erases, the hash before and its own."""

    id: int
    at: str
    act: str
    actor: int | None
    about: str | None
    row_hash: str | None
    erases: int | None
    previous: str
    hash: str = ""

    def hashed(self) -> str:
        """What its hash must be."""
        return digest(self[:-1])


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain ends: how many entries it has, and the hash of the last."""

    entries: int
    hash: str

    def __str__(self) -> str:
        return f"{self.entries}:{self.hash}"


def stamp(at: datetime) -> str:
    """An instant (naive UTC) as it is written: texts in the order of time."""
    if at.tzinfo is not None:
        raise ValueError("instants of the state are naive UTC")
    return at.isoformat(timespec="microseconds")


def entries(connection: sqlite3.Connection) -> Iterator[Entry]:
    """All entries in order."""
    rows = connection.execute(
        "SELECT id, at, act, actor, about, row_hash, erases, previous, hash FROM audit ORDER BY id"
    )
    for row in rows:
        if not all(isinstance(row[place], str) for place in (1, 2, 7, 8)):
            raise Damaged(f"entry {row[0]} of the audit is not what was written")
        yield Entry(*row)


def head(connection: sqlite3.Connection) -> tuple[Head, str | None]:
    """The chain's end, and the time of its last entry (None: it has none)."""
    row = connection.execute("SELECT id, hash, at FROM audit ORDER BY id DESC LIMIT 1").fetchone()
    return (Head(row[0], row[1]), row[2]) if row else (Head(0, genesis(connection)), None)


def holds(connection: sqlite3.Connection, sought: Head) -> bool:
    """Whether the chain passed through a head; Damaged where a link of it does not hold."""
    last = Head(0, genesis(connection))
    found = last == sought
    for entry in entries(connection):
        if (entry.id, entry.previous, entry.hash) != (last.entries + 1, last.hash, entry.hashed()):
            raise Damaged(f"entry {entry.id} of the audit is not what was written")
        last = Head(entry.id, entry.hash)
        found = found or last == sought
    return found


def genesis(connection: sqlite3.Connection) -> str:
    """What the first entry is bound to: the origin of this state."""
    seals = connection.execute("SELECT seal FROM origin ORDER BY id").fetchall()
    return hashlib.sha256("".join(str(each) for (each,) in seals).encode("ascii", "replace")).hexdigest()


def went_back(before: str | None, at: str) -> bool:
    """Whether a time lies further before the last one than two writers explain."""
    if before is None or at >= before:
        return False
    try:
        return datetime.fromisoformat(before) - datetime.fromisoformat(at) > TOLERANCE
    except ValueError as error:
        raise Damaged("an entry of the audit has no time") from error


def append(connection: sqlite3.Connection, last: Head, entry: Entry) -> Head:
    """Write an entry after the last one."""
    hashed = entry.hashed()
    connection.execute("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*entry[:-1], hashed))
    return Head(last.entries + 1, hashed)
