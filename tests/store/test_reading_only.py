"""A full or read-only disk: reading goes on, saving says why not, and nothing is half saved."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from leadscore.errors import StoreError
from leadscore.store.checkup import check
from leadscore.store.state import State, connections, transactions
from leadscore.store.state import state as door
from leadscore.store.workspace import Workspace

from .conftest import BEN, NOON
from .story import everything, given, open_room, tell


@pytest.fixture
def no_writing(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """A workspace with the story in it, on a disk that takes no writing any more (for root, too)."""
    with State.open(ws) as state:
        tell(state)
    real = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and real(path, mode))
    yield ws


def test_a_writable_state_says_so(state: State) -> None:
    assert state.writable()
    assert state.writable().why == ""


def test_reading_goes_on_and_saving_says_why_not(no_writing: Workspace) -> None:
    before = {file.name: file.read_bytes() for file in no_writing.folder.glob("state*")}
    with State.open(no_writing) as state:
        assert len(state.versions.history("Agreed model")) == 3
        writable = state.writable()
        assert not writable and "may not be written. What was saved can be read" in writable.why
        with pytest.raises(StoreError, match="Nothing was saved: .* may not be written"):
            state.feedback.give(given(), BEN)
        assert len(everything(state)[1]) == 8
    assert {file.name: file.read_bytes() for file in no_writing.folder.glob("state*")} == before


def test_a_workshop_is_read_and_takes_no_vote_where_nobody_may_write(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with State.open(ws) as state:
        room = open_room(state)
        joined = state.rooms.join(room.id, room.code, BEN)
        asked = state.ballots.start(room.id, ("vp",), BEN)
    real = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and real(path, mode))
    with State.open(ws) as state:
        assert state.rooms.current() == room
        assert state.rooms.turn(room.id) == asked.id
        member = state.rooms.member_of(joined.token)
        assert member == joined.member
        with pytest.raises(StoreError, match="Nothing was saved: .* may not be written"):
            state.ballots.vote(asked.id, member, "vp", "S", NOON)
        assert state.ballots.progress(asked.id).votes == 0


def test_a_disk_that_was_mended_is_noticed(no_writing: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    with State.open(no_writing) as state:
        assert not state.writable()
        monkeypatch.undo()
        assert state.writable()
        state.feedback.give(given("late"), BEN)
    with State.open(no_writing) as state:
        assert len(state.feedback.of_lead("late")) == 1


def test_a_state_that_was_never_made_cannot_be_made_there(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    with pytest.raises(StoreError, match="There is no state yet, and none can be made: .* may not be written"):
        State.open(ws)


def test_a_nearly_full_disk_is_told_before_a_save_fails(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(state.place.folder)
    monkeypatch.setattr(door.shutil, "disk_usage", lambda path: usage._replace(free=1_000))
    assert "is full. What was saved can be read; make room" in state.writable().why


def test_a_disk_that_fills_up_within_a_save_keeps_nothing_of_it(ws: Workspace) -> None:
    with State.open(ws) as state:
        tell(state)
        before = everything(state)
        with state._connections.lent() as connection:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreError, match="Nothing was saved: the disk of .* is full. Make room"):
            for _ in range(50):
                before = everything(state)
                state.feedback.give(given("anna", text="x" * 5_000), BEN)
        assert everything(state) == before
    assert [each for each in check(ws).findings if "state.sqlite" in each] == []


BEYOND = """
import resource, signal, sys
from datetime import datetime
from leadscore.errors import StoreError
from leadscore.store.state import By, Given, State
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
state = State.open(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
saved = 0
try:
    while True:
        state.feedback.give(Given("anna", "accept", "h", text="x" * 9_000), By("Ben", "sales", datetime(2026, 11, 2)))
        saved += 1
except StoreError as error:
    print(saved, error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits on files are POSIX")
def test_a_file_that_may_not_grow_loses_nothing_that_was_saved(ws: Workspace) -> None:
    assert resource.RLIMIT_FSIZE is not None
    done = subprocess.run([sys.executable, "-c", BEYOND, str(ws.folder)], capture_output=True, text=True, check=True)
    saved, _, words = done.stdout.partition(" ")
    assert "Nothing was saved" in words
    with State.open(ws) as state:
        assert len(state.feedback.of_lead("anna")) == int(saved) > 5


def test_a_writer_who_never_ends_is_told_of(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    other = sqlite3.connect(state.place.state, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with state._connections.lent() as connection:
        connection.execute("PRAGMA busy_timeout = 50")
    with pytest.raises(StoreError, match="another program has been writing to"):
        state.feedback.give(given(), BEN)
    other.execute("ROLLBACK")
    other.close()
    state.feedback.give(given(), BEN)


def test_a_thread_that_never_ends_its_writing_is_told_of(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transactions, "PATIENCE", 0.05)
    with state._transactions.writing(NOON), pytest.raises(StoreError, match="Nothing was saved: .* Try again"):
        state.feedback.give(given(), BEN)
    state.feedback.give(given(), BEN)


def test_readers_are_not_kept_waiting_by_a_writer(state: State) -> None:
    tell(state)
    other = sqlite3.connect(state.place.state, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert len(everything(state)[1]) == 8
    other.execute("ROLLBACK")
    other.close()


def test_many_threads_save_and_none_is_lost(state: State) -> None:
    def rate(number: int) -> None:
        for each in range(10):
            state.feedback.give(given(f"{number} {each}", "accept"), BEN)

    threads = [threading.Thread(target=rate, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {each.lead_id for each in state.feedback.unseen("marketing")} == {
        f"{n} {e}" for n in range(8) for e in range(10)
    }


def test_a_workspace_moved_with_its_log_is_read_where_nobody_may_write(ws: Workspace, tmp_path: Path) -> None:
    state = State.open(ws)
    tell(state)
    copy = Path(shutil.copytree(ws.folder, tmp_path / "copy"))
    said = everything(state)
    state.close()
    read = connections.Connections(copy / "state.sqlite", reading_only=True)
    with read.lent() as connection:
        assert connection.execute("SELECT max(id) FROM audit").fetchone()[0] == said[-2].entries
    read.close()
