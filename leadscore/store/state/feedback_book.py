"""The book in which feedback is kept and looked up."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from leadscore.errors import UsageError
from leadscore.store.state import chain
from leadscore.store.state.feedback import ANSWERED, SEEN, Feedback, Given, Stamp, Verdict, verdict_of
from leadscore.store.state.journal import Reading, Row, Writing
from leadscore.store.state.people import Author, By, kept
from leadscore.store.state.tables import FEEDBACK, LEADS, STAMPS, TEXTS, VERDICTS, VERSIONS
from leadscore.store.state.transactions import Transactions

_IS_UNSEEN = (
    "team <> ? AND NOT EXISTS (SELECT 1 FROM stamps WHERE stamps.feedback = feedback.id AND stamps.team = ?) "
    "AND NOT EXISTS (SELECT 1 FROM verdicts WHERE verdicts.feedback = feedback.id AND verdicts.team = ?)"
)


class FeedbackBook:
    """The feedback of a workspace; lists have the newest first."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def give(self, given: Given, by: By) -> Feedback:
        """Keep a rating; it is on the disk when this returns."""
        with self._transactions.writing(by.at) as writing:
            if given.version is not None and writing.one(VERSIONS, given.version) is None:
                raise UsageError(f"There is no version {given.version} to bind this feedback to.")
            return _one(writing, _give(writing, given, by))

    def seen(self, feedback: int, by: By) -> Feedback:
        """Note that a person saw it; the first of each person counts, later ones change nothing."""
        with self._transactions.writing(by.at) as writing:
            before = _one(writing, feedback)
            if not any(each.kind == SEEN and each.author == Author(by.name, by.team) for each in before.stamps):
                _stamp(writing, before, SEEN, "", by)
            return _one(writing, feedback)

    def answer(self, feedback: int, text: str, by: By) -> Feedback:
        """Reply to it in words."""
        if not kept(text, "The answer").strip():
            raise UsageError("An answer needs some words.")
        with self._transactions.writing(by.at) as writing:
            _stamp(writing, _one(writing, feedback), ANSWERED, text, by)
            return _one(writing, feedback)

    def judge(self, feedback: int, verdict: str, by: By, text: str = "") -> Feedback:
        """Give one side's verdict on a dispute; a later one of the same side takes its place, both are kept."""
        verdict_of(verdict)
        kept(text, "The text")
        with self._transactions.writing(by.at) as writing:
            before = _one(writing, feedback)
            if before.rating != "dispute":
                raise UsageError(f"Feedback {feedback} is no dispute, so there is nothing to judge. Answer it instead.")
            said = writing.written(text, _row(writing, feedback)["lead"])
            writing.signed(VERDICTS, by, feedback=feedback, verdict=verdict, text=said)
            return _one(writing, feedback)

    def get(self, feedback: int) -> Feedback:
        """The feedback of that number; StoreError where there is none."""
        with self._transactions.reading() as reading:
            return _one(reading, feedback)

    def of_lead(self, lead_id: str) -> tuple[Feedback, ...]:
        """All that was said of a lead."""
        with self._transactions.reading() as reading:
            known = reading.known_lead(lead_id)
            return _many(reading, reading.rows(FEEDBACK, "lead = ?", (known,))) if known is not None else ()

    def open_disputes(self) -> tuple[Feedback, ...]:
        """Disputes that not both sides have judged, the longest waiting first."""
        with self._transactions.reading() as reading:
            disputes = _many(reading, reading.rows(FEEDBACK, "rating = 'dispute'"))
            return tuple(each for each in reversed(disputes) if each.is_open)

    def since(self, at: datetime) -> tuple[Feedback, ...]:
        """Everything given at or after a moment (naive UTC)."""
        with self._transactions.reading() as reading:
            return _many(reading, reading.rows(FEEDBACK, "at >= ?", (chain.stamp(at),)))

    def unseen(self, team: str) -> tuple[Feedback, ...]:
        """What nobody of a team has seen, answered or judged, of what others gave."""
        with self._transactions.reading() as reading:
            return _many(reading, reading.rows(FEEDBACK, _IS_UNSEEN, (team, team, team)))


def _give(writing: Writing, given: Given, by: By) -> int:
    lead = writing.lead(given.lead_id)
    return writing.signed(
        FEEDBACK,
        by,
        lead=lead,
        rating=given.rating,
        reason_code=given.reason,
        concerns=json.dumps(given.concerns),
        version=given.version,
        model_hash=given.model_hash,
        score=None if given.score is None else str(given.score),
        band=given.band,
        handed_over_at=None if given.handed_over_at is None else chain.stamp(given.handed_over_at),
        fired=json.dumps(given.fired),
        named=json.dumps(given.named),
        text=writing.written(given.text, lead),
    )


def _stamp(writing: Writing, on: Feedback, kind: str, text: str, by: By) -> None:
    said = writing.written(text, _row(writing, on.id)["lead"])
    writing.signed(STAMPS, by, feedback=on.id, kind=kind, text=said)


def _row(reading: Reading, feedback: int) -> Row:
    return reading.existing(FEEDBACK, feedback, "feedback")


def _one(reading: Reading, feedback: int) -> Feedback:
    return _many(reading, [_row(reading, feedback)])[0]


def _many(reading: Reading, rows: Sequence[Row]) -> tuple[Feedback, ...]:
    """The newest first, each with its stamps and verdicts."""
    about = "feedback IN (SELECT value FROM json_each(?))"
    numbers = json.dumps([row["id"] for row in rows])
    stamped, judged = reading.rows(STAMPS, about, (numbers,)), reading.rows(VERDICTS, about, (numbers,))
    reading.hold(TEXTS, (row["text"] for row in (*rows, *stamped, *judged)))
    reading.hold(LEADS, (row["lead"] for row in rows))
    stamps, verdicts = defaultdict(list), defaultdict(list)
    for row in stamped:
        stamps[row["feedback"]].append(Stamp(kind=row["kind"], **_said(reading, row)))
    for row in judged:
        verdicts[row["feedback"]].append(Verdict(verdict=row["verdict"], **_said(reading, row)))
    return tuple(
        _feedback(reading, row, tuple(stamps[row["id"]]), tuple(verdicts[row["id"]])) for row in reversed(rows)
    )


def _feedback(reading: Reading, row: Row, stamps: tuple[Stamp, ...], verdicts: tuple[Verdict, ...]) -> Feedback:
    handed_over = row["handed_over_at"]
    return Feedback(
        id=row["id"],
        lead_id=reading.lead_id(row["lead"]),
        rating=row["rating"],
        reason=row["reason_code"],
        concerns=tuple(json.loads(row["concerns"])),
        version=row["version"],
        model_hash=row["model_hash"],
        score=None if row["score"] is None else Decimal(row["score"]),
        band=row["band"],
        handed_over_at=None if handed_over is None else datetime.fromisoformat(handed_over),
        fired=tuple(json.loads(row["fired"])),
        named=tuple(json.loads(row["named"])),
        stamps=stamps,
        verdicts=verdicts,
        **_said(reading, row),
    )


def _said(reading: Reading, row: Row) -> dict[str, Any]:
    return {
        "at": datetime.fromisoformat(row["at"]),
        "author": reading.author(row),
        "text": reading.text(row["text"]),
    }
