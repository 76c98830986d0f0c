"""Backups: everything kept, the same bytes again, and nothing that is there is ever overwritten unasked."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from leadscore.errors import LeadscoreError, StoreError, UsageError
from leadscore.store import known_backups, snapshots, workspace
from leadscore.store.backing_up import back_up
from leadscore.store.checkup import check
from leadscore.store.restoring import restore
from leadscore.store.state import State
from leadscore.store.workspace import Workspace

from .conftest import BEN, NOON
from .story import everything, given, tell


@pytest.fixture
def full(own_sample_workspace: Path) -> Workspace:
    """The sample company with a draft and the story."""
    place = workspace.find(own_sample_workspace)
    (place.drafts / "mine.yaml").write_text("name: Mine\nrules: []\n")
    (place.drafts / "put here. by hand.yaml").write_text("name: Mine\nrules: []\n")
    place.uploads.mkdir()
    (place.uploads / "leads.csv").write_text("not kept")
    with State.open(place) as state:
        tell(state)
    return place


def sums(place: Workspace) -> dict[str, str]:
    """The SHA-256 of every file that a backup keeps as it is."""
    files = (file for file in place.folder.rglob("*") if file.is_file())
    kept = {file.relative_to(place.folder).as_posix(): file for file in files}
    left_out = ("state.", "backups.jsonl", "uploads/", "data/import.lock")
    return {
        name: hashlib.sha256(file.read_bytes()).hexdigest()
        for name, file in kept.items()
        if not name.startswith(left_out)
    }


def test_what_comes_back_is_the_same(full: Workspace, tmp_path: Path) -> None:
    made = back_up(full, tmp_path / "b.zip", NOON)
    done = restore(tmp_path / "b.zip", tmp_path / "new", NOON)
    assert done.contents == made
    assert sums(done.workspace) == sums(full)
    assert set(made.files) - {"state.sqlite"} == set(sums(full))
    with State.open(full) as before, State.open(done.workspace) as after:
        assert everything(after) == everything(before)
        assert made.head == before.audit.head() == after.audit.head()
    assert check(done.workspace).ok
    again = back_up(done.workspace, tmp_path / "again.zip", NOON)
    same = {name: entry for name, entry in again.files.items() if name not in ("backups.jsonl",)}
    assert same == {name: entry for name, entry in made.files.items() if name not in ("backups.jsonl",)}


def test_saving_while_a_backup_is_made(full: Workspace, tmp_path: Path) -> None:
    """The backup holds one moment; whoever saves is not kept waiting."""
    with State.open(full) as state:
        for number in range(3):
            state.feedback.give(given(f"late {number}"), BEN)
            back_up(full, tmp_path / f"{number}.zip", NOON)
        state.feedback.give(given("last"), BEN)
    for number in range(3):
        place = restore(tmp_path / f"{number}.zip", tmp_path / f"new{number}", NOON).workspace
        with State.open(place) as state:
            assert [len(state.feedback.of_lead(f"late {each}")) for each in range(3)] == [1] * (number + 1) + [0] * (
                2 - number
            )


def test_a_workspace_without_state_or_data(ws: Workspace, tmp_path: Path) -> None:
    made = back_up(ws, tmp_path / "b.zip", NOON)
    assert (made.files, made.head.entries) == ({}, 0)
    place = restore(tmp_path / "b.zip", tmp_path / "new", NOON).workspace
    assert not place.state.exists()
    assert not snapshots.has_data(place)


def test_a_workspace_that_is_there_is_left_alone(full: Workspace, tmp_path: Path) -> None:
    back_up(full, tmp_path / "b.zip", NOON)
    with State.open(full) as state:
        state.feedback.give(given("later"), BEN)
    before = sums(full)
    with pytest.raises(StoreError, match=r"is a workspace already. Nothing was changed. .* --replace"):
        restore(tmp_path / "b.zip", full.folder, NOON)
    assert sums(full) == before
    with State.open(full) as state:
        assert len(state.feedback.of_lead("later")) == 1


def test_replacing_keeps_what_was_there(full: Workspace, tmp_path: Path) -> None:
    back_up(full, tmp_path / "b.zip", NOON)
    with State.open(full) as state:
        state.feedback.give(given("later"), BEN)
    done = restore(tmp_path / "b.zip", full.folder, NOON, replace=True)
    assert done.set_aside == full.folder.with_name("saas.before-restore-20261102-120000")
    with State.open(full) as now, State.open(done.set_aside) as before:
        assert (len(now.feedback.of_lead("later")), len(before.feedback.of_lead("later"))) == (0, 1)
        now.feedback.give(given("another"), BEN)
    assert check(full).ok, "backups of the history that gave way raise no alarm"
    assert str(done.set_aside) in [each.file for each in known_backups.listed(full)]


def test_a_running_workspace_is_never_replaced(full: Workspace, tmp_path: Path) -> None:
    back_up(full, tmp_path / "b.zip", NOON)
    script = (
        "import sys; from leadscore.store.state import State; State.open(sys.argv[1]); print(1, flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(full.folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None and other.stdout.readline()
        with pytest.raises(StoreError, match="is open in another program, the dashboard perhaps. Stop it"):
            restore(tmp_path / "b.zip", full.folder, NOON, replace=True)
        other.kill()
    assert restore(tmp_path / "b.zip", full.folder, NOON, replace=True).set_aside


def test_a_damaged_state_is_replaced_by_its_backup(full: Workspace, tmp_path: Path) -> None:
    back_up(full, tmp_path / "b.zip", NOON)
    with State.open(full) as state:
        said = everything(state)
    full.state.write_bytes(b"gone" * 5_000)
    with pytest.raises(
        StoreError, match=r"is damaged: .*The last good backup is .*b\.zip of 2026-11-02 12:00 UTC"
    ) as told:
        State.open(full)
    words = str(told.value).split("leadscore restore ")[1].split()
    restore(Path(words[0]), Path(words[1]), NOON, replace=words[2] == "--replace")
    with State.open(full) as state:
        assert everything(state) == said


def test_the_last_good_backup_is_one_that_is_there(full: Workspace, tmp_path: Path) -> None:
    back_up(full, tmp_path / "old.zip", NOON)
    back_up(full, tmp_path / "new.zip", NOON + timedelta(days=1))
    assert "new.zip" in known_backups.way_back(full)
    (tmp_path / "new.zip").unlink()
    assert "old.zip" in known_backups.way_back(full)
    (tmp_path / "old.zip").write_bytes(b"cut")
    assert known_backups.way_back(full).startswith("No backup of it is known on this machine")


def test_a_damaged_workspace_gives_no_backup(full: Workspace, tmp_path: Path) -> None:
    table = snapshots.current(full)[0] / "leads.parquet"
    table.write_bytes(table.read_bytes()[:-1])
    with pytest.raises(
        StoreError, match=r"leads.parquet is missing or was changed since it was imported, so no backup"
    ):
        back_up(full, tmp_path / "b.zip", NOON)
    assert not (tmp_path / "b.zip").exists() and known_backups.listed(full) == ()


def test_a_disk_that_takes_no_writing_is_backed_up(
    full: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.access
    monkeypatch.setattr(
        os,
        "access",
        lambda path, mode: real(path, mode) and not (mode == os.W_OK and full.folder in (path, path.parent)),
    )
    made = back_up(full, tmp_path / "b.zip", NOON)
    assert "state.sqlite" in made.files and known_backups.listed(full) == ()


def test_an_import_under_way_is_not_replaced(full: Workspace, tmp_path: Path) -> None:
    back_up(full, tmp_path / "b.zip", NOON)
    with snapshots.writing(full), pytest.raises(StoreError, match="is open in another program"):
        restore(tmp_path / "b.zip", full.folder, NOON, replace=True)


def test_no_file_is_overwritten(full: Workspace, tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_text("mine")
    for file in (tmp_path / "b.zip", full.data / "b.zip", full.state):
        with pytest.raises(UsageError, match="Name a new file for the backup"):
            back_up(full, file, NOON)
    assert (tmp_path / "b.zip").read_text() == "mine"


def test_a_disk_without_room(full: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StoreError, match="could not be written"):
        back_up(full, tmp_path / "nowhere" / "b.zip", NOON)
    back_up(full, tmp_path / "b.zip", NOON)
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=1_000))
    with pytest.raises(StoreError, match="The backup needs .* bytes, the disk has 1,000"):
        restore(tmp_path / "b.zip", tmp_path / "new", NOON)
    assert not (tmp_path / "new").exists() and sorted(each.name for each in tmp_path.glob(".*")) == []


def test_damaged_backups_restore_nothing(full: Workspace, tmp_path: Path) -> None:
    back_up(full, tmp_path / "b.zip", NOON)
    whole, chance, refused = (tmp_path / "b.zip").read_bytes(), random.Random(20261102), 0
    for number in range(16):
        damaged = bytearray(whole)
        if number % 2:
            damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        else:
            del damaged[chance.randrange(len(damaged)) :]
        (tmp_path / "d.zip").write_bytes(damaged)
        target = tmp_path / f"new{number}"
        try:
            place = restore(tmp_path / "d.zip", target, NOON).workspace
            assert sums(place) == sums(full), "a flip in unused bytes of the archive"
            shutil.rmtree(target)
        except StoreError as error:
            refused += 1
            assert "d.zip" in str(error) and not target.exists()
    assert refused > 11


@pytest.mark.parametrize(
    "name", ["../evil", "/etc/evil", "drafts/../../evil", "data/evil", "evil.py", "drafts\\..\\evil"]
)
def test_a_backup_leads_nowhere_else(full: Workspace, tmp_path: Path, name: str) -> None:
    back_up(full, tmp_path / "b.zip", NOON)
    with zipfile.ZipFile(tmp_path / "b.zip") as held, zipfile.ZipFile(tmp_path / "evil.zip", "w") as evil:
        said = json.loads(held.read("backup.json"))
        said["files"] = {name: [4, hashlib.sha256(b"evil").hexdigest()]}
        del said["digest"]
        said["digest"] = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
        evil.writestr("backup.json", json.dumps(said))
        evil.writestr(name, b"evil")
    with pytest.raises(StoreError, match="is a damaged backup, or none of leadscore"):
        restore(tmp_path / "evil.zip", tmp_path / "new", NOON)
    assert not (tmp_path / "evil").exists() and not (tmp_path / "new").exists()


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_backup(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "b.zip").write_bytes(content)
    with pytest.raises(LeadscoreError, match="none of leadscore"):
        restore(tmp_path / "b.zip", tmp_path / "new", NOON)
    with pytest.raises(LeadscoreError, match="There is no backup"):
        restore(tmp_path / "none.zip", tmp_path / "new", NOON)


def test_other_peoples_folders_are_left_alone(full: Workspace, tmp_path: Path) -> None:
    back_up(full, tmp_path / "b.zip", NOON)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("Dear")
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="holds other files"):
        restore(tmp_path / "b.zip", tmp_path / "mine", NOON, replace=True)
    with pytest.raises(StoreError, match="is a file"):
        restore(tmp_path / "b.zip", tmp_path / "file", NOON)


def test_an_empty_folder_and_a_workspace_just_made_are_filled(full: Workspace, ws: Workspace, tmp_path: Path) -> None:
    back_up(full, tmp_path / "b.zip", NOON)
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "empty", ws.folder):
        done = restore(tmp_path / "b.zip", folder, NOON)
        assert done.workspace.state.exists() and done.set_aside is None
