"""Reading and writing rows: what is read is held against its seal, what is written gets its entry in the chain."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from leadscore.errors import StoreError
from leadscore.store.state import chain
from leadscore.store.state.chain import ADDED, CLOCK_SET_BACK, ERASED, Entry, Head
from leadscore.store.state.damage import Damaged
from leadscore.store.state.people import Author, By
from leadscore.store.state.sealing import seal
from leadscore.store.state.tables import LEADS, PEOPLE, TEXTS, Table

Row = dict[str, Any]


class Reading:
    """The rows of one moment; raises Damaged where one is not what was written."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._held: dict[tuple[str, int], Row | None] = {}

    def rows(self, table: Table, where: str = "", values: Sequence[object] = ()) -> list[Row]:
        """Rows in the order in which they were added; `where` is a condition of ours, with ? for its values."""
        names = ("id", *table.columns)
        condition = f" WHERE {where}" if where else ""
        found = self._connection.execute(
            f"SELECT {', '.join(names)}, seal FROM {table.name}{condition} ORDER BY id", values
        ).fetchall()
        for row in found:
            if seal(table.name, row[:-1]) != row[-1]:
                raise Damaged(f"row {row[0]} of {table.name} is not what was written")
        return [dict(zip(names, row, strict=False)) for row in found]

    def one(self, table: Table, number: int | None) -> Row | None:
        """The row of that number; None where there is none, or none any more."""
        if number is None:
            return None
        if (table.name, number) in self._held:
            return self._held[table.name, number]
        found = self.rows(table, "id = ?", (number,))
        return found[0] if found else None

    def existing(self, table: Table, number: int, what: str) -> Row:
        """The row of that number; StoreError where there is none, which calls it `what`."""
        row = self.one(table, number)
        if row is None:
            raise StoreError(f"There is no {what} {number} here. Choose one that is listed.")
        return row

    def hold(self, table: Table, numbers: Iterable[int | None]) -> None:
        """Read rows of an erasable table at once that will be asked for one by one."""
        wanted = {number for number in numbers if number is not None and (table.name, number) not in self._held}
        self._held |= {(table.name, number): None for number in wanted}
        for row in self.rows(table, "id IN (SELECT value FROM json_each(?))", (json.dumps(sorted(wanted)),)):
            self._held[table.name, row["id"]] = row

    def name(self, person: int) -> str | None:
        """A person's name; None once it was erased."""
        self.hold(PEOPLE, (person,))
        row = self.one(PEOPLE, person)
        return row["name"] if row else None

    def author(self, row: Row) -> Author:
        """Who signed a row."""
        return Author(self.name(row["author"]), row["team"])

    def text(self, number: int | None) -> str | None:
        """A text; None where there was none, or once it was erased."""
        row = self.one(TEXTS, number)
        return row["text"] if row else None

    def lead_id(self, number: int | None) -> str | None:
        """A lead's id; None once the lead was forgotten."""
        row = self.one(LEADS, number)
        return row["lead_id"] if row else None

    def known_lead(self, lead_id: str) -> int | None:
        """The number of the row that stands for a lead; None where nothing was ever said about it."""
        found = self.rows(LEADS, "lead_id = ?", (lead_id,))
        return found[0]["id"] if found else None

    def newest(self, table: Table, where: str = "", values: Sequence[object] = ()) -> int:
        """The number of the newest row under a condition, 0 where there is none; a number only, so without its seal."""
        condition = f" WHERE {where}" if where else ""
        asked = f"SELECT coalesce(max(id), 0) FROM {table.name}{condition}"
        number: int = self._connection.execute(asked, values).fetchone()[0]
        return number

    def tally(self, table: Table, column: str, differing: str, where: str, values: Sequence[object]) -> dict[Any, int]:
        """How many differing values of one column each value of another has; counts only, so without the seals."""
        asked = f"SELECT {column}, count(DISTINCT {differing}) FROM {table.name} WHERE {where} GROUP BY {column}"
        return dict(self._connection.execute(asked, values).fetchall())

    def head(self) -> Head:
        """Where the chain ends."""
        return chain.head(self._connection)[0]

    def holds(self, head: Head) -> bool:
        """Whether the chain passed through that head."""
        return chain.holds(self._connection, head)

    def entries(self) -> tuple[Entry, ...]:
        """The chain."""
        return tuple(chain.entries(self._connection))


class Writing(Reading):
    """One transaction at one moment in time; nothing of it is there until it is committed."""

    def __init__(self, connection: sqlite3.Connection, at: datetime) -> None:
        super().__init__(connection)
        self.at = chain.stamp(at)
        self.last, self._last_at = chain.head(connection)

    def add(self, table: Table, actor: int | None = None, **values: object) -> int:
        """Add a row and its entry; returns the number of both."""
        self._tell_the_clock()
        number = self.last.entries + 1
        row = (number, *(values[column] for column in table.columns))
        sealed = seal(table.name, row)
        places = ", ".join("?" * (len(row) + 1))
        names = ", ".join(("id", *table.columns, "seal"))
        self._connection.execute(f"INSERT INTO {table.name} ({names}) VALUES ({places})", (*row, sealed))
        self._enter(ADDED, actor, table.name, sealed)
        return number

    def signed(self, table: Table, by: By, **values: object) -> int:
        """Add a row that says who did it, for which team, and when; returns its number."""
        author = self.person(by.name)
        return self.add(table, author, at=self.at, author=author, team=by.team, **values)

    def erase(self, table: Table, number: int, actor: int | None = None) -> bool:
        """Take a row out of an erasable table for good; its entry stays, and says no word of it."""
        if not table.erasable:
            raise ValueError(f"rows of {table.name} are never erased")
        found = self._connection.execute(f"SELECT seal FROM {table.name} WHERE id = ?", (number,)).fetchone()
        if found is None:
            return False
        self._tell_the_clock()
        self._connection.execute(f"DELETE FROM {table.name} WHERE id = ?", (number,))
        self._enter(ERASED, actor, table.name, found[0], number)
        return True

    def person(self, name: str) -> int:
        """The row that stands for a person."""
        found = self.rows(PEOPLE, "name = ?", (name,))
        return found[0]["id"] if found else self.add(PEOPLE, name=name, nonce=nonce())

    def lead(self, lead_id: str) -> int:
        """The row that stands for a lead."""
        known = self.known_lead(lead_id)
        return known if known is not None else self.add(LEADS, lead_id=lead_id, nonce=nonce())

    def written(self, text: str, lead: int | None = None) -> int | None:
        """A text in a row of its own, about a lead where it is; None for no text."""
        return self.add(TEXTS, lead=lead, text=text, nonce=nonce()) if text else None

    def _tell_the_clock(self) -> None:
        """A clock that was set back is told by the chain itself, so that nobody need guess at the order."""
        if chain.went_back(self._last_at, self.at):
            self._last_at = self.at
            self._enter(CLOCK_SET_BACK)

    def _enter(
        self,
        act: str,
        actor: int | None = None,
        about: str | None = None,
        row_hash: str | None = None,
        erases: int | None = None,
    ) -> None:
        number = self.last.entries + 1
        entry = Entry(number, self.at, act, actor, about, row_hash, erases, self.last.hash)
        self.last = chain.append(self._connection, self.last, entry)
        self._last_at = self.at


def nonce() -> str:
    """Without it a hash in the chain could be held against guessed names."""
    return secrets.token_hex(16)
