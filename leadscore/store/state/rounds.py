"""Rounds: which rules are voted on, in which sizes, and whether the votes are shown."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from leadscore.errors import UsageError
from leadscore.store.state.journal import Reading, Row, Writing
from leadscore.store.state.people import LONGEST_NAME, Author, By, kept
from leadscore.store.state.tables import REVEALS, ROUNDS
from leadscore.vocabulary import BALLOT_SIZES

MOST_RULES = 8


@dataclass(frozen=True, slots=True)
class Round:
    """One round of a room: its rules, the sizes that can be voted with their points, and when it was revealed."""

    id: int
    at: datetime
    author: Author
    room: int
    number: int
    rules: tuple[str, ...]
    sizes: dict[str, int]
    revealed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a round is: people, those who voted on every rule (`by_team`: of how many each), votes that count."""

    members: int
    finished: int
    by_team: dict[str, tuple[int, int]]
    votes: int


@dataclass(frozen=True, slots=True)
class Vote:
    """What somebody (the name is None once erased) voted on one rule."""

    member_id: int
    name: str | None
    team: str
    rule: str
    size: str


def as_rules(rules: tuple[str, ...]) -> tuple[str, ...]:
    """The rules of a round; UsageError where they are too few, too many, or one is named twice."""
    if not 1 <= len(rules) <= MOST_RULES:
        raise UsageError(f"A round asks about 1 to {MOST_RULES} rules, not {len(rules)}. Split them into rounds.")
    if len(set(rules)) < len(rules):
        raise UsageError("A round asks about each rule once. Take out the one that is named twice.")
    if not all(kept(each, "The id of a rule", LONGEST_NAME).strip() for each in rules):
        raise UsageError("A rule without an id cannot be voted on. Give it one in the model.")
    return tuple(rules)


def start(writing: Writing, room_id: int, rules: tuple[str, ...], by: By) -> Round:
    """Add the next round of a room; UsageError where the last is not revealed."""
    before = rounds_in(writing, room_id)
    if any(each.revealed_at is None for each in before):
        raise UsageError("A round is being voted on. Show its votes before you start the next one.")
    number = writing.signed(
        ROUNDS,
        by,
        room=room_id,
        number=len(before) + 1,
        rules=json.dumps(rules),
        sizes=json.dumps(BALLOT_SIZES),
    )
    return existing_round(writing, number)


def existing_round(reading: Reading, round_id: int) -> Round:
    """The round of that number; StoreError where there is none."""
    row = reading.existing(ROUNDS, round_id, "round")
    revealed = reading.rows(REVEALS, "round = ?", (round_id,))
    return _round(reading, row, revealed[0] if revealed else None)


def rounds_in(reading: Reading, room_id: int) -> tuple[Round, ...]:
    """The rounds of a room, the first one first."""
    reveals = reading.rows(REVEALS, "round IN (SELECT id FROM rounds WHERE room = ?)", (room_id,))
    by_round = {each["round"]: each for each in reveals}
    return tuple(_round(reading, row, by_round.get(row["id"])) for row in reading.rows(ROUNDS, "room = ?", (room_id,)))


def _round(reading: Reading, row: Row, reveal: Row | None) -> Round:
    return Round(
        id=row["id"],
        at=datetime.fromisoformat(row["at"]),
        author=reading.author(row),
        room=row["room"],
        number=row["number"],
        rules=tuple(json.loads(row["rules"])),
        sizes=dict(json.loads(row["sizes"])),
        revealed_at=None if reveal is None else datetime.fromisoformat(reveal["at"]),
    )
