"""Backup, check, restore and forget on a made-up company with feedback on thousands of its leads.

    python -m tests.benchmarks.keeping [--leads 1000000] [--feedback 20000] [--folder FOLDER]

The company is generated once into FOLDER; the workspace is made beside it anew each time and removed afterwards.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from leadscore.store import snapshots, workspace
from leadscore.store.backing_up import back_up
from leadscore.store.checkup import check
from leadscore.store.erasure import forget
from leadscore.store.restoring import restore
from leadscore.store.state import By, Given, State
from leadscore.store.workspace import Workspace
from tests.benchmarks import world
from tests.benchmarks.timing import machine

NOW = datetime.fromisoformat("2026-11-02T09:00:00")
Result = TypeVar("Result")


def main() -> None:
    """Do each once and print how long it took."""
    asked = _asked()
    print(f"machine: {machine()}")
    made = world.make(asked.folder / str(asked.leads), asked.leads)
    print(f"{asked.leads:,} leads, {made.rows('activities'):,} activities, {asked.feedback:,} ratings")
    with tempfile.TemporaryDirectory(dir=asked.folder, prefix="keeping-") as folder:
        _measure(Path(folder), asked.folder / str(asked.leads), asked.feedback)
    print(f"machine: {machine()}")


def _measure(folder: Path, company: Path, ratings: int) -> None:
    place = _workspace(folder / "ws", company)
    _timed(f"{ratings:,} ratings saved", lambda: _rate(place, ratings))
    _timed("state opened", lambda: State.open(place).close())
    contents = _timed("backup (bar 60 s)", lambda: back_up(place, folder / "b.zip", NOW))
    done = _timed("restore (bar 60 s)", lambda: restore(folder / "b.zip", folder / "new", NOW))
    again = back_up(done.workspace, folder / "again.zip", NOW)
    same = all(again.files[name] == entry for name, entry in contents.files.items() if name != "backups.jsonl")
    print(f"  {contents.bytes:,} bytes in {len(contents.files)} files; restored hashes identical: {same}")
    found = _timed("check", lambda: check(done.workspace))
    print(f"  findings: {list(found.findings)}")
    erased = _timed("forget one lead", lambda: forget(done.workspace, "L00000042", NOW))
    print(f"  rows erased: {erased.data.rows}, {erased.state_rows} of the state")


def _workspace(folder: Path, company: Path) -> Workspace:
    place = workspace.create(folder)
    shutil.copytree(company, place.data / "1-benchmark")
    place.current.write_text("1-benchmark")
    snapshots.current(place)
    return place


def _rate(place: Workspace, ratings: int) -> None:
    by = By("Ben", "sales", NOW)
    with State.open(place) as state:
        for number in range(ratings):
            text = f"Rating {number} with some words about the lead and what it said"
            state.feedback.give(Given(f"L{number:08}", "accept", "h", text=text, fired=("demo", "trial")), by)


def _timed(what: str, act: Callable[[], Result]) -> Result:
    started = time.perf_counter()
    result = act()
    print(f"  {what:28s} {time.perf_counter() - started:8.2f} s")
    return result


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.keeping", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--leads", type=int, default=1_000_000)
    parser.add_argument("--feedback", type=int, default=20_000)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "leadscore-benchmarks")
    return parser.parse_args()


if __name__ == "__main__":
    main()
