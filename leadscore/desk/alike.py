"""Leads like this one: those who, as long after their hand-off, stood in the same band and were still open.

Bands leave out the rules that rest on today's values; only leads whose horizon is over count and, where touches are
known, only those that somebody worked.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any

import numpy as np

from leadscore.desk.history import Historian
from leadscore.desk.moments import evidence_at
from leadscore.estimate import AccountSums, Estimate, proportion
from leadscore.evidence import Handoff, Shelf, rests_on_today, units_column
from leadscore.model import Model
from leadscore.outcomes.horizon import horizon
from leadscore.outcomes.pasts import unscored_cohort
from leadscore.scoring.in_arrays import BANDS, Units, rescore
from leadscore.store.own_tables import drop, drop_with, own_table

FEWEST_LEADS = 20
"""Below so many leads nothing is said of them."""

FEWEST_WINS = 5
"""Below so many wins no median is given."""

MOST_LEADS = 50_000
WEEK = 7
MOMENTS = "alike_moments"


@dataclass(frozen=True, slots=True)
class Alike:
    """The leads like one: of how many, the share won within `days` of the same moment, and the median days to it.

    `band` is the one compared (without rules that rest on today's values); `weeks` the whole weeks since the hand-off.
    """

    band: str | None
    weeks: int
    leads: int
    won: int
    rate: Estimate
    median_days: Estimate
    days: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Peers:
    """Leads still open so many weeks after their hand-off: the band they stood in, and after how long they won.

    All tuples run over the same leads, whose ids are in `lead_id`.
    """

    weeks: int
    days: int | None
    band: tuple[str | None, ...]
    account: tuple[str, ...]
    waited: tuple[float | None, ...]
    reason: str | None = None
    lead_id: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Crowd:
    """Every lead handed over whose fate may count, as a table of its own; read once, asked for any age.

    `reason` says why nothing can be compared, if so.
    """

    shelf: Shelf
    model: Model
    table: str
    days: int | None
    reason: str | None

    def close(self) -> None:
        """Let the table go now."""
        drop(self.shelf.database, self.table)


def crowd_of(shelf: Shelf, model: Model) -> Crowd:
    """The handed-over leads of the population, worked where touches are known, each deal with its one lead."""
    honest = model.without_rules(rests_on_today(model, shelf.facts))
    table = own_table("crowd")
    if not shelf.facts.dated or shelf.database.manifest.data_date is None:
        return Crowd(shelf, honest, table, None, "this data has no dates")
    cohort = unscored_cohort(shelf, honest, Handoff())
    asked = horizon(cohort, "won")
    if not cohort.facts.hand_offs or asked.days is None:
        return Crowd(
            shelf, honest, table, None, asked.origin if cohort.facts.hand_offs else "this data has no hand-offs"
        )
    worked = "worked" if cohort.facts.touches else "TRUE"
    cohort.cursor.execute(f"CREATE TABLE {table} AS {_CROWD} WHERE NOT same_deal AND {worked} ORDER BY MD5(lead_id)")
    crowd = Crowd(shelf, honest, table, asked.days, None)
    drop_with(crowd, shelf.database, table)
    return crowd


def peers_after(crowd: Crowd, weeks: int) -> Peers:
    """All leads that were still open so many whole weeks after their first hand-off; of very many a sample."""
    moment = crowd.shelf.database.manifest.data_date
    if crowd.reason is not None or moment is None:
        return Peers(weeks, None, (), (), (), crowd.reason)
    cursor = crowd.shelf.database.cursor()
    cursor.execute(_MOMENTS.format(crowd=crowd.table), {"after": WEEK * weeks, "days": crowd.days, "data_date": moment})
    evidence = evidence_at(crowd.shelf, crowd.model, MOMENTS)
    found: dict[str, Any] = cursor.execute(_WITH_UNITS.format(evidence=evidence)).fetchnumpy()
    bands, accounts = _bands(crowd.model, found), tuple(np.ma.getdata(found["account"]).tolist())
    lead_ids = tuple(np.ma.getdata(found["lead_id"]).tolist())
    return Peers(weeks, crowd.days, bands, accounts, _waited(found["waited"]), lead_id=lead_ids)


def alike(peers: Peers, band: str | None, without: frozenset[str] = frozenset()) -> Alike:
    """The peers that stood in a band; `without` are the lead that is compared and those on its deals."""
    told = zip(peers.band, peers.lead_id, strict=True)
    same = [place for place, (each, lead_id) in enumerate(told) if each == band and lead_id not in without]
    waited = [days for place in same if (days := peers.waited[place]) is not None]
    reason = peers.reason or ("this model has no cut-offs" if band is None else None)
    if reason or len(same) < FEWEST_LEADS:
        too_few = reason or f"too few: needs {FEWEST_LEADS} such leads, has {len(same)}"
        unknown = Estimate.unknown(too_few, len(same))
        return Alike(band, peers.weeks, len(same), len(waited), unknown, unknown, peers.days)
    sizes = Counter(peers.account[place] for place in same)
    wins = Counter(peers.account[place] for place in same if peers.waited[place] is not None)
    sums = AccountSums(
        n=len(same),
        hits=len(waited),
        accounts=len(sizes),
        n_n=sum(size * size for size in sizes.values()),
        n_x=sum(sizes[account] * won for account, won in wins.items()),
        x_x=sum(won * won for won in wins.values()),
    )
    few = Estimate.unknown(f"too few: needs {FEWEST_WINS} wins, has {len(waited)}", len(waited))
    middle = Estimate.count(median(waited), len(waited)) if len(waited) >= FEWEST_WINS else few
    return Alike(band, peers.weeks, len(same), len(waited), proportion(sums), middle, peers.days)


def itself(crowd: Crowd, lead_id: str) -> frozenset[str]:
    """A lead and all who stand on a deal with it: nobody is compared with itself."""
    found = crowd.shelf.database.cursor().execute(_ON_ITS_DEALS, {"lead_id": lead_id}).fetchall()
    return frozenset((lead_id, *(row[0] for row in found)))


def honest_band(crowd: Crowd, lead_id: str, at: datetime) -> str | None:
    """The band of a lead at a moment without the rules that rest on today's values."""
    found = Historian(crowd.shelf, crowd.model).at(lead_id, [at])
    return found[0].band if found else None


def _bands(model: Model, found: dict[str, Any]) -> tuple[str | None, ...]:
    rows = len(found["account"])
    columns = [np.asarray(found[units_column(place)], dtype=np.int64) for place in range(len(model.rules))]
    bands: list[int] = rescore(model, Units(columns, rows)).band.tolist() if rows else []
    return tuple(BANDS[place] if place >= 0 else None for place in bands)


def _waited(values: Any) -> tuple[float | None, ...]:
    return tuple(None if gone else float(days) for days, gone in zip(values, np.ma.getmaskarray(values), strict=True))


_ON_ITS_DEALS = """SELECT DISTINCT others.lead_id FROM deal_leads AS own JOIN deal_leads AS others USING (deal_id)
WHERE own.lead_id = $lead_id"""

_CROWD = """SELECT lead_id, leads.created_at, as_of, account, won_at,
    LEAST(won_at, lost_at, episode_end) AS ended_at
FROM outcome_leads JOIN leads USING (lead_id)"""
"""LEAST passes over an unknown instant: the first of them.  A side exit before the hand-off ended nothing of it."""

_MOMENTS = f"""CREATE OR REPLACE TEMP TABLE {MOMENTS} AS
SELECT lead_id, created_at, as_of + to_days($after) AS as_of, account,
    CASE WHEN won_at <= as_of + to_days($after) + to_days($days)
        THEN EPOCH(won_at - as_of - to_days($after)) / 86400 END AS waited
FROM {{crowd}}
WHERE as_of + to_days($after) + to_days($days) <= $data_date AND COALESCE(ended_at > as_of + to_days($after), TRUE)
LIMIT {MOST_LEADS}"""

_WITH_UNITS = f"""SELECT evidence.*, account, waited
FROM ({{evidence}}) AS evidence JOIN {MOMENTS} USING (lead_id)"""
