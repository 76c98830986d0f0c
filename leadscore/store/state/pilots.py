"""Pilots: for how many weeks a version is tried on live leads, from which day, and beside whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from leadscore.errors import UsageError, did_you_mean
from leadscore.store.state.journal import Reading, Row
from leadscore.store.state.people import Author, By
from leadscore.store.state.tables import PILOTS, VERSIONS
from leadscore.store.state.transactions import Transactions

COMPARISONS = ("random", "team")
"""Who works beside the pilot without the model: leads drawn by chance, or one team; "" for nobody."""

MOST_WEEKS = 52


@dataclass(frozen=True, slots=True)
class Begun:
    """A pilot to be kept: of which version, from which day, for how many weeks, compared with whom ("": nobody)."""

    version: int
    starts_on: date
    weeks: int
    comparison: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.weeks <= MOST_WEEKS:
            raise UsageError(f"A pilot runs 1 to {MOST_WEEKS} weeks, not {self.weeks}.")
        if self.comparison and self.comparison not in COMPARISONS:
            raise UsageError(f"'{self.comparison}' is no comparison. {did_you_mean(self.comparison, COMPARISONS)}")


@dataclass(frozen=True, slots=True)
class Pilot:
    """A kept pilot, with the hash of its model and who began it (the name is None once erased)."""

    id: int
    at: datetime
    author: Author
    version: int
    model_hash: str
    starts_on: date
    weeks: int
    comparison: str


class Pilots:
    """The pilots of a workspace; a later one takes the place of an earlier, both are kept."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def begin(self, begun: Begun, by: By) -> Pilot:
        """Keep a pilot; StoreError for a version that is not there."""
        with self._transactions.writing(by.at) as writing:
            version = writing.existing(VERSIONS, begun.version, "version")
            number = writing.signed(
                PILOTS,
                by,
                version=begun.version,
                model_hash=version["model_hash"],
                starts_on=begun.starts_on.isoformat(),
                weeks=begun.weeks,
                comparison=begun.comparison,
            )
            return _existing(writing, number)

    def latest(self) -> Pilot | None:
        """The newest pilot; None where there is none."""
        with self._transactions.reading() as reading:
            number = reading.newest(PILOTS)
            return _existing(reading, number) if number else None

    def all(self) -> tuple[Pilot, ...]:
        """Every pilot, the oldest first."""
        with self._transactions.reading() as reading:
            return tuple(_pilot(reading, row) for row in reading.rows(PILOTS))


def _existing(reading: Reading, pilot: int) -> Pilot:
    return _pilot(reading, reading.existing(PILOTS, pilot, "pilot"))


def _pilot(reading: Reading, row: Row) -> Pilot:
    return Pilot(
        id=row["id"],
        at=datetime.fromisoformat(row["at"]),
        author=reading.author(row),
        version=row["version"],
        model_hash=row["model_hash"],
        starts_on=date.fromisoformat(row["starts_on"]),
        weeks=row["weeks"],
        comparison=row["comparison"],
    )
