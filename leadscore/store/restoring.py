"""Bringing a backup back: everything is held against the backup's checksums before anything is put in place."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from leadscore.errors import StoreError
from leadscore.store import known_backups, lock, snapshots
from leadscore.store.backup_contents import Contents, not_whole, pour, read_contents
from leadscore.store.known_backups import RESTORED, SET_ASIDE, KnownBackup
from leadscore.store.state.state import inspect as inspect_state
from leadscore.store.state.state import is_in_use
from leadscore.store.workspace import Workspace, find


@dataclass(frozen=True, slots=True)
class Restored:
    """Where a backup was brought back, what it held, and where the workspace went that gave way to it."""

    workspace: Workspace
    contents: Contents
    set_aside: Path | None


def restore(file: Path, folder: Path, at: datetime, replace: bool = False) -> Restored:
    """Bring a backup back as a workspace; every checksum is held against the backup before anything is put in place.

    A workspace that is there already is left alone, unless `replace` is said: then it is set aside under another name.
    Raises StoreError, and changes nothing, for a damaged backup or a workspace that another program has open.
    """
    source, target = file.expanduser().absolute(), folder.expanduser().absolute()
    contents = read_contents(source)
    _refuse_occupied(source, target, replace)
    staging = target.with_name(f".{target.name}.restoring")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _alone(staging):
            _extract(source, contents, staging)
            _verify(source, contents, Workspace(staging))
            aside = _aside(target, at) if replace and target.exists() and not _is_empty(target) else None
            _note(Workspace(staging), _origin(source, contents, at), Workspace(target), aside)
            _refuse_occupied(source, target, replace)
            _put(staging, target, aside)
    except OSError as error:
        raise StoreError(
            f"'{target}' could not be written ({error.strerror}), so nothing was restored. Make room or mend its "
            "permissions."
        ) from error
    return Restored(find(target), contents, aside)


def _refuse_occupied(source: Path, target: Path, replace: bool) -> None:
    if target.is_dir() and not _is_empty(target):
        if not (target / "data").is_dir():
            raise StoreError(f"{target} holds other files. Name a new or empty folder for the workspace.")
        if not replace:
            raise StoreError(
                f"{target} is a workspace already. Nothing was changed. To put the backup in its place and keep what "
                f"is there under another name: leadscore restore {source} {target} --replace"
            )
        if is_in_use(Workspace(target)) or _is_importing(Workspace(target)):
            raise StoreError(f"{target} is open in another program, the dashboard perhaps. Stop it, then restore.")
    elif target.exists() and not target.is_dir():
        raise StoreError(f"{target} is a file. Name a folder for the workspace.")


def _is_empty(target: Path) -> bool:
    """Whether a folder holds no file at all: new, or just made by `leadscore init`."""
    lock_file = Workspace(target).import_lock
    return not any(each != lock_file and not each.is_dir() for each in target.rglob("*"))


def _is_importing(place: Workspace) -> bool:
    try:
        with snapshots.alone(place, "a look before a restore"):
            return False
    except lock.Held:
        return True


def _extract(file: Path, contents: Contents, staging: Path) -> None:
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(mode=0o700)
    free = shutil.disk_usage(staging).free
    if contents.bytes > free:
        raise StoreError(f"The backup needs {contents.bytes:,} bytes, the disk has {free:,}. Make room, then restore.")
    try:
        with zipfile.ZipFile(file) as archive:
            for name, expected in contents.files.items():
                _extract_one(archive, name, expected, staging)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise not_whole(file) from error
    (staging / "data").mkdir(mode=0o700, exist_ok=True)
    (staging / "drafts").mkdir(exist_ok=True)


def _extract_one(archive: zipfile.ZipFile, name: str, expected: tuple[int, str], staging: Path) -> None:
    target = staging / name
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with archive.open(name) as source, target.open("xb") as opened:
        if pour(source, opened, most=expected[0]) != expected:
            raise ValueError("not what was written")
        opened.flush()
        os.fsync(opened.fileno())
    if name == "state.sqlite":
        target.chmod(0o600)


def _verify(file: Path, contents: Contents, staged: Workspace) -> None:
    """The files are those of the backup; are they also a workspace?"""
    wrong = snapshots.verify(staged) if snapshots.has_data(staged) else []
    found = inspect_state(staged)
    if found is not None and (found.wrong or found.head != contents.head):
        wrong.append("the state")
    if wrong:
        raise not_whole(file)
    for left in staged.folder.glob("state.sqlite-*"):
        left.unlink()


def _aside(target: Path, at: datetime) -> Path:
    aside = target.with_name(f"{target.name}.before-restore-{at:%Y%m%d-%H%M%S}")
    if aside.exists():
        raise StoreError(f"{aside} exists already. Move it away, then restore again.")
    return aside


def _origin(source: Path, contents: Contents, at: datetime) -> KnownBackup:
    size, sha256 = source.stat().st_size, snapshots.checksum(source)
    return KnownBackup(RESTORED, at, str(source), size, sha256, contents.head.entries, contents.head.hash)


def _note(staged: Workspace, origin: KnownBackup, before: Workspace, aside: Path | None) -> None:
    """The new workspace knows the copies that there are: those of the backup, of what gave way, and both of them."""
    known = {each.to_line(): each for each in known_backups.listed(staged)}
    if aside is not None:
        known |= {each.to_line(): each for each in known_backups.listed(before)}
        listed = KnownBackup(SET_ASIDE, origin.at, str(aside), 0, "", 0, "")
        known[listed.to_line()] = listed
    staged.backups.unlink(missing_ok=True)
    for each in (*known.values(), origin):
        known_backups.add(staged, each)


def _put(staging: Path, target: Path, aside: Path | None) -> None:
    for folder in (staging, *(each for each in staging.rglob("*") if each.is_dir())):
        snapshots.force_folder(folder)
    if aside is not None:
        target.rename(aside)
    elif target.exists():
        shutil.rmtree(target)
    try:
        staging.rename(target)
    except OSError:
        if aside is not None:
            aside.rename(target)
        raise
    snapshots.force_folder(target.parent)


@contextmanager
def _alone(staging: Path) -> Iterator[None]:
    """One restore into a place at a time; what it leaves half done is removed."""
    note = staging.with_name(f"{staging.name}.lock")
    with lock.held(note, f"process {os.getpid()}", "Another restore into that place is running"):
        try:
            yield
        finally:
            shutil.rmtree(staging, ignore_errors=True)
            note.unlink(missing_ok=True)
