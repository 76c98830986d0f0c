"""Openings of the locked period: one for each data revision, with everything that was seen in it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from leadscore.errors import UsageError
from leadscore.store.state.journal import Reading, Row, Writing
from leadscore.store.state.people import Author, By, kept
from leadscore.store.state.tables import OPENINGS
from leadscore.store.state.transactions import Transactions
from leadscore.store.state.versions import LONGEST_DOCUMENT


@dataclass(frozen=True, slots=True)
class Unlocking:
    """What is seen once the locked period of a data revision is open, as a document (JSON) without any lead's name."""

    revision: str
    document: str

    def __post_init__(self) -> None:
        kept(self.document, "What the locked period shows", LONGEST_DOCUMENT)
        try:
            json.loads(self.document)
        except (ValueError, RecursionError) as error:
            raise UsageError("What the locked period shows is no JSON document, so it stays closed.") from error


@dataclass(frozen=True, slots=True)
class Opened:
    """An opening: who opened the locked period of which data revision, when, and what was seen, with its SHA-256."""

    id: int
    at: datetime
    author: Author
    revision: str
    document: str
    document_hash: str


class Openings:
    """The openings of a workspace; of a data revision there is one at most, and none is ever taken back."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def open(self, unlocking: Unlocking, by: By) -> Opened:
        """Open the locked period of a data revision; UsageError, with who and when, where it was opened before."""
        with self._transactions.writing(by.at) as writing:
            _refuse_second(writing, unlocking.revision)
            number = writing.signed(
                OPENINGS,
                by,
                revision=unlocking.revision,
                document=unlocking.document,
                document_hash=hashlib.sha256(unlocking.document.encode("utf-8")).hexdigest(),
            )
            return _opened(writing, writing.existing(OPENINGS, number, "opening"))

    def of(self, revision: str) -> Opened | None:
        """The opening of a data revision; None where its locked period is closed."""
        with self._transactions.reading() as reading:
            return _of(reading, revision)

    def all(self) -> tuple[Opened, ...]:
        """Every opening, the oldest first."""
        with self._transactions.reading() as reading:
            return tuple(_opened(reading, row) for row in reading.rows(OPENINGS))

    def turn(self) -> int:
        """A number that grows with every opening, much cheaper to ask than the openings."""
        with self._transactions.reading() as reading:
            return reading.newest(OPENINGS)


def _refuse_second(writing: Writing, revision: str) -> None:
    before = _of(writing, revision)
    if before is not None:
        who = f"{before.author.name}, {before.author.team}" if before.author.name else before.author.team
        raise UsageError(
            f"The locked period of these data was opened already, at {before.at:%Y-%m-%d %H:%M} UTC by {who}. It can "
            "be opened once: read what was seen then, or bring newer data."
        )


def _of(reading: Reading, revision: str) -> Opened | None:
    rows = reading.rows(OPENINGS, "revision = ?", (revision,))
    return _opened(reading, rows[0]) if rows else None


def _opened(reading: Reading, row: Row) -> Opened:
    return Opened(
        id=row["id"],
        at=datetime.fromisoformat(row["at"]),
        author=reading.author(row),
        revision=row["revision"],
        document=row["document"],
        document_hash=row["document_hash"],
    )
