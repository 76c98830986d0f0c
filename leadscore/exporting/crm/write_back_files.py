"""Rows for a CRM as files within its limits: one, or as many parts as it takes, each with the header."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from leadscore.cells import csv_line
from leadscore.errors import StoreError, UsageError
from leadscore.exporting.crm.crm_shapes import SHAPES
from leadscore.exporting.crm.shapes import Shape
from leadscore.exporting.crm.write_back import Row, WriteBack
from leadscore.exporting.workbooks import write_workbook

ENDINGS = (".csv", ".xlsx")
OTHER = "other"
"""Where ids tell what some records are: the file of those whose ids do not."""


@dataclass(frozen=True, slots=True)
class Part:
    """A written file: where, which kind of record its rows are ("": there is only one), and how many rows."""

    file: Path
    kind: str
    rows: int


def write_parts(back: WriteBack, file: Path) -> tuple[Part, ...]:
    """Write the rows to a file, or to numbered parts beside where it would be; all of them appear, or none.

    Raises UsageError for an ending that the CRM does not take, or where parts of an earlier run would stay beside the
    new ones, StoreError where a file cannot be written.
    """
    _check_ending(back.shape, file)
    try:
        with TemporaryDirectory(dir=file.parent, prefix=".write-back-") as made:
            parts = _written(back, Path(made), file.suffix.lower())
            named = _named(parts, file)
            _refuse_leftovers(file, {each.file for each in named})
            for part, target in zip(parts, named, strict=True):
                part.file.replace(target.file)
    except OSError as error:
        raise StoreError(f"'{file}' cannot be written: {error.strerror}. Choose another place for --out.") from error
    return named


def as_download(back: WriteBack, stem: str, ending: str) -> tuple[str, bytes]:
    """The name and the bytes of the file, or of a ZIP archive of its parts."""
    with TemporaryDirectory(prefix="leadscore-") as made:
        parts = write_parts(back, Path(made) / f"{stem}{ending}")
        if len(parts) == 1:
            return parts[0].file.name, parts[0].file.read_bytes()
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for part in parts:
                archive.write(part.file, part.file.name)
        return f"{stem}.zip", packed.getvalue()


def _check_ending(shape: Shape, file: Path) -> None:
    taken = ENDINGS if shape.takes_xlsx else ENDINGS[:1]
    if file.suffix.lower() not in taken:
        raise UsageError(f"'{file.name}' must end in {' or '.join(taken)}: {shape.title} takes no other files here.")


def _written(back: WriteBack, folder: Path, ending: str) -> list[Part]:
    if ending == ".xlsx":
        return _workbooks(back, folder)
    with ExitStack() as opened:
        files: dict[str, _CsvParts] = {}
        for name, row in back.rows():
            if name not in files:
                files[name] = opened.enter_context(_CsvParts(folder, name, back.columns, back.shape))
            files[name].add(row)
        if not files:
            files[""] = opened.enter_context(_CsvParts(folder, "", back.columns, back.shape))
            files[""].open_next()
        return [part for each in files.values() for part in each.parts()]


def _workbooks(back: WriteBack, folder: Path) -> list[Part]:
    rows, most = back.rows(), back.shape.most_rows_xlsx
    parts: list[Part] = []
    while not parts or parts[-1].rows == most:
        file = folder / f"{len(parts)}.xlsx"
        count = write_workbook(file, back.columns, _next(rows, most), "Leadscore")
        if count or not parts:
            parts.append(Part(file, "", count))
        else:
            break
    return parts


def _next(rows: Iterator[tuple[str, Row]], most: int) -> Iterator[Row]:
    for _, (_, row) in zip(range(most), rows, strict=False):
        yield row


@dataclass(slots=True)
class _CsvParts:
    """The files of one kind of record, begun anew where the next row would be one too many."""

    folder: Path
    kind: str
    columns: Sequence[str]
    shape: Shape
    _opened: IO[bytes] | None = None
    _made: list[list[int]] = field(default_factory=list)

    def __enter__(self) -> _CsvParts:
        return self

    def __exit__(self, *_: object) -> None:
        if self._opened is not None:
            self._opened.close()

    def add(self, row: Row) -> None:
        """Write a row into this part, or the first of the next."""
        line = csv_line(row).encode()
        if not self._made or self._is_full(len(line)):
            self.open_next()
        self._write(line)
        self._made[-1][0] += 1

    def open_next(self) -> None:
        """Begin a part with the header."""
        self.__exit__()
        self._opened = self._file(len(self._made)).open("wb")
        self._made.append([0, 0])
        self._write(csv_line(self.columns).encode())

    def parts(self) -> list[Part]:
        """What was written; the last is closed."""
        self.__exit__()
        return [Part(self._file(place), self.kind, rows) for place, (rows, _) in enumerate(self._made)]

    def _is_full(self, more: int) -> bool:
        rows, size = self._made[-1]
        return rows >= self.shape.most_rows or (rows > 0 and size + more > self.shape.most_bytes)

    def _write(self, line: bytes) -> None:
        if self._opened is not None:
            self._opened.write(line)
        self._made[-1][1] += len(line)

    def _file(self, place: int) -> Path:
        return self.folder / f"{self.kind or 'all'}-{place}.csv"


_KINDS = tuple(words for shape in SHAPES.values() for _, words in shape.objects)


def _named(parts: list[Part], file: Path) -> tuple[Part, ...]:
    """The parts under their names: the file's own for the only one, else with kind and number."""
    kinds = [part.kind for part in parts]
    several = len(set(kinds)) > 1
    named = []
    for place, part in enumerate(parts):
        kind = f"-{part.kind or OTHER}" if several else ""
        number = f"-{kinds[: place + 1].count(part.kind)}" if kinds.count(part.kind) > 1 else ""
        named.append(Part(file.with_name(f"{file.stem}{kind}{number}{file.suffix}"), part.kind, part.rows))
    return tuple(named)


def _refuse_leftovers(file: Path, written: set[Path]) -> None:
    """Parts of a longer run would be taken for parts of this one."""
    found = [each for each in file.parent.glob(f"*{file.suffix}") if _is_part(each, file) and each not in written]
    if found:
        listed = ", ".join(sorted(each.name for each in found)[:5])
        raise UsageError(
            f"Beside '{file.name}' lie parts of an earlier run that would be taken for parts of this one: {listed}. "
            "Remove them, or choose another name for --out."
        )


def _is_part(found: Path, file: Path) -> bool:
    rest = found.stem.removeprefix(file.stem)
    return found.stem.startswith(f"{file.stem}-") and all(
        word.isdigit() or word in (*_KINDS, OTHER) for word in rest[1:].split("-")
    )
