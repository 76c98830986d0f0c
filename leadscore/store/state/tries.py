"""Tries: settings of a model that were released and looked at, each counted once for each data revision and outcome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from leadscore.store.state.chain import stamp
from leadscore.store.state.journal import Reading, Row
from leadscore.store.state.people import Author, By, kept
from leadscore.store.state.tables import TRIES
from leadscore.store.state.transactions import Transactions
from leadscore.store.state.versions import LONGEST_DOCUMENT


@dataclass(frozen=True, slots=True)
class Tried:
    """A setting that somebody looked at: on which data revision, for which outcome, and the model as text with both
    its hashes, so that it can be scored again."""

    revision: str
    outcome: str
    document: str
    model_hash: str
    scoring_hash: str

    def __post_init__(self) -> None:
        kept(self.document, "The model", LONGEST_DOCUMENT)


@dataclass(frozen=True, slots=True)
class Try:
    """A try that was counted; `author` is whoever looked first, None where nobody had said who sits there."""

    id: int
    at: datetime
    author: Author | None
    outcome: str
    document: str
    model_hash: str
    scoring_hash: str


@dataclass(frozen=True, slots=True)
class Looked:
    """How many different settings somebody was the first to look at, and when first and last."""

    author: Author | None
    settings: int
    first: datetime
    last: datetime


class Tries:
    """The tries of a workspace."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def look(self, tried: Tried, at: datetime, by: By | None = None) -> bool:
        """Count a setting that is looked at; False where somebody has looked at it before, and nothing is written."""
        where, values = _of(tried.revision, tried.outcome)
        again = (f"{where} AND scoring_hash = ?", (*values, tried.scoring_hash))
        with self._transactions.reading() as reading:
            if reading.newest(TRIES, *again):
                return False
        with self._transactions.writing(at) as writing:
            if writing.newest(TRIES, *again):
                return False
            author = writing.person(by.name) if by else None
            setting = {name: getattr(tried, name) for name in tried.__slots__}
            writing.add(TRIES, author, at=writing.at, author=author, team=by.team if by else None, **setting)
            return True

    def count(self, revision: str, outcome: str | None = None, since: datetime | None = None) -> int:
        """How many different settings were looked at first on a data revision, for one outcome or for any, by default
        at any time, else after a moment (naive UTC)."""
        where, values = _of(revision, outcome)
        if since is not None:
            where, values = f"{where} AND at > ?", (*values, stamp(since))
        with self._transactions.reading() as reading:
            return reading.tally(TRIES, "revision", "scoring_hash", where, values).get(revision, 0)

    def latest(self, revision: str, outcome: str, most: int) -> tuple[Try, ...]:
        """The latest `most` tries of a data revision and an outcome, the oldest of them first."""
        where, values = _of(revision, outcome)
        newest = f"id IN (SELECT id FROM tries WHERE {where} ORDER BY id DESC LIMIT ?)"
        with self._transactions.reading() as reading:
            return tuple(_try(reading, row) for row in reading.rows(TRIES, newest, (*values, most)))

    def all(self) -> tuple[Try, ...]:
        """Every try, the oldest first."""
        with self._transactions.reading() as reading:
            return tuple(_try(reading, row) for row in reading.rows(TRIES))

    def people(self, revision: str) -> tuple[Looked, ...]:
        """Who looked at how many settings of a data revision, whoever began first."""
        found: dict[tuple[int | None, str | None], list[Row]] = {}
        with self._transactions.reading() as reading:
            for row in reading.rows(TRIES, "revision = ?", (revision,)):
                found.setdefault((row["author"], row["team"]), []).append(row)
            return tuple(_looked(reading, rows) for rows in found.values())


def _of(revision: str, outcome: str | None) -> tuple[str, tuple[str, ...]]:
    """The condition for tries of a data revision, of one outcome or of any, and its values."""
    return ("revision = ?", (revision,)) if outcome is None else ("revision = ? AND outcome = ?", (revision, outcome))


def _author(reading: Reading, row: Row) -> Author | None:
    return None if row["author"] is None else reading.author(row)


def _looked(reading: Reading, rows: list[Row]) -> Looked:
    moments = [datetime.fromisoformat(row["at"]) for row in rows]
    settings = len({row["scoring_hash"] for row in rows})
    return Looked(_author(reading, rows[0]), settings, min(moments), max(moments))


def _try(reading: Reading, row: Row) -> Try:
    return Try(
        id=row["id"],
        at=datetime.fromisoformat(row["at"]),
        author=_author(reading, row),
        outcome=row["outcome"],
        document=row["document"],
        model_hash=row["model_hash"],
        scoring_hash=row["scoring_hash"],
    )
