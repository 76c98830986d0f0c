"""The process in which files are parsed: bound to its limits, gone with its parent, answering in one file.

Run as `python -m leadscore.importing.child`; the job comes as one line of JSON on standard input.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path
from typing import Any

from leadscore.importing.isolation import ANSWER, REFUSED
from leadscore.importing.limits import MB, Limits, impose

_ORPHANED = 4


def main() -> int:
    """Do one job; the exit code is 0 for an answer, 3 for a refusal, anything else for an accident."""
    job = json.loads(sys.stdin.readline())
    limits = Limits(**job["limits"])
    impose(limits)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    folder = Path(job["folder"])
    code, answer = _done(job, folder, limits)
    (folder / ANSWER).write_text(json.dumps(answer), encoding="utf-8")
    return code


def _done(job: dict[str, Any], folder: Path, limits: Limits) -> tuple[int, dict[str, Any]]:
    import duckdb

    from leadscore.errors import ImportRefused, MappingError

    try:
        return 0, _do(job, folder, limits)
    except (MappingError, ImportRefused) as error:
        return REFUSED, {"error": type(error).__name__, "message": str(error)}
    except (MemoryError, duckdb.OutOfMemoryException):
        return REFUSED, {"error": "ImportRefused", "message": _too_much(limits)}


def _do(job: dict[str, Any], folder: Path, limits: Limits) -> dict[str, Any]:
    """The library is loaded here, after the limits are in force."""
    if job["task"] == "import":
        from leadscore.importing.work import work

        answer: dict[str, Any] = work(Path(job["mapping"]), folder, limits)
        return answer
    from leadscore.importing.proposal import inspect_files

    return inspect_files([Path(file) for file in job["files"]], limits)


def _too_much(limits: Limits) -> str:
    return (
        f"Reading needed more than the {limits.memory / MB:,.0f} MB of memory it may use. Nothing was imported. "
        "Split the file, or allow more."
    )


def _end_with_parent() -> None:
    """Standard input ends when the parent does, however it does."""
    while os.read(sys.stdin.fileno(), 1):
        pass
    os._exit(_ORPHANED)


if __name__ == "__main__":
    sys.exit(main())
