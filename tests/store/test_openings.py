"""Openings: the locked period of a data revision is opened once, by somebody who is named, and never closed again."""

from __future__ import annotations

import hashlib
import multiprocessing
import re
import sqlite3
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from leadscore.errors import UsageError
from leadscore.store.state import By, State, Unlocking
from leadscore.store.state.connections import connect
from leadscore.store.words import Words
from leadscore.store.workspace import Workspace

from .conftest import ADA, BEN, NOON
from .story import look_and_open

SEEN = Unlocking("data-1", '{"models":[]}')


def test_an_opening_keeps_what_was_seen(state: State) -> None:
    assert state.openings.of("data-1") is None
    opened = state.openings.open(SEEN, ADA)
    assert (opened.revision, opened.document, opened.at, opened.author.name) == ("data-1", '{"models":[]}', NOON, "Ada")
    assert opened.document_hash == hashlib.sha256(b'{"models":[]}').hexdigest()
    assert state.openings.of("data-1") == opened
    assert state.openings.all() == (opened,)
    entry = state.audit.entries()[-1]
    assert (entry.id, entry.about) == (opened.id, "openings")


def test_a_second_opening_is_refused_with_who_and_when(state: State) -> None:
    state.openings.open(SEEN, ADA)
    before = state.audit.head()
    with pytest.raises(UsageError, match=r"opened already, at 2026-11-02 12:00 UTC by Ada, marketing\. It can be"):
        state.openings.open(Unlocking("data-1", '{"models":[1]}'), BEN)
    assert state.audit.head() == before
    (kept,) = state.openings.all()
    assert kept.document == '{"models":[]}'


def test_new_data_have_a_period_of_their_own(state: State) -> None:
    state.openings.open(SEEN, ADA)
    state.openings.open(Unlocking("data-2", "{}"), BEN)
    assert [each.revision for each in state.openings.all()] == ["data-1", "data-2"]
    assert state.openings.turn() == state.openings.all()[-1].id


def test_nothing_but_a_document_opens_it() -> None:
    with pytest.raises(UsageError, match="is no JSON document, so it stays closed"):
        Unlocking("data-1", "a lift of 1.3")


@pytest.mark.parametrize("act", ["UPDATE openings SET revision = 'data-9'", "DELETE FROM openings"])
@pytest.mark.parametrize("table", ["openings", "tries"])
def test_rows_are_never_changed(state: State, act: str, table: str) -> None:
    look_and_open(state)
    connection = connect(state.place.state)
    with pytest.raises(sqlite3.IntegrityError, match=f"rows of {table} are never changed"):
        connection.execute(act.replace("openings", table))
    connection.close()


def test_whoever_is_forgotten_leaves_the_opening_as_it_was(state: State) -> None:
    opened = state.openings.open(SEEN, ADA)
    state.forget("anna", Words("anna"), NOON)
    assert state.openings.of("data-1") == opened


def opens(folder: Path, name: str, told: Connection) -> None:
    """Another process that opens the locked period once it is told to."""
    with State.open(folder) as state:
        told.send("ready")
        told.recv()
        try:
            state.openings.open(Unlocking("data-1", f'{{"models":["{name}"]}}'), By(name, "sales", NOON))
            told.send("opened")
        except UsageError as error:
            told.send(str(error))


def test_of_two_processes_one_opens_it_and_the_other_is_told(ws: Workspace) -> None:
    State.open(ws).close()
    spawning = multiprocessing.get_context("spawn")
    pipes = {name: spawning.Pipe() for name in ("Eve", "Finn")}
    racing = [spawning.Process(target=opens, args=(ws.folder, name, pipe[1])) for name, pipe in pipes.items()]
    for each in racing:
        each.start()
    for here, _ in pipes.values():
        assert here.recv() == "ready"
    for here, _ in pipes.values():
        here.send("go")
    told = {name: here.recv() for name, (here, _) in pipes.items()}
    for each in racing:
        each.join()
    winner = next(name for name, words in told.items() if words == "opened")
    (loser,) = told.keys() - {winner}
    assert re.search(rf"opened already, at 2026-11-02 12:00 UTC by {winner}, sales", told[loser])
    with State.open(ws) as state:
        (kept,) = state.openings.all()
    assert kept.document == f'{{"models":["{winner}"]}}'
