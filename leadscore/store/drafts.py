"""Drafts of the model as files in a workspace: listed, read, and saved without overwriting what somebody else saved."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from leadscore.errors import StoreError, UsageError
from leadscore.store.workspace import Workspace

ENDING = ".yaml"
LONGEST_NAME = 60


def names(workspace: Workspace) -> tuple[str, ...]:
    """The names of the saved drafts, in alphabetical order."""
    if not workspace.drafts.is_dir():
        return ()
    return tuple(sorted(file.stem for file in workspace.drafts.iterdir() if file.suffix == ENDING))


def path(workspace: Workspace, name: str) -> Path:
    """Where a draft of that name lies; UsageError for a name that is no plain file name."""
    plain = all(letter.isalnum() or letter in " _-" for letter in name)
    if not name.strip() or name != name.strip() or not plain or len(name) > LONGEST_NAME:
        raise UsageError(
            f"A draft is named with letters, digits, spaces, _ and -, {LONGEST_NAME} at most; '{name[:80]}' is not."
        )
    return workspace.drafts / f"{name}{ENDING}"


def state(workspace: Workspace, name: str) -> str | None:
    """A fingerprint of a saved draft, to tell later whether somebody changed it; None where there is none."""
    file = path(workspace, name)
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else None


def save(workspace: Workspace, name: str, text: str, expected: str | None) -> str:
    """Save a draft and return its new state.

    `expected` is the state that the saver saw (None: there was none).  Raises StoreError, and changes nothing, where
    the file is another by now or cannot be written.
    """
    file = path(workspace, name)
    if state(workspace, name) != expected:
        raise StoreError(
            f"The draft '{name}' was saved by somebody else meanwhile. Open it to see their points, "
            "or save yours under another name."
        )
    unfinished = file.with_name(f".{file.name}.{os.getpid()}.new")
    try:
        workspace.drafts.mkdir(exist_ok=True)
        with unfinished.open("w", encoding="utf-8") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
        unfinished.replace(file)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise StoreError(f"The draft '{name}' cannot be saved: {error.strerror}. Make room, then try again.") from error
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
