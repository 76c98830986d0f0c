"""The past replayed week by week, so that any points and cut-offs can be asked: whom would they have handed over, when?

Evidence is read once.  Of each lead only the first time of each distinct row of units is kept: when its score first
reaches a cut-off can be read from those, and there are some twenty times fewer of them than weeks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from leadscore.errors import UsageError
from leadscore.estimate import Estimate
from leadscore.evidence import Shelf, rests_on_today, units_column
from leadscore.model import Model
from leadscore.outcomes.header import out_of
from leadscore.outcomes.standing import NO_DATES, TARGETS
from leadscore.scoring.arithmetic import UNIT
from leadscore.scoring.in_arrays import BANDS, Units, rescore
from leadscore.simulation.past import Known, Past, build_past
from leadscore.simulation.weeks import HAND_OFFS, MOST_LEADS, ROWS, SAMPLE, Weeks, build_weeks

Column = NDArray[Any]

DAYS_A_MONTH = 365.2425 / 12
FEWEST_DAYS = 28
"""Below so many days nothing can be said of a month."""

NEVER = np.datetime64("NaT", "us")
OUT = -1
"""Stands for the score of a lead that a knock-out keeps out."""

SCALED = "scaled from a sample"
"""The caveat of counts that were multiplied up from drawn leads."""

HUNDREDTH = UNIT // 100
"""Cut-offs have two decimals."""


@dataclass(frozen=True, slots=True, eq=False)
class Replayed:
    """The weeks of every lead as arrays; build it with `build_replay`.

    One place a lead, by lead_id: `hand_off` (NaT: not within the period), `handed_later` (after the period or the data
    date), `then` (its row of units at the hand-off, -1 without one) and `account` (a number that colleagues share).
    `before_record` marks leads without a hand-off that existed before the period: above a cut-off on its first Monday,
    nobody knows since when.
    An entry is a row of `units` (`row`) and when the lead first had it (`at`), in the order of time; `first` is the
    place of each lead's first entry.
    """

    rule_ids: tuple[str, ...]
    todays: dict[str, tuple[str, ...]]
    units: Units
    lead_id: Column
    hand_off: Column
    handed_later: Column
    before_record: Column
    then: Column
    account: Column
    first: Column
    row: Column
    at: Column
    outcome: str
    outcomes: dict[str, Known]
    weeks: Weeks | None
    reason: str | None
    """Why no hand-off can be compared, if so."""

    @property
    def months(self) -> float | None:
        """Length of the period; None where it is no month."""
        if self.weeks is None:
            return None
        days = (self.weeks.end - self.weeks.start).total_seconds() / 86_400
        return days / DAYS_A_MONTH if days >= FEWEST_DAYS else None

    @property
    def handed(self) -> Column:
        """Which leads were handed over within the period."""
        return ~np.isnat(self.hand_off)

    @property
    def scale(self) -> float:
        """Leads of the data that one replayed lead stands for; 1 unless a sample was drawn."""
        return self.weeks.scale if self.weeks else 1.0

    def a_month(self, leads: int) -> Estimate:
        """That many replayed leads as leads of the data a month."""
        if self.weeks is None:
            return Estimate.unknown(self.reason or NO_DATES)
        if self.months is None:
            return Estimate.unknown(f"needs a period of {FEWEST_DAYS} days to speak of a month", leads)
        return Estimate.count(leads * self.scale / self.months, leads, SCALED if self.scale > 1 else None)

    @property
    def caveats(self) -> tuple[str, ...]:
        """What must be known to read any figure of this replay."""
        said = []
        if self.todays:
            said.append(f"{out_of(self.todays, 'the comparison')}.")
        if self.weeks and self.scale > 1:
            said.append(
                f"Counts are scaled up from {self.weeks.drawn:,} of {self.weeks.leads:,} leads, drawn by their ids; "
                "intervals and lists are those of the drawn leads."
            )
        return tuple(said)

    def honest(self, model: Model) -> Model:
        """The model without the rules that rest on today's values; UsageError where others were replayed."""
        kept = model.without_rules(self.todays)
        if tuple(rule.id for rule in kept.rules) != self.rule_ids:
            raise UsageError(
                "This model has other rules than the one that was replayed. Replay the past with its rules."
            )
        return kept


@dataclass(frozen=True, slots=True, eq=False)
class Weekly:
    """A replay under one setting of points: scores in ten-thousandths of a point, OUT where a knock-out fires.

    `rows`: of each row of units; `best`: the highest a lead ever has; `start`: at its first entry; `then`: at its
    hand-off (OUT without one).
    """

    rows: Column
    best: Column
    start: Column
    then: Column


def build_replay(
    shelf: Shelf,
    model: Model,
    outcome: str | None = None,
    before: datetime | None = None,
    most_leads: int = MOST_LEADS,
    since: datetime | None = None,
) -> Replayed:
    """Replay every week before the instant `before` (naive UTC; without it up to the data date).

    `since` leaves out the weeks and hand-offs before it: what a model learned from cannot judge it.  Rules that rest
    on today's values stay out.  Of more than `most_leads` leads a sample is drawn, always the same.
    """
    todays = rests_on_today(model, shelf.facts)
    honest, asked = model.without_rules(todays), outcome or model.evaluation.outcome
    end = _end(shelf, before)
    if end is None:
        return _nothing(honest, todays, asked, NO_DATES)
    cursor = shelf.database.cursor()
    weeks = build_weeks(cursor, shelf, honest, end, most_leads, since)
    if weeks is None:
        return _nothing(honest, todays, asked, "no lead was created or handed over in this period")
    past = build_past(cursor, shelf, honest, (weeks.start, weeks.end), SAMPLE)
    known = shelf.database.manifest.attribute("account_id") is not None
    return _gathered(cursor, honest, todays, asked, weeks, past, _ACCOUNT if known else "NULL")


def score_weeks(replayed: Replayed, model: Model) -> Weekly:
    """Score every replayed week under a model with the same rules and other points, caps or floors."""
    rescored = rescore(replayed.honest(model), replayed.units)
    rows = np.where(rescored.band == BANDS.index("out"), OUT, rescored.score)
    entries = rows[replayed.row]
    best = np.maximum.reduceat(entries, replayed.first) if len(entries) else entries
    then = np.append(rows, OUT)[replayed.then]
    return Weekly(rows, best, entries[replayed.first], then)


def reaches(replayed: Replayed, weekly: Weekly, cut_off: Decimal) -> Column:
    """Which leads would have been handed over at a cut-off, each on evidence before its actual hand-off."""
    least = int(cut_off * UNIT)
    unknown_since = replayed.before_record & (weekly.start >= least)
    return (weekly.best >= least) & ~unknown_since


def reached_by(replayed: Replayed, weekly: Weekly, cut_off: Decimal) -> Column:
    """The entry with which each lead first reaches a cut-off, -1 for never; its `at` is that Monday or the hand-off."""
    none = len(replayed.row)
    if not none:
        return replayed.first
    inside = weekly.rows[replayed.row] >= int(cut_off * UNIT)
    entry = np.minimum.reduceat(np.where(inside, np.arange(none), none), replayed.first)
    return np.where(reaches(replayed, weekly, cut_off), entry, -1)


def _end(shelf: Shelf, before: datetime | None) -> datetime | None:
    manifest = shelf.database.manifest
    if not manifest.dated or manifest.data_date is None:
        return None
    return manifest.data_date if before is None else min(manifest.data_date, before - timedelta(microseconds=1))


def _gathered(
    cursor: duckdb.DuckDBPyConnection,
    model: Model,
    todays: dict[str, tuple[str, ...]],
    outcome: str,
    weeks: Weeks,
    past: Past,
    account: str,
) -> Replayed:
    units = _units(cursor, len(model.rules))
    entries = cursor.execute(_ENTRIES).fetchnumpy()
    leads = cursor.execute(_LEADS.format(account=account), {"start": weeks.start, "end": weeks.end}).fetchnumpy()
    place = {lead_id: number for number, lead_id in enumerate(past.lead_id)}
    in_past = np.array([place.get(lead_id, -1) for lead_id in leads["lead_id"]], dtype=np.int64)
    return Replayed(
        rule_ids=tuple(rule.id for rule in model.rules),
        todays=todays,
        units=units,
        lead_id=_column(leads["lead_id"], object),
        hand_off=np.append(past.hand_off, NEVER)[in_past],
        handed_later=_column(leads["handed_later"], bool),
        before_record=_column(leads["before_record"], bool),
        then=_column(leads["then_row"], np.int64),
        account=_column(leads["account"], np.int64),
        first=_starts(_column(entries["lead_id"], object)),
        row=_column(entries["row"], np.int64),
        at=_column(entries["first_at"], "datetime64[us]"),
        outcome=outcome,
        outcomes={name: _spread(known, in_past, past.reason) for name, known in past.known.items()},
        weeks=weeks,
        reason=past.reason,
    )


def _spread(known: Known, in_past: Column, nobody: str | None) -> Known:
    """What is known of handed-over leads, at the places of all leads."""
    standing, hit = np.append(known.standing, "")[in_past], np.append(known.hit, False)[in_past]
    return Known(standing, hit, known.days, nobody or known.reason)


def _units(cursor: duckdb.DuckDBPyConnection, rules: int) -> Units:
    """Number the distinct rows of units, and leave `replayed_entries(lead_id, as_of, row)` on the cursor."""
    names = ", ".join(units_column(place) for place in range(rules)) or "0"
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE replayed_entries AS "
        f"SELECT lead_id, as_of, DENSE_RANK() OVER (ORDER BY {names}) - 1 AS row, {names} FROM {ROWS}"
    )
    columns = cursor.execute(f"SELECT DISTINCT row, {names} FROM replayed_entries ORDER BY row").fetchnumpy()
    return Units([_column(columns[units_column(place)], np.int32) for place in range(rules)], len(columns["row"]))


_LEADS = f"""SELECT lead_id,
    DENSE_RANK() OVER (ORDER BY COALESCE('account ' || {{account}}, 'lead ' || lead_id)) - 1 AS account,
    COALESCE(hand_offs.as_of > $end, FALSE) AS handed_later,
    COALESCE(leads.created_at < $start, FALSE) AND COALESCE(hand_offs.as_of > $end, TRUE) AS before_record,
    COALESCE(entries.row, -1) AS then_row
FROM (SELECT DISTINCT lead_id FROM replayed_entries)
JOIN leads USING (lead_id)
LEFT JOIN {HAND_OFFS} AS hand_offs USING (lead_id)
LEFT JOIN replayed_entries AS entries USING (lead_id, as_of)
ORDER BY lead_id"""

_ACCOUNT = "NULLIF(TRIM(CAST(leads.account_id AS VARCHAR), ' '), '')"

_ENTRIES = """SELECT lead_id, row, MIN(as_of) AS first_at FROM replayed_entries
GROUP BY lead_id, row ORDER BY lead_id, first_at, row"""


def _starts(lead_ids: Column) -> Column:
    """Where each lead's entries begin; a lead's entries stand together."""
    if not len(lead_ids):
        return np.zeros(0, dtype=np.int64)
    return np.flatnonzero(np.append(True, lead_ids[1:] != lead_ids[:-1]))


def _column(values: Any, dtype: Any) -> Column:
    return np.ascontiguousarray(np.ma.getdata(values), dtype=dtype)


def _nothing(model: Model, todays: dict[str, tuple[str, ...]], outcome: str, reason: str) -> Replayed:
    """A replay of no lead at all, and why."""
    none, places, moments = np.zeros(0, dtype=bool), np.zeros(0, dtype=np.int64), np.zeros(0, dtype="datetime64[us]")
    texts, units = np.zeros(0, dtype=object), Units([places for _ in model.rules], 0)
    known = {target.name: Known(texts, none, None, reason) for target in TARGETS}
    ids = tuple(rule.id for rule in model.rules)
    return Replayed(
        ids, todays, units, texts, moments, none, none, places, places, places, places, moments,
        outcome, known, None, reason,
    )  # fmt: skip
