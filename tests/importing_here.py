"""Tests bring their own data in without starting a process each time: half a second less for each of hundreds.

Where the process is what a test is about, it is there: in the folders of OF_THE_PROCESS, wherever somebody waits for
progress or may stop, in servers and commands that run by themselves, and where a test asks for `process_of_its_own`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from leadscore import importing
from leadscore.importing import child
from leadscore.importing.isolation import in_child
from leadscore.importing.limits import Limits
from leadscore.importing.progress import PROGRESS, Watch

OF_THE_PROCESS = ("benchmarks", "cli", "hostile", "importing", "store")


def in_this_process(job: dict[str, Any], folder: Path, limits: Limits, watch: Watch | None = None) -> dict[str, Any]:
    """What the child process would answer, or raise."""
    if watch is not None and (watch.on_progress is not None or watch.stop is not None):
        return in_child(job, folder, limits, watch)
    try:
        answer: dict[str, Any] = json.loads(json.dumps(child._do({**job, "folder": str(folder)}, folder, limits)))
    finally:
        (folder / PROGRESS).unlink(missing_ok=True)
    return answer


def here() -> None:
    """From now on imports are done in this process."""
    importing.in_child = in_this_process  # type: ignore[attr-defined]
