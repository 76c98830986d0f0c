"""What every test may ask for: a sample workspace, the real data sets, and the choice to run the slow tests."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

import importing_here
import pytest
import real_data_sets

from leadscore import importing, serving

NOW = datetime.fromisoformat("2026-11-02T09:00:00")
"""The moment at which the tests' workspaces are made; nothing in them depends on it."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run the tests that take minutes, too")
    parser.addoption("--rewrite-readme", action="store_true", help="write what the commands print into README.md")


def pytest_configure(config: pytest.Config) -> None:
    importing_here.here()


def pytest_collection_modifyitems(config: pytest.Config, items: Iterable[pytest.Item]) -> None:
    if config.getoption("--slow"):
        return
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.skip(reason="takes minutes: run with --slow"))


@pytest.fixture
def process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Imports of this test are done as the product does them, in a process of their own."""
    monkeypatch.setattr(importing, "in_child", importing_here.in_child)


@pytest.fixture(autouse=True)
def _where_the_process_is_told_of(request: pytest.FixtureRequest) -> None:
    if request.path.relative_to(Path(__file__).parent).parts[0] in importing_here.OF_THE_PROCESS:
        request.getfixturevalue("process_of_its_own")


@pytest.fixture(scope="session")
def sample_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """`sample_of(name)` is a workspace with that sample company, made once; for reading only."""
    root, made = tmp_path_factory.mktemp("samples"), set[str]()

    def workspace(name: str) -> Path:
        if name not in made:
            serving.init(root / name, name, NOW)
            made.add(name)
        return root / name

    return workspace


@pytest.fixture(scope="session")
def sample_workspace(sample_of: Callable[[str], Path]) -> Path:
    """A workspace with the SaaS sample, made once; for reading only."""
    return sample_of("saas")


@pytest.fixture
def own_sample_workspace(sample_workspace: Path, tmp_path: Path) -> Path:
    """A copy of the SaaS sample that a test may change."""
    return Path(shutil.copytree(sample_workspace, tmp_path / "saas"))


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real data sets, never part of the project; the test is skipped, visibly, where it is absent."""
    if not real_data_sets.FOLDER.is_dir():
        pytest.skip(f"no real data sets in {real_data_sets.FOLDER}; name their folder in LEADSCORE_REAL_DATA")
    return real_data_sets.FOLDER
