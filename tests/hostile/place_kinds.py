"""Names in a folder that are no ordinary file, or do not stay one."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from random import Random

from tests.hostile.kinds import kind, put
from tests.hostile.text_kinds import ROWS


@kind
def a_name_without_a_file(folder: Path, chance: Random) -> Path:
    return folder / "nowhere.csv"


@kind
def a_folder_called_a_table(folder: Path, chance: Random) -> Path:
    (folder / "folder.csv").mkdir()
    return folder / "folder.csv"


@kind
def a_pipe_that_nobody_writes_to(folder: Path, chance: Random) -> Path:
    os.mkfifo(folder / "pipe.csv")
    return folder / "pipe.csv"


@kind
def a_link_to_a_device_without_end(folder: Path, chance: Random) -> Path:
    (folder / "zero.csv").symlink_to("/dev/zero")
    return folder / "zero.csv"


@kind
def a_link_to_a_folder_of_the_system(folder: Path, chance: Random) -> Path:
    (folder / "proc.csv").symlink_to("/proc/self/mem")
    return folder / "proc.csv"


@kind
def a_link_to_itself(folder: Path, chance: Random) -> Path:
    (folder / "loop.csv").symlink_to(folder / "loop.csv")
    return folder / "loop.csv"


@kind
def a_link_to_an_honest_file(folder: Path, chance: Random) -> Path:
    (folder / "link.csv").symlink_to(put(folder, "honest.csv", ROWS))
    return folder / "link.csv"


@kind
def a_file_that_may_not_be_read(folder: Path, chance: Random) -> Path:
    file = put(folder, "locked.csv", ROWS)
    file.chmod(0)
    return file


@kind
def a_name_with_every_letter_allowed(folder: Path, chance: Random) -> Path:
    return put(folder, "=cmd|' '!A0 \"<b>x\u202e\n\x1b[31m.csv", ROWS)


@kind
def a_file_that_disappears(folder: Path, chance: Random) -> Path:
    file = put(folder, "going.csv", ROWS * 2000)
    _later(0.35, file.unlink)
    return file


@kind
def a_file_that_grows_while_it_is_read(folder: Path, chance: Random) -> Path:
    file = put(folder, "growing.csv", ROWS * 2000)
    _later(0.0, lambda: _grow(file))
    return file


@kind
def a_file_that_shrinks_while_it_is_read(folder: Path, chance: Random) -> Path:
    file = put(folder, "shrinking.csv", ROWS * 2000)
    _later(0.45, lambda: os.truncate(file, 1000))
    return file


def _later(seconds: float, do: object) -> None:
    timer = threading.Timer(seconds, do)  # type: ignore[arg-type]
    timer.daemon = True
    timer.start()


def _grow(file: Path) -> None:
    for number in range(300):
        if not file.exists():
            return
        with file.open("a", encoding="utf-8") as written:
            written.write(f"G{number},grown,1\n")
        time.sleep(0.01)
