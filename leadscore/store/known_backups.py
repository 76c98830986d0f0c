"""The backups that were made of a workspace: where they lie, and where the audit chain stood in each.

A file beside the state and not in it: it is wanted most when the state is damaged.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from leadscore.errors import StoreError
from leadscore.store.workspace import Workspace

MADE, RESTORED, SET_ASIDE = "made", "restored", "set aside"


@dataclass(frozen=True, slots=True)
class KnownBackup:
    """One line of the list: a backup that was made, one that was restored here, or a workspace that gave way to it.

    `at` is naive UTC; entries and head say where the audit chain ended in it (0 and "" for no state).
    """

    event: str
    at: datetime
    file: str
    bytes: int
    sha256: str
    entries: int
    head: str

    @property
    def is_there(self) -> bool:
        """Whether the file is where it was made, at its full length."""
        try:
            return Path(self.file).stat().st_size == self.bytes
        except OSError:
            return False

    def to_line(self) -> str:
        """The backup as a line of the list."""
        return json.dumps({**asdict(self), "at": self.at.isoformat(timespec="microseconds")}, sort_keys=True)

    @classmethod
    def from_line(cls, line: str) -> KnownBackup:
        """Read a line; ValueError, KeyError or TypeError where it is damaged."""
        document = json.loads(line)
        return cls(**{**document, "at": datetime.fromisoformat(document["at"])})


def listed(place: Workspace) -> tuple[KnownBackup, ...]:
    """Every line that can be read, in the order of the list."""
    try:
        lines = place.backups.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return ()
    found = []
    for line in lines:
        try:
            found.append(KnownBackup.from_line(line))
        except (ValueError, KeyError, TypeError):
            continue  # a torn or flipped line takes no other with it
    return tuple(found)


def add(place: Workspace, backup: KnownBackup) -> None:
    """Put a backup on the list and the list on the disk."""
    try:
        handle = os.open(place.backups, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(handle, f"{backup.to_line()}\n".encode())
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        raise StoreError(
            f"The backup could not be put on the list {place.backups} ({error.strerror}). Make room or mend the "
            "permissions, then make it again."
        ) from error


def of_this_history(place: Workspace) -> tuple[KnownBackup, ...]:
    """The backups whose chain must be a part of this workspace's: those since the last restore, and that one."""
    every = [each for each in listed(place) if each.event != SET_ASIDE]
    restores = [position for position, each in enumerate(every) if each.event == RESTORED]
    return tuple(every[restores[-1] :] if restores else every)


def way_back(place: Workspace) -> str:
    """A sentence that names the last good backup and how to bring it back."""
    good = [each for each in of_this_history(place) if each.is_there]
    if not good:
        return "No backup of it is known on this machine; if you have one: leadscore restore BACKUP WORKSPACE"
    last = max(good, key=lambda each: (each.entries, each.at))
    return (
        f"The last good backup is {last.file} of {last.at:%Y-%m-%d %H:%M} UTC: "
        f"leadscore restore {last.file} {place.folder} --replace"
    )
