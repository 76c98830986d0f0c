"""Versions of a model: saved with a reason, never overwritten, and in conflict where two people started from one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from leadscore.errors import StoreError, UsageError
from leadscore.store.state.journal import Reading, Row, Writing
from leadscore.store.state.people import LONGEST_NAME, Author, By, kept
from leadscore.store.state.tables import VERSIONS
from leadscore.store.state.transactions import Transactions

LONGEST_DOCUMENT = 1_000_000


@dataclass(frozen=True, slots=True)
class Saving:
    """What is to be saved: the model as text with its two hashes, on which line, why, and what it was made from.

    A line is one model through time ("Agreed model", "Lower webinars"); `base` is the id of the line's version that
    the author saw last, None where they saw none.
    """

    line: str
    document: str
    model_hash: str
    scoring_hash: str
    reason: str
    base: int | None = None

    def __post_init__(self) -> None:
        if not kept(self.line, "The name of a model", LONGEST_NAME).strip():
            raise UsageError("A model needs a name to be saved under.")
        if not kept(self.reason, "The reason").strip():
            raise UsageError("Say why: a version is saved with its reason.")
        kept(self.document, "The model", LONGEST_DOCUMENT)


@dataclass(frozen=True, slots=True)
class Version:
    """A saved version: `number` counts on its line from 1, `id` is its number in the whole state.

    `restored_from` is the id of the older version that this one brings back; `reason` and the author's name are None
    once they were erased.
    """

    id: int
    line: str
    number: int
    at: datetime
    author: Author
    reason: str | None
    document: str
    model_hash: str
    scoring_hash: str
    base: int | None
    restored_from: int | None


class ConflictError(StoreError):
    """Somebody saved meanwhile: `theirs` is the version that stands now, `mine` what was to be saved; nothing was."""

    def __init__(self, theirs: Version | None, mine: Saving) -> None:
        super().__init__(_conflict(theirs, mine))
        self.theirs = theirs
        self.mine = mine


class Versions:
    """The versions of a workspace."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def save(self, saving: Saving, by: By) -> Version:
        """Save the next version of a line; ConflictError, and nothing saved, where the base is not its latest."""
        with self._transactions.writing(by.at) as writing:
            return _save(writing, saving, by, None)

    def restore(self, version: int, reason: str, base: int | None, by: By) -> Version:
        """Save an older version's model as the newest of its line, saying so; `base` as in `save`."""
        with self._transactions.writing(by.at) as writing:
            old = _existing(writing, version)
            saving = Saving(old.line, old.document, old.model_hash, old.scoring_hash, reason, base)
            return _save(writing, saving, by, old.id)

    def get(self, version: int) -> Version:
        """The version of that id; StoreError where there is none."""
        with self._transactions.reading() as reading:
            return _existing(reading, version)

    def latest(self, line: str) -> Version | None:
        """The newest version of a line; None where nothing was saved on it."""
        with self._transactions.reading() as reading:
            return _latest(reading, line)

    def history(self, line: str) -> tuple[Version, ...]:
        """Every version of a line, the newest first."""
        with self._transactions.reading() as reading:
            rows = reading.rows(VERSIONS, "line = ?", (line,))
            return tuple(_version(reading, row) for row in reversed(rows))

    def lines(self) -> tuple[Version, ...]:
        """The newest version of every line, the latest saved first."""
        with self._transactions.reading() as reading:
            newest = {row["line"]: row for row in reading.rows(VERSIONS)}
            rows = sorted(newest.values(), key=lambda row: -row["id"])
            return tuple(_version(reading, row) for row in rows)

    def of_model(self, model_hash: str) -> tuple[Version, ...]:
        """Every version that is exactly that model, the newest first."""
        with self._transactions.reading() as reading:
            rows = reading.rows(VERSIONS, "model_hash = ?", (model_hash,))
            return tuple(_version(reading, row) for row in reversed(rows))


def _save(writing: Writing, saving: Saving, by: By, restored_from: int | None) -> Version:
    latest = _latest(writing, saving.line)
    if (latest.id if latest else None) != saving.base:
        raise ConflictError(latest, saving)
    saved = writing.signed(
        VERSIONS,
        by,
        line=saving.line,
        number=latest.number + 1 if latest else 1,
        document=saving.document,
        model_hash=saving.model_hash,
        scoring_hash=saving.scoring_hash,
        reason=writing.written(saving.reason),
        base=saving.base,
        restored_from=restored_from,
    )
    return _existing(writing, saved)


def _latest(reading: Reading, line: str) -> Version | None:
    rows = reading.rows(
        VERSIONS, "line = ? AND number = (SELECT max(number) FROM versions WHERE line = ?)", (line, line)
    )
    return _version(reading, rows[0]) if rows else None


def _existing(reading: Reading, version: int) -> Version:
    return _version(reading, reading.existing(VERSIONS, version, "version"))


def _version(reading: Reading, row: Row) -> Version:
    return Version(
        id=row["id"],
        line=row["line"],
        number=row["number"],
        at=datetime.fromisoformat(row["at"]),
        author=reading.author(row),
        reason=reading.text(row["reason"]),
        document=row["document"],
        model_hash=row["model_hash"],
        scoring_hash=row["scoring_hash"],
        base=row["base"],
        restored_from=row["restored_from"],
    )


def _conflict(theirs: Version | None, mine: Saving) -> str:
    if theirs is None:
        return f"Nothing was saved as '{mine.line}' yet, so yours can follow none. Save it as a new model."
    return (
        f"Version {theirs.number} of '{mine.line}' was saved meanwhile, at {theirs.at:%Y-%m-%d %H:%M} UTC, and yours "
        "was made without it. Nothing was overwritten: look at both, then save yours on top or under another name."
    )
