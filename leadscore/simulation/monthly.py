"""Cut-offs by month: the one that would have handed over a wanted volume in each month, beside the model's own.

A lead is handed over in the month of the first Monday (or hand-off) with a score at or above the cut-off, as on the
Cut-offs page.  Only volume is read here and no outcome, so months of the locked period may be shown.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from leadscore.errors import UsageError
from leadscore.estimate import Z
from leadscore.model import Model
from leadscore.outcomes.calendar import day_begins, local_day, months_within, next_month
from leadscore.scoring.arithmetic import HIGHEST
from leadscore.simulation.replay import Column, Replayed, Weekly, reached_by, score_weeks
from leadscore.simulation.volume import CLOSE

LAST = 12
"""Months that are looked at."""

NO_MONTH = "no month of these data is whole"
NO_CUT_OFFS = "the model has no cut-offs"
NO_POINTS = "no lead has any points from the rules that these data can answer as of then"
NONE_WANTED = "no lead is to be handed over"
NONE_REACHED = "no lead reached the model's cut-off in these months"


@dataclass(frozen=True, slots=True)
class OfMonth:
    """One month (2026-10): leads of the data that reached the model's cut-off in it, and what the volume would ask for.

    `cut_off` is the whole point that hands over most nearly the wanted number, `leads` what it hands over; None where
    fewer leads came than were wanted, so that no cut-off is needed.  `within`: the lowest and the highest whole point
    whose volume differs from the wanted one by no more than a Poisson count does (95 %); None where there is none.
    """

    month: str
    at_model: float
    cut_off: Decimal | None
    leads: float
    within: tuple[Decimal, Decimal] | None = None

    @property
    def more(self) -> float:
        """Leads that the model's cut-off handed over beyond what the computed one would."""
        return self.at_model - self.leads


@dataclass(frozen=True, slots=True)
class ByMonth:
    """The latest whole months, the earliest first; none, with a `reason`, where nothing can be computed.

    `wanted`: leads a month; `caveats` are those of the replay.
    """

    months: tuple[OfMonth, ...]
    wanted: float
    model: Decimal | None
    caveats: tuple[str, ...] = ()
    reason: str | None = None


def cut_offs_by_month(replayed: Replayed, model: Model, zone: str, wanted: float | None = None) -> ByMonth:
    """For each of the LAST whole months (in `zone`) the cut-off that hands over `wanted` leads.

    By default as many are wanted as the model's own MQL cut-off handed over a month, so that only change shows.
    UsageError where fewer than 0 are wanted.
    """
    if wanted is not None and wanted < 0:
        raise UsageError(f"{wanted:g} leads a month cannot be handed over. Give 0 or more.")
    reason = _reason(replayed, model)
    starts = () if reason else _starts(replayed, zone)
    if reason or not starts or model.cut_offs is None:
        return ByMonth((), wanted or 0.0, None, reason=reason or NO_MONTH)
    own = model.cut_offs.mql
    weekly = score_weeks(replayed, model)
    if not (weekly.best > 0).any():
        return ByMonth((), wanted or 0.0, own, reason=NO_POINTS)
    counts = _counts(replayed, weekly, [*(Decimal(points) for points in range(HIGHEST + 1)), own], starts, zone)
    grid, at_model = counts[:-1], counts[-1]
    asked = float(at_model.mean()) if wanted is None else wanted
    if not asked:
        return ByMonth((), asked, own, reason=NONE_REACHED if wanted is None else NONE_WANTED)
    months = tuple(
        _of_month(first, grid[:, place], float(at_model[place]), asked) for place, first in enumerate(starts)
    )
    return ByMonth(months, asked, own, replayed.caveats)


def _reason(replayed: Replayed, model: Model) -> str | None:
    if replayed.weeks is None:
        return replayed.reason or NO_MONTH
    return None if model.cut_offs is not None else NO_CUT_OFFS


def _starts(replayed: Replayed, zone: str) -> tuple[date, ...]:
    """The first days of the latest months that were replayed from beginning to end."""
    if replayed.weeks is None:
        return ()
    last = local_day(replayed.weeks.end + timedelta(microseconds=1), zone) - timedelta(days=1)
    return months_within(local_day(replayed.weeks.start, zone), last)[-LAST:]


def _counts(replayed: Replayed, weekly: Weekly, cut_offs: list[Decimal], starts: tuple[date, ...], zone: str) -> Column:
    """Leads of the data by cut-off (rows) and month (columns)."""
    ends = np.array([day_begins(day, zone) for day in (*starts, next_month(starts[-1]))], dtype="datetime64[us]")
    found = np.zeros((len(cut_offs), len(starts)))
    for place, cut_off in enumerate(cut_offs):
        entry = reached_by(replayed, weekly, cut_off)
        month = np.searchsorted(ends, replayed.at[entry[entry >= 0]], side="right") - 1
        inside = month[(month >= 0) & (month < len(starts))]
        found[place] = np.bincount(inside, minlength=len(starts)) * replayed.scale
    return found


def _of_month(first: date, leads: Column, at_model: float, wanted: float) -> OfMonth:
    """The whole point whose volume is nearest to the wanted one, the higher of two."""
    month = f"{first:%Y-%m}"
    if leads[0] < wanted * (1 - CLOSE):
        return OfMonth(month, at_model, None, float(leads[0]))
    far = np.abs(leads - wanted)
    place = len(leads) - 1 - int(np.argmin(far[::-1]))
    near = np.flatnonzero(far <= Z * math.sqrt(wanted))
    within = (Decimal(int(near[0])), Decimal(int(near[-1]))) if len(near) else None
    return OfMonth(month, at_model, Decimal(place), float(leads[place]), within)
