"""The files of a folder that can be brought: plain files that the folder itself holds, never what a link leads to."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from leadscore.errors import ImportRefused

ENDINGS = (".csv", ".tsv", ".txt", ".gz", ".xlsx", ".xls", ".parquet", ".jsonl", ".ndjson", ".json")
MOST = 50
"""Files that are looked at together."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The files that can be brought, by name, and the names of the others with the reason."""

    files: tuple[Path, ...]
    left: tuple[tuple[str, str], ...]


def listed(folder: Path) -> Listed:
    """What a folder holds; raises ImportRefused where it is none, cannot be read or holds too much."""
    if not folder.is_absolute():
        raise ImportRefused("Name the folder from the root, like /home/me/exports.")
    try:
        entries = sorted(os.scandir(folder.resolve(strict=True)), key=lambda entry: entry.name)
    except OSError as error:
        raise ImportRefused(
            f"That folder cannot be read ({error.strerror}). Check its path and its permissions."
        ) from error
    judged = [(entry, _why_not(entry)) for entry in entries if not entry.name.startswith(".")]
    files = tuple(Path(entry.path) for entry, why in judged if why is None)
    if len(files) > MOST:
        raise ImportRefused(
            f"That folder holds {len(files):,} files; {MOST} can be brought together. Name a smaller one."
        )
    return Listed(files, tuple((entry.name, why) for entry, why in judged if why is not None))


def _why_not(entry: os.DirEntry[str]) -> str | None:
    """Why an entry cannot be brought; None where it can."""
    if entry.is_symlink():
        return "a link, which is not followed"
    if entry.is_dir():
        return "a folder of its own"
    if not stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode):
        return "no plain file"
    if not entry.name.lower().endswith(ENDINGS):
        return "no kind of file that is read here"
    return None if os.access(entry.path, os.R_OK) else "it may not be read"
