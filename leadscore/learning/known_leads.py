"""Leads whose outcome is known, one by one: what a model's rules gave each at T, and whether the outcome came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.evidence import Lens, Shelf, lens_of, units_column, unknown_column
from leadscore.learning.observations import AMONG
from leadscore.learning.past import Past, left_out, look_back
from leadscore.model.model import Model
from leadscore.model.rules import Rule
from leadscore.outcomes.cohort import COHORT
from leadscore.outcomes.pasts import unscored_cohort
from leadscore.outcomes.query import execute
from leadscore.outcomes.standing import standing
from leadscore.store.database import quoted
from leadscore.store.queries import assemble
from leadscore.vocabulary import WORKED_WITHIN_DAYS


@dataclass(frozen=True, slots=True, eq=False)
class KnownLeads:
    """Leads in the denominator of one outcome, a place each, in the order of T and then of lead_id.

    `units` (leads x rules) holds integer hundredths, `unknown` whether the fact of a rule was unknown then; `rules`
    are those that the data can answer as of T, and `left_out` says of every other rule of the model why it is none of
    them.  `as_of` is datetime64[us] (naive UTC; NaT without dates).  `account` numbers the accounts from 0.
    `reason` says why nothing may be concluded at all, if so, and `caveat` stands beside every estimate.
    """

    rules: tuple[Rule, ...]
    left_out: dict[str, str]
    lead_id: NDArray[Any]
    as_of: NDArray[Any]
    account: NDArray[np.int64]
    hit: NDArray[np.bool_]
    units: NDArray[np.int64]
    unknown: NDArray[np.bool_]
    past: Past

    @property
    def reason(self) -> str | None:
        """Why nothing may be concluded from these leads, if so."""
        return self.past.reason

    @property
    def caveat(self) -> str | None:
        """What stands beside every estimate, if anything."""
        return self.past.caveat

    @property
    def n(self) -> int:
        """Leads."""
        return len(self.hit)

    @property
    def hits(self) -> int:
        """Leads that reached the outcome."""
        return int(self.hit.sum())

    @property
    def settled_days(self) -> int:
        """Days after T by which it is known of a lead whether it was worked, and whether the outcome came."""
        return max(self.past.horizon.days or 0, WORKED_WITHIN_DAYS)


def known_leads(
    shelf: Shelf,
    model: Model,
    outcome: str | None = None,
    since: datetime | None = None,
    before: datetime | None = None,
    lens: Lens | None = None,
) -> KnownLeads:
    """The worked and mature leads with T in [since, before), under the model's population, lens and horizons.

    `outcome` is the model's own unless given; both ends are naive UTC, None leaves that side open.  Rules that sleep or
    rest on today's values are left out, as everywhere.  Raises ModelError for what the data cannot answer.
    """
    out = left_out(shelf, model)
    rules = tuple(rule for rule in model.rules if rule.id not in out)
    honest = model.model_copy(update={"rules": rules, "cut_offs": None})
    chosen = lens if lens is not None else lens_of(None, model.evaluation, shelf.database.manifest.zone)
    past = look_back(shelf, honest, chosen, outcome or model.evaluation.outcome, "worked", before)
    rows = _rows(shelf, honest, chosen, past, since, before)
    columns = range(len(rules))
    return KnownLeads(
        rules=rules,
        left_out=out,
        lead_id=rows["lead_id"],
        as_of=np.ma.filled(rows["as_of"], np.datetime64("NaT")),
        account=np.unique(rows["account"], return_inverse=True)[1].astype(np.int64),
        hit=rows["hit"].astype(np.bool_),
        units=_side_by_side([rows[f"units_{i}"] for i in columns], len(rows["hit"])).astype(np.int64),
        unknown=_side_by_side([rows[f"unknown_{i}"] for i in columns], len(rows["hit"])).astype(np.bool_),
        past=past,
    )


def _rows(
    shelf: Shelf, model: Model, lens: Lens, past: Past, since: datetime | None, before: datetime | None
) -> dict[str, Any]:
    cohort = unscored_cohort(shelf, model, lens, past.target.name)
    evidence = shelf.evidence(model, lens).table
    answers = "".join(
        f", evidence.{units_column(i)} AS units_{i}, "
        f"CAST(evidence.{unknown_column(i)} = 1 AND evidence.{units_column(i)} = 0 AS BOOLEAN) AS unknown_{i}"
        for i in range(len(model.rules))
    )
    inside = " OR ".join(f"standing = '{place}'" for place in AMONG["worked"])
    sql = f"""SELECT lead_id, standings.as_of AS as_of, HASH(account) AS account, hit{answers}
FROM standings JOIN {quoted(evidence)} AS evidence USING (lead_id)
WHERE ({inside}){"" if since is None else " AND standings.as_of >= $since"}
    {"" if before is None else " AND standings.as_of < $before"}
ORDER BY standings.as_of, lead_id"""
    asked = assemble((COHORT, standing(past.target, cohort.facts)), sql)
    bound = {name: end for name, end in (("since", since), ("before", before)) if end is not None}
    return execute(cohort.cursor, cohort.question, asked, days=past.horizon.days or 0, **bound).fetchnumpy()


def _side_by_side(columns: list[Any], leads: int) -> NDArray[Any]:
    return np.column_stack(columns) if columns else np.zeros((leads, 0), dtype=np.int64)
