"""Connections to the state file: each used by one thread at a time, all with the same promises to the disk."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, LifoQueue

PATIENCE = 10.0
"""Seconds that a writer waits for another one."""

_ALWAYS = (
    f"PRAGMA busy_timeout = {int(PATIENCE * 1000)}",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
)


class Connections:
    """Connections to one file; `reading_only` where its disk takes no writing."""

    def __init__(self, file: Path, reading_only: bool = False) -> None:
        self.file = file
        self.reading_only = reading_only
        self._idle: LifoQueue[sqlite3.Connection] = LifoQueue()

    @contextmanager
    def lent(self) -> Iterator[sqlite3.Connection]:
        """A connection for the length of a block; whatever transaction is left open in it is rolled back."""
        try:
            connection = self._idle.get_nowait()
        except Empty:
            connection = connect(self.file, self.reading_only)
        try:
            yield connection
        finally:
            if connection.in_transaction:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
            self._idle.put(connection)

    def close(self) -> None:
        """Close the connections that nobody uses."""
        while True:
            try:
                self._idle.get_nowait().close()
            except Empty:
                return


def connect(file: Path, reading_only: bool = False) -> sqlite3.Connection:
    """A connection in autocommit mode; the file is made, for its owner alone, where it is absent and may be written."""
    if not reading_only:
        _make(file)
    connection = sqlite3.connect(
        _address(file, reading_only), uri=True, isolation_level=None, check_same_thread=False, timeout=PATIENCE
    )
    try:
        for pragma in _ALWAYS:
            connection.execute(pragma)
        if reading_only:
            connection.execute("PRAGMA query_only = ON")
        else:
            _write_ahead(connection)
    except (sqlite3.Error, UnicodeDecodeError):  # of a damaged file even the names in error messages may be no text
        connection.close()
        raise
    return connection


def _make(file: Path) -> None:
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _address(file: Path, reading_only: bool) -> str:
    """A disk that takes no writing has no place for a new index of the log: without a log the file is all there is."""
    if not reading_only:
        return f"{file.as_uri()}?mode=rw"
    has_log = file.with_name(f"{file.name}-wal").exists()
    return f"{file.as_uri()}?mode=ro" + ("" if has_log else "&immutable=1")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Turning the log on needs the file for oneself for a moment, and SQLite does not wait for that by itself."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
            break
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
    connection.execute("PRAGMA synchronous = FULL")
