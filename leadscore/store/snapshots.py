"""Snapshots: immutable folders of tables, of which the file CURRENT names the one in use.

A snapshot is written beside the others under a name that no reader looks at, forced to disk, renamed, and only
then named in CURRENT, which is replaced in one step.  Whatever is interrupted, the old snapshot stays in use.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from leadscore.errors import StoreError
from leadscore.store import lock
from leadscore.store.manifest import Manifest
from leadscore.store.workspace import Workspace, find

MANIFEST = "manifest.json"
STAGING = ".staging-"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One snapshot of the history: its number, folder, manifest, and whether it is the one in use."""

    number: int
    folder: Path
    manifest: Manifest
    in_use: bool


def current(workspace: Workspace | Path | str) -> tuple[Path, Manifest]:
    """The folder and manifest of the snapshot in use; raises StoreError without data or with damaged data."""
    place = find(workspace)
    folder = _current_folder(place)
    if folder is None:
        raise StoreError(
            f"The workspace {place.folder} has no data yet. Import some: "
            f"leadscore import {place.folder} --mapping MAP.yaml"
        )
    return folder, _manifest(folder)


def has_data(workspace: Workspace | Path | str) -> bool:
    """Whether something was ever imported."""
    return _current_folder(find(workspace)) is not None


def history(workspace: Workspace | Path | str) -> tuple[Snapshot, ...]:
    """Every kept snapshot, oldest first."""
    place = find(workspace)
    in_use = _current_folder(place)
    return tuple(Snapshot(number, folder, _manifest(folder), folder == in_use) for number, folder in _numbered(place))


def verify(workspace: Workspace | Path | str) -> list[str]:
    """What is wrong with the files of the snapshot in use, a sentence each; an empty list when all is well."""
    try:
        folder, manifest = current(workspace)
    except StoreError as error:
        return [str(error)]
    return [finding for table in manifest.tables for finding in _table_findings(folder, table, manifest)]


def findings(snapshot: Snapshot) -> list[str]:
    """What is wrong with the files of any kept snapshot, a sentence each."""
    manifest = snapshot.manifest
    return [finding for table in manifest.tables for finding in _table_findings(snapshot.folder, table, manifest)]


@contextmanager
def writing(workspace: Workspace | Path | str, now: datetime | None = None) -> Iterator[Path]:
    """An empty staging folder of one's own, for one import at a time; gone afterwards unless published.

    Raises StoreError at once while another import holds the workspace.
    """
    place = find(workspace)
    staging = place.data / f"{STAGING}{uuid.uuid4().hex}"
    since = f" since {now:%Y-%m-%d %H:%M}" if now else ""
    try:
        with alone(place, f"process {os.getpid()}{since}"):
            try:
                _sweep(place)
                staging.mkdir(mode=0o700)
                yield staging
            finally:
                shutil.rmtree(staging, ignore_errors=True)
    except OSError as error:
        raise StoreError(
            f"The workspace {place.folder} could not be written ({error.strerror}). The data in use is unchanged. "
            "Make room or mend the permissions, then try again."
        ) from error


def publish(workspace: Workspace | Path | str, staging: Path, manifest: Manifest) -> Path:
    """Make the staged tables the snapshot in use and return its folder; call it inside `writing`.

    A snapshot that says and holds exactly the same as the one in use is dropped: the old folder is returned.
    """
    place = find(workspace)
    in_use = _current_folder(place) if place.current.exists() else None
    if in_use is not None and _holds(in_use, manifest):
        return in_use
    (staging / MANIFEST).write_text(manifest.to_json(), encoding="utf-8")
    _force_to_disk(staging)
    numbers = [number for number, _ in _numbered(place)]
    folder = place.data / f"{max(numbers, default=0) + 1}-{uuid.uuid4().hex}"
    staging.rename(folder)
    force_folder(place.data)
    _point_at(place, folder)
    return folder


def put_in_place(workspace: Workspace | Path | str, old: Snapshot, staging: Path, manifest: Manifest) -> Path:
    """Put a rewritten snapshot where an old one was, and remove the old one for good; call it inside `writing`.

    The number stays.  What an interrupted call had put there already is taken as it is.
    """
    place = find(workspace)
    (staging / MANIFEST).write_text(manifest.to_json(), encoding="utf-8")
    same = (folder for number, folder in _numbered(place) if number == old.number and folder != old.folder)
    folder = next((each for each in same if _holds(each, manifest)), None)
    if folder is None:
        _force_to_disk(staging)
        folder = place.data / f"{old.number}-{uuid.uuid4().hex}"
        staging.rename(folder)
        force_folder(place.data)
    if old.in_use:
        _point_at(place, folder)
    shutil.rmtree(old.folder)
    force_folder(place.data)
    return folder


def sweep(workspace: Workspace | Path | str) -> None:
    """Remove what interrupted imports left behind; no error where one runs, nobody may write, or all is lost."""
    place = find(workspace)
    try:
        with alone(place, "sweeping"):
            _sweep(place)
    except (StoreError, OSError):
        return


def alone(place: Workspace, note: str) -> AbstractContextManager[None]:
    """For the length of a block no other process imports, erases or backs up; `lock.Held` where one does already."""
    return lock.held(place.import_lock, note, f"Another import into {place.folder}, or a backup of it, is running")


def checksum(file: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _sweep(place: Workspace) -> None:
    """Under the lock nobody is writing: staging folders and never-used newer snapshots are left-overs."""
    for leftover in place.data.glob(f"{STAGING}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    (place.data / "CURRENT.new").unlink(missing_ok=True)
    in_use = _current_folder(place) if place.current.exists() else None
    if in_use is None:  # nobody knows which snapshot was in use: all stay
        return
    newest = _number(in_use.name)
    for number, folder in _numbered(place):
        if number > newest:
            shutil.rmtree(folder, ignore_errors=True)


def _holds(folder: Path, manifest: Manifest) -> bool:
    """Whether a snapshot is whole and says exactly the same; a damaged one is replaced by a new import."""
    try:
        held = _manifest(folder)
    except StoreError:
        return False
    if held.to_json() != manifest.to_json():
        return False
    return not any(_table_findings(folder, table, held) for table in held.tables)


def _current_folder(place: Workspace) -> Path | None:
    try:
        name = place.current.read_text(encoding="ascii").strip()
    except FileNotFoundError as error:
        if _numbered(place):
            raise _lost(place, "is missing") from error
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise _lost(place, "cannot be read") from error
    if not _number(name):
        raise _lost(place, "does not name a snapshot")
    return place.data / name


def _manifest(folder: Path) -> Manifest:
    try:
        return Manifest.from_json((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _damaged(folder / MANIFEST, "is missing or damaged") from error


def _table_findings(folder: Path, table: str, manifest: Manifest) -> list[str]:
    file = folder / f"{table}.parquet"
    try:
        if not file.is_file():
            return [f"{file} is missing. Import the data again, or restore a backup."]
        if checksum(file) != manifest.tables[table].sha256:
            return [f"{file} was changed since it was imported. Import the data again, or restore a backup."]
    except OSError as error:
        return [f"{file} cannot be read ({error.strerror}). Mend its permissions or its disk."]
    return []


def _numbered(place: Workspace) -> list[tuple[int, Path]]:
    try:
        folders = [folder for folder in place.data.iterdir() if _number(folder.name) and folder.is_dir()]
    except OSError as error:
        raise StoreError(
            f"{place.data} cannot be read ({error.strerror}). Mend its permissions; then run: "
            f"leadscore check {place.folder}"
        ) from error
    return sorted((_number(folder.name), folder) for folder in folders)


def _number(name: str) -> int:
    """The number at the head of a snapshot's name; 0 where it is no such name."""
    head, dash, tail = name.partition("-")
    return int(head) if dash and head.isdecimal() and tail.isalnum() else 0


def _point_at(place: Workspace, folder: Path) -> None:
    new = place.data / "CURRENT.new"
    new.write_text(folder.name, encoding="ascii")
    _force_file(new)
    new.replace(place.current)
    force_folder(place.data)


def _force_to_disk(folder: Path) -> None:
    for file in folder.iterdir():
        _force_file(file)
    force_folder(folder)


def _force_file(file: Path) -> None:
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())


def force_folder(folder: Path) -> None:
    """Put the names in a folder on the disk."""
    if os.name == "nt":  # folders cannot be opened there; renames are journaled
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _lost(place: Workspace, what: str) -> StoreError:
    kept = [folder.name for _, folder in _numbered(place)]
    mend = f"Write the name of one of its neighbours into it, the latest is {kept[-1]}" if kept else "Delete it"
    return StoreError(f"{place.current} {what}. {mend}; then run: leadscore check {place.folder}")


def _damaged(path: Path, what: str) -> StoreError:
    return StoreError(f"{path} {what}. Import the data again, or restore a backup.")
