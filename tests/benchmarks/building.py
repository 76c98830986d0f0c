"""S5: the evidence build against one GROUP BY of the same activities, each in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

from leadscore.evidence import AsOf, Handoff, Shelf
from leadscore.store.database import Database
from tests.benchmarks import world

THINGS = ("group_by", "handoff", "date")


def measure(folder: Path, turns: int) -> dict[str, list[tuple[float, float, float]]]:
    """For each of THINGS and turn: seconds, processor seconds, and the peak memory of its process in MB."""
    found: dict[str, list[tuple[float, float, float]]] = {thing: [] for thing in THINGS}
    for _ in range(turns):
        for thing in THINGS:
            command = [sys.executable, "-m", "tests.benchmarks.building", str(folder), thing]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            found[thing].append(tuple(json.loads(done.stdout)))
    return found


def once(folder: Path, thing: str) -> tuple[float, float, float]:
    """One of THINGS in this process: seconds, processor seconds, peak memory in MB."""
    shelf = Shelf(Database(folder, world.make(folder, 0)))
    before, cpu = time.perf_counter(), time.process_time()
    if thing == "group_by":
        shelf.database.cursor().execute(
            "CREATE TEMP TABLE grouped AS SELECT lead_id, MAX(occurred_at), COUNT(DISTINCT kind) "
            "FROM activities GROUP BY lead_id"
        )
    else:
        shelf.evidence(world.model(), Handoff() if thing == "handoff" else AsOf(world.DATA_DATE))
    passed, spent = time.perf_counter() - before, time.process_time() - cpu
    return passed, spent, _peak()


def _peak() -> float:
    """Peak memory of this process alone in MB; getrusage would remember the parent's. NaN where /proc is missing."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), float("nan"))


if __name__ == "__main__":
    print(json.dumps(once(Path(sys.argv[1]), sys.argv[2])))
