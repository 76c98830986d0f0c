"""The state of a workspace: what people decided, kept for good.

with State.open(workspace) as state:
    saved = state.versions.save(Saving(...), By("Ada", "marketing", now))
    state.feedback.give(Given(lead_id, "accept", saved.model_hash), By("Ben", "sales", now))
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from leadscore.errors import StoreError
from leadscore.store.state import forgetting, heads, integrity
from leadscore.store.state.actions import Actions
from leadscore.store.state.agreements import Agreements
from leadscore.store.state.answers import Answers
from leadscore.store.state.audit import Audit
from leadscore.store.state.ballots import Ballots
from leadscore.store.state.chain import Head
from leadscore.store.state.connections import Connections, connect
from leadscore.store.state.feedback_book import FeedbackBook
from leadscore.store.state.integrity import Found, Kept
from leadscore.store.state.links import Links
from leadscore.store.state.migrations import MIGRATIONS
from leadscore.store.state.notes import Notes
from leadscore.store.state.openings import Openings
from leadscore.store.state.pilots import Pilots
from leadscore.store.state.promises import Promises
from leadscore.store.state.rooms import Rooms
from leadscore.store.state.schema import migrate
from leadscore.store.state.signatures import Signatures
from leadscore.store.state.transactions import Transactions, damaged, told
from leadscore.store.state.tries import Tries
from leadscore.store.state.versions import Versions
from leadscore.store.state.weights import Weights
from leadscore.store.words import Words
from leadscore.store.workspace import Workspace, find

ROOM = 8_000_000
"""Free bytes below which a disk counts as full: a save needs far less, but a save that fails half-way is worse."""


@dataclass(frozen=True, slots=True)
class Writable:
    """Whether people can save now; true or false as a condition, with the reason for a banner."""

    ok: bool
    why: str = ""

    def __bool__(self) -> bool:
        return self.ok


class State:
    """The open state of one workspace; safe to share between threads, and between processes by the file."""

    def __init__(self, place: Workspace, connections: Connections, reading_only: str | None) -> None:
        self.place = place
        self._connections = connections
        self._transactions = Transactions(place, connections, reading_only)
        self.versions = Versions(self._transactions)
        self.feedback = FeedbackBook(self._transactions)
        self.actions = Actions(self._transactions)
        self.notes = Notes(self._transactions)
        self.promises = Promises(self._transactions)
        self.rooms = Rooms(self._transactions)
        self.answers = Answers(self._transactions)
        self.ballots = Ballots(self._transactions)
        self.weights = Weights(self._transactions)
        self.signatures = Signatures(self._transactions)
        self.agreements = Agreements(self._transactions)
        self.pilots = Pilots(self._transactions)
        self.tries = Tries(self._transactions)
        self.openings = Openings(self._transactions)
        self.audit = Audit(self._transactions)
        with told(place), connections.lent() as connection:
            self.links = Links(integrity.origin(connection, "salt"))

    @classmethod
    def open(cls, workspace: Workspace | Path | str) -> State:
        """Open the state and look whether it is whole; it is made where there is none, and brought up to date.

        Where the disk takes no writing it is opened for reading only.  Raises StoreError for a damaged file, which
        names the last good backup, and for one of a newer leadscore.
        """
        place = find(workspace)
        _refuse_loss(place)
        reading_only = _obstacle(place)
        if reading_only is not None and not place.state.exists():
            raise StoreError(f"There is no state yet, and none can be made: {reading_only}")
        connections = Connections(place.state, reading_only is not None)
        try:
            _bring_up(place, connections)
            return cls(place, connections, reading_only)
        except BaseException:
            connections.close()
            raise

    def writable(self) -> Writable:
        """Whether people can save now, and if not why, in a sentence; a disk that was mended is noticed here."""
        why = _obstacle(self.place)
        if why is None and self._transactions.reading_only is not None:
            self._write_again()
        return Writable(why is None, why or "")

    def _write_again(self) -> None:
        self._connections.close()
        self._connections.reading_only = False
        _bring_up(self.place, self._connections)
        self._transactions.reading_only = None

    def forget(self, lead_id: str, words: Words, at: datetime) -> int:
        """Erase a lead and every text about it or with one of the words in it; the file then holds no byte of them.

        Returns how many rows were erased.
        """
        with self._transactions.writing(at) as writing:
            erased = forgetting.erase(writing, lead_id, words)
        with told(self.place), self._connections.lent() as connection:
            forgetting.clean(connection)
        return erased

    def close(self) -> None:
        """Let go of the file; what was saved is saved."""
        self._connections.close()

    def __enter__(self) -> State:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def inspect(place: Workspace, kept_elsewhere: tuple[Kept, ...] = ()) -> Found | None:
    """Look at a state without changing it, against the heads kept elsewhere; None where there is none and was none."""
    kept = (*_beside(place), *kept_elsewhere)
    if not _is_there(place):
        lost = max((each.head.entries for each in kept), default=0)
        wrong = (f"it is missing, although {lost:,} entries were saved",) if lost else ()
        return Found(wrong, (), Head(0, ""), 0) if lost else None
    with told(place):
        connection = connect(place.state, reading_only=_obstacle(place) is not None)
        try:
            return integrity.inspected(connection, kept)
        finally:
            connection.close()


def _bring_up(place: Workspace, connections: Connections) -> None:
    with told(place), connections.lent() as connection:
        if not connections.reading_only:
            migrate(connection)
        found = integrity.inspected(connection, _beside(place))
        if found.wrong:
            raise damaged(place, found.wrong[0])
        if found.schema < len(MIGRATIONS):
            raise StoreError(f"{place.state} must be brought up to date first, and it may not be written.")
        if not connections.reading_only and found.head.entries and found.head not in heads.noted(place.heads):
            heads.note(place.heads, found.head)


def _refuse_loss(place: Workspace) -> None:
    """An absent or empty file is a new state only where nothing was ever saved."""
    lost = max((each.head.entries for each in _beside(place)), default=0)
    if lost and not _is_there(place):
        raise damaged(place, f"it is missing or empty, although {lost:,} entries were saved")


def _is_there(place: Workspace) -> bool:
    return place.state.exists() and place.state.stat().st_size > 0


def _beside(place: Workspace) -> tuple[Kept, ...]:
    return tuple(Kept(head, place.heads.name) for head in heads.noted(place.heads))


def _obstacle(place: Workspace) -> str | None:
    """Why nothing can be saved; None where it can."""
    for each in (place.folder, place.state):
        if each.exists() and not os.access(each, os.W_OK):
            return f"{each} may not be written. What was saved can be read; mend the permissions to save again."
    if shutil.disk_usage(place.folder).free < ROOM:
        return f"The disk of {place.folder} is full. What was saved can be read; make room to save again."
    return None


def copy_to(place: Workspace, file: Path) -> Head:
    """Write a whole copy of the state to a new file and return its head; no file where there is no state.

    Raises StoreError for a damaged state: a copy of it would pass for a good one; OSError and sqlite3.Error where the
    new file cannot be written.
    """
    found = inspect(place)
    if found is None:
        return Head(0, "")
    if found.wrong:
        raise damaged(place, found.wrong[0])
    source = connect(place.state, reading_only=_obstacle(place) is not None)
    try:
        return _copied(place, source, file)
    finally:
        source.close()


def is_in_use(place: Workspace) -> bool:
    """Whether any other program has the state open: only then the log cannot be turned off."""
    if not _is_there(place):
        return False
    try:
        connection = connect(place.state)
    except (sqlite3.Error, UnicodeDecodeError):
        return False
    try:
        connection.execute("PRAGMA busy_timeout = 200")
        connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        return False
    except sqlite3.OperationalError as error:
        return "locked" in str(error)
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return False
    finally:
        connection.close()


def _copied(place: Workspace, source: sqlite3.Connection, file: Path) -> Head:
    os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    target = sqlite3.connect(file, isolation_level=None)
    try:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE").fetchone()
        found = integrity.inspected(target)
    finally:
        target.close()
    if found.wrong:
        raise damaged(place, found.wrong[0])
    return found.head
