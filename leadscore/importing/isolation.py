"""Starting the child process and telling what became of it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import leadscore
from leadscore.errors import ImportRefused, ImportStopped, LeadscoreError, MappingError
from leadscore.importing.limits import MB, Limits
from leadscore.importing.progress import PROGRESS, Watch, read_progress

ANSWER = "answer.json"
REFUSED, NO_ROOM = 3, 5
ROOM = 3
"""Free space that an import wants, in sizes of its files: at its widest it was seen to take 2.4 of them."""

_ERRORS: dict[str, type[LeadscoreError]] = {"MappingError": MappingError, "ImportRefused": ImportRefused}
STOPPED = "The import was stopped. Nothing was imported: the data in use are as they were."
_LOOKS = 0.1
"""Seconds between two looks at how far the child is."""

_CPU_SIGNALS = (getattr(signal, "SIGXCPU", 0), getattr(signal, "SIGKILL", 9))


def in_child(job: dict[str, Any], folder: Path, limits: Limits, watch: Watch | None = None) -> dict[str, Any]:
    """Do a job in a child process and return its answer.

    The job names its `files`.  Raises MappingError or ImportRefused as the child does, ImportRefused where it dies,
    hangs or needs too much, and ImportStopped where the watch asks to stop.
    """
    line = json.dumps({**job, "folder": str(folder), "limits": limits.to_json()})
    process = subprocess.Popen(
        [sys.executable, "-m", "leadscore.importing.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=None if os.environ.get("LEADSCORE_TRACE") else subprocess.DEVNULL,
        env=_environment(),
        text=True,
    )
    try:
        code = _waited(process, line, limits, (folder, watch or Watch()))
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        (folder / PROGRESS).unlink(missing_ok=True)
    if code == NO_ROOM:
        raise ImportRefused(_no_room(folder, [Path(file) for file in job["files"]]))
    return _answer(code, folder, limits)


def _waited(process: subprocess.Popen[str], line: str, limits: Limits, watched: tuple[Path, Watch]) -> int:
    if process.stdin is None:
        raise ImportRefused("The process that reads files could not be started. Try again.")
    try:
        process.stdin.write(line + "\n")
        process.stdin.flush()
        return _watched(process, limits, *watched)
    except subprocess.TimeoutExpired as error:
        raise ImportRefused(
            f"Reading took longer than {limits.wall_seconds:g} seconds and was stopped. Nothing was imported. "
            "Split the file, or allow more time."
        ) from error
    except BrokenPipeError:
        return process.wait(timeout=limits.wall_seconds)
    finally:
        _closed(process)


def _watched(process: subprocess.Popen[str], limits: Limits, folder: Path, watch: Watch) -> int:
    """The exit code; until then whoever waits is told how far it is, and asked whether to stop."""
    ends, told = time.monotonic() + limits.wall_seconds, None
    while True:
        left = ends - time.monotonic()
        try:
            return process.wait(timeout=max(min(left, _LOOKS), 0))
        except subprocess.TimeoutExpired:
            if left <= 0:
                raise
        if watch.stopped:
            raise ImportStopped(STOPPED)
        if watch.on_progress is not None and (progress := read_progress(folder)) not in (None, told):
            told = progress
            watch.on_progress(progress)


def _closed(process: subprocess.Popen[str]) -> None:
    try:
        if process.stdin is not None:
            process.stdin.close()
    except BrokenPipeError:
        return


def _answer(code: int, folder: Path, limits: Limits) -> dict[str, Any]:
    file = folder / ANSWER
    if code not in (0, REFUSED) or not file.is_file():
        raise ImportRefused(f"{_accident(code, limits)} Nothing was imported. Split the file, or export it again.")
    answer: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    file.unlink()
    if code == REFUSED:
        raise _ERRORS[answer["error"]](answer["message"])
    return answer


def _no_room(folder: Path, files: list[Path]) -> str:
    """What to do about a full disk; what the child had written there counts as free, since it goes."""
    taken = sum(each.stat().st_size for each in folder.rglob("*") if each.is_file())
    free, wanted = shutil.disk_usage(folder).free + taken, ROOM * sum(file.stat().st_size for file in files)
    found = f", and {free / MB:,.1f} MB were free" if free < wanted else ""
    return (
        f"The disk of {folder.parent}, or your share of it, is full: reading these files takes up to about "
        f"{wanted / MB:,.1f} MB there, more where they are packed{found}. Nothing was imported. Make room there, or "
        "move the workspace to a larger disk, then import again."
    )


def _accident(code: int, limits: Limits) -> str:
    if -code in _CPU_SIGNALS:
        return f"Reading needed more than {limits.cpu_seconds} seconds of processor time or more memory than there is."
    return f"Reading stopped by itself (code {code}); it may use {limits.memory / MB:,.0f} MB of memory."


def _environment() -> dict[str, str]:
    root = str(Path(leadscore.__file__).parent.parent)
    return {**os.environ, "PYTHONPATH": os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])}
