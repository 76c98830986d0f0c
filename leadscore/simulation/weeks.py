"""Evidence week by week: one row for each lead and Monday from creation to hand-off or exit, and one at the hand-off.

The row at the hand-off stands for the Monday after it on the evidence before it: without it a lead that was created
and handed over within one week would have been seen by no draft at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import duckdb
from sqlglot import exp

from leadscore.evidence import (
    Handoff,
    Lens,
    Replay,
    Shelf,
    Stage,
    assemble,
    check,
    compile_evidence,
    landmarks,
    mondays_between,
    spelled,
)
from leadscore.model import Model
from leadscore.simulation.turns import TURNS, build_turns

MOST_LEADS = 10_000
"""Leads that are replayed; of more leads a sample is drawn by the checksum of their ids."""

MOST_WEEKS = 156
"""Mondays looked at, the latest ones."""

ROWS = "replayed_rows"
"""The temporary table of evidence on the cursor of `build_weeks`."""

LANDMARKS = "replayed_landmarks"
SAMPLE = "replayed_sample"
"""The temporary table of the lead_id of all leads that were drawn."""

HAND_OFFS = "replayed_hand_offs"
"""The temporary table (lead_id, created_at, as_of) of all hand-offs of drawn leads, whenever they were."""

_CHANCES = 2**32


@dataclass(frozen=True, slots=True)
class Weeks:
    """What the rows of `ROWS` cover: hand-offs and Mondays in [start, end], and how many leads were drawn."""

    start: datetime
    end: datetime
    leads: int
    drawn: int

    @property
    def scale(self) -> float:
        """Leads of the data that one drawn lead stands for."""
        return self.leads / self.drawn if self.drawn else 1.0


def build_weeks(
    cursor: duckdb.DuckDBPyConnection,
    shelf: Shelf,
    model: Model,
    end: datetime,
    most_leads: int = MOST_LEADS,
    since: datetime | None = None,
) -> Weeks | None:
    """Fill `ROWS` and `SAMPLE` on the cursor with evidence up to `end` (naive UTC, inclusive) of dated data.

    The period starts at the first hand-off, without hand-offs at the first creation, but at `since` and MOST_WEEKS
    before its end at the earliest.  None where no lead has either by then.
    """
    check(model, shelf.facts)
    start = _start(cursor, end)
    if start is None or (since is not None and since > end):
        return None
    start = start if since is None else max(start, since)
    zone = shelf.database.manifest.zone
    mondays = mondays_between(start, end, zone)[-MOST_WEEKS:]
    start = max(start, end - timedelta(weeks=MOST_WEEKS))
    leads, drawn = _draw(cursor, shelf.database.manifest.rows("leads"), most_leads)
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE {HAND_OFFS} AS {_of_sample(Handoff())}")
    _write_landmarks(cursor, model, mondays, {"start": start, "end": end})
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE {ROWS} AS {_evidence(shelf, model)}")
    cursor.execute(_WITHOUT_EXCLUDED, {"start": start, "end": end})
    return Weeks(start, end, leads, drawn)


def _write_landmarks(
    cursor: duckdb.DuckDBPyConnection, model: Model, mondays: tuple[datetime, ...], period: dict[str, datetime]
) -> None:
    """Every lead's hand-off in the period, and its Mondays: the first, and those after something turned."""
    weekly = _of_sample(Replay(()))
    if build_turns(cursor, model, SAMPLE):
        weekly = _TURNING.format(weekly=weekly)
    moments = "SELECT UNNEST(CAST($mondays AS TIMESTAMP[])) AS as_of"
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE replayed_mondays AS {moments}", {"mondays": list(mondays)})
    handed = f"SELECT * FROM {HAND_OFFS} WHERE as_of >= $start AND as_of <= $end"
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE {LANDMARKS} AS {weekly} UNION {handed}", period)


_TURNING = f"""SELECT * FROM ({{weekly}}) AS weekly
SEMI JOIN (
    SELECT DISTINCT lead_id, as_of FROM {TURNS} ASOF JOIN replayed_mondays ON {TURNS}.at <= replayed_mondays.as_of
) AS turned USING (lead_id, as_of)"""
"""The first Monday at or after a turn; as creation is a turn, each lead's first Monday is among them."""


_WITHOUT_EXCLUDED = f"""DELETE FROM {ROWS} WHERE lead_id IN (
    SELECT lead_id FROM {HAND_OFFS} ANTI JOIN {ROWS} USING (lead_id, as_of) WHERE as_of >= $start AND as_of <= $end)"""
"""Who is no part of the population at the hand-off is none of the comparison, whatever the weeks before."""


def _start(cursor: duckdb.DuckDBPyConnection, end: datetime) -> datetime | None:
    handed = f"SELECT MIN(as_of) FROM ({_sql(Handoff())}) WHERE as_of <= $end"
    created = "SELECT MIN(created_at) FROM leads WHERE created_at <= $end"
    found = cursor.execute(f"SELECT COALESCE(({handed}), ({created}))", {"end": end}).fetchone()
    return found[0] if found else None


def _draw(cursor: duckdb.DuckDBPyConnection, leads: int, most: int) -> tuple[int, int]:
    """The same leads are drawn in every session and on every machine."""
    share = _CHANCES if leads <= most else int(_CHANCES * most / leads)
    drawn = f"SELECT lead_id FROM leads WHERE CAST('0x' || LEFT(MD5(lead_id), 8) AS BIGINT) < {share}"
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE {SAMPLE} AS {drawn}")
    found = cursor.execute(f"SELECT COUNT(*) FROM {SAMPLE}").fetchone()
    return leads, found[0] if found else 0


def _evidence(shelf: Shelf, model: Model) -> str:
    """The evidence of the model's rules, with the landmarks that were written instead of those of a lens."""
    stages = compile_evidence(model, shelf.facts, Handoff()).stages
    after = next(place for place, stage in enumerate(stages) if stage.name == "landmarks") + 1
    written = Stage("landmarks", "leads, week by week", exp.select("*").from_(LANDMARKS))
    return spelled(assemble((written, *stages[after:]), exp.select("*").from_("evidence")), "duckdb")


_MONDAYS = Stage("mondays", "the ends of the Mondays that are looked at", exp.select("as_of").from_("replayed_mondays"))


def _of_sample(lens: Lens) -> str:
    return f"SELECT lead_id, created_at, as_of FROM ({_sql(lens)}) SEMI JOIN {SAMPLE} USING (lead_id)"


def _sql(lens: Lens) -> str:
    stages = [_MONDAYS if stage.name == "mondays" else stage for stage in landmarks.stages(lens, dated=True)]
    return spelled(assemble(stages, exp.select("*").from_("landmarks")), "duckdb")
