"""Dates that cannot be, or that say that a stamp was set afterwards: counted, never mended in silence."""

from __future__ import annotations

from dataclasses import dataclass

from leadscore.evidence import Shelf
from leadscore.store.database import quoted
from leadscore.store.manifest import Manifest
from leadscore.vocabulary import HAND_OFF, OUTCOMES, counted

AT_HAND_OFF = "outcome at the moment of the hand-off"


@dataclass(frozen=True, slots=True)
class ImpossibleDates:
    """One kind of dates that cannot be: how many rows of how many, and what is done with them."""

    name: str
    n: int
    of: int
    words: str

    @property
    def share(self) -> float:
        """The part of the rows that have it."""
        return self.n / self.of if self.of else 0.0


_FIRST = """SELECT lead_id, LOWER(TRIM(stage, ' ')) AS stage, MIN(entered_at) AS first FROM stages
WHERE entered_at IS NOT NULL GROUP BY ALL"""
_OUTCOMES = ", ".join(f"'{each}'" for each in OUTCOMES)


def impossible_dates(shelf: Shelf) -> tuple[ImpossibleDates, ...]:
    """The kinds of impossible dates that this data has; none where nothing is dated."""
    manifest = shelf.database.manifest
    if not manifest.dated:
        return ()
    cursor = shelf.database.cursor()
    found = []
    for name, sql, words in _checks(manifest):
        bound = {"data_date": manifest.data_date} if "$data_date" in sql else {}
        n, of = cursor.execute(sql, bound).fetchall()[0]
        if n:
            found.append(ImpossibleDates(name, n, of, words.format(n=counted(n, "row"), leads=counted(n, "lead"))))
    return tuple(found)


def _checks(manifest: Manifest) -> tuple[tuple[str, str, str], ...]:
    """Name, query of n and of how many, and words of each check that the tables of this data allow."""
    dated = tuple(
        (
            f"{table} in the future",
            f"SELECT COUNT(*) FILTER (WHERE {quoted(column)} > $data_date), COUNT({quoted(column)}) FROM {table}",
            f"{table}: {{n}} lie after the data date; they do not count",
        )
        for table, column in (("activities", "occurred_at"), ("stages", "entered_at"), ("changes", "changed_at"))
        if table in manifest.tables and manifest.data_date is not None
    )
    deals = (
        (
            "deal closed before it opened",
            "SELECT COUNT(*) FILTER (WHERE closed_at < opened_at), COUNT(closed_at) FROM deals",
            "deals: {n} close before they open",
        ),
    )
    return (*dated, *_ORDERS, *(deals if "deals" in manifest.tables else ()))


def _of_order(earlier: str, later: str, joined: str = "") -> str:
    return f"""WITH first_entries_of_stage AS ({_FIRST})
SELECT COUNT(*) FILTER (WHERE {later} < {earlier}), COUNT(*) FROM first_entries_of_stage AS entry {joined}"""


_CREATED = "JOIN leads USING (lead_id) WHERE leads.created_at IS NOT NULL AND entry.stage"
_HANDED = f"""JOIN first_entries_of_stage AS handed ON handed.lead_id = entry.lead_id
WHERE handed.stage = '{HAND_OFF}' AND entry.stage IN ({_OUTCOMES})"""

_ORDERS = (
    (
        "hand-off before creation",
        _of_order("leads.created_at", "entry.first", f"{_CREATED} = '{HAND_OFF}'"),
        "stages: {leads} handed over before they were created; they are scored at the hand-off",
    ),
    (
        "outcome before creation",
        _of_order("leads.created_at", "entry.first", f"{_CREATED} IN ({_OUTCOMES})"),
        "stages: {n} of an outcome are older than their lead",
    ),
    (
        "outcome before hand-off",
        _of_order("handed.first", "entry.first", _HANDED),
        "stages: {n} of an outcome come before the hand-off; such leads are outside the rates",
    ),
    (
        AT_HAND_OFF,
        _of_order("handed.first", "entry.first", _HANDED).replace("entry.first <", "entry.first ="),
        "stages: {n} of an outcome carry the stamp of the hand-off itself: one of them was probably set afterwards",
    ),
)
