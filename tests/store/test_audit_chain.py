"""Promise: whoever changes the past of a state is found out, by the chain itself or by a head kept elsewhere."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from leadscore.errors import StoreError
from leadscore.store.backing_up import back_up
from leadscore.store.checkup import Checkup, check
from leadscore.store.state import By, State, chain
from leadscore.store.state.chain import Entry, Head
from leadscore.store.state.sealing import seal
from leadscore.store.state.tables import TABLES
from leadscore.store.workspace import Workspace

from .conftest import ADA, BEN, NOON
from .story import given, tell

Forger = sqlite3.Connection
Forgery = Callable[[Forger], object]


@pytest.fixture
def told(ws: Workspace) -> Workspace:
    """A workspace in which the story was told, and nobody has it open."""
    with State.open(ws) as state:
        tell(state)
    return ws


def forge(place: Workspace, forgery: Forgery) -> None:
    """Change the file as somebody would who knows it well: the triggers are away meanwhile and back afterwards."""
    connection = sqlite3.connect(place.state, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = OFF")
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    forgery(connection)
    for _, sql in triggers:
        connection.execute(sql)
    connection.close()


def reseal(forger: Forger, table: str, number: int) -> str:
    """A new seal for a row that was changed."""
    names = ", ".join(("id", *TABLES[table].columns))
    row = forger.execute(f"SELECT {names} FROM {table} WHERE id = ?", (number,)).fetchone()
    forger.execute(f"UPDATE {table} SET seal = ? WHERE id = ?", (seal(table, row), number))
    return seal(table, row)


def rechain(forger: Forger) -> None:
    """Forge the whole chain anew, so that it fits what the rows say now."""
    last = Head(0, chain.genesis(forger))
    for entry in list(chain.entries(forger)):
        row_hash = entry.row_hash
        if entry.act == chain.ADDED:
            found = forger.execute(f"SELECT seal FROM {entry.about} WHERE id = ?", (entry.id,)).fetchone()
            row_hash = found[0] if found else row_hash
        number = last.entries + 1
        new = entry._replace(id=number, row_hash=row_hash, previous=last.hash)
        forger.execute("DELETE FROM audit WHERE id = ?", (entry.id,))
        last = chain.append(forger, last, new)


def newest(forger: Forger, table: str) -> int:
    number: int = forger.execute(f"SELECT max(id) FROM {table}").fetchone()[0]
    return number


def edit_a_row(forger: Forger) -> None:
    forger.execute("UPDATE feedback SET rating = 'accept' WHERE id = ?", (newest(forger, "feedback"),))


def edit_and_seal_a_row(forger: Forger) -> None:
    edit_a_row(forger)
    reseal(forger, "feedback", newest(forger, "feedback"))


def edit_a_text(forger: Forger) -> None:
    forger.execute("UPDATE texts SET text = 'I never said so' WHERE id = ?", (newest(forger, "texts"),))
    reseal(forger, "texts", newest(forger, "texts"))


def edit_seal_and_enter_a_row(forger: Forger) -> None:
    edit_a_row(forger)
    number = newest(forger, "feedback")
    forger.execute("UPDATE audit SET row_hash = ? WHERE id = ?", (reseal(forger, "feedback", number), number))


def edit_and_forge_the_chain(forger: Forger) -> None:
    edit_seal_and_enter_a_row(forger)
    rechain(forger)


def move_a_lead(forger: Forger) -> None:
    forger.execute("UPDATE leads SET lead_id = 'somebody else' WHERE id = ?", (newest(forger, "leads"),))
    reseal(forger, "leads", newest(forger, "leads"))


def delete_a_row(forger: Forger) -> None:
    forger.execute("DELETE FROM verdicts WHERE id = ?", (newest(forger, "verdicts"),))


def delete_a_text(forger: Forger) -> None:
    forger.execute("DELETE FROM texts WHERE id = ?", (newest(forger, "texts"),))


def delete_an_entry(forger: Forger) -> None:
    forger.execute("DELETE FROM audit WHERE id = 9")


def delete_the_first_entry(forger: Forger) -> None:
    forger.execute("DELETE FROM audit WHERE id = 1")


def delete_and_forge_the_chain(forger: Forger) -> None:
    number = newest(forger, "verdicts")
    forger.execute("DELETE FROM verdicts WHERE id = ?", (number,))
    forger.execute("DELETE FROM audit WHERE id = ?", (number,))
    rechain(forger)


def insert_a_row(forger: Forger) -> None:
    names = ", ".join(TABLES["feedback"].columns)
    forger.execute(f"INSERT INTO feedback (id, {names}, seal) SELECT 900, {names}, 'x' FROM feedback LIMIT 1")
    reseal(forger, "feedback", 900)


def insert_an_entry(forger: Forger) -> None:
    last = Head(*forger.execute("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1").fetchone())
    at = chain.stamp(NOON)
    chain.append(forger, last, Entry(last.entries + 1, at, "added", 1, "feedback", "0" * 64, None, last.hash))


def reorder_entries(forger: Forger) -> None:
    forger.execute("UPDATE audit SET id = -1 WHERE id = 5")
    forger.execute("UPDATE audit SET id = 5 WHERE id = 6")
    forger.execute("UPDATE audit SET id = 6 WHERE id = -1")


def reorder_rows(forger: Forger) -> None:
    first, second = (row[0] for row in forger.execute("SELECT id FROM feedback ORDER BY id LIMIT 2"))
    for before, after in ((first, -1), (second, first), (-1, second)):
        forger.execute("UPDATE feedback SET id = ? WHERE id = ?", (after, before))
    reseal(forger, "feedback", first)
    reseal(forger, "feedback", second)


def truncate(forger: Forger) -> None:
    """Cut the last entries off, with all their rows: what is left is sound in itself."""
    cut = newest(forger, "audit") - 3
    for table in (*TABLES, "audit"):
        forger.execute(f"DELETE FROM {table} WHERE id > ?", (cut,))


def fork(forger: Forger) -> None:
    """Another end to the same beginning, sound in itself and longer."""
    truncate(forger)
    head, _ = chain.head(forger)
    for number in range(head.entries + 1, head.entries + 9):
        row = (number, f"Person {number}", "0" * 32)
        sealed = seal("people", row)
        forger.execute("INSERT INTO people VALUES (?, ?, ?, ?)", (*row, sealed))
        entry = Entry(number, chain.stamp(NOON), chain.ADDED, None, "people", sealed, None, head.hash)
        head = chain.append(forger, head, entry)


def set_a_clock_back(forger: Forger) -> None:
    """One entry claims an earlier day, and the chain is forged to fit."""
    forger.execute("UPDATE audit SET at = '2026-01-01T00:00:00.000000' WHERE id = 12")
    rechain(forger)


def change_the_salt(forger: Forger) -> None:
    forger.execute("UPDATE origin SET value = ? WHERE name = 'salt'", ("00" * 32,))


def add_a_table(forger: Forger) -> None:
    forger.execute("CREATE TABLE more (id INTEGER)")


SHOWS_BY_ITSELF: dict[Forgery, str] = {
    edit_a_row: "row .* of feedback is not what was written",
    edit_and_seal_a_row: "row .* of feedback is not what was written",
    edit_a_text: "row .* of texts is not what was written",
    edit_seal_and_enter_a_row: "entry .* of the audit is not what was written",
    move_a_lead: "row .* of leads is not what was written",
    delete_a_row: "row .* of verdicts is missing",
    delete_a_text: "row .* of texts is missing",
    delete_an_entry: "entries 9 to 9 of the audit are missing",
    delete_the_first_entry: "entries 1 to 1 of the audit are missing",
    insert_a_row: "row 900 of feedback was never entered",
    insert_an_entry: "row .* of feedback is missing",
    reorder_entries: "entry 5 of the audit does not follow",
    reorder_rows: "row .* of feedback is not what was written",
    set_a_clock_back: "entry 12 of the audit is dated 2026-01-01T00:00, the one before it 2026-11-02T12:00",
    change_the_salt: "its origin is not what was written",
    add_a_table: "its tables are not those of schema 8",
}

SHOWS_BY_A_HEAD: dict[Forgery, str] = {
    edit_and_forge_the_chain: "is not the one that was saved .*: a forked history",
    delete_and_forge_the_chain: "something was cut off|a forked history|never was",
    truncate: "something was cut off, or an older copy was put in its place",
    fork: "a forked history",
}


def named(forgery: Forgery) -> str:
    return getattr(forgery, "__name__", "")


@pytest.mark.parametrize("forgery", SHOWS_BY_ITSELF, ids=named)
def test_a_forgery_shows_by_itself(told: Workspace, forgery: Forgery) -> None:
    forge(told, forgery)
    told.heads.unlink()
    assert_found(told, SHOWS_BY_ITSELF[forgery])


@pytest.mark.parametrize("table", TABLES)
def test_in_every_table_a_row_that_is_gone_or_changed_is_told(told: Workspace, table: str) -> None:
    whole = told.state.read_bytes()
    forge(told, lambda forger: forger.execute(f"DELETE FROM {table} WHERE id = ?", (newest(forger, table),)))
    assert_found(told, f"row .* of {table} is missing")
    told.state.write_bytes(whole)

    def edit_and_seal(forger: Forger) -> None:
        column, number = TABLES[table].columns[0], newest(forger, table)
        forger.execute(f"UPDATE {table} SET {column} = '2026-11-01T12:00:00.000000' WHERE id = ?", (number,))
        reseal(forger, table, number)

    forge(told, edit_and_seal)
    assert_found(told, f"row .* of {table} is not what was written")


@pytest.mark.parametrize("forgery", SHOWS_BY_A_HEAD, ids=named)
def test_a_perfect_forgery_shows_by_the_heads_beside_the_file(told: Workspace, forgery: Forgery) -> None:
    forge(told, forgery)
    assert_found(told, SHOWS_BY_A_HEAD[forgery])


@pytest.mark.parametrize("forgery", SHOWS_BY_A_HEAD, ids=named)
def test_a_perfect_forgery_shows_by_a_backup(told: Workspace, tmp_path: Path, forgery: Forgery) -> None:
    back_up(told, tmp_path / "b.zip", NOON)
    forge(told, forgery)
    told.heads.unlink()
    found = check(told)
    assert_says(found, SHOWS_BY_A_HEAD[forgery])
    assert str(tmp_path / "b.zip") in found.findings[-1]


def test_the_backup_itself_is_asked_and_not_the_list(told: Workspace, tmp_path: Path) -> None:
    back_up(told, tmp_path / "b.zip", NOON)
    forge(told, truncate)
    told.heads.unlink()
    with sqlite3.connect(told.state) as forged:
        head, _ = chain.head(forged)
    (line,) = told.backups.read_text().splitlines()
    told.backups.write_text(json.dumps(json.loads(line) | {"entries": head.entries, "head": head.hash}) + "\n")
    assert_says(check(told), SHOWS_BY_A_HEAD[truncate])


def test_a_sound_state_has_nothing_to_tell(told: Workspace, tmp_path: Path) -> None:
    back_up(told, tmp_path / "b.zip", NOON)
    with State.open(told) as state:
        state.feedback.give(given("later"), BEN)
    found = check(told)
    assert [each for each in found.findings if "state.sqlite" in each] == []
    assert found.notices == ()


def test_a_clock_that_was_set_back_is_told_by_the_chain_itself(told: Workspace) -> None:
    with State.open(told) as state:
        state.feedback.give(given("early"), By("Ben", "sales", NOON - timedelta(hours=2)))
        state.feedback.give(given("on"), By("Ben", "sales", NOON - timedelta(hours=2)))
    found = check(told)
    (notice,) = found.notices
    assert "is dated 2026-11-02T10:00, the one before it 2026-11-02T12:00: the clock was set back then" in notice
    with State.open(told) as state:
        assert len(state.feedback.of_lead("early")) == 1


def test_two_writers_a_moment_apart_are_no_clock_set_back(told: Workspace) -> None:
    with State.open(told) as state:
        state.feedback.give(given("early"), By("Ben", "sales", NOON - timedelta(minutes=4)))
    assert check(told).notices == ()


def test_the_chain_holds_hashes_and_numbers_only(told: Workspace) -> None:
    with State.open(told) as state:
        entries = state.audit.entries()
    said = " ".join(str(value) for entry in entries for value in (entry.act, entry.about, entry.row_hash, entry.actor))
    for personal in ("Ada", "Ben", "Cleo", "lead-", "text ", "Webinars"):
        assert personal not in said
    assert [entry.id for entry in entries] == list(range(1, len(entries) + 1))


def test_the_file_itself_refuses_to_change_its_past(told: Workspace) -> None:
    connection = sqlite3.connect(told.state)
    kept_for_good = [table.name for table in TABLES.values() if not table.erasable]
    assert {"versions", "votes", "signatures", "agreements"} < set(kept_for_good)
    for table in ("audit", "origin", *kept_for_good):
        for act in (f"DELETE FROM {table}", f"UPDATE {table} SET id = id + 100"):
            with pytest.raises(sqlite3.IntegrityError, match="are never changed"):
                connection.execute(act)
    connection.close()


def test_the_head_is_what_people_keep(told: Workspace) -> None:
    with State.open(told) as state:
        before = state.audit.head()
        state.feedback.give(given("more"), ADA)
        assert state.audit.head().entries > before.entries
        assert str(before) == f"{before.entries}:{before.hash}"


def test_a_head_that_was_printed_is_found_in_the_chain_or_not(told: Workspace) -> None:
    with State.open(told) as state:
        printed = state.audit.head()
        state.feedback.give(given("more"), ADA)
        assert state.audit.holds(printed)
        assert state.audit.holds(state.audit.head())
        assert not state.audit.holds(Head(printed.entries, "0" * 64))
        assert not state.audit.holds(Head(printed.entries + 1, printed.hash))
        assert not state.audit.holds(Head(printed.entries + 900, printed.hash))
        (agreement,) = state.agreements.all()
        assert state.audit.holds(agreement.head)
        forge(told, edit_seal_and_enter_a_row)
        with pytest.raises(StoreError, match="entry .* of the audit is not what was written"):
            state.audit.holds(printed)


def assert_found(place: Workspace, words: str) -> None:
    """Told at the start, and by the check."""
    assert_says(check(place), words)
    with pytest.raises(StoreError, match="state.sqlite is damaged"):
        State.open(place)


def assert_says(found: Checkup, words: str) -> None:
    assert not found.ok
    said = "\n".join(found.findings)
    assert re.search(words, said), said
