"""What is damaged on the disk is told in a sentence, and a new import mends it without taking anything away."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from leadscore import importing, serving
from leadscore.errors import StoreError
from leadscore.store import snapshots, workspace
from leadscore.store.workspace import Workspace

NOW = datetime.fromisoformat("2026-11-02T09:00:00")


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    (tmp_path / "leads.csv").write_text("id\nanna\n")
    (tmp_path / "map.yaml").write_text("leads:\n  - {file: leads.csv, lead_id: id}\n")
    return tmp_path / "map.yaml"


@pytest.fixture
def place(tmp_path: Path, mapping: Path) -> Workspace:
    made = workspace.create(tmp_path / "ws")
    importing.run(made, mapping)
    return made


def test_a_manifest_nested_without_end_is_damaged_and_mended(place: Workspace, mapping: Path) -> None:
    folder, _ = snapshots.current(place)
    (folder / snapshots.MANIFEST).write_text("[" * 100_000)
    with pytest.raises(StoreError, match="manifest.json is missing or damaged. Import the data again"):
        snapshots.current(place)
    assert importing.run(place, mapping).changed
    assert snapshots.verify(place) == []


def test_a_lost_current_gets_the_instructions_of_an_empty_one(place: Workspace, mapping: Path) -> None:
    folder, _ = snapshots.current(place)
    place.current.write_text("")
    (empty,) = snapshots.verify(place)
    place.current.unlink()
    (lost,) = snapshots.verify(place)
    assert lost == empty.replace("does not name a snapshot", "is missing")
    assert folder.name in lost
    importing.run(place, mapping)
    assert folder.is_dir(), "nobody knows which one was in use: the old one stays"
    assert snapshots.verify(place) == []


def test_what_a_killed_import_left_is_swept_when_the_dashboard_starts(
    place: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place.data / ".staging-dead").mkdir()
    monkeypatch.setenv(serving.WORKSPACE_VARIABLE, str(place.folder))
    assert serving.default_workspace(NOW).folder == place.folder
    assert not (place.data / ".staging-dead").exists()
    place.current.write_text("nothing")
    assert serving.default_workspace(NOW).folder == place.folder, "damage is told by the pages, not by the start"


def test_what_may_not_be_read_is_told(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "is_file", refuse)
        assert "leads.parquet cannot be read (Permission denied)" in snapshots.verify(place)[0]
    with monkeypatch.context() as patched:
        patched.setattr(Path, "read_text", refuse)
        patched.setattr(Path, "iterdir", refuse)
        assert "data cannot be read (Permission denied)" in snapshots.verify(place)[0]
    monkeypatch.setattr(Path, "is_dir", refuse)
    with pytest.raises(StoreError, match="cannot be read"):
        workspace.find(place.folder)
