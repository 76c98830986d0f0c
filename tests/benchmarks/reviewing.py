"""Server time of the Review page: each tab on its first look, when the past is asked, and on the next."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

import pytest

from leadscore.model import to_yaml
from leadscore.store import workspace
from tests.benchmarks import world
from tests.benchmarks.timing import Timed
from tests.dashboard.room import Visit, visit

TABS = ("What changed", "Both teams", "Quality", "Revenue", "Service levels")


def measure(folder: Path) -> dict[str, tuple[Timed, Timed]]:
    """For each of TABS: the first look and the next, in seconds, on the company in that snapshot folder."""
    found = {}
    with tempfile.TemporaryDirectory() as held, pytest.MonkeyPatch.context() as patched:
        page = visit(_workspace(Path(held), folder), patched)
        for tab in TABS:
            page.app.session_state["review tabs"] = tab
            found[tab] = (_opened(page), _opened(page))
    return found


def _opened(page: Visit) -> Timed:
    wall, cpu = time.perf_counter(), time.process_time()
    page.open("review")
    return Timed(time.perf_counter() - wall, time.process_time() - cpu)


def _workspace(held: Path, folder: Path) -> Path:
    """A workspace around the snapshot."""
    made = workspace.create(held / "room")
    snapshot = made.folder / "data" / "1-benchmark"
    shutil.copytree(folder, snapshot)
    made.current.write_text(snapshot.name, encoding="ascii")
    made.model.write_text(to_yaml(world.model()), encoding="utf-8")
    return made.folder
