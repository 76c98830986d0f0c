"""A desk where somebody tries what nobody should: every command ends in a sentence and harms nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from leadscore import serving
from leadscore.errors import StoreError
from leadscore.store import lock
from leadscore.store.snapshots import current

from .company import ACTIVITIES, MODEL, STAGES, write_company
from .conftest import Leadscore
from .test_mistakes import says

START = [sys.executable, "-c", "from leadscore.cli import main; main()"]
NOW = datetime(2026, 11, 2, tzinfo=UTC).replace(tzinfo=None)
LOUD = "a\x1b[31m\nError: b\u202ec\x9b" + "d" * 400


@pytest.mark.parametrize("out", ["leads.parquet", "../s.csv", "../../model.yaml/../data/s.csv"])
def test_scores_never_overwrite_the_data(leadscore: Leadscore, six: Path, out: str) -> None:
    folder = six / "data" / (six / "data" / "CURRENT").read_text()
    says(leadscore("score", six, "--out", folder / out), 2, "belongs to the workspace")
    assert leadscore("check", six).code == 0


def test_scores_never_overwrite_the_data_through_a_link(leadscore: Leadscore, six: Path, tmp_path: Path) -> None:
    folder = six / "data" / (six / "data" / "CURRENT").read_text()
    (tmp_path / "elsewhere").symlink_to(folder)
    (tmp_path / "s.parquet").symlink_to(folder / "leads.parquet")
    (tmp_path / "m.csv").symlink_to(six / "model.yaml")
    for out in ("elsewhere/leads.parquet", "s.parquet", "m.csv"):
        says(leadscore("score", six, "--out", tmp_path / out), 2, "belongs to the workspace")
    assert leadscore("check", six).code == 0


@pytest.mark.parametrize("name", ["model.yaml", "state.sqlite"])
def test_scores_never_overwrite_the_model_or_the_state(leadscore: Leadscore, six: Path, name: str) -> None:
    before = (six / "model.yaml").read_bytes()
    says(leadscore("score", six, "--out", six / name), 2, "belongs to the workspace")
    assert (six / "model.yaml").read_bytes() == before


def test_scores_beside_the_data_are_fine(leadscore: Leadscore, six: Path) -> None:
    assert leadscore("score", six, "--out", six / "data.csv").code == 0


@pytest.mark.parametrize("command", [["check"], ["init"], ["metrics"]])
def test_a_path_that_no_disk_can_hold(leadscore: Leadscore, tmp_path: Path, command: list[str]) -> None:
    says(leadscore(*command, tmp_path / ("x" * 300)), 1, "File name too long")


def test_a_home_of_nobody(leadscore: Leadscore) -> None:
    says(leadscore("check", "~no-such-user-here/ws"), 1, "a user who does not exist")


def test_damaged_data_show_no_cell(leadscore: Leadscore, six: Path) -> None:
    file = six / "data" / (six / "data" / "CURRENT").read_text() / "leads.parquet"
    file.write_bytes(file.read_bytes()[:-8] + b"SECRETS!")
    called = leadscore("explain", six, "ada")
    says(called, 1, "cannot be read. Import the data again", f"leadscore check {six}")
    assert "SECRET" not in called.err and "parquet" not in called.err.replace(str(six), "")


@pytest.mark.skipif(os.name != "posix", reason="arguments are bytes only there")
def test_an_argument_that_is_no_text(six: Path) -> None:
    command = [*(each.encode() for each in [*START, "explain", str(six)]), b"\xff"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"is not UTF-8 text" in done.stderr and b"Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize(
    "command", [["explain", "WS", "ada"], ["metrics", "WS", "--json"], ["inspect", "FILE"], ["--help"]]
)
def test_a_full_disk_behind_the_output(six: Path, export: Path, command: list[str]) -> None:
    words = {"WS": str(six), "FILE": str(export / "leads.csv")}
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*START, *(words.get(each, each) for each in command)],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert "The output could not be written: No space left on device." in done.stderr
    assert "Traceback" not in done.stderr and "Exception ignored" not in done.stderr


def test_control_characters_reach_no_terminal(leadscore: Leadscore, empty: Path, tmp_path: Path) -> None:
    loud = '"' + LOUD + '"'
    model = MODEL.replace("label: Mid-market", 'label: "a\\e[31m\\u202eb\\n' + "d" * 400 + '"')
    leads = "Lead,Created,Company,Title,Employees,Country,Source\n" + f"{loud},2026-01-05,A,VP,120,NO,fair\n"
    files = {"leads.csv": leads, "model.yaml": model, "stages.csv": f"{STAGES}{loud},mql,2026-03-01 12:00\n"}
    mapping = write_company(tmp_path / "loud", {**files, "activities.csv": ACTIVITIES})
    assert leadscore("import", empty, "--mapping", mapping).code == 0
    called = leadscore("explain", empty, LOUD, "--model", mapping.with_name("model.yaml"))
    assert called.code == 0
    assert "a\\x1b[31m\\nError: b\\u202ec\\x9bddd" in called.out
    assert "a\\x1b[31m\\u202eb\\nddd" in called.out
    assert not set("\x1b\x9b\u202e") & set(called.out) and max(map(len, called.out.splitlines())) < 300
    document = leadscore("explain", empty, LOUD, "--model", mapping.with_name("model.yaml"), "--json").json
    assert document["lead_id"] == LOUD


def test_a_message_quotes_in_one_line(leadscore: Leadscore, six: Path) -> None:
    called = leadscore("explain", six, LOUD)
    assert called.code == 1 and called.out == ""
    assert not set("\x1b\x9b\u202e") & set(called.err) and "\nError: b" not in called.err and len(called.err) < 600
    says(leadscore("\x1b[31mscore"), 2, "'\\x1b[31mscore' has a control character")


def test_a_day_that_no_calendar_has(leadscore: Leadscore, six: Path) -> None:
    says(leadscore("score", six, "--out", six / "s.csv", "--as-of", "2026-02-30"), 2, "is no calendar day")
    assert len(leadscore("score", six, "--out", six / "s.csv", "--as-of", "x" * 5000).err) < 300


def test_no_lead_scored_says_what_to_do(leadscore: Leadscore, empty: Path, tmp_path: Path) -> None:
    mapping = write_company(tmp_path / "no", {"stages.csv": "Lead,Stage,Entered\nada,new,2026-03-01 12:00\n"})
    leadscore("import", empty, "--mapping", mapping)
    called = leadscore("score", empty, "--out", tmp_path / "s.csv", "--model", mapping.with_name("model.yaml"))
    assert called.code == 0
    assert "--as-of arrival" in called.err and "map a stage to mql" in called.err


def test_a_model_that_is_a_folder(leadscore: Leadscore, six: Path) -> None:
    (six / "model.yaml").unlink()
    (six / "model.yaml").mkdir()
    says(leadscore("lint", six), 1, f"'{six / 'model.yaml'}' is a folder")


@pytest.mark.parametrize("lost", ["data", "model", "current"])
def test_a_half_made_sample_is_finished(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sample_workspace: Path, lost: str
) -> None:
    monkeypatch.setattr(serving, "_user_data_folder", lambda: tmp_path)
    monkeypatch.delenv("LEADSCORE_WORKSPACE", raising=False)
    shutil.copytree(sample_workspace, tmp_path / "leadscore" / "sample-workspace")
    made = serving.default_workspace(NOW)
    if lost == "data":
        made.current.unlink()
        for folder in made.data.glob("1-*"):
            folder.rename(tmp_path / folder.name)
    (made.model if lost == "model" else tmp_path / "none").unlink(missing_ok=True)
    if lost == "current":
        made.current.unlink()
    serving.init(made.folder, "saas", NOW) if lost != "current" else None
    again = serving.default_workspace(NOW)
    assert again.model.is_file() and current(again)[1].rows("leads") > 0
    assert list(again.drafts.iterdir()) == []
    with pytest.raises(StoreError, match="already has data or a model"):
        serving.init(again.folder, "saas", NOW)


def test_a_lock_that_cannot_be_made(
    leadscore: Leadscore, six: Path, export: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(lock.os, "open", refuse)
    for more in ([], ["--dry-run"]):
        called = leadscore("import", six, "--mapping", export / "map.yaml", *more)
        says(called, 1, "could not be written (Permission denied)", "The data in use is unchanged.")
