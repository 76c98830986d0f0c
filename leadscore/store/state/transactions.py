"""The two ways into the state: reading one moment, and writing in one transaction that is kept whole or not at all."""

from __future__ import annotations

import errno
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from leadscore.errors import StoreError
from leadscore.store import known_backups
from leadscore.store.state import heads
from leadscore.store.state.connections import PATIENCE, Connections
from leadscore.store.state.damage import Damaged, Newer
from leadscore.store.state.journal import Reading, Writing
from leadscore.store.workspace import Workspace


class Transactions:
    """Transactions on the state of one workspace; SQLite's own errors leave as StoreErrors that say what to do."""

    def __init__(self, place: Workspace, connections: Connections, reading_only: str | None) -> None:
        self.place = place
        self.connections = connections
        self.reading_only = reading_only
        self._one_writes = threading.Lock()

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """Everything read in the block is of one moment."""
        with told(self.place), self.connections.lent() as connection:
            connection.execute("BEGIN")
            yield Reading(connection)

    @contextmanager
    def writing(self, at: datetime) -> Iterator[Writing]:
        """What is added in the block is on the disk when the block is left, and not at all where it fails."""
        if self.reading_only is not None:
            raise StoreError(f"Nothing was saved: {self.reading_only}")
        with self._queue(), told(self.place), self.connections.lent() as connection:
            connection.execute("BEGIN IMMEDIATE")
            writing = Writing(connection, at)
            yield writing
            connection.execute("COMMIT")
            heads.note(self.place.heads, writing.last)

    @contextmanager
    def _queue(self) -> Iterator[None]:
        """Threads wait for each other here, where the next is woken at once; in the file they would only try again."""
        if not self._one_writes.acquire(timeout=PATIENCE):
            raise StoreError(_busy(self.place))
        try:
            yield
        finally:
            self._one_writes.release()


@contextmanager
def told(place: Workspace) -> Iterator[None]:
    """What SQLite says of a file, in words for the person before it; texts of the rows are never in them."""
    try:
        yield
    except Damaged as error:
        raise damaged(place, str(error)) from error
    except Newer as error:
        raise StoreError(
            f"{place.state} was written by a newer leadscore (schema {error.number}; this one knows {error.known}). "
            "Update leadscore, then open it again; nothing was changed."
        ) from error
    except sqlite3.OperationalError as error:
        raise _operational(place, error) from error
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise damaged(place, "it cannot be read as the database that it was") from error
    except OSError as error:
        raise StoreError(_full(place) if error.errno == errno.ENOSPC else _unusable(place, error.strerror)) from error


def damaged(place: Workspace, what: str) -> StoreError:
    """The error for a file that does not hold what was written; it names the last good backup."""
    return StoreError(f"{place.state} is damaged: {what}. {known_backups.way_back(place)}")


def _operational(place: Workspace, error: sqlite3.OperationalError) -> StoreError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreError(_busy(place))
    if code == sqlite3.SQLITE_FULL:
        return StoreError(_full(place))
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return StoreError(_unusable(place, "it may not be written or opened"))
    if code == sqlite3.SQLITE_IOERR:
        return StoreError(_unusable(place, "the disk reports an error"))
    return damaged(place, "it cannot be read as the database that it was")


def _busy(place: Workspace) -> str:
    return f"Nothing was saved: another program has been writing to {place.state} for ten seconds. Try again."


def _full(place: Workspace) -> str:
    return f"Nothing was saved: the disk of {place.state} is full. Make room, then save again."


def _unusable(place: Workspace, why: str | None) -> str:
    return f"{place.state} cannot be used: {why}. Nothing was saved. Mend its permissions or its disk, then try again."
