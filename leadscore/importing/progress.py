"""How far an import has come: written by the process that reads, seen by whoever waits for it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from leadscore.importing.reading.parquet_footer import DamagedFooter, row_count
from leadscore.importing.reading.texts import opened_bytes

PROGRESS = "progress.json"
Step = Literal["opening", "reading", "joining", "writing"]

_CHUNK = 1 << 20
_READ = 0.8
"""The share of the work that reading is; the rest goes into joining and writing tables."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What is being done: `name` is the file or table it is done to, `rows` those read of it so far.

    `share` is the part of the whole import that is done, from 0 to 1; it never falls.
    """

    step: Step = "opening"
    name: str = ""
    rows: int = 0
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Watch:
    """Who waits: told of each progress, asked whether to stop."""

    on_progress: Callable[[Progress], None] | None = None
    stop: Callable[[], bool] | None = None

    @property
    def stopped(self) -> bool:
        """Whether somebody asked to stop."""
        return self.stop is not None and self.stop()


def read_progress(folder: Path) -> Progress | None:
    """What the process last said of itself; None before it said anything."""
    try:
        return Progress(**json.loads((folder / PROGRESS).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


class Journey:
    """The way of one import: says in its folder how far it is."""

    def __init__(self, folder: Path, files: Sequence[Path] = (), tables: int = 1) -> None:
        self._file = folder / PROGRESS
        self._sizes = [max(file.stat().st_size, 1) for file in files]
        self._tables = tables
        self._read, self._settled = 0, 0
        self._rows = 0
        self._expected: int | None = None

    def open(self, file: Path) -> None:
        """The next file is about to be read."""
        self._rows, self._expected = 0, _rows_about(file)
        self._say("reading", file.name)

    def read(self, file: Path, rows: int) -> None:
        """So many rows more of that file were read."""
        self._rows += rows
        self._say("reading", file.name)

    def finish(self) -> None:
        """The file was read to its end."""
        self._read, self._rows = self._read + 1, 0

    def settle(self, step: Step, table: str) -> None:
        """A table is about to be joined or written."""
        self._settled += 1
        self._say(step, table)

    def _say(self, step: Step, name: str) -> None:
        said = Progress(step, name, self._rows, round(self._share(), 4))
        new = self._file.with_suffix(".new")
        new.write_text(json.dumps(asdict(said)), encoding="utf-8")
        new.replace(self._file)

    def _share(self) -> float:
        settled = (1 - _READ) * min(self._settled / (2 * self._tables + 1), 1)
        within = min(self._rows / self._expected, 1) if self._expected else 0
        done = sum(self._sizes[: self._read]) + within * sum(self._sizes[self._read : self._read + 1])
        return _READ * done / sum(self._sizes) + settled if self._sizes else settled


def _rows_about(file: Path) -> int | None:
    """About how many rows a file has, at the price of one look at its bytes; None where that cannot be told."""
    with file.open("rb") as opened:
        head = opened.read(4)
    if head == b"PAR1":
        try:
            return row_count(file)
        except DamagedFooter:
            return None
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return None
    try:
        with opened_bytes(file) as text:
            return sum(chunk.count(b"\n") for chunk in iter(lambda: text.read(_CHUNK), b""))
    except (OSError, EOFError):
        return None
