"""Is everything in a workspace what was written?  Tables by their checksums, the state by its chain and backups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from leadscore.errors import StoreError
from leadscore.store import known_backups, snapshots
from leadscore.store.backup_contents import read_contents
from leadscore.store.known_backups import KnownBackup
from leadscore.store.state import Head
from leadscore.store.state.integrity import Found, Kept
from leadscore.store.state.state import inspect
from leadscore.store.workspace import Workspace, find


@dataclass(frozen=True, slots=True)
class Checkup:
    """What is wrong, a sentence each; what a reader should know; and how the state stands (None: there is none)."""

    findings: tuple[str, ...]
    notices: tuple[str, ...]
    state: Found | None

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


def check(workspace: Workspace | Path | str) -> Checkup:
    """Look at everything in a workspace and change nothing; raises StoreError only where there is no workspace."""
    place = find(workspace)
    data = snapshots.verify(place)
    notices: list[str] = []
    try:
        found = inspect(place, tuple(_kept(place, notices)))
    except StoreError as error:
        return Checkup((*data, str(error)), tuple(notices), None)
    if found is None:
        return Checkup(tuple(data), tuple(notices), None)
    notices += [f"{place.state}: {notice}." for notice in found.notices]
    wrong = [f"{place.state}: {each}." for each in found.wrong]
    if wrong:
        wrong[-1] += f" {known_backups.way_back(place)}"
    return Checkup((*data, *wrong), tuple(notices), found)


def _kept(place: Workspace, notices: list[str]) -> Iterator[Kept]:
    """Heads as backups keep them; where a backup is gone, as the list does."""
    for listed in known_backups.of_this_history(place):
        head = Head(listed.entries, listed.head)
        if listed.is_there:
            head = _head_in(listed, notices) or head
        if head.entries:
            yield Kept(head, f"backup {listed.file}")


def _head_in(listed: KnownBackup, notices: list[str]) -> Head | None:
    try:
        return read_contents(Path(listed.file)).head
    except StoreError as error:
        notices.append(str(error))
        return None
