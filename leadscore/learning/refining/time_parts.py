"""Parts of the history in the order of time: what a score is learned from, calibrated on, and judged by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.learning.known_leads import KnownLeads

Column = NDArray[Any]

JUDGED_FROM, CHECKED_FROM = 0.6, 0.8
"""Where the later parts begin, as shares of the leads in the order of T."""

FEWEST = 10
"""Each part needs so many leads that reached the outcome, and so many that did not."""


@dataclass(frozen=True, slots=True)
class Borders:
    """Instants between the parts (naive UTC): learned from is T before `learned_before`, judged by is T from
    `judged_from` on; chances are fitted on T from `learned_before` to `calibrated_before` and checked on T from
    `checked_from` on.

    Between learning and judging, and between fitting chances and checking them, lies a horizon: whatever was learned
    was known by then.
    """

    learned_before: datetime
    judged_from: datetime
    calibrated_before: datetime
    checked_from: datetime


@dataclass(frozen=True, slots=True, eq=False)
class TimeParts:
    """Which leads are of which part; `colleagues` are later leads of an account that was learned from, in no part.

    `judged` are the later leads that nothing was learned from, those that are checked among them.
    """

    borders: Borders
    learned: Column
    calibrated: Column
    judged: Column
    checked: Column
    colleagues: Column


def borders_of(known: KnownLeads) -> Borders | None:
    """The borders by number of leads; None without dates or leads."""
    if not known.n or np.isnat(known.as_of).any():
        return None
    judged, checked = (known.as_of[int(share * known.n)].item() for share in (JUDGED_FROM, CHECKED_FROM))
    settled = timedelta(days=known.settled_days)
    return Borders(judged - settled, judged, checked - settled, checked)


def time_parts(known: KnownLeads, borders: Borders) -> TimeParts:
    """The leads by part; an account stays with the part of its earliest lead."""
    as_of = known.as_of
    learned = as_of < np.datetime64(borders.learned_before)
    theirs = np.isin(known.account, known.account[learned])
    later = as_of >= np.datetime64(borders.judged_from)
    calibrated = ~theirs & (as_of < np.datetime64(borders.calibrated_before))
    repeated = np.isin(known.account, known.account[calibrated])
    judged = later & ~theirs
    checked = judged & ~repeated & (as_of >= np.datetime64(borders.checked_from))
    return TimeParts(borders, learned, calibrated, judged, checked, later & theirs)


def too_few(known: KnownLeads, parts: TimeParts) -> str | None:
    """Why nothing can be learned, calibrated or checked on these parts; None where it can."""
    named = {"to learn from": parts.learned, "to calibrate on": parts.calibrated, "to check it": parts.checked}
    for words, part in named.items():
        hits, others = int(known.hit[part].sum()), int((~known.hit[part]).sum())
        if min(hits, others) < FEWEST:
            needed = f"needs {FEWEST} leads {words} that reached the outcome and {FEWEST} that did not"
            return f"too few: {needed}, has {hits} and {others}"
    return None
