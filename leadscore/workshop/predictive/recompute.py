"""When to compute the cut-offs anew: the volume at the agreed cut-off has changed by more than chance."""

from __future__ import annotations

from dataclasses import dataclass

from leadscore.outcomes.chance import FALSE_ALARMS, expected
from leadscore.simulation.monthly import ByMonth

OF_LATE = 3
"""Months of which the sentence tells what they asked for."""


@dataclass(frozen=True, slots=True)
class Advice:
    """Whether the cut-offs are to be computed anew (None: nobody can tell), and why."""

    recompute: bool | None
    sentence: str


def advice(found: ByMonth) -> Advice:
    """Hold the latest month's volume at the model's cut-off against the months before it."""
    if found.reason is not None or not found.months:
        return Advice(None, f"Whether the volume has changed is unknown: {found.reason}.")
    *before, latest = found.months
    range_ = expected([each.at_model for each in before])
    if range_.value is None or range_.low is None or range_.high is None:
        return Advice(None, f"Whether the volume has changed is unknown: {range_.reason}.")
    change = 100 * (latest.at_model / range_.value - 1) if range_.value else 0.0
    told = (
        f"{latest.at_model:,.0f} leads reached the model's cut-off of {found.model} in {latest.month}, against "
        f"{range_.value:,.0f} a month before ({change:+.0f} %)"
    )
    chance = f"months that did not change stay within {range_.low:,.0f} to {range_.high:,.0f} in "
    chance += f"{100 * (1 - FALSE_ALARMS):.0f} % of cases"
    if range_.low <= latest.at_model <= range_.high:
        return Advice(False, f"No need to recompute: {told}; {chance}.")
    return Advice(True, f"Recompute the cut-offs, the volume has changed by {change:+.0f} %: {told}; {chance}.")


def asked_of_late(found: ByMonth) -> str | None:
    """What the latest months asked for, against the model's cut-off; None where none of them needs a cut-off."""
    late = found.months[-OF_LATE:]
    if found.reason is not None or all(each.cut_off is None for each in late):
        return None
    points = ", ".join("none" if each.cut_off is None else str(each.cut_off) for each in late)
    gap = sum(each.at_model for each in late) / len(late) - found.wanted
    inside = sum(each.within is not None and each.within[0] <= (found.model or 0) <= each.within[1] for each in late)
    more = f"{abs(gap):,.0f} leads a month {'more' if gap > 0 else 'fewer'} than that"
    return (
        f"To hand over {found.wanted:,.0f} leads, the last {len(late)} months asked for a cut-off of {points}; the "
        f"model's {found.model} handed over {more}, and in {inside} of {len(late)} months that is no more than chance."
    )
