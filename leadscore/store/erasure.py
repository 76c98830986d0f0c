"""Forgetting a lead: out of every kept snapshot, the uploads, the refused rows and the state, down to the bytes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from leadscore.errors import StoreError
from leadscore.store import known_backups, snapshots
from leadscore.store.known_backups import KnownBackup
from leadscore.store.rewriting import Rewritten, Search
from leadscore.store.state import State
from leadscore.store.words import Words
from leadscore.store.workspace import Workspace, find


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased: from the snapshots, uploaded files, rows of the state; what still names the lead and only a
    person can change; and the copies to destroy."""

    data: Rewritten
    uploaded_files: int
    state_rows: int
    remaining: tuple[str, ...]
    copies: tuple[KnownBackup, ...]

    @property
    def anything(self) -> bool:
        """Whether the lead was here at all."""
        return bool(sum(self.data.rows.values()) or self.data.refused_rows or self.state_rows)


def forget(workspace: Workspace | Path | str, lead_id: str, at: datetime) -> Erased:
    """Erase a lead for good.  Interrupted, it can be run again; StoreError where something could not be removed."""
    place = find(workspace)
    try:
        with snapshots.writing(place, at) as staging, Search(place, lead_id) as search:
            return _forget(place, search, staging, at)
    except duckdb.Error as error:
        raise StoreError(
            f"The tables of {place.folder} could not be written anew to the end. Make room, or see whether they are "
            f"whole: leadscore check {place.folder}. Then run it again; until then something may be left."
        ) from error


def _forget(place: Workspace, search: Search, staging: Path, at: datetime) -> Erased:
    traces = search.traces()
    state_rows = _forget_state(place, search.words, at)
    uploaded = _remove_uploads(place) if traces or state_rows else 0
    _remove_mappings(place, search.words)
    data = search.rewrite(traces, staging)  # last: until then an interrupted call can be begun again
    remaining = (*_remaining(place, search.words), *search.others())
    copies = {each.file: each for each in known_backups.listed(place) if Path(each.file).exists()}
    return Erased(data, uploaded, state_rows, remaining, tuple(copies.values()))


def _remove_uploads(place: Workspace) -> int:
    """Files that wait for their import hold many people, and their owner still has them: all go."""
    if not place.uploads.is_dir():
        return 0
    files = sum(each.is_file() for each in place.uploads.rglob("*"))
    try:
        shutil.rmtree(place.uploads)
    except OSError as error:
        raise StoreError(
            f"{place.uploads} could not be removed ({error.strerror}). Mend its permissions, then run it again."
        ) from error
    return files


def _remove_mappings(place: Workspace, words: Words) -> None:
    """Kept mappings that name the lead go; the next import keeps its own again."""
    for file in sorted(place.mappings.glob("*")) if place.mappings.is_dir() else ():
        if words.are_in(file.read_text(encoding="utf-8", errors="replace")):
            file.unlink()


def _forget_state(place: Workspace, words: Words, at: datetime) -> int:
    if not place.state.exists():
        return 0
    with State.open(place) as state:
        return state.forget(words.lead_id, words, at)


def _remaining(place: Workspace, words: Words) -> Iterator[str]:
    """What still names the lead after all: only a person can tell what to do about it."""
    kept = sorted(place.drafts.iterdir()) if place.drafts.is_dir() else []
    for file in (place.model, *kept):
        if file.is_file() and words.are_in(file.read_text(encoding="utf-8", errors="replace")):
            yield f"{file} names the lead"
    if place.state.exists():
        with State.open(place) as state:
            yield from _remaining_in_state(state, words)


def _remaining_in_state(state: State, words: Words) -> Iterator[str]:
    """Models, agreements and tries are kept for good, as they were."""
    for line in state.versions.lines():
        for version in state.versions.history(line.line):
            if words.are_in(version.document) or words.are_in(version.line):
                yield f"version {version.number} of '{version.line}' names the lead"
    for room in state.rooms.all():
        if any(words.are_in(each) for each in (room.title, room.line, room.document)):
            yield f"the workshop of {room.at:%Y-%m-%d} names the lead"
    for agreement in state.agreements.all():
        if words.are_in(agreement.document):
            yield f"the agreement of {agreement.at:%Y-%m-%d} names the lead"
    for tried in state.tries.all():
        if words.are_in(tried.document):
            yield f"a model that was looked at on {tried.at:%Y-%m-%d} names the lead"
