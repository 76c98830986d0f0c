"""Promise: what was called saved is there after a kill -9 at any moment, whole, and soon; so is a schema half changed.

A few kills on each push; more with `LEADSCORE_KILLS=300 python -m pytest tests/store/test_nothing_saved_is_lost.py`.
"""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from leadscore.store import workspace
from leadscore.store.state import State
from leadscore.store.state.connections import connect
from leadscore.store.state.schema import MIGRATIONS, Migration, migrate, verified_number
from leadscore.store.state.state import inspect
from leadscore.store.workspace import Workspace

from .conftest import NOON
from .story import everything, put_back, tell

KILLS = int(os.environ.get("LEADSCORE_KILLS", "6"))
THREADS = 4
READY_WITHIN = 3.0

SAVE = """
import os, sys, threading
from datetime import datetime
from leadscore.store.state import By, Decided, Given, Saving, State
state, cycle, now = State.open(sys.argv[1]), sys.argv[2], datetime(2026, 11, 2, 12)
def tell(*words):
    os.write(1, (" ".join(map(str, words)) + "\\n").encode())
def rate(thread):
    for number in range(100_000):
        text = f"{cycle} {thread} {number}"
        given = Given(f"lead {number % 50}", "accept", "hash", text=text)
        kept = state.feedback.give(given, By(f"Rep {thread}", "sales", now))
        tell("feedback", kept.id, text)
def save():
    latest = state.versions.latest("Line")
    for number in range(100_000):
        text = f"{cycle} {number}"
        saving = Saving("Line", text, "m", "s", text, latest.id if latest else None)
        latest = state.versions.save(saving, By("Ada", "marketing", now))
        tell("version", latest.id, text)
for thread in range(int(sys.argv[3]) - 1):
    threading.Thread(target=rate, args=(thread,)).start()
save()
"""

HEAVY: tuple[Migration, ...] = tuple(
    (
        f"CREATE TABLE extra{number} (id INTEGER PRIMARY KEY, text TEXT)",
        f"""INSERT INTO extra{number} WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted
            WHERE n < 20000) SELECT n, 'row ' || n FROM counted""",
        f"CREATE INDEX extra{number}_text ON extra{number} (text)",
    )
    for number in range(6)
)

MIGRATE = """
import os, sys
from pathlib import Path
from leadscore.store.state.connections import connect
from leadscore.store.state.schema import MIGRATIONS, migrate
sys.path.insert(0, sys.argv[2])
from tests.store.test_nothing_saved_is_lost import HEAVY
connection = connect(Path(sys.argv[1]))
os.write(1, b"starting\\n")
migrate(connection, MIGRATIONS + HEAVY)
"""


def killed(arguments: Sequence[str], after_line: float) -> list[str]:
    """Start Python, kill -9 it some time after its first line, and return what it said until then."""
    with subprocess.Popen([sys.executable, "-c", *arguments], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        first = child.stdout.readline()
        time.sleep(after_line)
        child.kill()
        said = (first + child.stdout.read()).decode()
    return [line for line in said.split("\n")[:-1] if line]


def missing(state: State, acknowledged: Sequence[str]) -> list[str]:
    """What was called saved and is not there, or not as it was."""
    lost = []
    for line in acknowledged:
        kind, number, text = line.split(" ", 2)
        kept = state.versions.get(int(number)).document if kind == "version" else state.feedback.get(int(number)).text
        if kept != text:
            lost.append(line)
    return lost


def test_kill_9_loses_nothing_that_was_called_saved(ws: Workspace) -> None:
    chance, acknowledged, opened = random.Random(20261102), [], []
    for cycle in range(KILLS):
        said = killed([SAVE, str(ws.folder), str(cycle), str(THREADS)], chance.uniform(0, 0.12))
        wall, processor = time.monotonic(), time.process_time()
        with State.open(ws) as state:
            opened.append((time.process_time() - processor, time.monotonic() - wall))
            assert missing(state, said) == []
        acknowledged += said
        found = inspect(ws)
        assert found is not None and found.wrong == ()
    with State.open(ws) as state:
        assert missing(state, acknowledged) == []
        whole = [each for each in state.feedback.since(NOON) if None in (each.text, each.lead_id, each.author.name)]
        assert whole == [], "no half transaction: each has its text, its lead and its author"
    busy, waited = (max(each) for each in zip(*opened, strict=True))
    print(
        f"{KILLS} kills, {len(acknowledged):,} acknowledged; slowest opening {waited:.2f} s, {busy:.2f} s of processor"
    )
    assert len(acknowledged) > KILLS
    assert busy < READY_WITHIN, "the processor's time: how long it waits is the machine's matter"


def test_kill_9_within_a_migration_leaves_one_schema_or_the_next(tmp_path: Path, ws: Workspace) -> None:
    chance, cycles = random.Random(20261103), max(3, KILLS // 2)
    seen = set()
    before = put_back(ws)
    clean = ws.state.read_bytes()
    project = str(Path(__file__).resolve().parents[2])
    for cycle in range(cycles):
        for left in ws.folder.glob("state.sqlite*"):
            left.unlink()
        ws.state.write_bytes(clean)
        killed([MIGRATE, str(ws.state), project], chance.uniform(0, 0.25 if cycle % 2 else 0.004))
        connection = connect(ws.state)
        reached = verified_number(connection, MIGRATIONS + HEAVY)
        seen.add(reached)
        for number in range(reached - len(MIGRATIONS)):
            assert connection.execute(f"SELECT count(*) FROM extra{number}").fetchone() == (20_000,)
        migrate(connection, MIGRATIONS + HEAVY)
        assert verified_number(connection, MIGRATIONS + HEAVY) == len(MIGRATIONS + HEAVY)
        connection.close()
        for left in ws.folder.glob("state.sqlite*"):
            left.unlink()
    print(f"{cycles} kills, schemas reached: {sorted(seen)}")
    ws.state.write_bytes(clean)
    with State.open(ws) as state:
        assert everything(state) == before


def test_kill_9_while_the_state_is_made(tmp_path: Path) -> None:
    chance = random.Random(20261104)
    make = "import os, sys; os.write(1, b'.\\n'); from leadscore.store.state import State; State.open(sys.argv[1])"
    for cycle in range(max(3, KILLS // 2)):
        place = workspace.create(tmp_path / str(cycle))
        killed([make, str(place.folder)], chance.uniform(0.05, 0.25))
        with State.open(place) as state:
            assert state.versions.lines() == ()


def test_a_transaction_that_fails_leaves_nothing(state: State) -> None:
    tell(state)
    before = everything(state)
    connection = sqlite3.connect(state.place.state, isolation_level=None)
    connection.execute("PRAGMA journal_mode")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("DROP TRIGGER people_no_update")
    connection.close()
    assert everything(state) == before
