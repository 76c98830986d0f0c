"""Kinds of activity that must not be read as signals: what the seller does, and what comes with or after the outcome.

An activity after T never counts, so a kind that mostly follows the outcome does no harm to a score as of T; it would to
one of today's data.  A step that everybody passes on the way to the outcome is no cause of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leadscore.estimate import AccountSums, Estimate, proportion
from leadscore.evidence import Shelf
from leadscore.learning.effect import Counted
from leadscore.learning.leaks.known_share import REACHED
from leadscore.learning.leaks.leak_leads import TABLE, LeakLeads
from leadscore.learning.leaks.separation import by_value, in_tenths, separation
from leadscore.vocabulary import LEAD_ACTOR, TOUCH_KINDS

Wholes = NDArray[np.int64]
Flags = NDArray[np.bool_]

FEWEST = 30
"""Of fewer leads nothing is said."""

MOSTLY = 0.5
HARDLY = 0.02
"""A share of the outcomes that is as good as none."""

SOME = 0.1
"""What nearly every lead has is no step: fewer than this part of the leads lack it by accident."""

TOO_WELL = 0.77
"""A field or kind that alone tells the outcome better than this, beyond chance, is not what a form or visit tells."""


@dataclass(frozen=True, slots=True)
class KindCheck:
    """One kind of activity: who did it, when, and what the outcome is with and without it, ever.

    Of its rows of leads at the outcome, `after` is the share that came after the outcome, `after_t` that after T;
    `alone` is the AUC of how often it happened by T, among leads whose outcome is known.
    """

    name: str
    rows: int
    by_sales: bool
    by_the_lead: bool
    after: Estimate
    after_t: Estimate
    with_it: Counted
    without_it: Counted
    alone: Estimate

    @property
    def afterwards(self) -> bool:
        """Whether it mostly comes after the outcome."""
        return self.after.n >= FEWEST and self.after.low is not None and self.after.low > MOSTLY

    @property
    def a_step(self) -> bool:
        """Whether it is none of the lead's doing and hardly anybody reaches the outcome without it."""
        with_it, without = self.with_it, self.without_it
        hits, leads = with_it.hits + without.hits, with_it.n + without.n
        if self.by_the_lead or without.hits > HARDLY * hits:
            return False
        expected = hits * without.n / leads if leads else 0.0
        return hits >= FEWEST and expected >= FEWEST and without.n >= SOME * leads

    @property
    def too_well(self) -> bool:
        """Whether it separates the outcomes better than what a lead does can."""
        return self.alone.low is not None and self.alone.low > TOO_WELL


def leaky_kinds(shelf: Shelf, leads: LeakLeads) -> tuple[KindCheck, ...]:
    """Every kind of activity of the data, in the order of the alphabet; none where nothing is dated."""
    if not shelf.facts.dated:
        return ()
    return tuple(_check(leads, kind) for kind in sorted(shelf.database.manifest.kinds))


def _check(leads: LeakLeads, kind: str) -> KindCheck:
    found = leads.query(_SQL, kind=kind)
    place = found.pop("place").astype(np.int64)
    rows = {name: leads.spread(place, np.ma.filled(column, 0)) for name, column in found.items()}
    reached = leads.stood == REACHED
    total, theirs = int(rows["total"].sum()), int(rows["by_lead"].sum())
    return KindCheck(
        name=kind,
        rows=total,
        by_sales=kind in TOUCH_KINDS and total > 2 * theirs,
        by_the_lead=2 * theirs >= total,
        after=_share(leads, rows["after"], rows["of_dated"], reached),
        after_t=_share(leads, rows["after_t"], rows["total"], reached & ~np.isnat(leads.as_of)),
        with_it=_counted(rows["total"] > 0, reached),
        without_it=_counted(rows["total"] == 0, reached),
        alone=_alone(leads, rows["by_t"]),
    )


def _share(leads: LeakLeads, part: Wholes, whole: Wholes, inside: Flags) -> Estimate:
    """The share of rows, those of colleagues taken together."""
    n = np.bincount(leads.account[inside], whole[inside]).astype(np.int64)
    x = np.bincount(leads.account[inside], part[inside]).astype(np.int64)
    sums = AccountSums(int(n.sum()), int(x.sum()), int((n > 0).sum()), int(n @ n), int(n @ x), int(x @ x))
    return proportion(sums, nothing="no lead at the outcome has it")


def _counted(inside: Flags, reached: Flags) -> Counted:
    return Counted(int(inside.sum()), int((inside & reached).sum()))


def _alone(leads: LeakLeads, times: Wholes) -> Estimate:
    hit, account = leads.hit[leads.counted], leads.account[leads.counted]
    codes = in_tenths(times[leads.counted].astype(np.float64))
    return separation(by_value(codes, hit, account), hit, account, leads.caveat)


_SQL = f"""SELECT place, COUNT(*) AS total,
    COUNT(*) FILTER (WHERE LOWER(TRIM(actor, ' ')) = '{LEAD_ACTOR}') AS by_lead,
    COUNT(*) FILTER (WHERE occurred_at <= as_of) AS by_t, COUNT(*) FILTER (WHERE occurred_at > as_of) AS after_t,
    COUNT(*) FILTER (WHERE occurred_at > outcome_at) AS after, COUNT(outcome_at) AS of_dated
FROM activities JOIN {TABLE} USING (lead_id) WHERE LOWER(TRIM(kind, ' ')) = $kind GROUP BY place"""
