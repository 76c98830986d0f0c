"""Promise: whatever interrupts an import, the old data stay in use, whole and readable, and nothing is left behind.

Ten kills on each push; a hundred with `LEADSCORE_KILLS=100 python -m pytest tests/importing/test_nothing_is_lost.py`.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from leadscore.errors import StoreError
from leadscore.importing import run
from leadscore.store import snapshots
from leadscore.store.database import Database

from .desk import LEADS, Desk

KILLS = int(os.environ.get("LEADSCORE_KILLS", "10"))
BRING = "import sys; from leadscore.importing import run; run(sys.argv[1], sys.argv[2])"


def many(count: int, size: int) -> str:
    return "id,Size\n" + "".join(f"{number},{size}\n" for number in range(count))


def started(desk: Desk) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", BRING, str(desk.place.folder), str(desk.folder / "map.yaml")]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL)


def in_use(desk: Desk) -> tuple[int, float, float]:
    """What a reader sees: rows, smallest and largest size; equal sizes mean that it is one import's work."""
    return desk.rows("SELECT count(*), min(Size), max(Size) FROM leads")[0]


def test_kill_9_at_any_moment_keeps_the_old_data_or_has_the_new(desk: Desk) -> None:
    chance = random.Random(20261031)
    desk.bring(leads=many(2000, 0))
    started_at = time.monotonic()
    run(desk.place, desk.folder / "map.yaml", now=None)
    usual = time.monotonic() - started_at
    for cycle in range(1, KILLS + 1):
        before = in_use(desk)[1]
        desk.write("leads.csv", many(2000 + cycle, cycle))
        importing = started(desk)
        time.sleep(chance.uniform(0, 1.5 * usual + 0.3))
        importing.send_signal(signal.SIGKILL)
        importing.wait()
        rows, low, high = in_use(desk)
        assert low == high and (low, rows) in ((before, 2000 + before), (cycle, 2000 + cycle))
        assert snapshots.verify(desk.place) == []
    time.sleep(0.5)  # a child notices the end of its parent at once, but it is another process
    snapshots.sweep(desk.place)
    assert desk.left_behind() == []


def test_what_a_kill_between_two_steps_leaves_is_swept(desk: Desk) -> None:
    desk.bring(leads=many(3, 1))
    (desk.place.data / ".staging-dead").mkdir()
    (desk.place.data / ".staging-dead" / "leads.parquet").write_bytes(b"half")
    (desk.place.data / "7-dead").mkdir()
    (desk.place.data / "CURRENT.new").write_text("7-dead")
    assert in_use(desk) == (3, 1.0, 1.0)
    snapshots.sweep(desk.place)
    assert desk.left_behind() == [] and not (desk.place.data / "7-dead").exists()
    assert in_use(desk) == (3, 1.0, 1.0)


def test_a_second_import_is_told_to_wait_and_does_not_sweep_the_first(desk: Desk) -> None:
    desk.bring(leads=many(3, 1))
    with snapshots.writing(desk.place) as staging:
        (staging / "leads.parquet").write_bytes(b"on its way")
        snapshots.sweep(desk.place)
        with pytest.raises(StoreError, match=r"is running \(process \d+\)\. Wait until it has finished"):
            desk.bring(leads=many(3, 2))
        assert (staging / "leads.parquet").exists()
    assert desk.bring(leads=many(3, 2)).changed


def test_of_two_imports_at_once_one_wins_and_one_is_told(desk: Desk) -> None:
    desk.bring(leads=many(30_000, 1))
    desk.write("leads.csv", many(30_000, 2))
    both = [started(desk), started(desk)]
    codes = sorted(process.wait() for process in both)
    assert codes in ([0, 1], [0, 0])
    assert in_use(desk) == (30_000, 2.0, 2.0)


def test_readers_are_never_blocked_and_never_see_half(desk: Desk) -> None:
    desk.bring(leads=many(100, 0))
    seen: list[tuple[int, float, float]] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.append(in_use(desk))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for size in (1, 2, 3):
            desk.bring(leads=many(100 + size, size))
    finally:
        done.set()
        reader.join()
    assert {(100 + int(low), low, low) for _, low, _ in seen} == set(seen)
    assert len(seen) > 10


def test_a_database_that_is_open_keeps_its_snapshot(desk: Desk) -> None:
    desk.bring(leads=many(5, 1))
    database = Database(*snapshots.current(desk.place))
    desk.bring(leads=many(6, 2))
    assert database.cursor().execute("SELECT count(*) FROM leads").fetchall() == [(5,)]
    assert in_use(desk)[0] == 6
    database.close()


def test_a_child_ends_with_its_parent(desk: Desk) -> None:
    desk.bring(leads=many(3, 0))
    desk.write("leads.csv", many(300_000, 1))
    importing = started(desk)
    child = _child_of(importing.pid)
    importing.kill()
    importing.wait()
    deadline = time.monotonic() + 10
    while Path(f"/proc/{child}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(f"/proc/{child}").exists()
    snapshots.sweep(desk.place)
    assert desk.left_behind() == []


def _child_of(parent: int) -> int:
    children = Path(f"/proc/{parent}/task/{parent}/children")
    if not Path("/proc/self").exists():
        pytest.skip("needs /proc to see the child")
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        found = children.read_text().split()
        if found:
            return int(found[0])
        time.sleep(0.02)
    raise AssertionError("no child was started")


@pytest.mark.parametrize("damage", ["flip", "cut", "gone"])
def test_damage_to_a_table_is_found(desk: Desk, damage: str) -> None:
    desk.bring(leads=many(50, 1))
    table = snapshots.current(desk.place)[0] / "leads.parquet"
    content = bytearray(table.read_bytes())
    content[len(content) // 2] ^= 1
    table.unlink()
    if damage != "gone":
        table.write_bytes(content if damage == "flip" else content[:-9])
    (finding,) = snapshots.verify(desk.place)
    assert "leads.parquet" in finding and "Import the data again, or restore a backup" in finding


@pytest.mark.parametrize("content", ["", "../../etc", "9-none", "\xff"])
def test_a_damaged_current_file_is_named(desk: Desk, content: str) -> None:
    desk.bring(leads=many(5, 1))
    desk.place.current.write_bytes(content.encode("latin-1"))
    with pytest.raises(StoreError, match="CURRENT|manifest.json"):
        snapshots.current(desk.place)
    assert len(snapshots.verify(desk.place)) == 1


def test_a_workspace_without_data_says_how_to_get_some(desk: Desk) -> None:
    with pytest.raises(StoreError, match="has no data yet. Import some: leadscore import"):
        snapshots.current(desk.place)
    with pytest.raises(StoreError, match="does not exist. Check the path, or make a workspace there: leadscore init"):
        run(desk.folder / "nowhere", desk.write("map.yaml", LEADS), now=None)
