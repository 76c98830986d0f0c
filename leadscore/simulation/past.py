"""What became of the leads that were handed over, lead by lead: who counts towards an outcome, and who reached it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from leadscore.estimate import AccountSums
from leadscore.evidence import Handoff, Shelf
from leadscore.model import Model
from leadscore.outcomes import Cohort
from leadscore.outcomes.conversion import unknowable
from leadscore.outcomes.horizon import horizon
from leadscore.outcomes.pasts import unscored_cohort
from leadscore.outcomes.standing import TARGETS, Target, no_episodes, standing
from leadscore.outcomes.touches import follows_outcome
from leadscore.store.queries import Stage

COUNTED = "counted"
"""The standing of leads in the denominator: handed over, mature and (where touches are known) worked."""

NOBODY = "no lead of the population was handed over in this period"


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What is known of one outcome, one place a lead: its standing (of STANDINGS) and whether it came in `days` days.

    `reason` says why no rate of it can be known from this data, if so.
    """

    standing: NDArray[Any]
    hit: NDArray[Any]
    days: int | None
    reason: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """One place for each lead handed over within the period, by lead_id; `reason` says why there is none, if so."""

    lead_id: NDArray[Any]
    hand_off: NDArray[Any]
    known: dict[str, Known]
    reason: str | None


def build_past(
    cursor: duckdb.DuckDBPyConnection, shelf: Shelf, model: Model, period: tuple[datetime, datetime], among: str
) -> Past:
    """The past of the leads in the relation `among` that were handed over within the period (both ends inclusive)."""
    cohort = unscored_cohort(shelf, model, Handoff(), cursor=cursor)
    lead_id, hand_off = _rows(cohort, "lead_id, as_of", "cohort", (), period, among)
    return Past(
        np.array(lead_id, dtype=object),
        np.array(hand_off, dtype="datetime64[us]"),
        {target.name: _known(cohort, target, period, among) for target in TARGETS},
        None if lead_id else no_episodes(cohort.facts) or NOBODY,
    )


def _known(cohort: Cohort, target: Target, period: tuple[datetime, datetime], among: str) -> Known:
    asked = horizon(cohort, target.name)
    stages = (standing(target, cohort.facts),)
    columns = "standing, hit, touched_after"
    place, hit, after = _rows(cohort, columns, "standings", stages, period, among, days=asked.days or 0)
    stands, came = np.array(place, dtype=object), np.array(hit, dtype=bool)
    reason = unknowable(cohort, target, asked) or _backwards(came & (stands == COUNTED), np.array(after, bool), target)
    return Known(stands, came, asked.days, reason)


def _backwards(hits: NDArray[Any], touched_after: NDArray[Any], target: Target) -> str | None:
    return follows_outcome(int((touched_after & hits).sum()), int(hits.sum()), target.words)


def _rows(
    cohort: Cohort,
    columns: str,
    relation: str,
    stages: tuple[Stage, ...],
    period: tuple[datetime, datetime],
    among: str,
    **bound: Any,
) -> list[tuple[Any, ...]]:
    """Columns of the leads with T in the period, in the order of lead_id."""
    rows = cohort.rows(
        stages,
        f"SELECT {columns} FROM {relation} SEMI JOIN {among} USING (lead_id) "
        "WHERE as_of >= $first AND as_of <= $last ORDER BY lead_id",
        first=period[0],
        last=period[1],
        **bound,
    )
    return list(zip(*rows, strict=True)) if rows else [() for _ in range(columns.count(",") + 1)]


def account_sums(account: NDArray[Any], hit: NDArray[Any]) -> AccountSums:
    """Sums over accounts of leads given by the number of their account and whether they reached the outcome."""
    if not len(account):
        return AccountSums.alone(0, 0)
    sizes = np.bincount(account)
    hits = np.bincount(account, weights=hit).astype(np.int64)
    return AccountSums(
        n=len(account),
        hits=int(hits.sum()),
        accounts=int((sizes > 0).sum()),
        n_n=int(sizes @ sizes),
        n_x=int(sizes @ hits),
        x_x=int(hits @ hits),
    )
