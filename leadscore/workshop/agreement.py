"""The agreement between sales and marketing: what both promise each other, on which model, and why; one frozen value.

It holds no free text of a person: texts are named by the id of the answer or weight that keeps them, signatures by
their own, so that a text or a name can be erased and the agreement stays what it was.
"""

from __future__ import annotations

import calendar
import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from leadscore.errors import StoreError, UsageError
from leadscore.vocabulary import TEAMS, counted
from leadscore.workshop.agreed_evidence import Evidence
from leadscore.workshop.hand_over import Mapped
from leadscore.workshop.plays import Play

FORM = 1
"""The form of the document; a later leadscore that changes it still reads this one."""

SECTIONS = {
    "definitions": "What MQL and SQL mean, and why",
    "rules": "What earns points, and why",
    "handover": "How a lead is handed over",
    "plays": "How leads of each band are worked",
    "commitments": "What each side commits to",
    "goals": "What both want to reach",
    "rhythm": "When we look at it again",
}
"""The sections on which people can say something of their own, in the order of the document."""

ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "last"}
_EXACT = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class Named:
    """The saved version that the agreement is about."""

    id: int
    line: str
    number: int


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature on the model: its id, whose name it is, and the moment (naive UTC)."""

    id: int
    team: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Argument:
    """A rule in words; `points` None is a knock-out; `weight` is where its reason and dissent are kept, if anywhere."""

    id: str
    name: str
    when: str
    group: str
    points: Decimal | None
    weight: int | None = None


@dataclass(frozen=True, slots=True)
class Bounds:
    """What all rules of a group together can give."""

    group: str
    cap: Decimal | None
    floor: Decimal | None


@dataclass(frozen=True, slots=True)
class Gates:
    """From which score on a lead is handed over and ready; what it needs besides; None where there are no cut-offs."""

    mql: Decimal | None
    sql: Decimal | None
    any_of: tuple[str, ...] = ()
    at_least: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class Commitment:
    """What a side promises from a month on, by the id of its promise; terms that are None are not promised."""

    promise: int
    side: str
    since: date
    leads_a_month: int | None = None
    touch_within_minutes: int | None = None
    attempts: int | None = None
    attempt_days: int | None = None
    accept_within_days: int | None = None


@dataclass(frozen=True, slots=True)
class Rhythm:
    """On which day of each month both look at it again: week 1 to 4, 5 for the last; weekday 0 is Monday.

    `owners` are the teams that call the meeting; `answer` is where it was entered.
    """

    week: int
    weekday: int
    owners: tuple[str, ...] = TEAMS
    answer: int | None = None

    def __post_init__(self) -> None:
        if self.week not in ORDINALS or not 0 <= self.weekday <= 6:
            raise UsageError("A review is on the first to fourth, or the last, of a weekday: week 1 to 5, weekday 0-6.")
        if not self.owners or set(self.owners) - set(TEAMS):
            raise UsageError("Say which team calls the review: sales, marketing, or both.")

    def in_words(self) -> str:
        """`the second Tuesday of each month, called by marketing`."""
        day = f"the {ORDINALS[self.week]} {calendar.day_name[self.weekday]} of each month"
        return f"{day}, called by {' and '.join(self.owners)}"

    def next_after(self, day: date) -> date:
        """The first such day after a day."""
        found = self._in_month(day.replace(day=1))
        return found if found > day else self._in_month((day.replace(day=1) + timedelta(days=32)).replace(day=1))

    def _in_month(self, first: date) -> date:
        days = calendar.monthrange(first.year, first.month)[1]
        listed = [day for day in range(1, days + 1) if first.replace(day=day).weekday() == self.weekday]
        return first.replace(day=listed[-1] if self.week == max(ORDINALS) else listed[self.week - 1])


@dataclass(frozen=True, slots=True)
class Told:
    """A text of a person: the section it belongs to, the answer that keeps it, and whose it is."""

    section: str
    answer: int
    team: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """Everything both sides agreed on at one moment (naive UTC); `head` is where the audit ended then.

    version None: the model was never saved, so nobody can have signed it.
    """

    drawn_at: datetime
    model_name: str
    model_hash: str
    scoring_hash: str
    version: Named | None
    head: str
    signatures: tuple[Signed, ...]
    gates: Gates
    excluded: tuple[str, ...]
    arguments: tuple[Argument, ...]
    bounds: tuple[Bounds, ...]
    evidence: Evidence
    process: tuple[Mapped, ...] = ()
    plays: tuple[Play, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    rhythm: Rhythm | None = None
    texts: tuple[Told, ...] = ()
    form: int = FORM

    __pydantic_config__: ClassVar[ConfigDict] = _EXACT

    @property
    def missing(self) -> tuple[str, ...]:
        """The teams that have not signed the model."""
        signed = {each.team for each in self.signatures}
        return tuple(team for team in TEAMS if team not in signed)

    @property
    def is_signed(self) -> bool:
        """Whether both teams signed the model, so that the document is more than a draft."""
        return not self.missing

    @property
    def first_line(self) -> str:
        """What a reader must know before anything else."""
        if self.is_signed:
            return f"Agreed: marketing and sales have both signed the model with the hash {self.model_hash[:12]}."
        if len(self.missing) == len(TEAMS):
            return "DRAFT. Neither sales nor marketing has signed this model, so nothing below is agreed."
        (signed,) = set(TEAMS) - set(self.missing)
        return f"DRAFT. {signed.capitalize()} has signed this model and {self.missing[0]} has not: it is not agreed."

    def texts_of(self, section: str) -> tuple[Told, ...]:
        """What people said on a section, the oldest first."""
        return tuple(each for each in self.texts if each.section == section)

    def to_json(self) -> str:
        """The document as canonical JSON: keys sorted, numbers exact; equal agreements are equal texts."""
        plain = _adapter().dump_python(self, mode="json")
        return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def from_json(text: str) -> Agreement:
    """The agreement of a text that `to_json` wrote; StoreError for any other."""
    try:
        found: Agreement = _adapter().validate_json(text)
    except ValidationError as error:
        places = [".".join(map(str, each["loc"])) for each in error.errors(include_input=False, include_url=False)]
        named = f" ({counted(len(places), 'mistake')}, the first at '{places[0]}')" if places and places[0] else ""
        raise StoreError(
            f"This text cannot be read as an agreement{named}. Read it with the leadscore that wrote it, or restore "
            "a backup."
        ) from error
    except UsageError as error:
        raise StoreError(f"This text cannot be read as an agreement: {error}") from error
    return found


@cache
def _adapter() -> TypeAdapter[Any]:
    return TypeAdapter(Agreement)
