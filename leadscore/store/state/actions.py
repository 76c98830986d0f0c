"""What was decided to be done: who does it, by when, and whether it was done or carried to the next review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from leadscore.errors import UsageError
from leadscore.store.state.journal import Reading, Row
from leadscore.store.state.people import LONGEST_NAME, Author, By, kept
from leadscore.store.state.tables import ACTIONS, STEPS
from leadscore.store.state.transactions import Transactions

DONE, CARRIED, REOPENED = "done", "carried", "reopened"


@dataclass(frozen=True, slots=True)
class Decided:
    """An action to be kept: what, who, by when, and where it was decided ("Review of 2026-10", "Workshop")."""

    what: str
    owner: str
    due: date
    source: str = ""

    def __post_init__(self) -> None:
        if not kept(self.what, "The action").strip():
            raise UsageError("Say what is to be done.")
        if not kept(self.owner, "The owner's name", LONGEST_NAME).strip():
            raise UsageError("An action needs an owner: name the person who does it.")
        kept(self.source, "The source", LONGEST_NAME)


@dataclass(frozen=True, slots=True)
class Step:
    """What happened to an action: done, carried to a new day, or taken up again."""

    kind: str
    at: datetime
    author: Author
    due: date | None
    text: str | None


@dataclass(frozen=True, slots=True)
class Action:
    """An action with its steps; `due` is the day it was last carried to, texts and names are None once erased."""

    id: int
    at: datetime
    author: Author
    what: str | None
    owner: str | None
    first_due: date
    source: str
    steps: tuple[Step, ...] = ()

    @property
    def due(self) -> date:
        """The day by which it is to be done now."""
        return next((step.due for step in reversed(self.steps) if step.due is not None), self.first_due)

    @property
    def done_at(self) -> datetime | None:
        """When it was done; None while it is open."""
        last = next((step for step in reversed(self.steps) if step.kind in (DONE, REOPENED)), None)
        return last.at if last is not None and last.kind == DONE else None

    @property
    def carried(self) -> int:
        """How often it was put off."""
        return sum(step.kind == CARRIED for step in self.steps)

    def is_overdue(self, today: date) -> bool:
        """Whether it is open after its day."""
        return self.done_at is None and self.due < today


class Actions:
    """The actions of a workspace, in the order in which they were decided."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def decide(self, decided: Decided, by: By) -> Action:
        """Keep an action."""
        with self._transactions.writing(by.at) as writing:
            number = writing.signed(
                ACTIONS,
                by,
                what=writing.written(decided.what),
                owner=writing.person(decided.owner),
                due=decided.due.isoformat(),
                source=decided.source,
            )
            return _one(writing, number)

    def done(self, action: int, by: By, text: str = "") -> Action:
        """Note that it was done."""
        return self._step(action, DONE, None, text, by)

    def carry(self, action: int, due: date, by: By, text: str = "") -> Action:
        """Carry it to a later day, the next review's."""
        return self._step(action, CARRIED, due, text, by)

    def reopen(self, action: int, by: By, text: str = "") -> Action:
        """Take up again what was called done."""
        return self._step(action, REOPENED, None, text, by)

    def get(self, action: int) -> Action:
        """The action of that number; StoreError where there is none."""
        with self._transactions.reading() as reading:
            return _one(reading, action)

    def all(self) -> tuple[Action, ...]:
        """Every action, done or not."""
        with self._transactions.reading() as reading:
            return tuple(_action(reading, row) for row in reading.rows(ACTIONS))

    def open(self) -> tuple[Action, ...]:
        """What is not done yet, the earliest due first."""
        undone = (each for each in self.all() if each.done_at is None)
        return tuple(sorted(undone, key=lambda each: (each.due, each.id)))

    def _step(self, action: int, kind: str, due: date | None, text: str, by: By) -> Action:
        kept(text, "The note")
        with self._transactions.writing(by.at) as writing:
            before = _one(writing, action)
            if (before.done_at is None) == (kind == REOPENED):
                raise UsageError(f"Action {action} is {'open' if kind == REOPENED else 'done'} already.")
            day = None if due is None else due.isoformat()
            writing.signed(STEPS, by, action=action, kind=kind, due=day, text=writing.written(text))
            return _one(writing, action)


def _one(reading: Reading, action: int) -> Action:
    return _action(reading, reading.existing(ACTIONS, action, "action"))


def _action(reading: Reading, row: Row) -> Action:
    return Action(
        id=row["id"],
        at=datetime.fromisoformat(row["at"]),
        author=reading.author(row),
        what=reading.text(row["what"]),
        owner=reading.name(row["owner"]),
        first_due=date.fromisoformat(row["due"]),
        source=row["source"],
        steps=tuple(_step(reading, step) for step in reading.rows(STEPS, "action = ?", (row["id"],))),
    )


def _step(reading: Reading, row: Row) -> Step:
    return Step(
        kind=row["kind"],
        at=datetime.fromisoformat(row["at"]),
        author=reading.author(row),
        due=None if row["due"] is None else date.fromisoformat(row["due"]),
        text=reading.text(row["text"]),
    )
