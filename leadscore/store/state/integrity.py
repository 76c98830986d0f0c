"""Is the state what was written?  Pages, schema, rows, chain, and the chain's head against what is kept elsewhere.

SQLite trusts its disk: it does not notice a flipped byte within a row.  So every row has its seal, every seal stands in
the chain, and the chain's end is also kept beside the file and in every backup.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from leadscore.store.state import chain
from leadscore.store.state.chain import ADDED, CLOCK_SET_BACK, ERASED, Entry, Head
from leadscore.store.state.damage import Damaged
from leadscore.store.state.migrations import MIGRATIONS
from leadscore.store.state.schema import verified_number
from leadscore.store.state.sealing import seal
from leadscore.store.state.tables import PERSONAL, TABLES, Table

MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class Kept:
    """A head of the chain that is kept elsewhere, and where."""

    head: Head
    place: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a look at the state found: what is wrong, what a reader should know, and where the chain ends."""

    wrong: tuple[str, ...]
    notices: tuple[str, ...]
    head: Head
    schema: int


def inspected(connection: sqlite3.Connection, kept: Iterable[Kept] = ()) -> Found:
    """Look at everything in one moment; a damage that stops the look is the last thing found."""
    connection.execute("BEGIN")
    try:
        schema = verified_number(connection)
        wrong = [*_pages(connection), *_origin(connection)]
        chained = _chained(connection, tuple(kept))
        rows = _rows(connection, chained) if schema == len(MIGRATIONS) else []
        return Found(_few([*wrong, *chained.wrong, *rows]), tuple(chained.notices), chained.head, schema)
    except (Damaged, sqlite3.DatabaseError, TypeError, ValueError) as error:  # any value may stand in a damaged file
        what = str(error) if isinstance(error, Damaged) else "it cannot be read as the database that it was"
        return Found((what,), (), Head(0, ""), 0)
    finally:
        connection.execute("ROLLBACK")


@dataclass(slots=True)
class _Chained:
    """What the chain says there must be: for each table the hash of each live row."""

    head: Head
    live: dict[str, dict[int, str]]
    erased: set[tuple[str, int]]
    wrong: list[str]
    notices: list[str]


def _pages(connection: sqlite3.Connection) -> Iterator[str]:
    (first, *_) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if first != "ok":
        yield "its pages do not fit together"
    if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        yield "a row refers to one that is missing"


def _origin(connection: sqlite3.Connection) -> Iterator[str]:
    rows = connection.execute("SELECT id, name, value, seal FROM origin ORDER BY id").fetchall()
    if [row[1] for row in rows] != ["state", "salt"] or any(seal("origin", row[:-1]) != row[-1] for row in rows):
        yield "its origin is not what was written"


def _chained(connection: sqlite3.Connection, kept: tuple[Kept, ...]) -> _Chained:
    """Follow the chain from its beginning."""
    told = _Chained(Head(0, chain.genesis(connection)), defaultdict(dict), set(), [], [])
    wanted = {each.head.entries for each in kept}
    passed = {0: told.head.hash}
    last_at: str | None = None
    for entry in chain.entries(connection):
        told.wrong += _links(entry, told.head)
        told.head = Head(entry.id, entry.hash)
        if entry.id in wanted:
            passed[entry.id] = entry.hash
        if chain.went_back(last_at, entry.at):
            _tell_clock(told, entry, last_at)
        last_at = entry.at
        _take(told, entry)
    told.wrong += [_against(each, told.head) for each in kept if passed.get(each.head.entries) != each.head.hash]
    return told


def _links(entry: Entry, before: Head) -> Iterator[str]:
    if entry.id != before.entries + 1:
        yield f"entries {before.entries + 1} to {entry.id - 1} of the audit are missing"
    elif entry.previous != before.hash:
        yield f"entry {entry.id} of the audit does not follow the one before it"
    if entry.hashed() != entry.hash:
        yield f"entry {entry.id} of the audit is not what was written"


def _tell_clock(told: _Chained, entry: Entry, before: str | None) -> None:
    sentence = f"entry {entry.id} of the audit is dated {entry.at[:16]}, the one before it {str(before)[:16]}"
    if entry.act == CLOCK_SET_BACK:
        told.notices.append(f"{sentence}: the clock was set back then")
    else:
        told.wrong.append(sentence)


def _take(told: _Chained, entry: Entry) -> None:
    if entry.about is None:
        return
    if entry.act == ADDED:
        told.live[entry.about][entry.id] = entry.row_hash or ""
    elif entry.act == ERASED and entry.erases is not None:
        if told.live[entry.about].pop(entry.erases, None) != entry.row_hash:
            told.wrong.append(f"entry {entry.id} of the audit erases a row that was not there")
        told.erased.add((entry.about, entry.erases))


def _against(kept: Kept, end: Head) -> str:
    if kept.head.entries > end.entries:
        return (
            f"the audit ends at entry {end.entries:,}, although entry {kept.head.entries:,} was saved ({kept.place}): "
            "something was cut off, or an older copy was put in its place"
        )
    return f"entry {kept.head.entries:,} of the audit is not the one that was saved ({kept.place}): a forked history"


def _rows(connection: sqlite3.Connection, told: _Chained) -> list[str]:
    wrong = []
    for table in TABLES.values():
        rows = _sealed(connection, table)
        expected = told.live.get(table.name, {})
        wrong += [f"row {number} of {table.name} is missing" for number in expected.keys() - rows.keys()]
        wrong += [f"row {number} of {table.name} was never entered" for number in rows.keys() - expected.keys()]
        wrong += [
            f"row {number} of {table.name} is not what was written"
            for number in rows.keys() & expected.keys()
            if rows[number][0] != expected[number]
        ]
        wrong += [sentence for number in rows for sentence in _references(told, table, number, rows[number][1])]
    strangers = told.live.keys() - TABLES.keys()
    return wrong + [f"the audit speaks of a table that leadscore does not have ({len(strangers)})"] * bool(strangers)


def _sealed(connection: sqlite3.Connection, table: Table) -> dict[int, tuple[str, tuple[object, ...]]]:
    """Each row's seal as it must be (computed from what the row holds), and its values."""
    names = ", ".join(("id", *table.columns, "seal"))
    found = {}
    for row in connection.execute(f"SELECT {names} FROM {table.name} NOT INDEXED"):
        sealed = seal(table.name, row[:-1])
        found[row[0]] = (sealed if sealed == row[-1] else "", row[1:-1])
    return found


def _references(told: _Chained, table: Table, number: int, values: tuple[object, ...]) -> Iterator[str]:
    """A name or text may be gone only if the chain says that it was erased."""
    for column, value in zip(table.columns, values, strict=True):
        refers_to = PERSONAL.get(column)
        if refers_to is None or not isinstance(value, int):
            continue
        if value not in told.live.get(refers_to.name, {}) and (refers_to.name, value) not in told.erased:
            yield f"row {number} of {table.name} refers to a row of {refers_to.name} that never was"


def _few(wrong: list[str]) -> tuple[str, ...]:
    more = len(wrong) - MOST_TOLD
    return (*wrong[:MOST_TOLD], f"and {more:,} more") if more > 0 else tuple(wrong)


def origin(reading_from: sqlite3.Connection, name: str) -> str:
    """A value of the state's origin, held against its seal."""
    row = reading_from.execute("SELECT id, name, value, seal FROM origin WHERE name = ?", (name,)).fetchone()
    if row is None or seal("origin", row[:-1]) != row[-1]:
        raise Damaged("its origin is not what was written")
    value: str = row[2]
    return value
