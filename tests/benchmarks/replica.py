"""How long and how much memory an import takes as a real list of leads grows, never collected by pytest.

    python -m tests.benchmarks.replica [--rows 9240 110000 1100000] [--data ../shared/data] [--folder FOLDER]

The rows of x_education/Leads.csv are repeated under new ids into FOLDER (default: a folder that is removed).  Printed
are, for looking and for importing, seconds of the clock and the most memory that the child process and the process
that asked (the server) ever had.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from leadscore.importing import inspect, run
from leadscore.store import workspace
from tests.benchmarks.timing import machine

NOW = datetime.fromisoformat("2026-11-02T09:30:00")
MB = 1024
_IDS = ("Prospect ID", "Lead Number")


@dataclass(slots=True)
class Watched:
    """Seconds of one task, and in MB the most that the child had and that the asking process grew by."""

    seconds: float = 0.0
    child: float = 0.0
    grown: float = 0.0


def main() -> None:
    """Measure each size, the smallest first, and print a table."""
    asked = _asked()
    print(f"machine: {machine()}")
    task = "{:>8s}  child MB  server +MB".format
    print(f"     rows   file MB | {task('look s')} | {task('import s')} | read = accepted + rejected")
    with tempfile.TemporaryDirectory(prefix="leadscore-replica-") as made:
        for rows in asked.rows:
            _measured(asked.folder or Path(made), asked.data / "x_education" / "Leads.csv", rows)
    print(f"machine: {machine()}")


def _measured(folder: Path, original: Path, rows: int) -> None:
    file = replica(original, folder / f"Leads-{rows}.csv", rows)
    found, looking = watched(lambda: inspect([file]))
    mapping = folder / "map.yaml"
    mapping.write_text(found.mapping, "utf-8")
    place = workspace.create(folder / f"room-{rows}")
    report, importing = watched(lambda: run(place, mapping, now=NOW))
    ledger = report.tables["leads"]
    each = " | ".join(f"{w.seconds:7.1f} {w.child:9.0f} {w.grown:11.0f}" for w in (looking, importing))
    counts = f"{ledger['read']:,} = {ledger['accepted']:,} + {ledger['rejected']:,}"
    print(f"{rows:9,} {file.stat().st_size / MB / MB:9.0f} | {each} | {counts}")
    sys.stdout.flush()


def replica(original: Path, file: Path, rows: int) -> Path:
    """The rows of the original, again and again, each with ids of its own; as they are where they suffice."""
    with original.open(encoding="utf-8", newline="") as read, file.open("w", encoding="utf-8", newline="") as written:
        reader = csv.DictReader(read)
        writer = csv.DictWriter(written, reader.fieldnames or ())
        writer.writeheader()
        for number, row in enumerate(islice(cycle(list(reader)), rows)):
            writer.writerow(row | {name: f"{row[name][:-7]}{number:07}" for name in _IDS})
    return file


def watched(task: Callable[[], Any]) -> tuple[Any, Watched]:
    """What a task returns, and what it took; the child is looked at fifty times a second."""
    seen, done = Watched(), threading.Event()
    Path("/proc/self/clear_refs").write_text("5", "ascii")
    before = _peak("self")
    looker = threading.Thread(target=_look, args=(seen, done))
    looker.start()
    started = time.monotonic()
    try:
        answer = task()
    finally:
        seen.seconds = time.monotonic() - started
        done.set()
        looker.join()
    seen.grown = _peak("self") - before
    return answer, seen


def _look(seen: Watched, done: threading.Event) -> None:
    while not done.wait(0.02):
        seen.child = max([seen.child, *map(_peak, _children())])


def _children() -> Iterator[str]:
    for task in Path("/proc/self/task").iterdir():
        try:
            yield from (task / "children").read_text("ascii").split()
        except OSError:
            continue


def _peak(process: str) -> float:
    """The most memory that a process ever had at a time, in MB; 0 where it is gone."""
    try:
        lines = Path(f"/proc/{process}/status").read_text("ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / MB for line in lines if line.startswith("VmHWM:")), 0.0)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.replica", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--rows", type=int, nargs="+", default=[9_240, 110_000, 1_100_000])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--folder", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    main()
