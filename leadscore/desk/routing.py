"""Which leads are in the worked queue: those at the cut-off, and those that were until lately and are still near it.

Routing moves leads between queue and nurturing; it never changes a band.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import duckdb

from leadscore.desk.moments import scores_at
from leadscore.evidence import Shelf, mondays_between
from leadscore.model import Model
from leadscore.scoring.arithmetic import ten_thousandths
from leadscore.vocabulary import counted

MOST_DWELL_DAYS = 180


@dataclass(frozen=True, slots=True)
class Routing:
    """How far below the cut-off, and for how long, a lead that was in the queue stays in it; defaults of the product.

    `margin` in points, `dwell_days` in days since it was last seen at or above the cut-off, or handed over.
    """

    margin: Decimal = Decimal(5)
    dwell_days: int = 14

    def in_words(self, cut_off: Decimal) -> str:
        """The rule as a sentence."""
        days = counted(self.dwell_days, "day")
        return (
            f"A lead enters the worked queue at {cut_off:f} points. It stays until it falls below "
            f"{cut_off - self.margin:f} (the cut-off less {self.margin:f}), or until {days} after it was last seen at "
            "the cut-off on a Monday, or handed over. Its band follows the score alone."
        )


NEAR = "queue_near"
MOMENTS = "queue_moments"
LAST_ABOVE = "queue_last_above"
"""Temporary tables on the cursor: leads within the margin, the moments they are looked at, and when they were above."""


def build_last_above(
    cursor: duckdb.DuckDBPyConnection, shelf: Shelf, model: Model, routing: Routing, as_of: datetime | None, scores: str
) -> None:
    """Fill `LAST_ABOVE(lead_id, last_above)` for leads of `scores` that are below the cut-off but within the margin.

    `NEAR` is made of them, with `handed_over_at` from the relation `queue_episodes` on the cursor.
    """
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE {LAST_ABOVE} (lead_id VARCHAR, last_above TIMESTAMP)")
    if model.cut_offs is None or as_of is None:
        return
    cut_off, since = model.cut_offs.mql, as_of - timedelta(days=routing.dwell_days)
    bounds: dict[str, Any] = {
        "low": ten_thousandths(cut_off - routing.margin),
        "cut_off": ten_thousandths(cut_off),
    }
    cursor.execute(
        f"""CREATE OR REPLACE TEMP TABLE {NEAR} AS SELECT lead_id, created_at, handed_over_at
FROM {scores} JOIN leads USING (lead_id) LEFT JOIN queue_episodes USING (lead_id)
WHERE score >= $low AND score < $cut_off AND band = 'nurture' AND closed_as IS NULL""",
        bounds,
    )
    mondays = [each for each in mondays_between(since, as_of, shelf.database.manifest.zone) if each > since]
    cursor.execute(_MOMENTS, {"mondays": mondays, "since": since})
    seen = scores_at(shelf, model, MOMENTS)
    cursor.execute(
        f"""INSERT INTO {LAST_ABOVE} SELECT lead_id, MAX(seen_at) FROM (
    SELECT lead_id, as_of AS seen_at FROM ({seen}) WHERE score >= $cut_off AND band <> 'out'
    UNION ALL SELECT lead_id, handed_over_at FROM {NEAR} WHERE handed_over_at > $since)
GROUP BY lead_id""",
        {"cut_off": bounds["cut_off"], "since": since},
    )


_MOMENTS = f"""CREATE OR REPLACE TEMP TABLE {MOMENTS} AS
SELECT lead_id, created_at, as_of FROM {NEAR}, (SELECT UNNEST(CAST($mondays AS TIMESTAMP[])) AS as_of)
WHERE COALESCE(created_at <= as_of, TRUE) AND as_of > $since"""

ROUTE = """CASE WHEN band = 'out' THEN 'out' WHEN band IN ('ready', 'hand_over') THEN 'work'
    WHEN last_above IS NOT NULL THEN 'kept' WHEN band = 'nurture' THEN 'nurture' END"""
"""The route of a lead, from its band and when it was last above: in the queue by score (work), still in it (kept),
back to nurturing, nobody's (out); none without cut-offs."""
