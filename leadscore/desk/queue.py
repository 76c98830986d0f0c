"""The queue: every lead scored as of the data date, in the stated order, with what a rep needs beside the score.

Built once into a table; a page then reads slices of it in milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import duckdb

from leadscore.desk.clock import calendar_of
from leadscore.desk.dates import date_column, dated_places, latest_dates
from leadscore.desk.episodes import episode_stages, no_touches
from leadscore.desk.routing import LAST_ABOVE, ROUTE, Routing, build_last_above
from leadscore.evidence import AsOf, Everyone, Handoff, LeftOut, Lens, Shelf, units_column
from leadscore.model import Model
from leadscore.outcomes.calendar import BusinessTime
from leadscore.scoring import score
from leadscore.scoring.arithmetic import hundredths
from leadscore.scoring.scores import ORDER
from leadscore.store.database import quoted
from leadscore.store.own_tables import drop, drop_with, own_table
from leadscore.store.queries import assemble

SHOWN = ("name", "company", "title", "owner", "source")
"""Well-known texts that the queue carries for every lead."""

VALUE = "expected_value"
WAITS = "q.handed_over_at IS NOT NULL AND q.touched_at IS NULL AND q.closed_as IS NULL"
"""A test of the table `q`: handed over, open, and not yet called; true of everybody where no attempts are known."""

AS_OF_NOTHING = datetime.fromisoformat("2199-12-31")
"""Stands in for the data date of data without dates, where it cuts nothing off."""


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Queue:
    """A table with a row for each scored lead, in order: `place` from 1, `value_place` among open leads of known value.

    `dated`: the places of rules whose latest date is in the table; `undated` says why scores are not as of the data
    date, if so, and `no_touches` why nobody knows who was called; `business` is the business time since the earliest
    hand-off, None without dates.  The table is this queue's alone and lasts as long as
    the queue.
    """

    table: str
    shelf: Shelf
    model: Model
    routing: Routing
    lens: Lens
    as_of: datetime | None
    left_out: LeftOut
    dated: tuple[int, ...]
    known: frozenset[str]
    undated: str | None = None
    no_touches: str | None = None
    business: BusinessTime | None = None
    sizes: dict[str | None, int] = field(default_factory=dict)
    waiting: int = 0

    @property
    def worths(self) -> tuple[tuple[int, str, int], ...]:
        """Rules with points: their place, name and hundredths of a point."""
        listed = enumerate(self.model.rules)
        return tuple((place, rule.name, hundredths(rule.worth)) for place, rule in listed if hundredths(rule.worth))

    def close(self) -> None:
        """Let the table go now."""
        drop(self.shelf.database, self.table)


def queue_lens(shelf: Shelf) -> tuple[Lens, str | None]:
    """As of the data date; where that cannot be, the nearest there is and why."""
    moment = shelf.database.manifest.data_date
    if not shelf.facts.dated or moment is None:
        return Handoff(), "this data has no dates, so scores are as of no moment"
    created = shelf.database.cursor().execute("SELECT COUNT(created_at) FROM leads").fetchall()[0][0]
    if not created:
        return Everyone(moment), "no lead has a creation date, so each is scored at its hand-off, else at the data date"
    return AsOf(moment), None


def build_queue(shelf: Shelf, model: Model, routing: Routing | None = None) -> Queue:
    """Score all leads as of the data date and put them in order; ModelError where the data cannot answer the model."""
    chosen = routing or Routing()
    lens, undated = queue_lens(shelf)
    evidence, scores = shelf.evidence(model, lens), score(shelf, model, lens)
    as_of = shelf.database.manifest.data_date if shelf.facts.dated else None
    table, cursor = own_table("queue"), shelf.database.cursor()
    episodes = assemble(episode_stages(shelf.database.manifest), "SELECT * FROM episodes")
    moment = {"as_of": as_of or AS_OF_NOTHING}
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE queue_episodes AS {episodes}", moment)
    build_last_above(cursor, shelf, model, chosen, as_of, scores.table)
    dates = latest_dates(shelf, model, lens)
    cursor.execute(f"CREATE TABLE {table} AS {_rows(shelf, model, scores.table, evidence.table, dates)}")
    known = frozenset(name for name in (*SHOWN, VALUE) if shelf.database.manifest.attribute(name) is not None)
    queue = Queue(
        table=table,
        shelf=shelf,
        model=model,
        routing=chosen,
        lens=lens,
        as_of=as_of,
        left_out=scores.left_out,
        dated=dated_places(shelf, model) if dates else (),
        known=known,
        undated=undated,
        no_touches=no_touches(shelf.database),
        business=_business(shelf, table, as_of) if as_of else None,
        sizes=_sizes(cursor, table),
        waiting=_waiting(cursor, table, model),
    )
    drop_with(queue, shelf.database, table)
    return queue


def _rows(shelf: Shelf, model: Model, scores: str, evidence: str, dates: str | None) -> str:
    """The rows of the table: scores, units and dates of rules, the episode, the route, and well-known facts."""
    units = "".join(f", e.{units_column(place)}" for place in range(len(model.rules)))
    latest = "".join(f", d.{date_column(place)}" for place in dated_places(shelf, model)) if dates else ""
    joined = f"LEFT JOIN ({dates}) AS d USING (lead_id)" if dates else ""
    facts = ", ".join(_fact(shelf, name) for name in (*SHOWN, VALUE))
    open_and_known = "worth IS NOT NULL AND closed_as IS NULL AND band IS DISTINCT FROM 'out'"
    return f"""SELECT *, CASE WHEN {open_and_known} THEN ROW_NUMBER() OVER (
    PARTITION BY {open_and_known} ORDER BY worth DESC, place) END AS value_place
FROM (
    SELECT s.place, s.lead_id, s.as_of, s.own_at, s.score, s.band, s.grade,
        s.temperature, {ROUTE} AS route, last_above, handed_over_at, touched_at, closed_as, l.created_at, {facts},
        CAST(s.score AS DOUBLE) / 10000 * {_fact(shelf, VALUE).partition(" AS ")[0]} AS worth{units}{latest}
    FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY {ORDER}) AS place FROM {scores}) AS s
    JOIN {evidence} AS e USING (lead_id)
    JOIN leads AS l USING (lead_id)
    LEFT JOIN queue_episodes USING (lead_id)
    LEFT JOIN {LAST_ABOVE} USING (lead_id)
    {joined})
ORDER BY place"""


def _fact(shelf: Shelf, name: str) -> str:
    """A well-known attribute as the queue carries it; empty where the data lacks it."""
    held = shelf.database.manifest.attribute(name)
    if name == VALUE:
        return f"l.{name} AS {name}" if held and held.type == "number" else f"NULLIF(0.0, 0.0) AS {name}"
    return f"l.{quoted(name)}::VARCHAR AS {name}" if held else f"NULL::VARCHAR AS {name}"


def _business(shelf: Shelf, table: str, as_of: datetime) -> BusinessTime:
    first = shelf.database.cursor().execute(f"SELECT MIN(handed_over_at) FROM {table}").fetchall()[0][0]
    return BusinessTime.between(calendar_of(shelf.database.manifest), first or as_of, as_of)


def _sizes(cursor: duckdb.DuckDBPyConnection, table: str) -> dict[str | None, int]:
    """Open leads by route (None: no cut-offs), and closed ones under `closed`."""
    sql = f"""SELECT CASE WHEN closed_as IS NULL THEN route ELSE 'closed' END AS of, COUNT(*)
FROM {table} GROUP BY of"""
    return dict(cursor.execute(sql).fetchall())


def _waiting(cursor: duckdb.DuckDBPyConnection, table: str, model: Model) -> int:
    """Leads to call that wait for a first attempt; without cut-offs all that wait."""
    to_call = "q.route IN ('work', 'kept')" if model.cut_offs else "TRUE"
    return int(cursor.execute(f"SELECT COUNT(*) FROM {table} AS q WHERE {to_call} AND {WAITS}").fetchall()[0][0])
