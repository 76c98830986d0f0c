"""What both sides promised for a month, from what is kept of it: the latest entry of each side that holds by then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from leadscore.outcomes import Calendar, Commitments
from leadscore.outcomes.commitments import ACCEPT_WITHIN_DAYS
from leadscore.reports.month import Month
from leadscore.store.state import Promise, Promised, in_force
from leadscore.vocabulary import TEAMS, counted

NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Agreed:
    """The commitments of a month, and the kept promise of each side that they come from."""

    commitments: Commitments
    kept: Mapping[str, Promise]

    @classmethod
    def of(cls, promises: tuple[Promise, ...], month: Month, zone: str) -> Agreed:
        """What holds in a month; data without dates have no months, so there the latest promises hold."""
        found = {side: in_force(promises, side, month.first) for side in TEAMS}
        kept = {side: promise for side, promise in found.items() if promise is not None and any_term(promise.promised)}
        terms: dict[str, Any] = {}
        for promise in kept.values():
            terms |= {name: value for name, value in promise.promised.terms.items() if value is not None}
        return cls(Commitments(**terms, calendar=Calendar(zone)), kept)

    def given(self, side: str, **terms: int | None) -> Agreed:
        """The same where somebody names terms of a side for once; without any it is unchanged."""
        named = {name: value for name, value in terms.items() if value is not None}
        if not named:
            return self
        others = {each: promise for each, promise in self.kept.items() if each != side}
        return Agreed(replace(self.commitments, **named), others)  # type: ignore[arg-type]

    @property
    def since(self) -> dict[str, date]:
        """From which month on each side's promise holds; only of those that are kept."""
        return {side: promise.promised.since for side, promise in self.kept.items()}


def any_term(promised: Promised) -> bool:
    """Whether a side promises anything, or took back what it had promised."""
    return any(value is not None for value in promised.terms.values())


def promised_in_words(promised: Promised) -> str:
    """`20 leads of the top band a month`; `nothing` where a side took it back."""
    if promised.side == "marketing":
        return (
            NOTHING if promised.leads_a_month is None else f"{counted(promised.leads_a_month, 'top-band lead')} a month"
        )
    told = []
    if promised.touch_within_minutes is not None:
        told.append(f"first touch within {promised.touch_within_minutes / 60:g} business hours")
    if promised.attempts is not None and promised.attempts > 1:
        days = counted(promised.attempt_days or 0, "day")
        told.append(f"at least {counted(promised.attempts, 'attempt')} in {days} unless reached")
    if promised.accept_within_days is not None and promised.accept_within_days != ACCEPT_WITHIN_DAYS:
        told.append(f"accepted or sent back within {counted(promised.accept_within_days, 'day')}")
    return ", ".join(told) or NOTHING
