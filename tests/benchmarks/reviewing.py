"""Server time of the Review page: each tab on its first look, on the next, and on a month that nobody opened yet."""

from __future__ import annotations

import shutil
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import pytest

from leadscore.model import to_yaml
from leadscore.store import workspace
from pages._session import review
from tests.benchmarks import world
from tests.benchmarks.timing import Timed
from tests.dashboard.room import Visit, visit

TABS = ("What changed", "Both teams", "Quality", "Revenue", "Service levels")


def measure(folder: Path) -> dict[str, tuple[Timed, Timed, Timed]]:
    """For each of TABS: the first look, the next, and the first at the month two before, in seconds.

    The month just before is asked with its follower already.
    """
    with tempfile.TemporaryDirectory() as held, pytest.MonkeyPatch.context() as patched:
        page = visit(_workspace(Path(held), folder), patched)
        found = {tab: (_opened(page, tab), _opened(page, tab)) for tab in TABS}
        first = date.fromisoformat(f"{page.app.session_state[review.MONTH]}-01")
        page.app.session_state[review.MONTH] = f"{first - timedelta(days=50):%Y-%m}"
        return {tab: (*found[tab], _opened(page, tab)) for tab in TABS}


def _opened(page: Visit, tab: str) -> Timed:
    page.app.session_state["review tabs"] = tab
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
