"""Signatures: that a team stands behind one version of a model, with its hashes as they were signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from leadscore.errors import UsageError
from leadscore.store.state.journal import Reading, Row
from leadscore.store.state.people import Author, By, same_name
from leadscore.store.state.tables import SIGNATURES, VERSIONS
from leadscore.store.state.transactions import Transactions


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed for which team (the name is None once erased), when, and exactly which model."""

    id: int
    at: datetime
    author: Author
    version: int
    model_hash: str
    scoring_hash: str


class Signatures:
    """The signatures of a workspace; a version is agreed on when two people have signed it, one of each team."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def sign(self, version_id: int, by: By) -> Signature:
        """Sign a version for a team; UsageError where the team did already, or the same person did for the other."""
        with self._transactions.writing(by.at) as writing:
            version = writing.existing(VERSIONS, version_id, "version")
            for before in _of(writing, version_id):
                _refuse_second(before, by)
            number = writing.signed(
                SIGNATURES,
                by,
                version=version_id,
                model_hash=version["model_hash"],
                scoring_hash=version["scoring_hash"],
            )
            return _signature(writing, writing.existing(SIGNATURES, number, "signature"))

    def of(self, version_id: int) -> tuple[Signature, ...]:
        """The signatures under a version, the oldest first."""
        with self._transactions.reading() as reading:
            return _of(reading, version_id)

    def all(self) -> tuple[Signature, ...]:
        """Every signature, the oldest first."""
        with self._transactions.reading() as reading:
            return tuple(_signature(reading, row) for row in reading.rows(SIGNATURES))

    def turn(self) -> int:
        """A number that grows with every signature, much cheaper to ask than the signatures."""
        with self._transactions.reading() as reading:
            return reading.newest(SIGNATURES)


def _refuse_second(before: Signature, by: By) -> None:
    if before.author.team == by.team:
        raise UsageError(
            f"{by.team.capitalize()} signed this version already, at {before.at:%Y-%m-%d %H:%M} UTC. "
            "One signature of a team is enough; another version needs its own."
        )
    if same_name(before.author.name, by.name):
        raise UsageError(
            f"The same person signed this version for {before.author.team}. Two people are needed, one of each team: "
            f"let somebody else of {by.team} sign."
        )


def _of(reading: Reading, version_id: int) -> tuple[Signature, ...]:
    return tuple(_signature(reading, row) for row in reading.rows(SIGNATURES, "version = ?", (version_id,)))


def _signature(reading: Reading, row: Row) -> Signature:
    return Signature(
        id=row["id"],
        at=datetime.fromisoformat(row["at"]),
        author=reading.author(row),
        version=row["version"],
        model_hash=row["model_hash"],
        scoring_hash=row["scoring_hash"],
    )
