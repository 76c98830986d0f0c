"""The ledger of an import: what was read, taken and refused, proved against a count made another way."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leadscore.cells import safe_text
from leadscore.errors import ImportRefused
from leadscore.importing.mappings.mapping import Mapping
from leadscore.importing.taking.staging import SEQ, Staging, line_of

REJECTED = "rejected.csv"
_PAGE = 10_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One table's line of the ledger: read = accepted + rejected; duplicates are within rejected.

    `left_out` are rows that were not meant: `where` leaves them out, or they enter no stage.  The table has `accepted`
    rows but where a row is given to every lead of an account (`spread`: the rows that this adds) or fills attributes of
    leads that other rows list (`filling`: the accepted rows that are none of the table's own).
    """

    read: int
    accepted: int
    rejected: int
    duplicates: int
    left_out: int
    spread: int = 0
    filling: int = 0

    def to_json(self) -> dict[str, int]:
        """The entry as plain values; the last two only where there are any."""
        said = {name: getattr(self, name) for name in self.__slots__}
        return {name: count for name, count in said.items() if count or name not in ("spread", "filling")}


@dataclass(frozen=True, slots=True)
class Found:
    """What a table's files gave: rows by a second counter, rows not meant, rows taken, and rows of the table itself."""

    rows: int
    left_out: int
    accepted: int
    own: int


def entry(staging: Staging, table: str, found: Found) -> Entry:
    """The ledger's line of a table.

    Raises ImportRefused where the two counts differ: then some row was lost or invented.
    """
    rejected, duplicates = staging.execute(
        "SELECT count(*), count(*) FILTER (reason = 'duplicate') FROM refused WHERE tbl = ?", (table,)
    ).fetchone() or (0, 0)
    rows, read = found.rows, found.accepted + rejected + found.left_out
    if read != rows:
        raise ImportRefused(
            f"The rows of {table} do not add up: {read:,} were read, a second count of the "
            f"files finds {rows:,}. A quotation mark that is not closed is the usual cause: state `dialect: "
            "{quote: ..., delimiter: ...}` in the mapping, or export the file again. Nothing was imported."
        )
    added = found.own - found.accepted
    left_out = found.left_out
    return Entry(rows - left_out, found.accepted, rejected, duplicates, left_out, max(added, 0), max(-added, 0))


def reasons(staging: Staging) -> dict[str, dict[str, int]]:
    """How many rows of each table were refused for which reason, the commonest first."""
    found: dict[str, dict[str, int]] = {}
    rows = staging.execute("SELECT tbl, reason, count(*) AS n FROM refused GROUP BY ALL ORDER BY tbl, n DESC, reason")
    for table, reason, count in rows.fetchall():
        found.setdefault(table, {})[reason] = count
    return found


def write_rejected(staging: Staging, mapping: Mapping, folder: Path) -> int:
    """Write every refused row to rejected.csv with its table, file, line and reason; returns how many.

    Text that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    rows = staging.execute(f"SELECT {SEQ}, tbl, reason, cells FROM refused ORDER BY tbl, {SEQ}, reason")
    written: Counter[str] = Counter()
    with (folder / REJECTED).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["table", "file", "line", "reason", "row"])
        while page := rows.fetchmany(_PAGE):
            writer.writerows(_line(mapping, row) for row in page)
            written["rows"] += len(page)
    return written["rows"]


def _line(mapping: Mapping, row: tuple[Any, ...]) -> list[str | int]:
    seq, table, reason, cells = row
    number, line = line_of(seq)
    return [table, safe_text(mapping.sources[number].file.name), line, safe_text(reason), safe_text(cells)]
