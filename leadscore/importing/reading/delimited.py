"""Delimited text (CSV and its kin) as rows, and an independent count of those rows."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from leadscore.errors import ImportRefused
from leadscore.importing.limits import Limits
from leadscore.importing.mappings.mapping import Dialect
from leadscore.importing.reading import headers, texts
from leadscore.importing.reading.rows import Batch, Fault, Gathering, batch_of

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_LINES, _SAMPLE_WIDTH = 50, 100_000
_CHUNK = 1 << 22
_NOT_DOUBLED = "a quotation mark inside a quoted cell is not doubled"
_DELIMITER_NAMES = {"\t": "tab", ",": "comma", ";": "semicolon", "|": "bar"}


class DelimitedReading:
    """One pass over a delimited file; see rows.Reading."""

    def __init__(self, path: Path, dialect: Dialect, limits: Limits) -> None:
        self._path = path
        self._text = texts.settle(path, dialect.encoding, limits.file_bytes)
        self._quote = '"' if dialect.quote is None else dialect.quote
        self._skipped = max(dialect.header_row - 1, 0)
        self._has_header = dialect.header_row > 0
        self._limits = limits
        self.delimiter = dialect.delimiter or guess_delimiter(self._sample())
        self.encoding = self._text.encoding
        self.header = self._header()
        self.notes = [*self._guesses(dialect), *(f"{path.name}: {note}" for note in self.header.notes)]

    def batches(self) -> Iterator[Batch]:
        """The rows, a batch at a time."""
        ended: list[bool] = []
        with self._opened() as file:
            held: list[str] = []
            reader = self._reader(chain(_kept(file, held), _noted(ended)))
            if self._has_header:
                next(row for row in reader if row)
            held.clear()
            yield from self._gathered(reader, ended, held)

    def recount(self) -> int:
        """The rows, counted with patterns on the bare text."""
        with self._opened() as file:
            records = count_records(file, self.delimiter, self._quote)
        return records - (1 if self._has_header else 0)

    def _gathered(self, reader: Any, ended: list[bool], held: list[str]) -> Iterator[Batch]:
        """Rows by the batch; `held` are the lines that the reader took for its latest row."""
        width = len(self.header.names)
        gathering, size, quoted = Gathering(width), batch_of(width), _Quoted(self.delimiter, self._quote or '"')
        line = reader.line_num
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                break
            except csv.Error as error:
                raise ImportRefused(
                    f"{self._path.name}, line {self._skipped + line + 1}: {error}. A quotation mark is probably not "
                    "closed there; mend it, or state the right `dialect:` in the mapping."
                ) from error
            if ended:  # the reader looked for more lines before it could end this row
                gathering.faults.append(self._never_closed(self._skipped + line + 1, cells))
            elif cells and self._quote and not quoted.is_well_formed("".join(held)):
                gathering.faults.append(Fault(self._skipped + line + 1, _NOT_DOUBLED, cells))
            elif cells:
                gathering.add(self._skipped + line + 1, cells)
            held.clear()
            line = reader.line_num
            if len(gathering.lines) + len(gathering.faults) >= size:
                yield gathering.batch()
                gathering = Gathering(width)
        yield gathering.batch()

    def _never_closed(self, line: int, cells: list[str]) -> Fault:
        self.notes.append(
            f"{self._path.name}: the quotation mark that opens in line {line} is never closed; everything after it was "
            "read as one row and refused. Mend it there, or state `dialect: {quote: ''}`"
        )
        return Fault(line, "a quotation mark opens and is never closed", cells)

    def text(self) -> io.TextIOWrapper:
        """The characters of the file from its very start."""
        return self._text.opened()

    def _opened(self) -> io.TextIOWrapper:
        file = self._text.opened()
        for _ in range(self._skipped):
            file.readline()
        return file

    def _reader(self, lines: Any) -> Any:
        csv.field_size_limit(self._limits.cell_characters)
        return _csv_reader(lines, self.delimiter, self._quote)

    def _sample(self) -> list[str]:
        with self._opened() as file:
            return sample(file)

    def _header(self) -> headers.Header:
        with self._opened() as file:
            try:
                first = next((row for row in self._reader(file) if row), None)
            except csv.Error as error:
                raise ImportRefused(f"{self._path.name}: its first rows cannot be read ({error}).") from error
        if first is None:
            raise ImportRefused(
                f"{self._path.name} is empty from its header row on. Export it again, or mend header_row."
            )
        if len(first) > self._limits.columns:
            raise ImportRefused(f"{self._path.name} has {len(first)} columns; at most {self._limits.columns} are read.")
        return headers.read_header(first) if self._has_header else headers.numbered(len(first))

    def _guesses(self, dialect: Dialect) -> Iterator[str]:
        guessed = []
        if dialect.delimiter is None:
            guessed.append(f"delimiter {_DELIMITER_NAMES.get(self.delimiter, self.delimiter)}")
        if self._text.guessed:
            guessed.append(f"encoding {self.encoding.removesuffix('-sig')}")
        if guessed:
            yield f"{self._path.name}: the mapping states no dialect; read with {' and '.join(guessed)}"
        if self._text.note:
            yield self._text.note


def _noted(ended: list[bool]) -> Iterator[str]:
    """No lines, but a note that somebody asked for one."""
    ended.append(True)
    yield from ()


def _kept(lines: Iterable[str], held: list[str]) -> Iterator[str]:
    """The lines, each remembered on its way."""
    for line in lines:
        held.append(line)
        yield line


def sample(file: io.TextIOBase) -> list[str]:
    """The first lines of a text, as far as they are looked at; a line that is cut still counts as one."""
    lines = (file.readline() for _ in range(_SAMPLE_LINES))
    return [line if len(line) <= _SAMPLE_WIDTH else f"{line[:_SAMPLE_WIDTH]}\n" for line in lines]


def guess_delimiter(lines: list[str], quote: str = '"') -> str:
    """The delimiter that cuts the most sample lines into equally many cells, more cells first.

    Where it cuts few of them it is a letter of a single column, and one that never occurs is taken.
    """
    best = max(DELIMITERS, key=lambda delimiter: _fit(lines, delimiter, quote))
    parted = sum(len(cells) > 1 for _, cells in first_records(lines, best, quote))
    if parted * 3 >= sum(not line.isspace() for line in lines if line):
        return best
    return next((each for each in DELIMITERS if not any(each in line for line in lines)), best)


def _fit(lines: list[str], delimiter: str, quote: str) -> tuple[int, int]:
    widths = Counter(len(cells) for _, cells in first_records(lines, delimiter, quote) if len(cells) > 1)
    width, rows = max(widths.items(), key=lambda each: (each[1], each[0]), default=(0, 0))
    return rows, width


def first_records(lines: list[str], delimiter: str, quote: str = '"') -> list[tuple[int, list[str]]]:
    """The records of sample lines with the line each begins on; none where they cannot be read."""
    reader = _csv_reader(lines, delimiter, quote)
    records, line = [], 1
    try:
        for cells in reader:
            if cells:
                records.append((line, cells))
            line = reader.line_num + 1
    except csv.Error:
        return []
    return records


def _csv_reader(lines: Any, delimiter: str, quote: str) -> Any:
    if quote == "":
        return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    return csv.reader(lines, delimiter=delimiter, quotechar=quote)


def count_records(file: io.TextIOBase, delimiter: str, quote: str, chunk_size: int = _CHUNK) -> int:
    """Records of a delimited text, blank lines left out, found by patterns: no CSV reader takes part."""
    quoted = _Quoted(delimiter, quote) if quote else None
    records, carried, size = 0, "", chunk_size
    while chunk := file.read(size):
        carried += chunk
        cut = carried.rfind("\n") + 1 or carried.rfind("\r", 0, -1) + 1
        bare = quoted.removed(carried[:cut]) if quoted else carried[:cut]
        if quoted and quoted.is_open(bare):
            size *= 2  # a quoted cell goes on beyond what was read
            continue
        records += _lines(bare)
        carried, size = carried[cut:], chunk_size
    return records + _lines(quoted.removed_to_the_end(carried) if quoted else carried)


def _lines(text: str) -> int:
    return len(re.findall(r"[^\r\n]+", text))


class _Quoted:
    """Quoted cells as patterns; possessive, so that an open one never passes for a closed one."""

    def __init__(self, delimiter: str, quote: str) -> None:
        mark, cut = re.escape(quote), re.escape(delimiter)
        start = rf"(?<![^{cut}\r\n]){mark}"
        inside = rf"{mark}[^{mark}]*+(?:{mark}{mark}[^{mark}]*+)*+{mark}"
        cell = rf"(?:{inside} *+|(?:[^{mark}{cut}\r\n][^{cut}\r\n]*+)?)"
        self._row = re.compile(rf"{cell}(?:{cut}{cell})*+[\r\n]*+")
        self._quote = quote
        self._closed = re.compile(rf"{start}[^{mark}]*+(?:{mark}{mark}[^{mark}]*+)*+{mark}")
        self._start = re.compile(start)

    def is_well_formed(self, row: str) -> bool:
        """Whether quotation marks inside quoted cells of a row are doubled; a reader drops those that are not."""
        return self._quote not in row or self._row.fullmatch(row) is not None

    def removed(self, text: str) -> str:
        """The text with a letter in place of each closed quoted cell."""
        return self._closed.sub("q", text) if self._quote in text else text

    def is_open(self, bare: str) -> bool:
        """Whether a quoted cell is still open at the end of such a text."""
        return self._quote in bare and self._start.search(bare) is not None

    def removed_to_the_end(self, text: str) -> str:
        """The same where nothing follows: what is still open then reaches to the end."""
        bare = self.removed(text)
        opening = self._start.search(bare)
        return bare[: opening.start()] + "q" if opening else bare
