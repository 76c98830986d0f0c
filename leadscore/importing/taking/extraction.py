"""Rows of one source as rows of its table: chosen by `where`, read field by field, the rest refused with a reason."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from leadscore.importing.mappings.mapping import FIELDS, REQUIRED, Field, Mapping, Source
from leadscore.importing.mappings.selection import Test, test_of
from leadscore.importing.reading.decimals import DECIMAL
from leadscore.importing.reading.rows import Batch, Cell, Fault
from leadscore.importing.taking.columns import ColumnReader, Value

_REMEMBERED = 50_000


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was read but not taken: its line, why, and its raw cells as JSON."""

    line: int
    reason: str
    cells: str


@dataclass(frozen=True, slots=True)
class Extract:
    """What one batch gives one table: lines and columns of accepted rows, refused rows, rows that were not meant."""

    lines: list[int]
    columns: dict[str, list[Value]]
    refusals: list[Refusal]
    left_out: int
    no_entry: int


class Extraction:
    """One source on its way into its table; `fields` are those it maps, attributes among them."""

    def __init__(self, source: Source, fields: dict[str, Field], names: Sequence[str], mapping: Mapping) -> None:
        self.source = source
        self.fields = fields
        self._position = {name: index for index, name in enumerate(names)}
        self._readers = {name: ColumnReader(source.table, name, field, mapping) for name, field in fields.items()}
        self._constants = {name: _constant(reader) for name, reader in self._readers.items() if not reader.field.column}
        self._blank = ColumnReader(source.table, "", Field(), mapping)
        marks = {field.column: field.decimal for field in fields.values() if field.decimal}
        tests = ((c.column, test_of(c, marks.get(c.column) or DECIMAL)) for c in source.where)
        self._tests = [(self._position[column], self._remembering(test)) for column, test in tests]
        self._needed = tuple(name for name in REQUIRED[source.table] if name in fields)
        self._dated_by = _wide_date(source, mapping)

    def take(self, batch: Batch) -> Extract:
        """The rows of a batch that this source means, and what became of them."""
        chosen = self._chosen(batch)
        count = len(chosen)
        reasons: dict[int, str] = {}
        columns = {name: self._column(name, batch, chosen, reasons) for name in self.fields}
        for name in self._needed:
            for index in _blanks(columns[name]) if name != self._dated_by else ():
                reasons.setdefault(index, f"no {name}")
        no_entry = set(_blanks(columns[self._dated_by])).difference(reasons) if self._dated_by else set()
        lines = [batch.lines[index] for index in chosen]
        if reasons or no_entry:
            kept = [index for index in range(count) if index not in reasons and index not in no_entry]
            lines = [lines[index] for index in kept]
            columns = {name: [values[index] for index in kept] for name, values in columns.items()}
        return Extract(
            lines=lines,
            columns=columns,
            refusals=[*map(_refused_fault, batch.faults), *self._refusals(batch, chosen, reasons)],
            left_out=len(batch.lines) - count + len(no_entry),
            no_entry=len(no_entry),
        )

    @property
    def instants_without_zone(self) -> list[str]:
        """Fields of instants for which no zone is stated."""
        kinds = FIELDS[self.source.table]
        return [name for name, field in self.fields.items() if kinds.get(name) == "instant" and not field.zone]

    @property
    def numbers_with_commas(self) -> list[str]:
        """Fields in which commas were read as grouping thousands because no decimal mark is stated."""
        return [reader.label for reader in self._readers.values() if reader.commas_grouped]

    @property
    def numbers_with_points_in_doubt(self) -> list[str]:
        """Fields in which points were read as decimal marks, though each could group thousands and none is stated."""
        return [reader.label for reader in self._readers.values() if reader.points_in_doubt]

    def _chosen(self, batch: Batch) -> Sequence[int]:
        chosen: Sequence[int] = range(len(batch.lines))
        for position, test in self._tests:
            cells = batch.columns[position]
            chosen = [index for index in chosen if test(cells[index])]
        return chosen

    def _remembering(self, test: Test) -> Test:
        """The test, to which blank and missing cells are unknown, and which judges each text once."""

        @lru_cache(maxsize=_REMEMBERED)
        def judged(cell: Cell) -> bool:
            return test(cell if self._blank.value(cell) is not None else None)

        return judged

    def _column(self, name: str, batch: Batch, chosen: Sequence[int], reasons: dict[int, str]) -> list[Value]:
        if name in self._constants:
            return [self._constants[name]] * len(chosen)
        reader = self._readers[name]
        cells = batch.columns[self._position[reader.field.column or ""]]
        whole = len(chosen) == len(cells)
        values, faults = reader.read(cells if whole else [cells[index] for index in chosen])
        for index, reason in faults.items():
            reasons.setdefault(index, reason)
        return values

    def _refusals(self, batch: Batch, chosen: Sequence[int], reasons: dict[int, str]) -> list[Refusal]:
        return [
            Refusal(batch.lines[chosen[i]], reason, as_json([column[chosen[i]] for column in batch.columns]))
            for i, reason in sorted(reasons.items())
        ]


def _blanks(values: list[Value]) -> list[int]:
    return [index for index, value in enumerate(values) if value is None] if None in values else []


def as_json(cells: Sequence[Cell]) -> str:
    """Raw cells as one text."""
    return json.dumps(list(cells), ensure_ascii=False)


def _wide_date(source: Source, mapping: Mapping) -> str | None:
    """The field of a date column per stage, or beside each lead per activity: a blank date says that it never happened.

    In a file of its own, an activity without a date is a defect.
    """
    names = {"stages": ("stage", "entered_at"), "activities": ("kind", "occurred_at")}.get(source.table)
    if names is None or (source.table == "activities" and not mapping.lists_leads(source)):
        return None
    what, when = source.field(names[0]), source.field(names[1])
    return names[1] if what and what.constant is not None and when and when.column else None


def _constant(reader: ColumnReader) -> Value:
    return reader.value(reader.field.constant)


def _refused_fault(fault: Fault) -> Refusal:
    return Refusal(fault.line, fault.reason, as_json(fault.cells))
