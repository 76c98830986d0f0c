"""Promise (bar R2): accepted + rejected = the rows that were written, and no value is changed unasked.

60 files on each push, 1,200 with `--slow`; the writer knows the truth, no reader takes part in it.
"""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from leadscore.errors import ImportRefused
from leadscore.importing.limits import Limits
from leadscore.importing.taking.work import work
from tests.hostile.told_truth import Told, told


def test_files_of_each_push(tmp_path: Path) -> None:
    assert sum(came_true(tmp_path, number) for number in range(60)) > 50


@pytest.mark.slow
def test_a_thousand_files_and_more(tmp_path: Path) -> None:
    assert sum(came_true(tmp_path, number) for number in range(1200)) > 1100


def came_true(tmp_path: Path, number: int) -> bool:
    """Whether leads were there to compare; every difference fails."""
    folder = tmp_path / str(number)
    folder.mkdir()
    truth = told(folder, number)
    source = {"file": str(truth.file), "lead_id": "id", "keep": "all", "dialect": truth.dialect}
    (folder / "map.yaml").write_text(json.dumps({"leads": [source]}), "utf-8")
    try:
        answer = work(folder / "map.yaml", folder, Limits())
    except ImportRefused as refusal:
        assert not truth.leads and "No lead could be read" in str(refusal), f"file {number}: {refusal}"
        return False
    ledger = json.loads(answer["manifest"])["ledger"]["leads"]
    assert ledger["read"] == truth.total == ledger["accepted"] + ledger["rejected"], f"file {number}"
    assert ledger["accepted"] == len(truth.leads), f"file {number}: {answer['reasons']}"
    compared(folder, truth, number)
    return True


def compared(folder: Path, truth: Told, number: int) -> None:
    """Every cell of every lead is what was written: a number where the whole column is one, missing where blank."""
    held = duckdb.execute("SELECT * FROM read_parquet(?)", [str(folder / "leads.parquet")])
    names = [each[0] for each in held.description or ()]
    for row in held.fetchall():
        read = dict(zip(names, row, strict=True))
        written = dict(zip(truth.header, truth.leads[read["lead_id"]], strict=True))
        for name, cell in written.items():
            value = read["lead_id"] if name == "id" else read[name]
            assert value == meant(cell, value), f"file {number}, {name}: {cell!r} became {value!r}"


def meant(cell: str, value: object) -> object:
    """What a cell should have become."""
    if not cell.strip():
        return None
    if isinstance(value, float):
        return float(cell)
    return None if value is None and cell.lower() in ("nan", "inf") else cell
