"""What files hold, found out without a mapping: dialect, columns, doubts, and a mapping to start from."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import python_calamine as calamine

from leadscore.errors import ImportRefused
from leadscore.importing.limits import Limits
from leadscore.importing.mappings.mapping import Dialect, Source
from leadscore.importing.proposing.guesses import Column, guess
from leadscore.importing.reading.decimals import DECIMAL
from leadscore.importing.reading.delimited import DelimitedReading, first_records, guess_delimiter, sample
from leadscore.importing.reading.excel import ExcelReading, open_workbook
from leadscore.importing.reading.formats import Format, open_reading, preflight
from leadscore.importing.reading.headers import are_values, look_like_values
from leadscore.importing.reading.rows import Reading
from leadscore.importing.reading.texts import OTHER_ENCODING, east_asian

SAMPLED = 5_000
MOST_SHEETS = 100
"""So many sheets of a workbook are looked at, the first ones."""
OF_CELLS = ("words", "samples")
"""What an inspection repeats of cells: shown to whoever brought the files, never printed."""


@dataclass(frozen=True, slots=True)
class FileInspection:
    """One file: its format and dialect, the sheet that is read of all its sheets, its columns, and what is in doubt."""

    file: str
    format: Format
    sampled: int
    columns: tuple[Column, ...]
    delimiter: str | None = None
    encoding: str | None = None
    header_row: int = 1
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Inspection:
    """All files that were looked at, the CRM they seem to come from, and the proposed mapping as text."""

    files: tuple[FileInspection, ...]
    crm: str | None
    mapping: str
    doubts: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The inspection as the command line prints it; words and samples of columns stay out of it."""
        document = asdict(self)
        for file in document["files"]:
            for column in file["columns"]:
                for name in OF_CELLS:
                    del column[name]
        return document

    def to_answer(self) -> dict[str, Any]:
        """The whole inspection, for whoever shows it to the person who brought the files; never printed or logged."""
        return asdict(self)

    @classmethod
    def from_answer(cls, answer: dict[str, Any]) -> Inspection:
        """An inspection from what the child process answered."""
        files = tuple(_file_from(each) for each in answer["files"])
        return cls(files, answer["crm"], answer["mapping"], tuple(answer["doubts"]))


def inspect_file(path: Path, limits: Limits) -> FileInspection:
    """Look at one file; raises ImportRefused where it cannot be read at all."""
    form = preflight(path, limits)
    sheets = _sheets(path) if form == "excel" else ()
    sheet, header_row = _header_place(path, form, sheets)
    dialect, noted = (_dialect(path, limits)) if form == "text" else (Dialect(header_row=header_row), [])
    reading = open_reading(Source("leads", "", path, sheet, dialect, (), ()), limits)
    batch = next(iter(reading.batches()))
    delimiter = reading.delimiter if isinstance(reading, DelimitedReading) else None
    decimal = "," if delimiter == ";" else DECIMAL  # semicolons part cells where the comma parts numbers
    columns = tuple(
        guess(name, cells[:SAMPLED], decimal)
        for name, cells in zip(reading.header.names, batch.columns, strict=True)
        if name not in reading.header.unnamed or any(cells)
    )
    doubts = [f"{path.name}: column '{column.name}': {doubt}" for column in columns for doubt in column.doubts]
    return FileInspection(
        file=str(path),
        format=form,
        sampled=min(len(batch.lines), SAMPLED),
        columns=columns,
        delimiter=delimiter,
        encoding=reading.encoding.removesuffix("-sig") if isinstance(reading, DelimitedReading) else None,
        header_row=dialect.header_row,
        sheet=sheet,
        sheets=sheets,
        doubts=(
            *_place_doubts(path, dialect, sheets),
            *_header_doubts(path, columns),
            *doubts,
            *dict.fromkeys([*noted, *_row_doubts(path, reading, batch.faults)]),
        ),
    )


def _sheets(path: Path) -> tuple[str, ...]:
    try:
        return tuple(open_workbook(path).sheet_names)
    except (calamine.CalamineError, OSError):
        return ()


def _header_place(path: Path, form: Format, sheets: tuple[str, ...]) -> tuple[str | None, int]:
    """The sheet with the most rows among the first ones, and its first row that is well filled."""
    if form != "excel" or not sheets:
        return None, 1
    sized = {sheet: ExcelReading.shape(path, sheet) for sheet in sheets[:MOST_SHEETS]}
    sheet = max(sized, key=lambda each: sized[each][0])
    return sheet, sized[sheet][1]


def _dialect(path: Path, limits: Limits) -> tuple[Dialect, list[str]]:
    """The delimiter that cuts most lines alike; the header is the first record of that width.  With what is in doubt.

    Comments do not count, and where the first record is data like the next there is no header.
    """
    first, noted = _first_look(path, limits)
    with first.text() as file:
        lines = sample(file)
    delimiter = guess_delimiter(lines)
    found = first_records(lines, delimiter)
    records = [(line, cells) for line, cells in found if len(cells) > 1 or not cells[0].startswith("#")] or found
    width = Counter(len(cells) for _, cells in records).most_common(1)[0][0] if records else 1
    header_row = next((line for line, cells in records if len(cells) == width and _well_filled(cells)), 1)
    if len(found) > 1 and header_row == found[0][0] and are_values(found[0][1], found[1][1]):
        header_row = 0
    return Dialect(delimiter=delimiter, encoding=first.encoding, header_row=header_row), noted


def _first_look(path: Path, limits: Limits) -> tuple[DelimitedReading, list[str]]:
    """The file read as it comes, or in an encoding that a person must confirm."""
    try:
        first = DelimitedReading(path, Dialect(), limits)
        return first, [note for note in first.notes if "states no" not in note and "told apart" not in note]
    except ImportRefused as refusal:
        encoding = east_asian(path, limits.file_bytes) if OTHER_ENCODING in str(refusal) else None
        if encoding is None:
            raise
        doubt = f"{path.name} is neither UTF-8 nor Western; {encoding} was taken for its encoding: check `encoding`"
        return DelimitedReading(path, Dialect(encoding=encoding), limits), [doubt]


def _well_filled(cells: list[str]) -> bool:
    return sum(bool(cell.strip()) for cell in cells) * 2 > len(cells)


def _place_doubts(path: Path, dialect: Dialect, sheets: tuple[str, ...]) -> list[str]:
    doubts = []
    if dialect.header_row == 0:
        doubts.append(f"{path.name}: the first row is data, so its columns are numbered; check `header_row`")
    elif dialect.header_row != 1:
        doubts.append(f"{path.name}: the column names were taken from row {dialect.header_row}; check `header_row`")
    if len(sheets) > 1:
        doubts.append(
            f"{path.name} has {len(sheets)} sheets; {_among(sheets)}the one with the most rows was taken; check `sheet`"
        )
    return doubts


def _among(sheets: tuple[str, ...]) -> str:
    return f"of the first {MOST_SHEETS} " if len(sheets) > MOST_SHEETS else ""


def _header_doubts(path: Path, columns: tuple[Column, ...]) -> list[str]:
    if not look_like_values([column.name for column in columns]):
        return []
    return [f"{path.name}: the column names look like values; state `header_row: 0` where there are none"]


def _row_doubts(path: Path, reading: Reading, faults: Any) -> list[str]:
    refused = [f"{path.name}: {len(faults)} of the first rows cannot be read ({faults[0].reason})"] if faults else []
    guessed = [note for note in reading.notes if "states no" not in note]
    return [*refused, *guessed]


def _file_from(document: dict[str, Any]) -> FileInspection:
    columns = tuple(
        Column(**{name: _frozen(value) for name, value in column.items()}) for column in document.pop("columns")
    )
    return FileInspection(columns=columns, **{name: _frozen(value) for name, value in document.items()})


def _frozen(value: Any) -> Any:
    return tuple(_frozen(each) for each in value) if isinstance(value, list) else value
