"""Schemas: numbered, brought up to date at the start, and never guessed at."""

from __future__ import annotations

import os
import sqlite3
import threading
from pathlib import Path

import pytest

from leadscore.errors import StoreError
from leadscore.store.checkup import check
from leadscore.store.state import State
from leadscore.store.state.connections import connect
from leadscore.store.state.schema import MIGRATIONS, migrate, number_of
from leadscore.store.state.tables import TABLES
from leadscore.store.workspace import Workspace

from .story import everything, meet, put_back, tell


@pytest.mark.parametrize("number", range(1, len(MIGRATIONS)))
def test_an_older_file_is_brought_up_to_date(ws: Workspace, number: int) -> None:
    connection = connect(ws.state)
    migrate(connection, MIGRATIONS[:number])
    connection.close()
    with State.open(ws) as state:
        tell(state)
        assert state.versions.lines()


@pytest.mark.parametrize("number", [5, 6, 7])
def test_what_an_older_file_holds_is_there_afterwards(ws: Workspace, number: int) -> None:
    before = put_back(ws, number)
    with State.open(ws) as state:
        assert everything(state) == before
        meet(state, state.versions.lines()[0].id)
        assert len(state.signatures.all()) == 2
    assert check(ws).findings[1:] == ()


def test_a_newer_file_is_refused_and_left_alone(ws: Workspace) -> None:
    State.open(ws).close()
    connection = connect(ws.state)
    migrate(connection, (*MIGRATIONS, ("CREATE TABLE later (id INTEGER)",)))
    connection.close()
    before = ws.state.read_bytes()
    known = len(MIGRATIONS)
    words = rf"written by a newer leadscore \(schema {known + 1}; this one knows {known}\). Update leadscore"
    with pytest.raises(StoreError, match=words):
        State.open(ws)
    assert ws.state.read_bytes() == before
    assert "was written by a newer leadscore" in check(ws).findings[-1]


def test_a_state_to_be_brought_up_to_date_where_nobody_may_write(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = connect(ws.state)
    migrate(connection, MIGRATIONS[:2])
    connection.close()
    real = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and real(path, mode))
    with pytest.raises(StoreError, match="must be brought up to date first, and it may not be written"):
        State.open(ws)


def test_somebody_elses_file_is_refused_and_left_alone(ws: Workspace) -> None:
    connection = sqlite3.connect(ws.state)
    connection.execute("CREATE TABLE accounts (id INTEGER)")
    connection.commit()
    connection.close()
    with pytest.raises(StoreError, match="its tables are not those of schema 0"):
        State.open(ws)


def test_a_migration_that_fails_leaves_the_file_as_it_was(ws: Workspace) -> None:
    with State.open(ws) as state:
        tell(state)
        before = everything(state)
    connection = connect(ws.state)
    broken = ("CREATE TABLE later (id INTEGER)", "INSERT INTO nowhere VALUES (1)")
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        migrate(connection, (*MIGRATIONS, broken))
    assert number_of(connection) == len(MIGRATIONS)
    connection.close()
    with State.open(ws) as state:
        assert everything(state) == before


def test_many_who_open_a_new_state_at_once_make_one(ws: Workspace) -> None:
    links: list[str] = []

    def open_it() -> None:
        with State.open(ws) as state:
            links.append(state.links.link("anna"))

    threads = [threading.Thread(target=open_it) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(links), len(set(links))) == (8, 1)


def test_every_table_has_the_columns_that_rows_are_sealed_by(state: State) -> None:
    connection = sqlite3.connect(state.place.state)
    for table in TABLES.values():
        columns = [name for _, name, *_ in connection.execute(f"PRAGMA table_info({table.name})")]
        assert sorted(columns) == sorted(("id", *table.columns, "seal"))
    connection.close()


def test_what_the_disk_is_promised(state: State) -> None:
    with state._connections.lent() as connection:
        asked = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in PROMISED}
    assert asked == PROMISED


PROMISED = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "secure_delete": 1,
    "busy_timeout": 10_000,
    "temp_store": 2,
}


def test_the_file_is_for_its_owner_alone(state: State, tmp_path: Path) -> None:
    tell(state)
    for file in state.place.folder.glob("state.*"):
        assert file.stat().st_mode & 0o077 == 0, file
