"""Rows of a source file on their way in: batches of columns of raw texts, whatever the file's format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from leadscore.importing.reading.headers import Header

BATCH = 50_000
"""Rows that are held in memory at a time, fewer where they are wide."""

_CELLS = 2_000_000

Cell = str | None


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that cannot be read at all: its line, why, and its cells as far as they go."""

    line: int
    reason: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows in file order: their lines, their columns (None: blank), and the faulty rows among them."""

    lines: Sequence[int]
    columns: Sequence[Sequence[Cell]]
    faults: Sequence[Fault] = ()


def batch_of(width: int) -> int:
    """How many rows of so many cells are held in memory at a time."""
    return max(min(BATCH, _CELLS // max(width, 1)), 1)


class Reading(Protocol):
    """One pass over one file."""

    header: Header
    notes: list[str]

    def batches(self) -> Iterator[Batch]:
        """The rows, a batch at a time."""

    def recount(self) -> int:
        """The number of rows, counted a second time and in another way; call it after the last batch."""


@dataclass(slots=True)
class Gathering:
    """Rows of one batch while they are being collected; rows of the wrong width become faults."""

    width: int
    lines: list[int] = field(default_factory=list)
    rows: list[Sequence[Cell]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def add(self, line: int, cells: Sequence[Cell]) -> None:
        """Take one row, padded or cut where only blank cells are concerned."""
        if len(cells) != self.width:
            if len(cells) < self.width or any(cell and not cell.isspace() for cell in cells[self.width :]):
                self.faults.append(Fault(line, f"{len(cells)} cells where the header has {self.width}", cells))
                return
            cells = cells[: self.width]
        if not any(cells):
            self.faults.append(Fault(line, "blank row", cells))
            return
        self.lines.append(line)
        self.rows.append(cells)

    def batch(self) -> Batch:
        """What was collected, turned into columns."""
        columns = list(zip(*self.rows, strict=True)) if self.rows else [()] * self.width
        return Batch(self.lines, columns, self.faults)


def shown(path: Path, sheet: str | None = None) -> str:
    """A source as messages name it: never with its folders."""
    return f"{path.name} ({sheet})" if sheet else path.name
