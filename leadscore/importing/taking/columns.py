"""Columns of raw texts as columns of values: blanks and missing words gone, words mapped, types read."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from leadscore.importing.mappings.mapping import FIELDS, ID_ATTRIBUTES, Field, Kind, Mapping
from leadscore.importing.proposing import source_kinds
from leadscore.importing.reading import instants
from leadscore.importing.reading.decimals import BOTH_WAYS, DECIMAL, NotANumber, read_number
from leadscore.importing.reading.rows import Cell
from leadscore.vocabulary import SOURCE_KINDS, STAGES

Value = str | float | datetime | None
Read = Callable[[str], Value]

_REMEMBERED = 50_000
_BOTH_WAYS = re.compile(BOTH_WAYS)

DEAL_OUTCOMES = ("won", "lost", "open")


class NotAWord(ValueError):
    """The text is none of the words that the field may hold."""


UNREADABLE = (instants.NotAnInstant, NotANumber, NotAWord)
"""What reading a cell can raise; each message says why, without repeating the cell."""


class ColumnReader:
    """Reads one field of one source; remembers what it read, since most cells of a column repeat."""

    def __init__(self, table: str, name: str, field: Field, mapping: Mapping) -> None:
        self.name = name
        self.field = field
        self._missing = frozenset(word.strip().lower() for word in (*mapping.missing, *field.missing)) | {""}
        self._words = dict(field.values)
        self.commas_grouped = False
        """Whether a comma was read as grouping thousands though no decimal mark is stated."""
        self._points: set[bool] = set()
        kind = kind_of(table, name)
        number = kind == "number" or field.type == "number"
        self._read = self._number if number else _reader(table, name, field, kind, mapping.zone)
        self._known: dict[Cell, Value] = {}

    def read(self, cells: Sequence[Cell]) -> tuple[list[Value], dict[int, str]]:
        """The values of the cells, and the reason why for each index whose cell cannot be read."""
        known = self._known
        bad: dict[Cell, str] = {}
        for cell in set(cells).difference(known):
            try:
                known[cell] = self.value(cell)
            except UNREADABLE as error:
                bad[cell] = f"{self.label} {error}"
        faults = {index: bad[cell] for index, cell in enumerate(cells) if cell in bad} if bad else {}
        values = [known.get(cell) for cell in cells] if bad else [known[cell] for cell in cells]
        if len(known) > _REMEMBERED:
            known.clear()
        return values, faults

    def value(self, cell: Cell) -> Value:
        """The value of one cell; raises one of UNREADABLE."""
        word = "" if cell is None else cell.strip().lower()
        mapped = self._words.get(word)
        if mapped is not None:
            return self._read(mapped) if mapped.strip() else None
        if cell is None or word in self._missing:
            return None
        return self._read(cell)

    def _number(self, cell: str) -> Value:
        number = read_number(cell, self.field.decimal or DECIMAL)
        if self.field.decimal is None and number is not None:
            self.commas_grouped = self.commas_grouped or "," in cell
            if "." in cell:
                self._points.add(_BOTH_WAYS.fullmatch(cell.strip()) is not None)
        return number

    @property
    def points_in_doubt(self) -> bool:
        """Whether every point that was read as the decimal mark, though none is stated, could group thousands."""
        return self._points == {True}

    @property
    def label(self) -> str:
        """The field in words, with its column where that has another name."""
        column = self.field.column
        return f"'{self.name}'" if column is None or column == self.name else f"'{self.name}' (column '{column}')"


def _reader(table: str, name: str, field: Field, kind: Kind, zone: str | None) -> Read:
    if kind == "instant":
        place = field.zone or zone
        read = instants.reader(field.format, ZoneInfo(place) if place else None)
        return lambda cell: read(cell.strip())
    if kind == "id":
        return str.strip
    return _WORDS.get((table, name), _as_it_stands)


def _as_it_stands(cell: str) -> Value:
    return cell


def deal_outcome(cell: str) -> str:
    """The outcome of a deal: won, lost or open; raises NotAWord."""
    word = cell.strip().lower()
    if word not in DEAL_OUTCOMES:
        raise NotAWord("is none of won, lost and open (put its words into `values:`)")
    return word


def stage_word(cell: str) -> str:
    """A stage in the product's spelling where it is one of its words, else as it stands."""
    word = cell.strip().lower()
    return word if word in STAGES else cell


def source_kind(cell: str) -> str | None:
    """A kind of source; any other word is unknown."""
    word = cell.strip().lower()
    return word if word in SOURCE_KINDS else None


_WORDS: dict[tuple[str, str], Read] = {
    ("stages", "stage"): stage_word,
    ("deals", "outcome"): deal_outcome,
    ("leads", source_kinds.ATTRIBUTE): source_kind,
}


def kind_of(table: str, name: str) -> Kind:
    """What kind of value a field or attribute holds on its way in: attributes are texts until their type is fixed."""
    return FIELDS[table].get(name, "id" if name in ID_ATTRIBUTES else "text")
