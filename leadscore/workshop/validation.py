"""The lamp on validation: was the active model borne out by leads that nobody could fit it to?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from leadscore.estimate import Estimate
from leadscore.workshop.lamps import MONTH, QUARTER, Colour, Lamp, Sign, aged

CHANCE = 0.5
"""How often a score that knows nothing picks the right one of two leads."""


@dataclass(frozen=True, slots=True)
class Held:
    """What leads that came after the signatures say of the model that was signed.

    since: the moment of the second signature (naive UTC); pairs: how often the score picks the right one of two
    worked and mature leads handed over after it; lift: of its top fifth; until: the day the data end.
    """

    since: datetime
    pairs: Estimate
    lift: Estimate
    until: date | None


@dataclass(frozen=True, slots=True)
class Unlocked:
    """What the locked period said of the active model when it was opened: the day, and the lift of its top fifth."""

    on: date
    lift: Estimate


def validation(held: Held | None, today: date, why_not: str = "", unlocked: Unlocked | None = None) -> Lamp:
    """Whether the active model was borne out by leads that nobody could fit it to.

    held: leads that came after the signatures, None where it is not signed; unlocked: the locked period, None where it
    was never opened for this model.  The first is the stronger evidence: the second speaks until it can tell.
    """
    rule = (
        f"Judged on worked leads handed over after the signatures whose time is over. Green where the score picks the "
        f"right one of two more than {100 * CHANCE:.0f} times in 100 beyond its interval and the data end within "
        f"{MONTH} days; amber where the interval holds {100 * CHANCE:.0f}, or within {QUARTER} days; else red. These "
        "leads were chosen by a score, so the figure is not to be set beside another model's. Until such leads can "
        f"tell, the locked period stands in, and then the lamp is amber at best: amber where it was opened for this "
        f"model within {QUARTER} days and the interval of its lift does not lie below 1, else red."
    )
    return Lamp("validation", "Validation", _validations(held, today, why_not, unlocked), rule, "review")


def _validations(held: Held | None, today: date, why_not: str, unlocked: Unlocked | None) -> tuple[Sign, ...]:
    opened = _opened(unlocked, today)
    if held is None:
        nothing = f"unknown: {why_not or 'not signed'}"
        return (Sign("Validated", nothing, "amber" if opened else "unknown"), *opened)
    first = _borne_out(held)
    if first.colour == "unknown" and opened:
        return (replace(first, colour="amber"), *opened)
    uncoloured = tuple(replace(each, colour=None) for each in opened)
    return (first, _validated(held, today), Sign("Lift of the top fifth", _times(held.lift), None), *uncoloured)


def _opened(unlocked: Unlocked | None, today: date) -> tuple[Sign, ...]:
    """What the locked period said, and how long ago."""
    if unlocked is None:
        return ()
    lift, name = unlocked.lift, "Lift of the top fifth in the locked period"
    if lift.low is None or lift.high is None:
        why = lift.reason if lift.value is None else f"{_times(lift)}, too few outcomes for an interval"
        return (Sign(name, f"unknown: {why}", "unknown"),)
    colour: Colour = "green" if lift.low > 1 else "red" if lift.high < 1 else "amber"
    return (Sign(name, _times(lift), colour), Sign("Locked period opened", *aged(unlocked.on, today)))


def _borne_out(held: Held) -> Sign:
    name, pairs = "Right one of two", held.pairs
    if pairs.value is None or pairs.low is None or pairs.high is None:
        why = pairs.reason if pairs.value is None else "too few outcomes for an interval"
        return Sign(name, f"unknown: not validated since signed on {held.since:%d %b %Y} ({why})", "unknown")
    value, low, high = (100 * each for each in (pairs.value, pairs.low, pairs.high))
    colour: Colour = "green" if pairs.low > CHANCE else "red" if pairs.high < CHANCE else "amber"
    return Sign(name, f"{value:.0f} times in 100 ({low:.0f} to {high:.0f}), n = {pairs.n:,}", colour)


def _validated(held: Held, today: date) -> Sign:
    if held.until is None:
        return Sign("Data until", "unknown: these data have no dates", "unknown")
    return Sign("Data until", *aged(held.until, today))


def _times(lift: Estimate) -> str:
    if lift.value is None:
        return f"unknown: {lift.reason}"
    between = "" if lift.low is None else f" ({lift.low:.2f} to {lift.high:.2f})"
    return f"{lift.value:.2f} x{between}, n = {lift.n:,}"
