"""JSON lines (an object a line) as rows; numbers keep their spelling."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from leadscore.errors import ImportRefused
from leadscore.importing.limits import Limits
from leadscore.importing.reading import headers, texts
from leadscore.importing.reading.cells import as_text
from leadscore.importing.reading.rows import Batch, Cell, Fault, batch_of


class JsonLinesReading:
    """One pass over one file; see rows.Reading.  Columns are the objects' keys in order of appearance."""

    def __init__(self, path: Path, encoding: str | None, limits: Limits) -> None:
        self._path = path
        self._text = texts.settle(path, encoding, limits.file_bytes)
        self._keys = tuple(
            dict.fromkeys(key for _, found in self._objects() if isinstance(found, dict) for key in found)
        )
        if not self._keys:
            raise ImportRefused(f"{path.name} has no JSON object on any line. Write one object a line.")
        if len(self._keys) > limits.columns:
            raise ImportRefused(f"{path.name} has {len(self._keys)} keys; at most {limits.columns} are read.")
        self.header = headers.read_header(self._keys)
        self.notes = [note for note in (self._text.note,) if note]

    def batches(self) -> Iterator[Batch]:
        """The rows, a batch at a time."""
        size = batch_of(len(self._keys))
        lines: list[int] = []
        rows: list[list[Cell]] = []
        faults: list[Fault] = []
        for line, found in self._objects():
            if isinstance(found, dict):
                lines.append(line)
                rows.append([as_text(found.get(key)) for key in self._keys])
            else:
                faults.append(Fault(line, "no JSON object", []))
            if len(lines) + len(faults) >= size:
                yield self._batch(lines, rows, faults)
                lines, rows, faults = [], [], []
        yield self._batch(lines, rows, faults)

    def recount(self) -> int:
        """The lines that are not blank."""
        with self._text.opened() as file:
            return sum(1 for line in file if not line.isspace())

    def _batch(self, lines: list[int], rows: list[list[Cell]], faults: list[Fault]) -> Batch:
        columns: list[Any] = list(zip(*rows, strict=True)) if rows else [()] * len(self._keys)
        return Batch(lines, columns, faults)

    def _objects(self) -> Iterator[tuple[int, object]]:
        with self._text.opened() as file:
            for number, line in enumerate(file, 1):
                if not line.isspace():
                    yield number, _parsed(line)


def _parsed(line: str) -> object:
    try:
        found = json.loads(line, parse_float=str, parse_int=str, parse_constant=str)
        json.dumps(found, ensure_ascii=False).encode() if "\\u" in line else None  # half a surrogate pair is no text
        return found
    except (ValueError, RecursionError):
        return None
