"""`leadscore review`: the same review as text, JSON and files."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from leadscore.cli.main import application
from leadscore.errors import UsageError
from leadscore.reports import Review
from leadscore.reports.html import html
from leadscore.store.state import By, Promised, State

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


def test_what_the_workspace_keeps_of_promises_is_judged_from_its_month_on(own_sample_workspace: Path) -> None:
    ada = By("Ada", "marketing", datetime.fromisoformat("2026-11-02T12:00:00"))
    with State.open(own_sample_workspace) as state:
        state.promises.enter(Promised("marketing", date(2026, 5, 1), leads_a_month=20), ada)
        state.promises.enter(Promised("sales", date(2026, 8, 1), touch_within_minutes=480), ada)
    of_june = json.loads(run(own_sample_workspace, "--month", "2026-06", "--json"))
    service = next(each for each in of_june["sections"] if each["key"] == "service")
    assert service["sentences"] == [
        "Marketing delivers 20 leads of the band ready a month, promised from May 2026 on.",
        "Sales has promised no time yet: no time to the first touch is agreed.",
    ]
    marketing, sales = service["tables"][0]["rows"][:2]
    assert marketing[2]["value"] * 2 * 20 == marketing[2]["n"]
    assert sales[1]["value"] is None
    (trend,) = service["charts"]
    assert [each["x"] for each in trend["series"] if each["name"].startswith("marketing")] == [["2026-05", "2026-06"]]
    once = json.loads(run(own_sample_workspace, "--month", "2026-06", "--leads-a-month", "30", "--json"))
    words = next(each for each in once["sections"] if each["key"] == "service")["sentences"]
    assert words[0] == "Marketing delivers 30 leads of the band ready a month."


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
