"""A browser, a server and a tab for the tests that need them; visible skips where something is absent."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from . import companies
from .browser import Seen, chromium, launched, serving


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """The machine's Chromium."""
    executable = chromium()
    if executable is None:
        pytest.skip("no Chromium here: apt-get install chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="pip install playwright")
    with playwright.sync_playwright() as started:
        opened = launched(started, executable)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def server(sample_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of the sample; tests only read what it holds."""
    folder = companies.copied(sample_workspace, tmp_path_factory.mktemp("served") / "saas")
    with serving(workspace=folder) as address:
        yield address


@pytest.fixture
def serve() -> Iterator[Callable[[Path], str]]:
    """Starts a server of one's own: `serve(workspace)`; it outlives the tabs of the test."""
    with ExitStack() as servers:
        yield lambda workspace: servers.enter_context(serving(workspace=workspace))


@pytest.fixture
def look(browser: object, serve: object) -> Iterator[Callable[..., Seen]]:
    """Opens a tab: `look(address, path, width=, scheme=)`.  Whatever was opened spoke to this machine only."""
    opened: list[Seen] = []

    def opener(address: str, path: str, width: int = 1280, scheme: str = "light") -> Seen:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[attr-defined]
        opened.append(Seen(context.new_page(), address).listen())
        return opened[-1].open(path)

    yield opener
    for seen in opened:
        seen.page.context.close()
    assert set().union(*(seen.hosts for seen in opened)) <= {"127.0.0.1"}
    assert [error for seen in opened for error in seen.errors] == []


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The script of axe-core, fetched for the tests alone."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("no npm here to fetch axe-core with: apt-get install npm")
    folder = tmp_path_factory.mktemp("axe")
    command = [npm, "install", "--no-save", "--silent", "--prefix", str(folder), "axe-core@4"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    script = folder / "node_modules" / "axe-core" / "axe.min.js"
    if done.returncode or not script.is_file():
        pytest.skip(f"axe-core could not be fetched: {done.stderr.strip()[:200]}")
    return script.read_text(encoding="utf-8")
