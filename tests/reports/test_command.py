"""`leadscore review`: the same review as text, JSON and files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from leadscore.cli.main import application
from leadscore.errors import UsageError
from leadscore.reports import Review
from leadscore.reports.html import html

AGREED = ("--leads-a-month", "20", "--touch-within", "480")


def run(workspace: Path, *arguments: str) -> str:
    """What the command prints."""
    done = CliRunner().invoke(application, ["review", str(workspace), *arguments], catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


def test_the_same_numbers_as_the_library_in_json_and_in_the_file(
    own_sample_workspace: Path, tmp_path: Path, june: Review
) -> None:
    for left in own_sample_workspace.glob("state.*"):
        left.unlink()
    file = tmp_path / "pack.html"
    told = json.loads(run(own_sample_workspace, "--month", "2026-06", *AGREED, "--out", str(file), "--json"))
    assert told == json.loads(json.dumps(june.to_json()))
    assert file.read_text(encoding="utf-8") == html(june)
    assert not (own_sample_workspace / "state.sqlite").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--month", "June"), "is no month"),
        (("--month", "2031-01"), "No lead has its hand-off in 2031-01"),
        (("--out", "pack.pdf"), "neither a .html nor a .pptx"),
    ],
)
def test_what_cannot_be_asked(sample_workspace: Path, arguments: tuple[str, ...], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        run(sample_workspace, *arguments)
