"""A sheet of an Excel or OpenDocument workbook as rows."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import python_calamine as calamine

from leadscore.errors import ImportRefused, MappingError, did_you_mean
from leadscore.importing.limits import MB, Limits
from leadscore.importing.reading import headers
from leadscore.importing.reading.cells import as_text, is_timed
from leadscore.importing.reading.rows import Batch, Gathering, batch_of, shown

_LOOKED_AT = 30
_MOST_UNPACKED = 2048 * MB
_BOMB, _TIMES = 200 * MB, 100
"""A workbook that unpacks to so much, and to so many times its size, is none that people made."""


class ExcelReading:
    """One pass over one sheet; see rows.Reading.  `header_row` counts the rows of the sheet from 1."""

    def __init__(self, path: Path, sheet: str | None, header_row: int, limits: Limits) -> None:
        self.notes: list[str] = []
        self._path = path
        self._sheet = self._opened(sheet)
        self._first = header_row
        head = next(self._rows(header_row if header_row else 1), None)
        if head is None or not any(_filled(cell) for cell in head[1]):
            raise ImportRefused(
                f"{shown(path, self._sheet.name)} has nothing in row {max(header_row, 1)}. "
                "State the row of its column names: dialect: {header_row: ...}"
            )
        if len(head[1]) > limits.columns:
            raise ImportRefused(f"{path.name} has {len(head[1])} columns; at most {limits.columns} are read.")
        cells = self._names(header_row) if header_row else [as_text(cell) for cell in head[1]]
        self.header = headers.read_header(cells) if header_row else headers.numbered(len(cells))
        self.notes += [f"{path.name}: {note}" for note in self.header.notes]

    @classmethod
    def shape(cls, path: Path, sheet: str) -> tuple[int, int]:
        """The number of a sheet's rows, and its first row that is more than half as full as the fullest near it."""
        try:
            rows = open_workbook(path).get_sheet_by_name(sheet)
        except calamine.CalamineError:
            return 0, 1
        with _panic_refused(path):
            filled = [sum(map(_filled, row)) for row in islice(rows.iter_rows(), _LOOKED_AT)] if rows.start else []
        half = max(filled, default=0) / 2
        first = next((number for number, cells in enumerate(filled, 1) if cells > half), 1)
        below = (end + 1 for start, end in _merged_rows(rows) if start < first <= end + 1)
        return rows.height, max(below, default=first)

    def batches(self) -> Iterator[Batch]:
        """The rows, a batch at a time."""
        timed = self._timed_columns()
        rows, size = self._rows(self._first + 1), batch_of(len(self.header.names))
        while True:
            page = list(islice(rows, size))
            gathering = Gathering(len(self.header.names))
            for line, cells in page:
                if any(_filled(cell) for cell in cells):
                    gathering.add(line, [as_text(cell, index in timed) for index, cell in enumerate(cells)])
            yield gathering.batch()
            if len(page) < size:
                return

    def recount(self) -> int:
        """The rows that are not blank, counted on the sheet as a whole."""
        area = self._sheet.to_python()
        above = self._sheet.start[0] if self._sheet.start else 0
        return sum(any(_filled(cell) for cell in row) for row in islice(area, max(self._first - above, 0), None))

    def _names(self, row: int) -> list[str]:
        """The header's cells, with what stands above them where merged cells spread it over several rows."""
        top = min((start for start, end in _merged_rows(self._sheet) if start < row - 1 <= end), default=row - 1)
        rows = [list(map(as_text, cells)) for _, cells in islice(self._rows(top + 1), row - top)]
        left = self._sheet.start[1] if self._sheet.start else 0
        for (first, begin), (_, end) in self._sheet.merged_cell_ranges or ():
            if top <= first < row:
                cells = rows[first - top]
                cells[begin - left : end + 1 - left] = [cells[begin - left]] * (end + 1 - begin)
        return [" ".join(dict.fromkeys(filter(None, column))) for column in zip(*rows, strict=True)]

    def _opened(self, name: str | None) -> calamine.CalamineSheet:
        try:
            book = open_workbook(self._path)
            if name is not None and name not in book.sheet_names:
                raise MappingError(f"{self._path.name} has no sheet '{name}'. {did_you_mean(name, book.sheet_names)}")
            if name is None and len(book.sheet_names) > 1:
                self.notes.append(
                    f"{self._path.name}: the mapping states no sheet; the first, '{book.sheet_names[0]}', was read"
                )
            return book.get_sheet_by_name(name) if name is not None else book.get_sheet_by_index(0)
        except calamine.PasswordError as error:
            raise ImportRefused(f"{self._path.name} is protected by a password. Save it without one.") from error
        except (calamine.CalamineError, OSError, IndexError) as error:
            raise ImportRefused(
                f"{self._path.name} is no workbook that can be read. Save it again as .xlsx."
            ) from error

    def _rows(self, first: int) -> Iterator[tuple[int, list[object]]]:
        """Numbered rows of the sheet from row `first` on, without blank columns on the left."""
        if self._sheet.start is None:
            return
        with _panic_refused(self._path):
            for number, row in enumerate(self._sheet.iter_rows(), 1):
                if number >= first:
                    yield number, list(row)

    def _timed_columns(self) -> frozenset[int]:
        rows = self._rows(self._first + 1)
        return frozenset(index for _, cells in rows for index, cell in enumerate(cells) if is_timed(cell))


def open_workbook(path: Path) -> calamine.CalamineWorkbook:
    """A workbook whose size is checked before anything is unpacked; raises ImportRefused, CalamineError, OSError."""
    try:
        with zipfile.ZipFile(path) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        unpacked = 0  # an old workbook, or a damaged one
    if unpacked > _MOST_UNPACKED or unpacked > max(_BOMB, _TIMES * path.stat().st_size):
        raise ImportRefused(
            f"{path.name} unpacks to {unpacked / MB:,.0f} MB, far more than a workbook needs. Export the data as CSV."
        )
    return calamine.CalamineWorkbook.from_path(str(path))


@contextmanager
def _panic_refused(path: Path) -> Iterator[None]:
    """The library gives up on some cells with what is no Exception; it has no public name."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise ImportRefused(
            f"{path.name} has a cell that cannot be read, probably a date beyond every calendar. Mend it there."
        ) from error


def _merged_rows(sheet: calamine.CalamineSheet) -> list[tuple[int, int]]:
    """First and last row, from nought, of what is merged over several rows."""
    merged = sheet.merged_cell_ranges or ()
    return [(start[0], end[0]) for start, end in merged if end[0] > start[0]]


def _filled(cell: object) -> bool:
    return not (cell is None or (isinstance(cell, str) and not cell.strip()))
