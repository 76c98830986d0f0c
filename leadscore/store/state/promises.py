"""Promises: what marketing and what sales commit to, from which month on, who entered it and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from leadscore.errors import StoreError, UsageError, did_you_mean
from leadscore.store.state.journal import Reading, Row
from leadscore.store.state.people import LONGEST_NAME, Author, By, kept
from leadscore.store.state.tables import PROMISES
from leadscore.store.state.transactions import Transactions
from leadscore.vocabulary import TEAMS

MOST = 1_000_000
TERMS = {
    "marketing": ("leads_a_month",),
    "sales": ("touch_within_minutes", "attempts", "attempt_days", "accept_within_days"),
}
"""What each side can promise; a term that is None is not promised."""


@dataclass(frozen=True, slots=True)
class Promised:
    """What one side promises from the first day of a month on; UsageError for what is no promise of that side.

    `seen` is the id of the side's latest promise when this one was made, None where there was none; `source` says where
    it was agreed ("Review of 2026-10", an agreement).  Without any term a side takes back what it promised.
    """

    side: str
    since: date
    leads_a_month: int | None = None
    touch_within_minutes: int | None = None
    attempts: int | None = None
    attempt_days: int | None = None
    accept_within_days: int | None = None
    source: str = ""
    seen: int | None = None

    def __post_init__(self) -> None:
        if self.side not in TEAMS:
            raise UsageError(f"'{self.side}' is no team. {did_you_mean(self.side, TEAMS)}")
        if self.since.day != 1:
            raise UsageError(f"A promise holds from the first day of a month; {self.since:%Y-%m-%d} is none.")
        for term, value in self.terms.items():
            if value is not None and not 1 <= value <= MOST:
                raise UsageError(f"A promise counts from 1 to {MOST:,}; '{term}' is {value:,}. Leave out what is none.")
        others = [term for side in TEAMS if side != self.side for term in TERMS[side] if self.terms[term] is not None]
        if others:
            raise UsageError(f"{self.side.capitalize()} cannot promise '{others[0]}': that is the other side's.")
        kept(self.source, "The source", LONGEST_NAME)

    @property
    def terms(self) -> dict[str, int | None]:
        """Every term by its name, those of the other side as None."""
        return {term: getattr(self, term) for side in TEAMS for term in TERMS[side]}


@dataclass(frozen=True, slots=True)
class Promise:
    """A kept promise: its terms as they were entered, who entered them (name None once erased) and when."""

    id: int
    at: datetime
    author: Author
    promised: Promised


class OvertakenError(StoreError):
    """Somebody entered a promise of the same side meanwhile; `theirs` stands now, and nothing was kept of the other."""

    def __init__(self, theirs: Promise) -> None:
        super().__init__(
            f"A promise of {theirs.promised.side} was entered meanwhile, at {theirs.at:%Y-%m-%d %H:%M} UTC, and yours "
            "was made without it. Nothing was overwritten: look at what stands now, then keep yours if it still holds."
        )
        self.theirs = theirs


class Promises:
    """The promises of a workspace, in the order in which they were entered; a later one never changes an earlier."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def enter(self, promised: Promised, by: By) -> Promise:
        """Keep a promise; OvertakenError, and nothing kept, where `seen` is not the side's latest."""
        with self._transactions.writing(by.at) as writing:
            latest = _latest(writing, promised.side)
            if latest is not None and latest.id != promised.seen:
                raise OvertakenError(latest)
            number = writing.signed(
                PROMISES,
                by,
                side=promised.side,
                since=promised.since.isoformat(),
                **promised.terms,
                source=promised.source,
                seen=promised.seen,
            )
            return _promise(writing, writing.existing(PROMISES, number, "promise"))

    def all(self) -> tuple[Promise, ...]:
        """Every promise, the oldest entry first."""
        with self._transactions.reading() as reading:
            return tuple(_promise(reading, row) for row in reading.rows(PROMISES))


def in_force(promises: tuple[Promise, ...], side: str, month: date | None) -> Promise | None:
    """What a side promised for a month (its first day; None: for all time), None where it had promised nothing yet.

    Of several the one of the latest month holds, of one month the latest entry.
    """
    mine = [each for each in promises if each.promised.side == side]
    held = [each for each in mine if month is None or each.promised.since <= month]
    return max(held, key=lambda each: (each.promised.since, each.id), default=None)


def _latest(reading: Reading, side: str) -> Promise | None:
    rows = reading.rows(PROMISES, "side = ?", (side,))
    return _promise(reading, rows[-1]) if rows else None


def _promise(reading: Reading, row: Row) -> Promise:
    terms = {term: row[term] for side in TEAMS for term in TERMS[side]}
    return Promise(
        id=row["id"],
        at=datetime.fromisoformat(row["at"]),
        author=reading.author(row),
        promised=Promised(
            row["side"], date.fromisoformat(row["since"]), **terms, source=row["source"], seen=row["seen"]
        ),
    )
