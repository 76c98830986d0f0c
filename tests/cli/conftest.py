"""The command line as the tests call it, and the workspace of the six leads."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from leadscore.cli import main

from .company import write_company


@dataclass(frozen=True, slots=True)
class Called:
    """What a command left: its exit code, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Stdout as JSON; anything else on it is a failure."""
        return json.loads(self.out)


Leadscore = Callable[..., Called]


@pytest.fixture
def leadscore(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Leadscore:
    """`leadscore(*arguments)` runs the command of the same words, in this process."""

    def call(*arguments: object) -> Called:
        monkeypatch.setattr(sys, "argv", ["leadscore", *map(str, arguments)])
        monkeypatch.setenv("COLUMNS", "200")
        capsys.readouterr()
        code: Any = 0
        try:
            main()
        except SystemExit as left:
            code = left.code or 0
        written = capsys.readouterr()
        return Called(code, written.out, written.err)

    return call


@pytest.fixture(scope="session")
def _imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from leadscore import importing
    from leadscore.store import workspace

    folder = tmp_path_factory.mktemp("six")
    mapping = write_company(folder / "export")
    importing.run(workspace.create(folder / "ws"), mapping)
    shutil.copy(folder / "export" / "model.yaml", folder / "ws" / "model.yaml")
    return folder


@pytest.fixture
def six(_imported: Path, tmp_path: Path) -> Path:
    """A workspace of one's own with the six leads and their model."""
    return Path(shutil.copytree(_imported / "ws", tmp_path / "six"))


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """A folder of one's own with the six leads' files, not yet imported."""
    return write_company(tmp_path / "export").parent


@pytest.fixture
def empty(leadscore: Leadscore, tmp_path: Path) -> Path:
    """A workspace without data."""
    leadscore("init", tmp_path / "empty")
    return tmp_path / "empty"
