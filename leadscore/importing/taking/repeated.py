"""The same list exported again: every export is taken in its order, and what differs between two of them is dated.

A lead has at any instant the values of the last export at or before it.  `changes` gets a row a lead and attribute at
the lead's first export, and one at each export that shows another value; attributes that never differ get none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from leadscore.errors import ImportRefused
from leadscore.importing.taking import adding, filled
from leadscore.importing.taking.adding import Before, Kept, written
from leadscore.importing.taking.listed_exports import Export
from leadscore.importing.taking.staging import Staging
from leadscore.store.database import quoted, text_literal
from leadscore.store.manifest import COLUMNS, Attribute

EXPORTS = "exports"
"""The table of when each lead stood in a dated export, first and last."""

DERIVED = "derived_changes"
_COLUMNS = ", ".join(COLUMNS["changes"])


@dataclass(frozen=True, slots=True)
class Folded:
    """All leads: their attributes, rows taken from the files, rows that a later export replaced, rows kept."""

    attributes: tuple[Attribute, ...]
    taken: int
    earlier: int
    kept: Kept | None
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, int]:
        """As the ledger says it."""
        said = {"earlier": self.earlier} if self.earlier else {}
        return said | (self.kept.to_json() if self.kept else {})


class Folding:
    """The leads of a snapshot before and of every export, made one table in the order of the exports."""

    def __init__(self, staging: Staging, before: Before | None) -> None:
        self._staging = staging
        self._before = before
        self._attributes: tuple[Attribute, ...] = before.manifest.attributes if before is not None else ()
        self._with_history = set(before.manifest.changed_fields) if before is not None else set()
        self._edited: dict[str, int] = {}
        self._undated = 0
        staging.execute(f"CREATE TABLE {DERIVED} AS {_nothing('changes')}")
        held = before is not None and EXPORTS in before.manifest.tables
        rows = f"SELECT * FROM {before.rows_of(EXPORTS)}" if before is not None and held else _nothing(EXPORTS)
        staging.execute(f"CREATE TABLE {EXPORTS} AS {rows}")

    def fold(self, exports: Sequence[tuple[Export, tuple[Attribute, ...]]]) -> Folded:
        """Make the table `leads`; each export comes with the attributes that it has a column for."""
        staging = self._staging
        self._refuse_earlier([export for export, _ in exports])
        tables = [export.table for export, _ in exports]
        every = " UNION ALL ".join(f"SELECT lead_id FROM {table}" for table in tables)
        staging.execute(f"CREATE TABLE read_leads AS SELECT DISTINCT lead_id FROM ({every})")
        kept = self._known()
        taken = sum(staging.count(table) for table in tables)
        for export, attributes in exports:
            self._take(export, attributes)
        staging.execute("ALTER TABLE known_leads RENAME TO leads")
        earlier = taken - staging.count("read_leads")
        staging.execute("DROP TABLE read_leads")
        return Folded(self._attributes, taken, earlier, kept, tuple(self._notes()))

    def _known(self) -> Kept | None:
        """The table `known_leads`, and what of it stays; an empty one where nothing was there before."""
        if self._before is None:
            self._staging.execute("CREATE TABLE known_leads (lead_id VARCHAR, created_at TIMESTAMP)")
            return None
        self._staging.execute(f"CREATE TABLE known_leads AS SELECT * FROM {self._before.rows_of('leads')}")
        filled.take_out(self._staging, self._before)
        kept = self._staging.count("(FROM known_leads ANTI JOIN read_leads USING (lead_id))")
        new = self._staging.count("(FROM read_leads ANTI JOIN known_leads USING (lead_id))")
        return Kept(kept, new)

    def _take(self, export: Export, attributes: tuple[Attribute, ...]) -> None:
        staging = self._staging
        staging.execute(f"ALTER TABLE {export.table} RENAME TO arriving_leads")
        self._note_edits(attributes)
        if export.at is not None:
            self._derive(export.at, attributes)
        elif self._staging.one(f"SELECT count(*) FROM {_BOTH}"):
            self._undated += 1
        self._attributes = adding.merge(staging, self._attributes, attributes)
        staging.execute("ALTER TABLE leads RENAME TO known_leads")

    def _derive(self, at: datetime, attributes: tuple[Attribute, ...]) -> None:
        """Rows of changes that this export brings, and who stands in it."""
        staging, known = self._staging, {each.name: each for each in self._attributes}
        asked = [each for each in attributes if not each.captured_at_form]
        pairs = [(known.get(each.name), each) for each in asked]
        for before, now in self._with_differences(pairs):
            if now.name not in self._with_history:
                self._baseline(before)
                self._with_history.add(now.name)
            self._differences(before, now, at)
        staging.execute(
            f"UPDATE {EXPORTS} SET last_at = ? WHERE lead_id IN (SELECT lead_id FROM arriving_leads)", (at,)
        )
        staging.execute(
            f"INSERT INTO {EXPORTS} SELECT lead_id, ?, ? FROM arriving_leads ANTI JOIN {EXPORTS} USING (lead_id)",
            (at, at),
        )

    def _with_differences(
        self, pairs: Sequence[tuple[Attribute | None, Attribute]]
    ) -> Iterator[tuple[Attribute | None, Attribute]]:
        """Attributes that have a history or get one now: all compared in one go over the leads of earlier exports."""
        if not pairs:
            return
        counts = ", ".join(f"count(*) FILTER ({_differs(before, now)})" for before, now in pairs)
        found = self._staging.execute(f"SELECT {counts} FROM {_BOTH}").fetchone() or ()
        for pair, count in zip(pairs, found, strict=True):
            if count or pair[1].name in self._with_history:
                yield pair

    def _baseline(self, before: Attribute | None) -> None:
        """What each lead of earlier exports had so far, at its first."""
        if before is None:
            return
        value, number = _value("k", before), _number("k", before)
        self._staging.execute(
            f"INSERT INTO {DERIVED} SELECT k.lead_id, {text_literal(before.name)}, {value}, {number}, e.first_at "
            f"FROM known_leads AS k JOIN {EXPORTS} AS e USING (lead_id) WHERE k.{quoted(before.name)} IS NOT NULL"
        )

    def _differences(self, before: Attribute | None, now: Attribute, at: datetime) -> None:
        """What this export shows: other values of known leads, and the first ones of leads that are new to exports."""
        value, number, name = _value("n", now), _number("n", now), text_literal(now.name)
        self._staging.execute(
            f"DELETE FROM {DERIVED} WHERE field = {name} AND changed_at = ? "
            f"AND lead_id IN (SELECT n.lead_id FROM {_BOTH} WHERE {_differs(before, now)})",
            (at,),
        )
        self._staging.execute(
            f"INSERT INTO {DERIVED} SELECT n.lead_id, {name}, {value}, {number}, ? FROM {_BOTH} "
            f"WHERE {_differs(before, now)} UNION ALL "
            f"SELECT n.lead_id, {name}, {value}, {number}, ? FROM arriving_leads AS n "
            f"ANTI JOIN {EXPORTS} AS e USING (lead_id) WHERE n.{quoted(now.name)} IS NOT NULL",
            (at, at),
        )

    def _note_edits(self, attributes: tuple[Attribute, ...]) -> None:
        """Leads whose values of the form are others than before: by whoever they were changed, not by the form."""
        known = {each.name: each for each in self._attributes}
        pairs = [(known[each.name], each) for each in attributes if each.captured_at_form and each.name in known]
        if not pairs:
            return
        counts = ", ".join(f"count(*) FILTER ({_differs(before, now)})" for before, now in pairs)
        both = "arriving_leads AS n JOIN known_leads AS k USING (lead_id)"
        found = self._staging.execute(f"SELECT {counts} FROM {both}").fetchone() or ()
        for (_, now), count in zip(pairs, found, strict=True):
            self._edited[now.name] = self._edited.get(now.name, 0) + count

    def _notes(self) -> Iterator[str]:
        for name, count in self._edited.items():
            if count:
                yield (
                    f"leads: '{name}' is said to be captured at the form, but {count:,} leads have another value than "
                    "in the export before; the latest counts. Take it out of `captured_at_form:` if it is edited later"
                )
        if self._undated:
            yield (
                "leads: the data in use say when they were exported and these files do not, so what differs has no "
                "date. State `exported_at:` in the mapping"
            )

    def _refuse_earlier(self, exports: Sequence[Export]) -> None:
        last = self._staging.one(f"SELECT max(last_at) FROM {EXPORTS}")
        first = min((export.at for export in exports if export.at is not None), default=None)
        if last is not None and first is not None and first < last:
            raise ImportRefused(
                f"This export of {first:%Y-%m-%d} is earlier than the latest that the data in use hold, of "
                f"{last:%Y-%m-%d}. Import the exports together in one mapping, each with its `exported_at`, without "
                "adding. Nothing was imported."
            )


def join_changes(staging: Staging, there: bool) -> int:
    """Put the dated differences among the changes, but for attributes whose changes the files themselves state.

    Returns how many; the table is made where there are some.
    """
    if there:
        staging.execute(f"DELETE FROM {DERIVED} WHERE field IN (SELECT field FROM changes)")
    rows = staging.count(DERIVED)
    if not rows:
        return 0
    if not there:
        staging.execute(f"CREATE TABLE changes AS {_nothing('changes')}")
    staging.execute(f"INSERT INTO changes ({_COLUMNS}) SELECT {_COLUMNS} FROM {DERIVED}")
    return rows


_BOTH = f"arriving_leads AS n JOIN known_leads AS k USING (lead_id) JOIN {EXPORTS} AS e USING (lead_id)"
"""Leads of this export that stood in an earlier one; those whose earlier values nobody dated are none of them."""


def _differs(before: Attribute | None, now: Attribute) -> str:
    if before is None:
        return f"n.{quoted(now.name)} IS NOT NULL"
    return f"{_value('k', before)} IS DISTINCT FROM {_value('n', now)}"


def _value(alias: str, attribute: Attribute) -> str:
    column = f"{alias}.{quoted(attribute.name)}"
    return written(column) if attribute.type == "number" else column


def _number(alias: str, attribute: Attribute) -> str:
    return f"{alias}.{quoted(attribute.name)}" if attribute.type == "number" else "CAST(NULL AS DOUBLE)"


def _nothing(table: str) -> str:
    columns = ", ".join(f"CAST(NULL AS {sql_type}) AS {name}" for name, sql_type in COLUMNS[table].items())
    return f"SELECT {columns} WHERE false"
