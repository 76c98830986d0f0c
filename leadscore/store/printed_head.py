"""A head of the audit as paper shows it, whole or shortened, and whether the chain still passes through it."""

from __future__ import annotations

import os
import re
import sqlite3
from dataclasses import dataclass

from leadscore.errors import UsageError
from leadscore.store.state import Head, chain
from leadscore.store.state.connections import connect
from leadscore.store.state.damage import Damaged
from leadscore.store.workspace import Workspace

FEWEST_DIGITS = 8
"""A hash shortened further is no evidence of anything."""

_FORM = re.compile(rf"(\d{{1,12}}):([0-9a-f]{{{FEWEST_DIGITS},64}})")


@dataclass(frozen=True, slots=True)
class PrintedHead:
    """So many entries, and the hash of the last or the beginning of it."""

    entries: int
    hash: str

    def __str__(self) -> str:
        return f"{self.entries}:{self.hash}"


def read(text: str) -> PrintedHead:
    """The head that somebody typed off a paper; UsageError for what is none."""
    found = _FORM.fullmatch("".join(text.split()).rstrip(".").lower())
    if found is None:
        raise UsageError(
            f"'{text}' is no head of an audit. Write it as the agreement prints it: the number of entries, a colon, "
            f"and at least {FEWEST_DIGITS} digits of the hash, for example 812:ab12cd34ef56."
        )
    return PrintedHead(int(found[1]), found[2])


def is_held(place: Workspace, printed: PrintedHead) -> bool:
    """Whether the chain of a workspace, every link of it whole, passes through a head; it is only read."""
    if not place.state.is_file():
        return False
    connection = connect(place.state, reading_only=not os.access(place.folder, os.W_OK))
    try:
        found = _whole(connection, printed)
        return found is not None and chain.holds(connection, found)
    except Damaged:
        return False
    finally:
        connection.close()


def _whole(connection: sqlite3.Connection, printed: PrintedHead) -> Head | None:
    """The head of so many entries, where its hash begins as printed."""
    hashes = (each.hash for each in chain.entries(connection) if each.id == printed.entries)
    hashed = next(hashes, "") if printed.entries else chain.genesis(connection)
    return Head(printed.entries, hashed) if hashed.startswith(printed.hash) else None
