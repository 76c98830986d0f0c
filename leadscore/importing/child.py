"""The process in which files are parsed: bound to its limits, gone with its parent, answering in one file.

Run as `python -m leadscore.importing.child`; the job comes as one line of JSON on standard input.
"""

from __future__ import annotations

import errno
import json
import os
import sys
import threading
from pathlib import Path
from typing import Any

from leadscore.importing.isolation import ANSWER, NO_ROOM, REFUSED
from leadscore.importing.limits import MB, Limits, impose

_ORPHANED = 4


def main() -> int:
    """Do one job; the exit code is 0 for an answer, 3 for a refusal, 5 for a full disk, else of an accident."""
    job = json.loads(sys.stdin.readline())
    limits = Limits(**job["limits"])
    impose(limits)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    folder = Path(job["folder"])
    try:
        code, answer = _done(job, folder, limits)
        (folder / ANSWER).write_text(json.dumps(answer), encoding="utf-8")
    except Exception as error:
        if not _of_a_full_disk(error):
            raise
        return NO_ROOM
    return code


def _done(job: dict[str, Any], folder: Path, limits: Limits) -> tuple[int, dict[str, Any]]:
    import duckdb

    from leadscore.errors import ImportRefused, MappingError

    try:
        return 0, _do(job, folder, limits)
    except (MappingError, ImportRefused) as error:
        return REFUSED, {"error": type(error).__name__, "message": str(error)}
    except (MemoryError, duckdb.Error, OSError) as error:
        if _of_a_full_disk(error) or not (message := _too_much(error, limits)):
            raise
        return REFUSED, {"error": "ImportRefused", "message": message}


def _do(job: dict[str, Any], folder: Path, limits: Limits) -> dict[str, Any]:
    """The library is loaded here, after the limits are in force."""
    if job["task"] == "import":
        from leadscore.importing.taking.work import work

        before = Path(job["before"]) if job.get("before") else None
        answer: dict[str, Any] = work(Path(job["mapping"]), folder, limits, before)
        return answer
    if job["task"] == "sheet":
        from leadscore.importing.reading.sheets import read_sheet

        return read_sheet(Path(job["files"][0]), job["sheet"])
    from leadscore.importing.proposing.proposal import inspect_files

    return inspect_files([Path(file) for file in job["files"]], limits)


def _too_much(error: BaseException, limits: Limits) -> str | None:
    """What the limit that an error hit means; None where it hit none."""
    import duckdb

    if isinstance(error, (MemoryError, duckdb.OutOfMemoryException)):
        needed = f"Reading needed more than the {limits.memory / MB:,.0f} MB of memory it may use."
    elif _says(error, errno.EFBIG):
        needed = f"Reading wrote a file of more than {limits.written_bytes / MB:,.0f} MB, which is the most it may."
    else:
        return None
    return f"{needed} Nothing was imported. Split the file, or allow more."


def _of_a_full_disk(error: BaseException) -> bool:
    """Whether the disk, or the user's share of it, is full; the database also says so of its spilled data."""
    return _says(error, errno.ENOSPC, errno.EDQUOT) or "max_temp_directory_size" in str(error)


def _says(error: BaseException, *codes: int) -> bool:
    """Whether the operating system gave one of these reasons for an error, or for the one before it."""
    if isinstance(error, OSError) and error.errno in codes:
        return True
    told = any(os.strerror(code) in str(error) for code in codes)  # the database passes the system's words on
    return told or (error.__context__ is not None and _says(error.__context__, *codes))


def _end_with_parent() -> None:
    """Standard input ends when the parent does, however it does."""
    while os.read(sys.stdin.fileno(), 1):
        pass
    os._exit(_ORPHANED)


if __name__ == "__main__":
    sys.exit(main())
