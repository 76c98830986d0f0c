"""Files written together with the truth about them: what each row holds, and which rows can be no lead.

A writer of our own, not the reader's, decides where quotation marks stand, so that the truth does not come from the
reader that is on trial.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from pathlib import Path
from random import Random

import duckdb
import xlsxwriter

Row = tuple[str, ...]
_LINE_ENDS = ("\n", "\r\n", "\r")
_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "utf-32")
_WORDS = ("", " ", "Köln", "007", "1.5", "NaN", "inf", "5.000", "1,234", "=1+1", "@x", 'say "x"', '"', '""', "a b",
          "two\nlines", "tab\there", "semi;colon", "com,ma", "b|ar", "#no", " pad ", "2026-01-05", "01/02/2026",
          "true", "NULL", "None", "-", "é", "\u00a0", "'quoted'", "x" * 300, "1e5", "0x1F", "+49 30")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A file, how a mapping must read it, its header, the rows that are leads by id, and how many rows there are."""

    file: Path
    dialect: dict[str, str | int]
    header: tuple[str, ...]
    leads: dict[str, Row]
    total: int


def told(folder: Path, number: int) -> Told:
    """The file of that number, always the same."""
    chance = Random(number)
    write = chance.choices((_delimited, _workbook, _json_lines, _parquet), weights=(16, 2, 2, 1))[0]
    return write(folder, chance)


def _rows(chance: Random, width: int, words: tuple[str, ...]) -> list[Row]:
    ids = [f"L{number}" for number in range(chance.randint(1, 12))]
    return [(each, *(chance.choice(words) for _ in range(width - 1))) for each in ids]


def _header(chance: Random) -> tuple[str, ...]:
    return ("id", *(f"{name} {place}" for place, name in enumerate(chance.choices(("Stadt", "A", "größe"), k=3))))


def _delimited(folder: Path, chance: Random) -> Told:
    encoding, end, delimiter = chance.choice(_ENCODINGS), chance.choice(_LINE_ENDS), chance.choice(",;\t|")
    header = _header(chance)
    rows = _rows(chance, len(header), _WORDS)
    lines, leads, total = [_line(header, delimiter, chance)], {}, 0
    for row in rows:
        cells, lead = _spoiled(row, chance)
        lines.append(_line(cells, delimiter, chance))
        total += 1
        if lead:
            leads[row[0]] = row
        if chance.random() < 0.1:
            lines.append("")
    notes = ["a note"] * chance.choice((0, 0, 2))
    text = end.join([*notes, *lines]) + (end if chance.random() < 0.7 else "")
    content = text.encode(encoding)
    file = folder / "leads.csv"
    file.write_bytes(gzip.compress(content, mtime=0) if chance.random() < 0.2 else content)
    stated = {"encoding": encoding} if encoding in ("cp1252", "utf-16-le") or chance.random() < 0.5 else {}
    place = {"header_row": len(notes) + 1} if notes else {}
    return Told(file, {"delimiter": delimiter, **stated, **place}, header, leads, total)


def _spoiled(row: Row, chance: Random) -> tuple[list[str], bool]:
    """The row as it is written, and whether it is a lead: one in eight lacks a cell, has one too many, or has no id."""
    how = chance.randrange(24)
    if how == 0:
        return list(row[:-1]), False
    if how == 1:
        return [*row, "too much"], False
    if how == 2:
        return [" ", *row[1:-1], "x"], False
    return [*row, ""] if how == 3 else list(row), True


def _line(cells: tuple[str, ...] | list[str], delimiter: str, chance: Random) -> str:
    return delimiter.join(_quoted(cell, delimiter, chance) for cell in cells)


def _quoted(cell: str, delimiter: str, chance: Random) -> str:
    needed = any(mark in cell for mark in (delimiter, "\n", "\r")) or cell.startswith('"')
    if needed or chance.random() < 0.2:
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _workbook(folder: Path, chance: Random) -> Told:
    header = _header(chance)
    rows = _rows(chance, len(header), _WORDS)
    file = folder / "leads.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        page = book.add_worksheet()
        for place, row in enumerate([header, *rows]):
            for column, cell in enumerate(row):
                page.write_string(place, column, cell)
    return Told(file, {}, header, {row[0]: row for row in rows}, len(rows))


def _json_lines(folder: Path, chance: Random) -> Told:
    header = _header(chance)
    rows = _rows(chance, len(header), _WORDS)
    lines = [json.dumps(dict(zip(header, row, strict=True)), ensure_ascii=chance.random() < 0.5) for row in rows]
    broken = ["{broken", "[1]", '"text"'][: chance.randint(0, 3)]
    file = folder / "leads.jsonl"
    file.write_text("\n".join([*lines, *broken]), "utf-8")
    return Told(file, {}, header, {row[0]: row for row in rows}, len(rows) + len(broken))


def _parquet(folder: Path, chance: Random) -> Told:
    header = _header(chance)
    rows = _rows(chance, len(header), _WORDS)
    names = ", ".join(f'"{name}"' for name in header)
    table = duckdb.connect()
    table.execute(f"CREATE TABLE t ({', '.join(f'{chr(34)}{name}{chr(34)} VARCHAR' for name in header)})")
    table.executemany(f"INSERT INTO t ({names}) VALUES (?, ?, ?, ?)", [list(row) for row in rows])
    file = folder / "leads.parquet"
    table.execute(f"COPY t TO '{file}' (FORMAT parquet)")
    table.close()
    return Told(file, {}, header, {row[0]: row for row in rows}, len(rows))
