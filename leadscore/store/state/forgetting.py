"""Taking a lead out of the state so that no byte of it stays: rows, free pages, and the log."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator

from leadscore.errors import StoreError
from leadscore.store.state.connections import PATIENCE
from leadscore.store.state.journal import Writing
from leadscore.store.state.tables import LEADS, TEXTS
from leadscore.store.words import Words


def erase(writing: Writing, lead_id: str, words: Words) -> int:
    """Erase the lead's row and the texts about it, and texts that hold one of the words; returns how many rows."""
    known = writing.known_lead(lead_id)
    gone = [row["id"] for row in writing.rows(TEXTS) if _is_about(row["lead"], known) or _holds(row["text"], words)]
    erased = sum(writing.erase(TEXTS, number) for number in gone)
    return erased + (writing.erase(LEADS, known) if known is not None else 0)


def clean(connection: sqlite3.Connection) -> None:
    """Write the file anew without what was erased, and empty the log; StoreError where others keep it from that."""
    connection.execute("VACUUM")
    (patience,) = connection.execute("PRAGMA busy_timeout").fetchone()
    connection.execute("PRAGMA busy_timeout = 50")
    deadline = time.monotonic() + PATIENCE
    while connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
        if time.monotonic() > deadline:
            raise StoreError(
                "What was erased may still stand in the log of the state, because another program is reading it. "
                "Stop the dashboard, then run the same command again."
            )
        time.sleep(0.05)
    connection.execute(f"PRAGMA busy_timeout = {int(patience)}")


def _is_about(lead: int | None, known: int | None) -> bool:
    return lead is not None and lead == known


def _holds(text: str, words: Words) -> bool:
    return any(words.are_in(each) for each in (text, *_texts_within(text)))


def _texts_within(text: str) -> Iterator[str]:
    """Of a value that was kept as JSON every text and name in it, as it was before JSON wrote its \\n and \\"."""
    held: list[object] = []
    if text[:1] in '{["':
        try:
            held.append(json.loads(text))
        except (ValueError, RecursionError):
            return
    while held:
        each = held.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            held += (*each.keys(), *each.values())
        elif isinstance(each, list):
            held += each
