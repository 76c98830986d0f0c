"""Which reader reads a file: told by its first bytes, never by its name alone."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Literal

from leadscore.errors import ImportRefused
from leadscore.importing.limits import MB, Limits
from leadscore.importing.mappings.mapping import Source
from leadscore.importing.reading.delimited import DelimitedReading
from leadscore.importing.reading.excel import ExcelReading
from leadscore.importing.reading.json_lines import JsonLinesReading
from leadscore.importing.reading.parquet import ParquetReading
from leadscore.importing.reading.rows import Reading

Format = Literal["text", "excel", "parquet", "json_lines"]

_NOT_READ = (
    (0, b"PK\x03\x04", "a zip archive", "Unpack it and name the file inside."),
    (0, b"%PDF", "a PDF", "Export the data as CSV instead."),
    (0, b"SQLite format 3", "a SQLite database", "Export its table as CSV instead."),
    (0, b"\x89PNG", "a picture", "Export the data as CSV instead."),
    (0, b"\xff\xd8\xff", "a picture", "Export the data as CSV instead."),
    (0, b"GIF8", "a picture", "Export the data as CSV instead."),
    (0, b"\x7fELF", "a program", "Name a CSV, Excel, Parquet or JSON lines file."),
    (0, b"MZ\x90\x00", "a program", "Name a CSV, Excel, Parquet or JSON lines file."),
    (0, b"{\\rtf", "a word processor's document", "Export the data as CSV instead."),
    (0, b"ARROW1", "an Arrow file", "Export the data as Parquet or CSV instead."),
    (0, b"BZh", "packed by bzip2", "Unpack it first."),
    (0, b"\xfd7zXZ", "packed by xz", "Unpack it first."),
    (0, b"\x28\xb5\x2f\xfd", "packed by zstd", "Unpack it first."),
    (0, b"7z\xbc\xaf", "a 7-zip archive", "Unpack it and name the file inside."),
    (0, b"Rar!", "a rar archive", "Unpack it and name the file inside."),
    (8, b"DUCK", "a DuckDB database", "Export its table as CSV or Parquet instead."),
    (257, b"ustar", "a tar archive", "Unpack it and name the file inside."),
)
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<table")
_EXCEL = (".xlsx", ".xlsm", ".xlsb", ".ods")


def preflight(path: Path, limits: Limits) -> Format:
    """The format of a file by its size, first bytes and name; raises ImportRefused for what is not read."""
    try:
        held = path.stat()
        if not stat.S_ISREG(held.st_mode):
            raise ImportRefused(f"{path.name} is no ordinary file but a {_kind_of(held.st_mode)}. Name a file.")
        size = held.st_size
        with path.open("rb") as file:
            head = file.read(512)
    except OSError as error:
        raise ImportRefused(
            f"{path.name} could not be read ({error.strerror}). Check the path and permissions."
        ) from error
    if size == 0:
        raise ImportRefused(f"{path.name} is empty (0 bytes). Export it again.")
    if size > limits.file_bytes:
        raise ImportRefused(
            f"{path.name} has {size / MB:,.0f} MB; at most {limits.file_bytes / MB:,.0f} MB are read. Split it."
        )
    return _format(path, head)


def _kind_of(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "folder"
    return "pipe" if stat.S_ISFIFO(mode) else "device"


def _format(path: Path, head: bytes) -> Format:
    suffix = path.suffix.lower()
    if head.startswith(b"PAR1"):
        return "parquet"
    if (head.startswith(b"PK\x03\x04") and suffix in _EXCEL) or head.startswith(b"\xd0\xcf\x11\xe0"):
        return "excel"
    for place, mark, what, remedy in _NOT_READ:
        if head.startswith(mark, place):
            raise ImportRefused(f"{path.name} is {what}, which is not read. {remedy}")
    if head.lstrip().lower().startswith(_MARKUP):
        raise ImportRefused(
            f"{path.name} is a web page or XML, which is not read. A page that asks to sign in, saved in place of the "
            "export, is the usual cause: export it again as CSV."
        )
    if suffix in (*_EXCEL, ".xls", ".parquet"):
        raise ImportRefused(f"{path.name} is not what its name says: its content is no {suffix[1:]}. Export it again.")
    if suffix in (".jsonl", ".ndjson") or (suffix == ".json" and head.lstrip()[:1] == b"{"):
        return "json_lines"
    if suffix == ".json" and head.lstrip()[:1] == b"[":
        raise ImportRefused(f"{path.name} is one JSON list. Write an object a line (JSON lines, .jsonl) instead.")
    return "text"


def open_reading(source: Source, limits: Limits) -> Reading:
    """A reading of the source's file, its header already read."""
    form = preflight(source.file, limits)
    if form == "excel":
        return ExcelReading(source.file, source.sheet, source.dialect.header_row, limits)
    if form == "parquet":
        return ParquetReading(source.file, limits)
    if form == "json_lines":
        return JsonLinesReading(source.file, source.dialect.encoding, limits)
    return DelimitedReading(source.file, source.dialect, limits)
