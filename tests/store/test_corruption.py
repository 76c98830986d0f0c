"""Promise: a state that was damaged on the disk shows no wrong value: it says so, and names file and last good backup.

200 flipped bits and 100 cuts; more with `LEADSCORE_FLIPS=2000 python -m pytest tests/store/test_corruption.py`.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from leadscore.errors import StoreError
from leadscore.store import workspace
from leadscore.store.backing_up import back_up
from leadscore.store.checkup import check
from leadscore.store.state import State
from leadscore.store.workspace import Workspace

from .conftest import BEN, NOON
from .story import everything, given, tell

FLIPS = int(os.environ.get("LEADSCORE_FLIPS", "200"))
CUTS = FLIPS // 2
FILES = ("state.sqlite", "state.sqlite-wal")


@dataclass(frozen=True, slots=True)
class Kept:
    """The files of a state, what they say, and the workspace in which they can be damaged."""

    place: Workspace
    files: dict[str, bytes]
    said: tuple[Any, ...]
    backup: Path

    def put(self, damaged: dict[str, bytes]) -> None:
        """Lay the files down, some of them damaged."""
        for left in self.place.folder.glob("state.sqlite*"):
            left.unlink()
        for name, content in (self.files | damaged).items():
            (self.place.folder / name).write_bytes(content)


@pytest.fixture(scope="module", params=["closed", "killed"])
def kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    """A state after a clean end (one file), or after a kill: then much of it is still in the log."""
    folder = tmp_path_factory.mktemp("kept")
    place = workspace.create(folder / "ws")
    state = State.open(place)
    tell(state)
    said = everything(state)
    back_up(place, folder / "good.zip", NOON)
    if request.param == "closed":
        state.close()
    files = {file.name: file.read_bytes() for file in place.folder.glob("state.*") if not file.name.endswith("-shm")}
    state.close()
    yield Kept(place, files, said, folder / "good.zip")
    shutil.rmtree(folder)


def told_or_unharmed(kept: Kept, damaged: dict[str, bytes]) -> bool:
    """Whether the damage was told (with the way back); otherwise every value must be what it was."""
    kept.put(damaged)
    try:
        with State.open(kept.place) as state:
            assert everything(state) == kept.said, "a wrong value, and nobody said so"
            return False
    except StoreError as error:
        assert str(kept.place.state) in str(error)
        assert str(kept.backup) in str(error), str(error)
        return True


def flipped(content: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(content)
    damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def test_flipped_bits_are_told_or_change_nothing(kept: Kept) -> None:
    chance, told = random.Random(20261102), 0
    names = [name for name in FILES if name in kept.files]
    for number in range(FLIPS // 2):
        name = names[number % len(names)]
        told += told_or_unharmed(kept, {name: flipped(kept.files[name], chance)})
    print(f"{FLIPS // 2} flips, {told} told, the others in unused bytes")
    assert told > FLIPS // 20


def test_bytes_written_over_are_told_or_change_nothing(kept: Kept) -> None:
    chance = random.Random(20261105)
    for number in range(CUTS // 4):
        name = [name for name in FILES if name in kept.files][number % (len(kept.files) - 1)]
        content = bytearray(kept.files[name])
        start = chance.randrange(len(content))
        content[start : start + 512] = bytes(min(512, len(content) - start))
        told_or_unharmed(kept, {name: bytes(content)})


def test_files_cut_short_are_told(kept: Kept) -> None:
    chance = random.Random(20261103)
    names = [name for name in FILES if name in kept.files]
    for number in range(CUTS // 2):
        name = names[number % len(names)]
        length = chance.randrange(len(kept.files[name]))
        unharmed = not told_or_unharmed(kept, {name: kept.files[name][:length]})
        assert not unharmed or len(names) == 2, "a shorter file holds less, unless the log holds it as well"


@pytest.mark.parametrize("name", FILES)
def test_an_emptied_file_is_no_new_state(kept: Kept, name: str) -> None:
    if name in kept.files:
        assert told_or_unharmed(kept, {name: b""})


def test_a_lost_file_is_no_new_state(kept: Kept) -> None:
    kept.put({})
    kept.place.state.unlink()
    with pytest.raises(StoreError, match="missing or empty, although .* entries were saved.*good.zip"):
        State.open(kept.place)
    assert not check(kept.place).ok


def test_an_older_copy_in_its_place_is_told(kept: Kept, tmp_path: Path) -> None:
    other = workspace.create(tmp_path / "other")
    for name, content in kept.files.items():
        (other.folder / name).write_bytes(content)
    with State.open(other) as state:
        copy = {file.name: file.read_bytes() for file in other.folder.glob("state.sqlite*")}
        state.feedback.give(given("late"), BEN)
    for left in other.folder.glob("state.sqlite*"):
        left.unlink()
    for name, content in copy.items():
        if not name.endswith("-shm"):
            (other.folder / name).write_bytes(content)
    with pytest.raises(StoreError, match="an older copy was put in its place"):
        State.open(other)


def test_a_damaged_file_of_heads_takes_nothing_with_it(kept: Kept) -> None:
    chance = random.Random(20261104)
    for _ in range(10):
        assert not told_or_unharmed(kept, {"state.heads": flipped(kept.files["state.heads"], chance)})


def test_a_damaged_state_is_not_backed_up(kept: Kept, tmp_path: Path) -> None:
    row = kept.files["state.sqlite"].find(b"Webinars count less")
    if row < 0:
        pytest.skip("the row is in the log here")
    content = bytearray(kept.files["state.sqlite"])
    content[row] ^= 1
    kept.put({"state.sqlite": bytes(content)})
    with pytest.raises(StoreError, match="is damaged: row .* of texts is not what was written"):
        back_up(kept.place, tmp_path / "b.zip", NOON)
    assert list(tmp_path.iterdir()) == []


def test_something_else_in_its_place(kept: Kept) -> None:
    assert told_or_unharmed(kept, {"state.sqlite": b"This is no database at all. " * 200, "state.sqlite-wal": b""})
