"""Notes: what somebody had to say to one figure of one month's review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from leadscore.errors import UsageError
from leadscore.store.state.journal import Reading, Row
from leadscore.store.state.people import LONGEST_NAME, Author, By, kept
from leadscore.store.state.tables import NOTES
from leadscore.store.state.transactions import Transactions


@dataclass(frozen=True, slots=True)
class Noted:
    """A note to be kept: the month of the review (2026-10), what it is about (a figure's words), and the text."""

    month: str
    about: str
    text: str

    def __post_init__(self) -> None:
        if not kept(self.text, "The note").strip():
            raise UsageError("Write something into the note first.")
        if not kept(self.about, "What the note is about", LONGEST_NAME).strip():
            raise UsageError("Say which figure the note is about.")
        kept(self.month, "The month", LONGEST_NAME)


@dataclass(frozen=True, slots=True)
class Note:
    """A kept note; text and name are None once erased."""

    id: int
    at: datetime
    author: Author
    month: str
    about: str
    text: str | None


class Notes:
    """The notes of a workspace, in the order in which they were written."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def write(self, noted: Noted, by: By) -> Note:
        """Keep a note."""
        with self._transactions.writing(by.at) as writing:
            text = writing.written(noted.text)
            number = writing.signed(NOTES, by, month=noted.month, about=noted.about, text=text)
            return _note(writing, writing.existing(NOTES, number, "note"))

    def all(self) -> tuple[Note, ...]:
        """Every note, the oldest first."""
        with self._transactions.reading() as reading:
            return tuple(_note(reading, row) for row in reading.rows(NOTES))

    def of(self, month: str) -> tuple[Note, ...]:
        """The notes of one month's review, the oldest first."""
        return tuple(each for each in self.all() if each.month == month)


def _note(reading: Reading, row: Row) -> Note:
    return Note(
        id=row["id"],
        at=datetime.fromisoformat(row["at"]),
        author=reading.author(row),
        month=row["month"],
        about=row["about"],
        text=reading.text(row["text"]),
    )
