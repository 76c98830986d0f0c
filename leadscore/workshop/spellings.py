"""The values of an attribute as they are written most often, to choose from."""

from __future__ import annotations

from leadscore.evidence import Shelf
from leadscore.learning.asking.starting_point import NAMES
from leadscore.store.database import quoted

MOST_VALUES = 60


def commonest(shelf: Shelf, attribute: str) -> tuple[str, ...]:
    """The commonest values of a text attribute, most leads first; none for numbers and for who a lead is."""
    known = shelf.database.manifest.attribute(attribute)
    if known is None or known.type != "text" or attribute.lower() in NAMES:
        return ()
    column = f"TRIM({quoted(attribute)}, ' ')"
    sql = f"""SELECT MODE({column}) FROM leads WHERE NULLIF({column}, '') IS NOT NULL
GROUP BY LOWER({column}) ORDER BY COUNT(*) DESC, 1 LIMIT {MOST_VALUES}"""
    with shelf.database.cursor() as cursor:
        return tuple(value for (value,) in cursor.execute(sql).fetchall())
