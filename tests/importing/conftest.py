"""What the tests of importing may ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadscore.store import workspace

from .desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An empty desk: a folder for files and a new workspace."""
    folder = tmp_path / "files"
    folder.mkdir()
    return Desk(folder, workspace.create(tmp_path / "room"))
