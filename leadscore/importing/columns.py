"""Columns of raw texts as columns of values: blanks and missing words gone, words mapped, types read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from leadscore.importing import instants
from leadscore.importing.decimals import NotANumber, read_number
from leadscore.importing.mapping import Field, Kind
from leadscore.importing.rows import Cell
from leadscore.vocabulary import STAGES

Value = str | float | datetime | None
Read = Callable[[str], Value]

_REMEMBERED = 50_000


class ColumnReader:
    """Reads one field of one source; remembers what it read, since most cells of a column repeat."""

    def __init__(self, name: str, field: Field, kind: Kind, missing: Sequence[str], zone: str | None) -> None:
        self.name = name
        self.field = field
        self._missing = frozenset(word.strip().lower() for word in (*missing, *field.missing)) | {""}
        self._words = dict(field.values)
        self._read = _reader(name, field, kind, zone)
        self._known: dict[Cell, Value] = {}

    def read(self, cells: Sequence[Cell]) -> tuple[list[Value], dict[int, str]]:
        """The values of the cells, and the reason why for each index whose cell cannot be read."""
        known = self._known
        bad: dict[Cell, str] = {}
        for cell in set(cells).difference(known):
            try:
                known[cell] = self.value(cell)
            except (instants.NotAnInstant, NotANumber) as error:
                bad[cell] = f"{self._label} {error}"
        faults = {index: bad[cell] for index, cell in enumerate(cells) if cell in bad} if bad else {}
        values = [known.get(cell) for cell in cells] if bad else [known[cell] for cell in cells]
        if len(known) > _REMEMBERED:
            known.clear()
        return values, faults

    def value(self, cell: Cell) -> Value:
        """The value of one cell; raises NotAnInstant or NotANumber."""
        word = "" if cell is None else cell.strip().lower()
        mapped = self._words.get(word)
        if mapped is not None:
            return self._read(mapped) if mapped.strip() else None
        if cell is None or word in self._missing:
            return None
        return self._read(cell)

    @property
    def _label(self) -> str:
        column = self.field.column
        return f"'{self.name}'" if column is None or column == self.name else f"'{self.name}' (column '{column}')"


def _reader(name: str, field: Field, kind: Kind, zone: str | None) -> Read:
    if kind == "instant":
        place = field.zone or zone
        read = instants.reader(field.format, ZoneInfo(place) if place else None)
        return lambda cell: read(cell.strip())
    if kind == "number" or field.type == "number":
        return lambda cell: read_number(cell, field.decimal)
    if kind == "id":
        return str.strip
    if name in ("stage", "outcome"):
        return stage_word
    return lambda cell: cell


def stage_word(cell: str) -> str:
    """A stage or outcome in the product's spelling where it is one of its words, else as it stands."""
    word = cell.strip().lower()
    return word if word in STAGES or word == "open" else cell
