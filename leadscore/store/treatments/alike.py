"""Things that are one: whatever shares a key belongs together, also by way of a third."""

from __future__ import annotations

from leadscore.store.treatments.held import Held


def groups(held: Held, keys: str, table: str) -> str:
    """A table (id, label) of everything that shares a key with another; equal labels belong together.

    `keys` is a relation (id, key).  Each round hands the smallest label on to the neighbours until none changes.
    """
    held.make(
        "shared_keys", f"SELECT DISTINCT id, key FROM {keys} QUALIFY COUNT(DISTINCT id) OVER (PARTITION BY key) > 1"
    )
    held.make(table, "SELECT DISTINCT id, id AS label FROM shared_keys")
    while held.count(f"({_handed_on(table)}) AS next JOIN {table} USING (id) WHERE next.label <> {table}.label"):
        held.make("next_labels", _handed_on(table))
        held.make(table, "SELECT * FROM next_labels")
    return table


def _handed_on(table: str) -> str:
    return f"""SELECT id, MIN(smallest) AS label FROM (
    SELECT id, MIN(label) OVER (PARTITION BY key) AS smallest FROM shared_keys JOIN {table} USING (id)
) GROUP BY id"""
