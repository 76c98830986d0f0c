"""`leadscore check`, `backup`, `restore` and `forget`: the workspace stays whole, and who must go is gone."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from leadscore.store.state import By, Given, State

from .conftest import Leadscore
from .test_mistakes import says

BEN = By("Ben Canary", "sales", datetime.fromisoformat("2026-11-02T09:00:00"))


@pytest.fixture
def rated(six: Path) -> Path:
    """The six leads, one of them disputed."""
    with State.open(six) as state:
        given = Given("ada", "dispute", "hash", reason="score_too_high", text="Canary text")
        state.feedback.give(given, BEN)
    return six


def test_check_tells_where_the_audit_stands(leadscore: Leadscore, rated: Path) -> None:
    called = leadscore("check", rated, "--json")
    assert (called.code, called.json["ok"], called.json["findings"]) == (0, True, [])
    assert called.json["state"]["schema"] == 8
    with State.open(rated) as state:
        head = state.audit.head()
    assert (called.json["state"]["entries"], called.json["state"]["head"]) == (head.entries, head.hash)


def test_check_changes_nothing(leadscore: Leadscore, rated: Path) -> None:
    before = {file: file.read_bytes() for file in rated.rglob("*") if file.is_file()}
    leadscore("check", rated)
    assert {file: file.read_bytes() for file in rated.rglob("*") if file.is_file()} == before


def test_check_names_the_damaged_state_and_the_last_good_backup(
    leadscore: Leadscore, rated: Path, tmp_path: Path
) -> None:
    leadscore("backup", rated, tmp_path / "b.zip")
    content = rated / "state.sqlite"
    content.write_bytes(content.read_bytes().replace(b"Canary text", b"Canary tex!"))
    called = leadscore("check", rated, "--json")
    assert (called.code, called.json["ok"]) == (1, False)
    says(
        leadscore("check", rated),
        1,
        f"{content}: row",
        "is not what was written",
        f"leadscore restore {tmp_path}/b.zip",
    )
    assert "Canary" not in called.out + called.err


def test_backup_and_restore_give_the_same_hashes(leadscore: Leadscore, rated: Path, tmp_path: Path) -> None:
    made = leadscore("backup", rated, tmp_path / "b.zip", "--json").json
    done = leadscore("restore", tmp_path / "b.zip", tmp_path / "new", "--json").json
    assert done["files"] == made["files"]
    assert (done["head"], done["entries"], done["set_aside"]) == (made["head"], made["entries"], None)
    again = leadscore("backup", tmp_path / "new", tmp_path / "again.zip", "--json").json
    kept = {name: sha for name, sha in again["files"].items() if name != "backups.jsonl"}
    assert kept == {name: sha for name, sha in made["files"].items() if name != "backups.jsonl"}
    before, after = (leadscore("score", place, "--out", tmp_path / "s.csv") for place in (rated, tmp_path / "new"))
    assert (before.code, after.code, before.err) == (0, 0, after.err)


def test_backup_says_what_to_write_down(leadscore: Leadscore, rated: Path, tmp_path: Path) -> None:
    out = leadscore("backup", rated, tmp_path / "b.zip").out
    with State.open(rated) as state:
        assert f"The audit ends at {state.audit.head()}" in out


def test_restore_over_a_workspace_asks_for_replace(leadscore: Leadscore, rated: Path, tmp_path: Path) -> None:
    leadscore("backup", rated, tmp_path / "b.zip")
    says(
        leadscore("restore", tmp_path / "b.zip", rated), 1, "is a workspace already. Nothing was changed.", "--replace"
    )
    out = leadscore("restore", tmp_path / "b.zip", rated, "--replace").out
    assert "What was there before is kept in" in out
    assert leadscore("check", rated).code == 0


def test_mistakes_end_in_sentences(leadscore: Leadscore, rated: Path, tmp_path: Path) -> None:
    says(leadscore("backup", rated, rated / "state.sqlite"), 2, "Name a new file for the backup.")
    says(leadscore("backup", rated, tmp_path / "no" / "b.zip"), 1, "could not be written")
    says(leadscore("backup", tmp_path / "nowhere", tmp_path / "b.zip"), 1, "does not exist")
    says(leadscore("restore", tmp_path / "none.zip", tmp_path / "new"), 1, "There is no backup")
    says(leadscore("restore", rated / "model.yaml", tmp_path / "new"), 1, "is a damaged backup, or none of leadscore")
    says(leadscore("forget", tmp_path / "nowhere", "ada"), 1, "does not exist")
    assert not (tmp_path / "new").exists()


def test_forget_erases_and_lists_the_copies(leadscore: Leadscore, rated: Path, tmp_path: Path) -> None:
    leadscore("backup", rated, tmp_path / "b.zip")
    called = leadscore("forget", rated, "ada", "--json")
    assert called.code == 0
    assert called.json["rows"] == {"leads": 1, "activities": 3, "stages": 3}
    assert (called.json["snapshots"], called.json["state_rows"], called.json["remaining"]) == (1, 2, [])
    assert [each["file"] for each in called.json["copies"]] == [str(tmp_path / "b.zip")]
    assert leadscore("check", rated).code == 0
    assert leadscore("score", rated, "--out", tmp_path / "s.csv").code == 0
    assert "ada" not in (tmp_path / "s.csv").read_text()
    says(leadscore("explain", rated, "ada"), 1, "There is no lead")


def test_forget_in_words(leadscore: Leadscore, rated: Path, tmp_path: Path) -> None:
    leadscore("backup", rated, tmp_path / "b.zip")
    called = leadscore("forget", rated, "ada")
    assert "Erased rows: 1 of leads, 3 of activities, 3 of stages, 2 of the state." in called.out
    assert f"Destroy this copy, the lead may be in it: {tmp_path / 'b.zip'}" in called.out


def test_a_lead_that_nobody_knows_is_told_without_its_id(leadscore: Leadscore, rated: Path) -> None:
    (rated / "uploads").mkdir()
    (rated / "uploads" / "leads.csv").write_text("ada")
    called = leadscore("forget", rated, "adaa-canary")
    says(called, 1, "Nothing about a lead of that id is kept here. Check the id")
    assert "canary" not in called.err + called.out
    assert (rated / "uploads" / "leads.csv").exists()


def test_no_command_tells_what_people_wrote(leadscore: Leadscore, rated: Path, tmp_path: Path) -> None:
    """Names and texts of the state are in no message, whatever goes wrong."""
    said = [leadscore("check", rated), leadscore("backup", rated, tmp_path / "b.zip", "--json")]
    state = rated / "state.sqlite"
    whole = state.read_bytes()
    for place in range(0, len(whole), len(whole) // 6):
        state.write_bytes(whole[:place] + b"\xff" * 64 + whole[place + 64 :])
        said.append(leadscore("check", rated, "--json"))
        said.append(leadscore("backup", rated, tmp_path / f"{place}.zip"))
        said.append(leadscore("forget", rated, "nobody"))
        (rated / "state.sqlite-wal").unlink(missing_ok=True)
        (rated / "state.sqlite-shm").unlink(missing_ok=True)
    assert "canary" not in json.dumps([each.out + each.err for each in said]).lower()
    assert all("Traceback" not in each.err for each in said)
