"""Agreements: what both teams put on paper about a version, bound to the audit chain as it was then."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from leadscore.errors import UsageError
from leadscore.store.state.chain import Head
from leadscore.store.state.journal import Reading, Row
from leadscore.store.state.people import Author, By, kept
from leadscore.store.state.tables import AGREEMENTS, VERSIONS
from leadscore.store.state.transactions import Transactions
from leadscore.store.state.versions import LONGEST_DOCUMENT


@dataclass(frozen=True, slots=True)
class Drawn:
    """An agreement to be kept: on which version, and the document (JSON) as it was drawn up.

    The document holds no words of people: these are answers, and it names their ids, so that one can be erased and the
    agreement stays what it was.
    """

    version: int
    document: str

    def __post_init__(self) -> None:
        kept(self.document, "The agreement", LONGEST_DOCUMENT)
        try:
            json.loads(self.document)
        except (ValueError, RecursionError) as error:
            raise UsageError("The agreement is no JSON document, so it was not kept. Draw it up anew.") from error


@dataclass(frozen=True, slots=True)
class Agreement:
    """A kept agreement: its text with the SHA-256 of it, the model's hash, and the chain's head before it."""

    id: int
    at: datetime
    author: Author
    version: int
    model_hash: str
    document: str
    document_hash: str
    head: Head


class Agreements:
    """The agreements of a workspace; a later one does not change an earlier."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def keep(self, drawn: Drawn, by: By) -> Agreement:
        """Keep an agreement; StoreError for a version that is not there."""
        with self._transactions.writing(by.at) as writing:
            version = writing.existing(VERSIONS, drawn.version, "version")
            writing.person(by.name)
            number = writing.signed(
                AGREEMENTS,
                by,
                version=drawn.version,
                model_hash=version["model_hash"],
                document=drawn.document,
                document_hash=hashlib.sha256(drawn.document.encode("utf-8")).hexdigest(),
                head_entries=writing.last.entries,
                head_hash=writing.last.hash,
            )
            return _existing(writing, number)

    def latest(self) -> Agreement | None:
        """The newest agreement; None where there is none."""
        with self._transactions.reading() as reading:
            number = reading.newest(AGREEMENTS)
            return _existing(reading, number) if number else None

    def all(self) -> tuple[Agreement, ...]:
        """Every agreement, the oldest first."""
        with self._transactions.reading() as reading:
            return tuple(_agreement(reading, row) for row in reading.rows(AGREEMENTS))

    def get(self, agreement: int) -> Agreement:
        """The agreement of that number; StoreError where there is none."""
        with self._transactions.reading() as reading:
            return _existing(reading, agreement)


def _existing(reading: Reading, agreement: int) -> Agreement:
    return _agreement(reading, reading.existing(AGREEMENTS, agreement, "agreement"))


def _agreement(reading: Reading, row: Row) -> Agreement:
    return Agreement(
        id=row["id"],
        at=datetime.fromisoformat(row["at"]),
        author=reading.author(row),
        version=row["version"],
        model_hash=row["model_hash"],
        document=row["document"],
        document_hash=row["document_hash"],
        head=Head(row["head_entries"], row["head_hash"]),
    )
