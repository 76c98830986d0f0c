"""One thing that may be wrong with the data: how often it is, of how many, with examples and what may be done."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from leadscore.evidence import Shelf
from leadscore.model.model import Model
from leadscore.store.treatments.held import Held
from leadscore.store.treatments.treatment import Treatment

MOST_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Subject:
    """The data that are looked at, the model whose population and horizons count, and the moment of the look.

    `now` (naive UTC, None: not known) only tells what lies in the future; `own_domains` are one's own mail domains.
    """

    held: Held
    shelf: Shelf
    model: Model
    now: datetime | None = None
    own_domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Examples:
    """A few of the rows as texts under their columns; `personal` where they name people."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked for (`name`, `title`), in how many of how many rows it was found, and what follows from it.

    `n` is None where it cannot be told, and then `reason` says why.  `hurts` says which figures it hurts;
    `treatment` is what may be done here, else `instead` says why nothing is.  A `normal` finding is no fault.
    """

    name: str
    title: str
    units: str
    n: int | None
    of: int
    hurts: str
    words: str = ""
    examples: Examples = field(default_factory=Examples)
    treatment: Treatment | None = None
    instead: str = ""
    normal: bool = False
    reason: str | None = None

    @property
    def found(self) -> bool:
        """Whether there is any."""
        return bool(self.n)

    @property
    def share(self) -> float | None:
        """The part of the rows that have it; None where nothing was looked at."""
        return self.n / self.of if self.n is not None and self.of else None

    @property
    def counts(self) -> str:
        """`36 of 7,590 leads (0.5 %)`; the reason where it cannot be told."""
        if self.n is None:
            return f"cannot be told: {self.reason}"
        share = "" if not self.share else f" ({_percent(self.share, self.n, self.of)})"
        return f"{self.n:,} of {self.of:,} {self.units}{share}"

    def to_json(self) -> dict[str, Any]:
        """The check as plain values."""
        return {
            "name": self.name,
            "title": self.title,
            "units": self.units,
            "n": self.n,
            "of": self.of,
            "share": self.share,
            "reason": self.reason,
            "normal": self.normal,
            "words": self.words,
            "hurts": self.hurts,
            "treatment": None if self.treatment is None else self.treatment.to_text(),
            "instead": self.instead,
            "examples": [dict(zip(self.examples.columns, row, strict=True)) for row in self.examples.rows],
        }


def examples(held: Held, sql: str, personal: bool = False, moment: datetime | None = None) -> Examples:
    """The first rows of a query (which may name $moment), instants in the zone of the data."""
    zone = ZoneInfo(held.manifest.zone)
    asked = held.cursor.execute(f"SELECT * FROM ({sql}) LIMIT {MOST_EXAMPLES}", {"moment": moment} if moment else None)
    columns = tuple(name for name, *_ in asked.description or ())
    return Examples(columns, tuple(tuple(_as_text(value, zone) for value in row) for row in asked.fetchall()), personal)


def numbers(held: Held, sql: str, **bound: object) -> tuple[int, ...]:
    """The one row of a query of counts."""
    return tuple(int(value or 0) for value in held.cursor.execute(sql, bound or None).fetchall()[0])


def _as_text(value: object, zone: ZoneInfo) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        local = value.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
        return f"{local:%Y-%m-%d}, no time" if local.microsecond == 999_999 else local.isoformat(" ", "seconds")
    return str(value)


def _percent(share: float, n: int, of: int) -> str:
    """Never 0 % of something, never 100 % of not all."""
    if n > 0 and share < 0.001:
        return "under 0.1 %"
    return "over 99.9 %" if n < of and share > 0.999 else f"{100 * share:.1f} %"
