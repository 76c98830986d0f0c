"""Commitments: what marketing and sales have promised each other, passed in as values."""

from __future__ import annotations

from dataclasses import dataclass

from leadscore.errors import UsageError
from leadscore.outcomes.calendar import Calendar
from leadscore.vocabulary import BANDS

ACCEPT_WITHIN_DAYS = 14
"""Within so many days sales accepts or rejects a hand-off, unless another number is agreed."""


@dataclass(frozen=True, slots=True)
class Commitments:
    """A service-level agreement: None where nothing is promised.

    leads_a_month: top-band leads that marketing delivers; touch_within_minutes: business minutes from a hand-off to the
    first touch; attempts and attempt_days: so many attempts in so many days unless the lead is reached before;
    accept_within_days: until a hand-off is accepted or rejected; bands: the top bands that the promises are about.
    """

    leads_a_month: int | None = None
    touch_within_minutes: int | None = None
    attempts: int = 1
    attempt_days: int = 0
    accept_within_days: int = ACCEPT_WITHIN_DAYS
    bands: tuple[str, ...] = ("ready",)
    calendar: Calendar = Calendar()

    def __post_init__(self) -> None:
        least = (self.leads_a_month, self.touch_within_minutes, self.attempts, self.accept_within_days)
        if min(each for each in least if each is not None) < 1 or self.attempt_days < 0:
            raise UsageError(
                "A commitment counts from 1, for example 60 leads a month, 480 minutes, 3 attempts in 10 days."
            )
        unknown = [band for band in self.bands if band not in BANDS]
        if unknown or not self.bands:
            raise UsageError(f"A commitment is about bands such as {', '.join(BANDS)}; it names {unknown or 'none'}.")
