"""Answers: what one person said to a question of the workshop or the agreement; the latest of each person counts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from leadscore.errors import UsageError, did_you_mean
from leadscore.store.state.journal import Reading, Row
from leadscore.store.state.people import LONGEST_NAME, Author, By, kept
from leadscore.store.state.tables import ANSWERS, PEOPLE, ROOMS, TEXTS
from leadscore.store.state.transactions import Transactions
from leadscore.vocabulary import ANSWERS_TOPICS

LARGEST_VALUE = 20_000
"""Bytes of a value as JSON."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer to be kept: to which item of which topic, a value (anything that JSON knows), and words.

    `room` is the workshop it was given in, None outside of any.  Without value and words an answer is taken back.
    """

    topic: str
    item: str = ""
    value: Any = None
    text: str = ""
    room: int | None = None

    def __post_init__(self) -> None:
        if self.topic not in ANSWERS_TOPICS:
            raise UsageError(f"'{self.topic}' is no topic. {did_you_mean(self.topic, ANSWERS_TOPICS)}")
        kept(self.item, "What the answer is to", LONGEST_NAME)
        kept(self.text, "The answer")
        _as_json(self.value)


@dataclass(frozen=True, slots=True)
class Answer:
    """A kept answer; value, text and name are None once erased, an answer without words has the text ""."""

    id: int
    at: datetime
    author: Author
    room: int | None
    topic: str
    item: str
    value: Any
    text: str | None


class Answers:
    """The answers of a workspace; a later one never changes an earlier."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def give(self, answered: Answered, by: By) -> Answer:
        """Keep an answer; StoreError for a room that is not there."""
        with self._transactions.writing(by.at) as writing:
            if answered.room is not None:
                writing.existing(ROOMS, answered.room, "workshop")
            number = writing.signed(
                ANSWERS,
                by,
                room=answered.room,
                topic=answered.topic,
                item=answered.item,
                value=None if answered.value is None else writing.written(_as_json(answered.value)),
                text=writing.written(answered.text),
            )
            return _answers(writing, [writing.existing(ANSWERS, number, "answer")])[0]

    def of(self, topic: str, room: int | None = None) -> tuple[Answer, ...]:
        """The answers to a topic, the oldest first: of one room, or (None) of every room and outside of any."""
        where, values = ("topic = ?", (topic,)) if room is None else ("topic = ? AND room = ?", (topic, room))
        with self._transactions.reading() as reading:
            return _answers(reading, reading.rows(ANSWERS, where, values))


def latest(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """Of answers in the order of time the last of each person to each item of each topic, the oldest first.

    Two people of one name in two teams are two; of those whose names were erased each team has one.
    """
    counting: dict[tuple[object, ...], Answer] = {}
    for each in answers:
        counting[each.author.name, each.author.team, each.topic, each.item] = each
    return tuple(sorted(counting.values(), key=lambda each: each.id))


def _as_json(value: Any) -> str:
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        size = len(text.encode("utf-8"))
    except (TypeError, ValueError, RecursionError) as error:
        raise UsageError(
            "The answer's value cannot be kept: only texts, finite numbers, true or false, lists and named values can."
        ) from error
    if size > LARGEST_VALUE:
        raise UsageError(f"The answer's value takes {size:,} bytes; at most {LARGEST_VALUE:,} are kept. Shorten it.")
    return text


def _answers(reading: Reading, rows: list[Row]) -> tuple[Answer, ...]:
    reading.hold(PEOPLE, (row["author"] for row in rows))
    reading.hold(TEXTS, (row[column] for row in rows for column in ("value", "text")))
    return tuple(_answer(reading, row) for row in rows)


def _answer(reading: Reading, row: Row) -> Answer:
    value = reading.text(row["value"])
    return Answer(
        id=row["id"],
        at=datetime.fromisoformat(row["at"]),
        author=reading.author(row),
        room=row["room"],
        topic=row["topic"],
        item=row["item"],
        value=None if value is None else json.loads(value),
        text="" if row["text"] is None else reading.text(row["text"]),
    )
