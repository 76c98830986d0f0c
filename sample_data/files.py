"""Files: the same bytes on every run (fixed order, line feed, no time stamp in the compressed file)."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

Row = tuple[str, ...]
DELIMITERS = {"saas": ",", "manufacturing": ",", "services": ";"}


def table_text(company: str, columns: Row, rows: Iterable[Row]) -> str:
    """One table as delimited text."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=DELIMITERS[company], lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()


def write_text(file: Path, text: str) -> None:
    file.write_bytes(text.encode("utf-8"))


def write_compressed(file: Path, text: str) -> None:
    with file.open("wb") as raw, gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0, compresslevel=9) as packed:
        packed.write(text.encode("utf-8"))


def write_json(file: Path, value: Any) -> None:
    write_text(file, json.dumps(value, indent=1, ensure_ascii=False) + "\n")
