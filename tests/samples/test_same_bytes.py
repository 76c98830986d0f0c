"""Generating the samples again gives the files that are kept."""

from __future__ import annotations

import gzip
import subprocess
import sys
from pathlib import Path

import pytest

from .sample import COMPANIES, FOLDER

FILES = (
    "leads.csv",
    "activities.csv.gz",
    "stages.csv",
    "deals.csv",
    "deal_leads.csv",
    "changes.csv",
    "mapping.yaml",
    "model.yaml",
    "truth.json",
)


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("again")
    subprocess.run(
        [sys.executable, "-m", "sample_data.generate", "--out", str(out)],
        cwd=FOLDER.parent,
        check=True,
        capture_output=True,
    )
    return out


def content(file: Path) -> bytes:
    """The bytes; of a compressed file its content, since packers differ between machines."""
    return gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()


@pytest.mark.parametrize("name", COMPANIES)
def test_a_second_run_writes_the_same_bytes(again: Path, name: str) -> None:
    for file in FILES:
        assert content(again / name / file) == content(FOLDER / name / file), (
            f"{name}/{file}: run `python -m sample_data.generate`"
        )


@pytest.mark.parametrize("name", COMPANIES)
def test_the_compressed_file_holds_no_time_and_no_name(name: str) -> None:
    head = (FOLDER / name / "activities.csv.gz").read_bytes()[:8]
    assert head[3] == 0 and head[4:8] == bytes(4)


@pytest.mark.parametrize("name", COMPANIES)
def test_lines_end_with_a_line_feed_only(name: str) -> None:
    assert b"\r" not in b"".join(content(FOLDER / name / file) for file in FILES)


def test_all_samples_together_stay_small() -> None:
    assert sum(file.stat().st_size for name in COMPANIES for file in (FOLDER / name).iterdir()) < 8_000_000


@pytest.mark.parametrize("name", COMPANIES)
def test_everything_says_that_it_is_synthetic(name: str) -> None:
    assert "synthetic" in (FOLDER / name / "truth.json").read_text(encoding="utf-8").lower()
    for file in ("mapping.yaml", "model.yaml"):
        assert "Synthetic" in (FOLDER / name / file).read_text(encoding="utf-8").splitlines()[0]
