"""Parts of the history in the order of time: what a score is learned from, calibrated on, and judged by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.learning.known_leads import KnownLeads

Column = NDArray[Any]

JUDGED_FROM, CALIBRATED_UNTIL = 0.6, 0.8
"""Where the later parts begin, as shares of the leads in the order of T."""

FEWEST = 10
"""Each part needs so many leads that reached the outcome, and so many that did not."""


@dataclass(frozen=True, slots=True)
class Borders:
    """Instants between the parts (naive UTC): learned from is T before `learned_before`, judged by is T from
    `judged_from` on; of those, T before `calibrated_until` serves the calibration and the rest checks it.

    `learned_before` lies a horizon earlier than `judged_from`: whatever was learned was known by then.
    """

    learned_before: datetime
    judged_from: datetime
    calibrated_until: datetime


@dataclass(frozen=True, slots=True, eq=False)
class TimeParts:
    """Which leads are of which part; `colleagues` are later leads of an account that was learned from, in no part."""

    borders: Borders
    learned: Column
    calibrated: Column
    checked: Column
    colleagues: Column

    @property
    def judged(self) -> Column:
        """The leads that nothing was learned from: both later parts."""
        found: Column = self.calibrated | self.checked
        return found


def borders_of(known: KnownLeads) -> Borders | None:
    """The borders by number of leads; None without dates or leads."""
    if not known.n or np.isnat(known.as_of).any():
        return None
    judged, until = (known.as_of[int(share * known.n)].item() for share in (JUDGED_FROM, CALIBRATED_UNTIL))
    return Borders(judged - timedelta(days=known.past.horizon.days or 0), judged, until)


def time_parts(known: KnownLeads, borders: Borders) -> TimeParts:
    """The leads by part; an account stays with the part of its earliest lead."""
    as_of = known.as_of
    learned = as_of < np.datetime64(borders.learned_before)
    later = as_of >= np.datetime64(borders.judged_from)
    colleagues = later & np.isin(known.account, known.account[learned])
    first = later & (as_of < np.datetime64(borders.calibrated_until)) & ~colleagues
    repeated = np.isin(known.account, known.account[first])
    return TimeParts(borders, learned, first, later & ~first & ~colleagues & ~repeated, colleagues)


def too_few(known: KnownLeads, parts: TimeParts) -> str | None:
    """Why nothing can be learned, calibrated or checked on these parts; None where it can."""
    named = {"to learn from": parts.learned, "to calibrate on": parts.calibrated, "to check it": parts.checked}
    for words, part in named.items():
        hits, others = int(known.hit[part].sum()), int((~known.hit[part]).sum())
        if min(hits, others) < FEWEST:
            needed = f"needs {FEWEST} leads {words} that reached the outcome and {FEWEST} that did not"
            return f"too few: {needed}, has {hits} and {others}"
    return None
