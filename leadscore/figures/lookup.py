"""Finding a lead by its company or id, and who in sales called on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from leadscore.store.database import Database
from leadscore.vocabulary import HAND_OFF, LEAD_ACTOR, TOUCH_KINDS

MOST_FOUND = 50


@dataclass(frozen=True, slots=True)
class Found:
    """One lead that a search found; texts are None where the data does not know them.

    `hand_offs`: every hand-off up to the data date (naive UTC), the earliest first; `won` by then: on a won deal, or
    where the data has no deals by its stage.
    """

    lead_id: str
    name: str | None
    company: str | None
    created_at: datetime | None
    hand_offs: tuple[datetime, ...]
    won: bool

    @property
    def handed_over_at(self) -> datetime | None:
        """The latest hand-off: it opened the episode that a rep is in."""
        return self.hand_offs[-1] if self.hand_offs else None


@dataclass(frozen=True, slots=True)
class Touch:
    """One attempt by sales to reach a lead (naive UTC)."""

    occurred_at: datetime
    kind: str
    actor: str | None


def find(database: Database, asked: str) -> tuple[Found, ...]:
    """Leads whose id is, or whose company or name contains, what is asked; newest hand-off first, 50 at most."""
    if not asked.strip(" "):
        return ()
    known = [name for name in ("company", "name") if database.manifest.attribute(name) is not None]
    contains = "".join(f" OR STRPOS(LOWER(CAST({name} AS VARCHAR)), LOWER(TRIM($asked, ' '))) > 0" for name in known)
    shown = ", ".join(name if name in known else f"CAST(NULL AS VARCHAR) AS {name}" for name in ("name", "company"))
    won = _ON_WON_DEALS if "deals" in database.manifest.tables else _IN_WON_STAGE
    sql = f"""SELECT lead_id, {shown}, created_at, hand_offs, COALESCE(lead_id IN ({won}), FALSE)
FROM leads LEFT JOIN (
    SELECT lead_id, LIST(DISTINCT entered_at) AS hand_offs FROM stages
    WHERE LOWER(TRIM(stage, ' ')) = '{HAND_OFF}' AND entered_at IS NOT NULL
        AND ($until IS NULL OR entered_at <= $until) GROUP BY lead_id) USING (lead_id)
WHERE lead_id = TRIM($asked, ' '){contains}
ORDER BY lead_id = TRIM($asked, ' ') DESC, LIST_MAX(hand_offs) DESC NULLS LAST, lead_id LIMIT {MOST_FOUND}"""
    found = database.cursor().execute(sql, {"asked": asked, "until": database.manifest.data_date}).fetchall()
    return tuple(
        Found(lead_id, name, company, created_at, tuple(sorted(hand_offs or ())), won)
        for lead_id, name, company, created_at, hand_offs, won in found
    )


_IN_WON_STAGE = """SELECT lead_id FROM stages
    WHERE LOWER(TRIM(stage, ' ')) = 'won' AND (entered_at IS NULL OR $until IS NULL OR entered_at <= $until)"""
_ON_WON_DEALS = """SELECT lead_id FROM deal_leads JOIN deals USING (deal_id)
    WHERE LOWER(TRIM(outcome, ' ')) = 'won' AND (closed_at IS NULL OR $until IS NULL OR closed_at <= $until)"""
"""A customer stage copied to every contact of an account is no win: deals say who won."""


def companies(database: Database, lead_ids: Sequence[str]) -> dict[str, str]:
    """The company of each of these leads, where the data knows it."""
    if database.manifest.attribute("company") is None:
        return {}
    sql = (
        "SELECT lead_id, CAST(company AS VARCHAR) FROM leads WHERE company IS NOT NULL AND list_contains($ids, lead_id)"
    )
    return dict(database.cursor().execute(sql, {"ids": list(lead_ids)}).fetchall())


def touches(database: Database, lead_id: str) -> tuple[Touch, ...]:
    """Every attempt by a person in sales on a lead, earliest first."""
    kinds = ", ".join(f"'{kind}'" for kind in TOUCH_KINDS)
    sql = f"""SELECT occurred_at, kind, actor FROM activities
WHERE lead_id = $lead_id AND LOWER(TRIM(kind, ' ')) IN ({kinds})
    AND LOWER(TRIM(COALESCE(actor, ''), ' ')) <> '{LEAD_ACTOR}'
ORDER BY occurred_at"""
    return tuple(Touch(*row) for row in database.cursor().execute(sql, {"lead_id": lead_id}).fetchall())
