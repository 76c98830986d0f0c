"""Nasty files: each is imported with a ledger that adds up, or refused with a reason; nothing else ever happens."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from leadscore.errors import ImportRefused, MappingError
from leadscore.importing import inspect

from .desk import Desk

MUTATIONS = 40


def brought(desk: Desk, file: Path) -> str:
    """What came of importing a file with its first column as the id: `imported` or the reason for the refusal."""
    target = desk.folder / file.name
    target.write_bytes(file.read_bytes())
    mapping = f"leads:\n  - {{file: {file.name!r}, dialect: {{header_row: 0}}, lead_id: column 1, keep: all}}\n"
    started = time.monotonic()
    try:
        report = desk.bring(mapping)
    except (ImportRefused, MappingError) as refusal:
        assert str(refusal) and desk.left_behind() == []
        return str(refusal)
    finally:
        assert time.monotonic() - started < 30
    for entry in report.tables.values():
        assert entry["read"] == entry["accepted"] + entry["rejected"]
    return "imported"


@pytest.mark.real_data
def test_every_public_nasty_file(desk: Desk, real_data: Path) -> None:
    came = {file.name: brought(desk, file) for file in sorted((real_data / "dirty").iterdir())}
    imported = [name for name, what in came.items() if what == "imported"]
    assert len(came) == 50
    assert {"fl__empty.csv", "sur__locations-1998.csv", "duck__encodings__shift_jis.csv"}.isdisjoint(imported)
    assert {
        "fl__capital-invalid.csv",
        "kit__mac_newlines.csv",
        "fl__compression__implicit-gz.csv",
        "kit__test.xls",
        "duck__encodings__utf16.csv",
        "spec__quotes_and_newlines.csv",
        "fl__sheets.xlsx",
    } <= set(imported)


@pytest.mark.slow
@pytest.mark.real_data
def test_every_public_nasty_file_can_be_inspected_or_says_why_not(real_data: Path) -> None:
    for file in sorted((real_data / "dirty").iterdir()):
        try:
            assert inspect([file]).files[0].columns
        except ImportRefused as refusal:
            assert file.name in str(refusal)


@pytest.mark.slow
@pytest.mark.real_data
def test_mutations_of_real_files(desk: Desk, real_data: Path) -> None:
    chance = random.Random(1)
    kinds = [
        real_data / "dirty" / "fl__sheets.xlsx", real_data / "dirty" / "kit__test.xls",
        real_data / "bpi2012_loan" / "cases.parquet", real_data / "dirty" / "fl__issue-1232.csv",
    ]  # fmt: skip
    for number in range(MUTATIONS):
        source = kinds[number % len(kinds)]
        content = bytearray(source.read_bytes())
        for _ in range(chance.randint(1, 20)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        mutant = desk.folder / f"m{number}{source.suffix}"
        mutant.write_bytes(content[: chance.choice([len(content), len(content) // 2])])
        brought(desk, mutant)
