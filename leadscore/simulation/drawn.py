"""Hand-overs of exactly so many leads: where more have the same score than are wanted, ids decide, always the same way.

A single signal, or no score at all, parts leads into so few kinds that no cut-off comes near a volume.  The draw that
fills it up says nothing of the leads, so that baselines are compared at equal volume like everything else.
"""

from __future__ import annotations

import hashlib

import numpy as np

from leadscore.model import Model
from leadscore.scoring.arithmetic import exact
from leadscore.simulation.replay import OUT, Column, Replayed, Weekly, score_weeks
from leadscore.simulation.swap_card import Handing
from leadscore.simulation.volume import Chosen

SEED = "baseline 1"
"""Before each lead_id in the checksum, so that the draw is another one than that of the replayed sample."""


def drawn_handing(replayed: Replayed, model: Model, wanted: int) -> Handing | None:
    """The `wanted` leads with the highest scores, ties drawn by lead_id; None where every lead is out.

    A lead from before the period that had its highest score on its first Monday is left out, as in `reaches`.
    """
    weekly = score_weeks(replayed, model)
    inside = (weekly.best != OUT) & ~(replayed.before_record & (weekly.start >= weekly.best))
    if not inside.any():
        return None
    order = np.lexsort((_draw(replayed.lead_id), -weekly.best))
    order = order[inside[order]][:wanted]
    leads = np.zeros(len(weekly.best), dtype=bool)
    leads[order] = True
    least = int(weekly.best[order[-1]]) if len(order) else 0
    tied = int((weekly.best == least).sum())
    chosen = Chosen(exact(least), len(order), wanted, tied, None)
    return Handing(model, weekly, exact(least), chosen, leads, _entries(replayed, weekly, leads))


def _draw(lead_ids: Column) -> Column:
    """A number for each lead that nothing but its id decides."""
    return np.array([hashlib.sha256(f"{SEED} {each}".encode()).hexdigest() for each in lead_ids], dtype=object)


def _entries(replayed: Replayed, weekly: Weekly, leads: Column) -> Column:
    """With which entry each chosen lead first has its highest score, -1 for the others."""
    none = len(replayed.row)
    if not none:
        return replayed.first
    lengths = np.diff(np.append(replayed.first, none))
    best = weekly.rows[replayed.row] >= np.repeat(weekly.best, lengths)
    entry = np.minimum.reduceat(np.where(best, np.arange(none), none), replayed.first)
    return np.where(leads, entry, -1)
