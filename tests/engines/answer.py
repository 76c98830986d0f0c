"""What an engine answers, in a form that does not depend on the engine: exact rows and their checksum."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

Cell = str | int | None


@dataclass(frozen=True, slots=True)
class Answer:
    """Named columns and rows of plain cells, in the order in which the engine gave them."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def checksum(self) -> str:
        """SHA-256 of columns and rows, the rows sorted."""
        return sha256(repr((self.columns, self.sorted_rows)).encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def sorted_rows(self) -> list[tuple[Cell, ...]]:
        """The rows by their cells, nothing before something."""
        return sorted(self.rows, key=lambda row: [(cell is not None, str(cell)) for cell in row])


def answer(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Answer:
    """An engine's columns and rows as an Answer; TypeError for a cell of another type, such as a float."""
    return Answer(tuple(columns), tuple(tuple(_cell(value) for value in row) for row in rows))


def _cell(value: Any) -> Cell:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
    if isinstance(value, Decimal):
        return f"{value:.4f}"
    if value is None or isinstance(value, (str, int)) and not isinstance(value, bool):
        return value
    raise TypeError(f"{value!r} is neither a text, a whole or exact number, nor an instant")


def differences(ours: Answer, theirs: Answer, ordered: bool = False) -> list[str]:
    """In words, where two answers part: columns, then rows; the first few."""
    if ours.columns != theirs.columns:
        return [f"columns: {ours.columns} | {theirs.columns}"]
    if not ordered and ours.checksum == theirs.checksum:
        return []
    pairs = (ours.rows, theirs.rows) if ordered else (ours.sorted_rows, theirs.sorted_rows)
    if len(pairs[0]) != len(pairs[1]):
        return [f"rows: {len(pairs[0])} | {len(pairs[1])}"]
    found = [
        f"{row[:2]} {name}: {cell!r} | {other_cell!r}"
        for row, other in zip(*pairs, strict=True)
        for name, cell, other_cell in zip(ours.columns, row, other, strict=True)
        if cell != other_cell
    ]
    return found[:8]
