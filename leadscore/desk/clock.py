"""The clock of a handed-over lead: how long ago it was handed over, and whether anybody in sales has tried since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

DEFAULT_HOURS = 24
"""Hours to the first attempt until the teams have agreed on a number; nobody promised them."""


@dataclass(frozen=True, slots=True)
class Clock:
    """When a lead was handed over and first touched since (naive UTC; None: never), as of a moment.

    No clock runs for a lead that was `closed_as` something; `unknown` says why nobody knows of attempts, if so.
    """

    handed_over_at: datetime | None
    touched_at: datetime | None
    as_of: datetime | None
    hours: int = DEFAULT_HOURS
    closed_as: str | None = None
    unknown: str | None = None

    @property
    def waited(self) -> timedelta | None:
        """From the hand-off to the first attempt, or until now; None where no clock runs or ran to an attempt."""
        until = self.touched_at or (None if self.closed_as or self.unknown else self.as_of)
        return until - self.handed_over_at if self.handed_over_at and until else None

    @property
    def running(self) -> bool:
        """Whether the lead is known to wait for its first attempt."""
        stopped = self.touched_at or self.closed_as or self.unknown
        return self.handed_over_at is not None and not stopped

    @property
    def late(self) -> bool:
        """Whether the first attempt came, or is still to come, after the time that is due."""
        return self.waited is not None and self.waited > timedelta(hours=self.hours)
