"""A lock between processes, held by the operating system: it ends with the process that holds it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from leadscore.errors import StoreError

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        os.lseek(handle, 1 << 30, os.SEEK_SET)  # beyond the note, so that others can read who holds it
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Held(StoreError):
    """Somebody else holds the lock; the text holds the note they left in the file."""


@contextmanager
def held(path: Path, note: str, busy: str) -> Iterator[None]:
    """Hold the lock for the length of a block, or raise `Held` at once, which begins with what is `busy`.

    `note` tells others who holds it.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    try:
        try:
            _take(handle)
        except OSError as error:
            theirs = path.read_text(encoding="utf-8", errors="replace").strip()
            wait = "Wait until it has finished, then try again; nothing was changed."
            raise Held(f"{busy} ({theirs}). {wait}") from error
        os.ftruncate(handle, 0)
        os.pwrite(handle, note.encode(), 0) if hasattr(os, "pwrite") else os.write(handle, note.encode())
        yield
    finally:
        os.close(handle)
