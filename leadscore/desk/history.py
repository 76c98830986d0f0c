"""A lead's score through time: replayed at the end of every Monday, at its hand-offs, and when asked.

Rules on attributes without a history look at today's value at every moment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import numpy as np

from leadscore.desk.moments import evidence_at
from leadscore.evidence import Shelf, check, mondays_between, units_column
from leadscore.model import Model
from leadscore.scoring.arithmetic import exact, hundredths
from leadscore.scoring.in_arrays import BANDS, Units, rescore
from leadscore.vocabulary import HAND_OFF

MOST_WEEKS = 104
MOMENTS = "lead_moments"


@dataclass(frozen=True, slots=True)
class Then:
    """The score at one moment (naive UTC): exact points, the band, and what each rule gave, by its place."""

    at: datetime
    score: Decimal
    band: str | None
    gave: tuple[Decimal, ...]
    units: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class History:
    """The moments in their order; `reason` says why there are none, if so.  `crm`: what the CRM showed."""

    then: tuple[Then, ...]
    handed_over_at: datetime | None = None
    crm: float | None = None
    reason: str | None = None

    def at(self, moment: datetime) -> Then | None:
        """The score at one of the moments that was asked for."""
        return next((each for each in self.then if each.at == moment), None)


class Historian:
    """Replays leads under one model; the query is spelled once."""

    def __init__(self, shelf: Shelf, model: Model) -> None:
        check(model, shelf.facts)
        self._shelf = shelf
        self._model = model
        self._query = evidence_at(shelf, model, MOMENTS)

    def history(self, lead_id: str, until: datetime | None) -> History:
        """A lead's score from its creation up to `until` (naive UTC), with a day and a week before that."""
        if until is None or not self._shelf.facts.dated:
            return History((), reason="this data has no dates")
        created, handed_over, first_handed, crm = self._known(lead_id, until)
        start = min(filter(None, (created, first_handed)), default=None)
        if start is None:
            return History((), handed_over, crm, "neither its creation nor a hand-off has a date")
        mondays = mondays_between(start, until, self._shelf.database.manifest.zone)[-MOST_WEEKS:]
        asked = [until, until - timedelta(days=1), until - timedelta(days=7), handed_over, first_handed]
        moments = sorted({each for each in (*mondays, *asked) if each is not None and each >= start})
        found = self.at(lead_id, moments)
        reason = None if found else "the population excludes it at every moment"
        return History(found, handed_over, crm, reason)

    def at(self, lead_id: str, moments: Sequence[datetime]) -> tuple[Then, ...]:
        """The score at each of these moments; moments at which the population excludes the lead are left out."""
        cursor = self._shelf.database.cursor()
        cursor.execute(_MOMENTS, {"lead_id": lead_id, "moments": list(moments)})
        found = cursor.execute(self._query).fetchnumpy()
        order = np.argsort(found["as_of"])
        rows = len(order)
        columns = [
            np.asarray(found[units_column(place)], dtype=np.int64)[order] for place in range(len(self._model.rules))
        ]
        if not rows:
            return ()
        rescored = rescore(self._model, Units(columns, rows))
        at = found["as_of"][order].astype("datetime64[us]").tolist()
        return tuple(_then(self._model, at[row], rescored, columns, row) for row in range(rows))

    def _known(self, lead_id: str, until: datetime) -> tuple[Any, ...]:
        cursor = self._shelf.database.cursor()
        row = cursor.execute(_KNOWN, {"lead_id": lead_id, "until": until}).fetchone()
        return row or (None, None, None, None)


def _then(model: Model, at: datetime, rescored: Any, columns: Sequence[Any], row: int) -> Then:
    band = int(rescored.band[row])
    units = tuple(int(column[row]) for column in columns)
    gave = tuple(exact(hundredths(rule.worth) * each) for rule, each in zip(model.rules, units, strict=True))
    return Then(at, exact(int(rescored.score[row])), BANDS[band] if band >= 0 else None, gave, units)


_MOMENTS = f"""CREATE OR REPLACE TEMP TABLE {MOMENTS} AS
SELECT lead_id, created_at, UNNEST(CAST($moments AS TIMESTAMP[])) AS as_of FROM leads WHERE lead_id = $lead_id"""

_KNOWN = f"""SELECT created_at, handed_over_at, first_handed, crm FROM leads
LEFT JOIN (
    SELECT lead_id, MAX(entered_at) AS handed_over_at, MIN(entered_at) AS first_handed,
        ARG_MAX(score, entered_at) FILTER (WHERE score IS NOT NULL) AS crm
    FROM stages WHERE lead_id = $lead_id AND LOWER(TRIM(stage, ' ')) = '{HAND_OFF}' AND entered_at <= $until
    GROUP BY lead_id) USING (lead_id)
WHERE lead_id = $lead_id"""
