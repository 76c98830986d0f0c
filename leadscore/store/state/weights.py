"""Weights: the points that both sides settled on for a rule, why, and what somebody still thinks of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from leadscore.errors import UsageError
from leadscore.store.state.journal import Reading, Row, Writing
from leadscore.store.state.people import LONGEST_NAME, Author, By, kept
from leadscore.store.state.rounds import existing_round
from leadscore.store.state.tables import ROOMS, TEXTS, WEIGHTS
from leadscore.store.state.transactions import Transactions

MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Settled:
    """The points of a rule to be kept: in which room, after which round (None: without a vote), why, and a dissent."""

    room: int
    rule: str
    points: Decimal
    round: int | None = None
    rationale: str = ""
    dissent: str = ""

    def __post_init__(self) -> None:
        if not kept(self.rule, "The id of a rule", LONGEST_NAME).strip():
            raise UsageError("Say of which rule these are the points.")
        if not self.points.is_finite() or abs(self.points) > MOST:
            raise UsageError(f"Points lie between -{MOST:,} and {MOST:,}; {self.points} do not.")
        kept(self.rationale, "The rationale")
        kept(self.dissent, "The dissent")


@dataclass(frozen=True, slots=True)
class Weight:
    """Settled points; rationale, dissent and name are None once erased, and "" where nothing was written."""

    id: int
    at: datetime
    author: Author
    room: int
    round: int | None
    rule: str
    points: Decimal
    rationale: str | None
    dissent: str | None


class Weights:
    """What was settled in a workspace; a later weight of a rule takes the place of an earlier, both are kept."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def settle(self, settled: Settled, by: By) -> Weight:
        """Keep the points of a rule; UsageError for a round that is another room's or not revealed."""
        with self._transactions.writing(by.at) as writing:
            writing.existing(ROOMS, settled.room, "workshop")
            _refuse_unrevealed(writing, settled)
            number = writing.signed(
                WEIGHTS,
                by,
                room=settled.room,
                round=settled.round,
                rule=settled.rule,
                points=str(settled.points),
                rationale=writing.written(settled.rationale),
                dissent=writing.written(settled.dissent),
            )
            return _weights(writing, [writing.existing(WEIGHTS, number, "weight")])[0]

    def of(self, room_id: int) -> tuple[Weight, ...]:
        """The latest weight of each rule of a room, in the order in which they were settled."""
        with self._transactions.reading() as reading:
            newest = "id IN (SELECT max(id) FROM weights WHERE room = ? GROUP BY rule)"
            return _weights(reading, reading.rows(WEIGHTS, newest, (room_id,)))

    def all(self) -> tuple[Weight, ...]:
        """Every weight, the oldest first."""
        with self._transactions.reading() as reading:
            return _weights(reading, reading.rows(WEIGHTS))


def _refuse_unrevealed(writing: Writing, settled: Settled) -> None:
    if settled.round is None:
        return
    asked = existing_round(writing, settled.round)
    if asked.room != settled.room:
        raise UsageError("This round is another workshop's, so nothing can be settled here by it.")
    if asked.revealed_at is None:
        raise UsageError("The votes of this round are not shown yet. Reveal it, then settle its rules.")


def _weights(reading: Reading, rows: list[Row]) -> tuple[Weight, ...]:
    reading.hold(TEXTS, (row[column] for row in rows for column in ("rationale", "dissent")))
    return tuple(_weight(reading, row) for row in rows)


def _weight(reading: Reading, row: Row) -> Weight:
    return Weight(
        id=row["id"],
        at=datetime.fromisoformat(row["at"]),
        author=reading.author(row),
        room=row["room"],
        round=row["round"],
        rule=row["rule"],
        points=Decimal(row["points"]),
        rationale="" if row["rationale"] is None else reading.text(row["rationale"]),
        dissent="" if row["dissent"] is None else reading.text(row["dissent"]),
    )
