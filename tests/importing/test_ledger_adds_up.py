"""Promise: accepted + rejected = total by an independent count, and no value is changed unasked.

100 generated files on each push; LEADSCORE_FILES=1000 widens it.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import tempfile
from pathlib import Path

import duckdb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadscore.errors import ImportRefused
from leadscore.importing.limits import Limits
from leadscore.importing.reading.delimited import count_records
from leadscore.importing.taking.work import work

FILES = int(os.environ.get("LEADSCORE_FILES", "100"))
MAPPING = "leads:\n  - {{file: leads.csv, dialect: {{delimiter: {}, encoding: utf-8}}, lead_id: id, keep: all}}\n"

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8)
CELLS = st.one_of(
    WORDS, st.sampled_from(["", " ", "1", "007", "1.5", "NaN", "a,b", 'say "x"', "two\nlines", "\r", "x;y"])
)
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=5), max_size=12)


def written(rows: list[list[str]], delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([["id", "A", "B"], *rows])
    return text.getvalue()


def imported(text: str, delimiter: str) -> tuple[dict[str, int], list[tuple[str | None, ...]]] | None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "leads.csv").write_bytes(text.encode())
        (folder / "map.yaml").write_text(MAPPING.format(json.dumps(delimiter)))
        try:
            answer = work(folder / "map.yaml", folder, Limits())
        except ImportRefused as refusal:
            assert "No lead could be read" in str(refusal)
            return None
        rows = duckdb.execute("SELECT * FROM read_parquet(?)", [str(folder / "leads.parquet")]).fetchall()
        return answer["manifest"], rows


@settings(max_examples=FILES, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=ROWS, delimiter=st.sampled_from([",", ";", "\t", "|"]))
def test_every_row_is_accepted_or_refused(rows: list[list[str]], delimiter: str) -> None:
    text = written(rows, delimiter)
    total = sum(1 for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row) - 1
    found = imported(text, delimiter)
    if found is None:
        return
    ledger = json.loads(found[0])["ledger"]["leads"]
    assert ledger["read"] == total == ledger["accepted"] + ledger["rejected"]
    assert len(found[1]) == ledger["accepted"]
    firsts: dict[str, list[str]] = {}
    for row in rows:
        if len(row) >= 3 and not any(map(str.strip, row[3:])):
            firsts.setdefault(row[0].strip(), row)
    for lead, _, *values in found[1]:
        assert values == [plain(cell, value) for cell, value in zip(firsts[str(lead)][1:3], values, strict=True)]


def plain(cell: str, value: object) -> object:
    """What a cell should have become: a number where the column is one, missing where blank, else itself."""
    if not cell.strip():
        return None
    if isinstance(value, float):
        return float(cell)
    return None if value is None and re.fullmatch("nan|inf", cell.strip().lower()) else cell


@settings(max_examples=FILES * 5, deadline=None)
@given(pieces=st.lists(st.sampled_from(['"', ",", "\n", "\r", "\r\n", "a", " ", '""', "é"]), max_size=60))
def test_the_second_count_agrees_with_pythons_reader_on_any_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    records = sum(1 for row in csv.reader(io.StringIO(text, newline="")) if row)
    assert count_records(io.StringIO(text, newline=""), ",", '"') == records


def test_the_second_count_does_not_depend_on_where_a_read_ends() -> None:
    text = 'id,A\n1,"two\nlines, ""said"""\n2,x\r\n"3",5" disk\r4,"open\n5,y'
    records = sum(1 for row in csv.reader(io.StringIO(text, newline="")) if row)
    for size in range(1, len(text) + 1):
        assert count_records(io.StringIO(text, newline=""), ",", '"', size) == records
