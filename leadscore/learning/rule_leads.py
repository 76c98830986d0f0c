"""The leads of one rule: for whom it held at T, among those in the denominator, and how many of each reached it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.estimate import AccountSums, Estimate, proportion
from leadscore.evidence import Lens, Shelf, lens_of, rests_on_today
from leadscore.learning.known_leads import KnownLeads, known_leads
from leadscore.model.model import Model
from leadscore.scoring import score
from leadscore.scoring.arithmetic import exact

MOST_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class RuleLead:
    """One lead for which a rule held: T (naive UTC), its score then without today's values, whether it got there."""

    lead_id: str
    as_of: datetime | None
    hit: bool
    score: Decimal | None


@dataclass(frozen=True, slots=True)
class RuleLeads:
    """Rates of the leads with a rule, without it, and of those where nobody knows; and the latest of the first.

    `leads` are the latest by T, at most MOST_ROWS of `held.n`.  `reason` says why there are none, if so.
    """

    rule_id: str
    held: Estimate
    held_hits: int
    not_held: Estimate
    not_held_hits: int
    unknown: int
    leads: tuple[RuleLead, ...]
    denominator: str
    reason: str | None = None


def rule_leads(
    shelf: Shelf, model: Model, rule_id: str, outcome: str | None = None, before: datetime | None = None
) -> RuleLeads:
    """The leads of a rule under the model's own lens and population; `before` leaves out T at or after it.

    KeyError where the model has no such rule; ModelError for what the data cannot answer.
    """
    model.rule(rule_id)
    known = known_leads(shelf, model, outcome, before=before)
    place = next((place for place, rule in enumerate(known.rules) if rule.id == rule_id), None)
    reason = known.reason or known.left_out.get(rule_id)
    if reason is not None or place is None:
        nothing = Estimate.unknown(reason or "not looked at")
        return RuleLeads(rule_id, nothing, 0, nothing, 0, 0, (), known.past.denominator, nothing.reason)
    held, unknown = known.units[:, place] > 0, known.unknown[:, place]
    without = ~held & ~unknown
    return RuleLeads(
        rule_id=rule_id,
        held=_rate(known, held),
        held_hits=int(known.hit[held].sum()),
        not_held=_rate(known, without),
        not_held_hits=int(known.hit[without].sum()),
        unknown=int(unknown.sum()),
        leads=_latest(shelf, model, known, np.flatnonzero(held)[::-1][:MOST_ROWS]),
        denominator=known.past.denominator,
    )


def _rate(known: KnownLeads, inside: NDArray[np.bool_]) -> Estimate:
    _, account = np.unique(known.account[inside], return_inverse=True)
    n, hits = np.bincount(account), np.bincount(account, weights=known.hit[inside]).astype(np.int64)
    sums = AccountSums(int(n.sum()), int(hits.sum()), len(n), int(n @ n), int(n @ hits), int(hits @ hits))
    return proportion(sums, known.caveat, "no lead here")


def _latest(shelf: Shelf, model: Model, known: KnownLeads, places: NDArray[Any]) -> tuple[RuleLead, ...]:
    ids = [str(known.lead_id[place]) for place in places]
    scores = _scores(shelf, model.without_rules(rests_on_today(model, shelf.facts)), ids)
    return tuple(
        RuleLead(lead_id, _instant(known.as_of[place]), bool(known.hit[place]), scores.get(lead_id))
        for lead_id, place in zip(ids, places, strict=True)
    )


def _scores(shelf: Shelf, model: Model, ids: list[str]) -> dict[str, Decimal]:
    if not model.rules:
        return {}
    lens: Lens = lens_of(None, model.evaluation, shelf.database.manifest.zone)
    table = score(shelf, model, lens).table
    asked = "SELECT UNNEST(CAST($ids AS VARCHAR[])) AS lead_id"
    sql = f"SELECT lead_id, score FROM {table} SEMI JOIN ({asked}) USING (lead_id)"
    found = shelf.database.cursor().execute(sql, {"ids": ids}).fetchall()
    return {lead_id: exact(points) for lead_id, points in found}


def _instant(as_of: Any) -> datetime | None:
    known: datetime | None = as_of.astype("datetime64[us]").item()
    return known
