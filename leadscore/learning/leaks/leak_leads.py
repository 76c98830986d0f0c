"""All leads of a population with how far they came, for checks of fields: nobody is left out for not being called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from leadscore.evidence import Lens, Shelf, lens_of
from leadscore.learning.leaks.known_share import HANDED, NEVER, REACHED
from leadscore.learning.leaks.separation import too_few
from leadscore.learning.observations import AMONG
from leadscore.learning.past import Past, look_back
from leadscore.model.model import Model
from leadscore.outcomes.cohort import COHORT, Cohort
from leadscore.outcomes.pasts import unscored_cohort
from leadscore.outcomes.query import execute
from leadscore.outcomes.standing import standing
from leadscore.store.database import quoted
from leadscore.store.queries import Stage, assemble

TABLE = "leak_leads"
ANY_TIME = "of all leads, worked or not, and the outcome at any time"


@dataclass(frozen=True, slots=True, eq=False)
class LeakLeads:
    """Leads in the order of lead_id, a place each, and on `cursor` the table TABLE(place, lead_id, as_of, outcome_at).

    `stood` says how far each came (never handed over, handed over, at the outcome), and `handed` whether it was handed
    over, which a lead at the outcome need not have been; `counted` are the worked and mature
    leads whose outcome is known, `hit` those of them that reached it.  Where nothing can be concluded from these, they
    are all leads handed over (without hand-offs: all), and `caveat` says so: a field that knows the outcome shows there
    as well.  `account` numbers accounts from 0; `as_of` is T (naive UTC, NaT without one).
    """

    cursor: duckdb.DuckDBPyConnection
    past: Past
    stood: NDArray[np.object_]
    handed: NDArray[np.bool_]
    counted: NDArray[np.bool_]
    hit: NDArray[np.bool_]
    account: NDArray[np.int64]
    as_of: NDArray[Any]
    has_hand_offs: bool
    caveat: str | None

    @property
    def n(self) -> int:
        """Leads."""
        return len(self.stood)

    def query(self, sql: str, **bound: Any) -> dict[str, NDArray[Any]]:
        """The columns of a query on the table, as plain arrays."""
        return {name: np.asarray(column) for name, column in self.cursor.execute(sql, bound).fetchnumpy().items()}

    def spread(self, place: NDArray[Any], values: NDArray[Any]) -> NDArray[np.int64]:
        """Values of some places as one whole number for each lead; 0 for all others."""
        found = np.zeros(self.n, dtype=np.int64)
        found[place.astype(np.int64)] = values.astype(np.int64)
        return found


def leak_leads(shelf: Shelf, model: Model, outcome: str | None = None, before: datetime | None = None) -> LeakLeads:
    """All leads of the model's population with T (without one: creation) before `before` (naive UTC; None: all).

    `outcome` is the model's own unless given.  Raises ModelError for what the data cannot answer.
    """
    bare = model.model_copy(update={"rules": (), "cut_offs": None})
    lens = lens_of(None, model.evaluation, shelf.database.manifest.zone)
    past = look_back(shelf, bare, lens, outcome or model.evaluation.outcome, "worked", before)
    cohort = unscored_cohort(shelf, bare, lens, past.target.name)
    days = past.horizon.days or 0
    sql = f"CREATE OR REPLACE TEMP TABLE {TABLE} AS\n{_sql(shelf, bare, lens, cohort, past)}"
    execute(cohort.cursor, cohort.question, sql, days=days, **({} if before is None else {"before": before}))
    found = cohort.cursor.execute(
        f"SELECT stood, handed, counted, hit, account, as_of FROM {TABLE} ORDER BY place"
    ).fetchnumpy()
    stood = np.asarray(found["stood"], dtype=np.object_)
    handed, counted, hit = (np.asarray(found[name], dtype=np.bool_) for name in ("handed", "counted", "hit"))
    caveat = past.caveat
    if (why := past.reason or too_few(hit[counted])) is not None:
        counted = stood != NEVER if cohort.facts.hand_offs else np.ones(len(stood), dtype=np.bool_)
        hit, caveat = stood == REACHED, f"{ANY_TIME}: {why}"
    return LeakLeads(
        cursor=cohort.cursor,
        past=past,
        stood=stood,
        handed=handed,
        counted=counted,
        hit=hit,
        account=np.unique(np.asarray(found["account"]), return_inverse=True)[1].astype(np.int64),
        as_of=np.ma.filled(np.ma.asarray(found["as_of"]).astype("datetime64[us]"), np.datetime64("NaT")),
        has_hand_offs=cohort.facts.hand_offs,
        caveat=caveat,
    )


def _sql(shelf: Shelf, model: Model, lens: Lens, cohort: Cohort, past: Past) -> str:
    target, manifest = past.target, shelf.database.manifest
    account = "NULLIF(TRIM(CAST(leads.account_id AS VARCHAR), ' '), '')" if manifest.attribute("account_id") else "NULL"
    places = ", ".join(f"'{place}'" for place in AMONG["worked"])
    reached = f"{target.reached} AND NOT same_deal" if target.by_deal else target.reached
    fates = Stage(
        "fates",
        "how far every lead came, whether it has a T or not",
        f"SELECT lead_id, COALESCE(mql_reached, FALSE) AS handed, {reached} AS reached, {target.at} AS outcome_at "
        "FROM first_entries",
    )
    kept = Stage("kept_leads", "the leads of the population", _kept(shelf, model))
    first = "COALESCE(standings.as_of, leads.created_at)"
    unlocked = "" if past.before is None else f"\nWHERE {first} IS NULL OR {first} < $before"
    select = f"""SELECT ROW_NUMBER() OVER (ORDER BY lead_id) - 1 AS place, lead_id, standings.as_of, fates.outcome_at,
    CASE WHEN fates.reached THEN '{REACHED}' WHEN fates.handed THEN '{HANDED}' ELSE '{NEVER}' END AS stood,
    COALESCE(fates.handed, FALSE) AS handed,
    COALESCE(standings.standing IN ({places}), FALSE) AS counted, COALESCE(standings.hit, FALSE) AS hit,
    HASH(COALESCE('account ' || {account}, 'lead ' || lead_id)) AS account
FROM kept_leads JOIN leads USING (lead_id)
LEFT JOIN standings USING (lead_id) LEFT JOIN fates USING (lead_id){unlocked}"""
    return assemble((COHORT, standing(target, cohort.facts), fates, kept), select)


def _kept(shelf: Shelf, model: Model) -> str:
    moment = shelf.database.manifest.data_date
    if not model.population.exclude:
        return "SELECT lead_id FROM leads"
    if moment is None:
        return "SELECT lead_id FROM standings"
    return f"SELECT lead_id FROM {quoted(shelf.population(model, moment))}"
