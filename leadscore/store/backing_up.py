"""Making a backup: every kept file of a workspace, and a copy of its state, in one file that is whole or not there."""

from __future__ import annotations

import os
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from leadscore.errors import StoreError, UsageError
from leadscore.store import known_backups, snapshots
from leadscore.store.backup_contents import CONTENTS, Contents, pour, read_contents
from leadscore.store.known_backups import MADE, KnownBackup
from leadscore.store.state import Head
from leadscore.store.state.state import copy_to
from leadscore.store.workspace import Workspace, find


def back_up(workspace: Workspace | Path | str, file: Path, at: datetime) -> Contents:
    """Write a backup of everything that is kept; it is there whole, or not at all.

    Raises UsageError for a file that exists or belongs to the workspace, StoreError for a damaged workspace.
    """
    place, target = find(workspace), file.expanduser().absolute()
    if target.exists() or place.keeps(target):
        raise UsageError(f"'{target}' exists already or belongs to the workspace. Name a new file for the backup.")
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.new")
    copy = target.with_name(f".{target.name}.{os.getpid()}.state")
    try:
        with _unchanging(place, at):
            head = copy_to(place, copy)
            contents = _write(place, copy, head, unfinished, at)
        read_contents(unfinished)
        unfinished.rename(target)
        snapshots.force_folder(target.parent)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(
            f"The backup '{target}' could not be written ({getattr(error, 'strerror', None) or 'no room for it'}). "
            "Make room or choose another place."
        ) from error
    finally:
        for left in (unfinished, copy):
            left.unlink(missing_ok=True)
    if os.access(place.folder, os.W_OK):  # a backup of a read-only disk is wanted most, and listed nowhere
        size, sha256 = target.stat().st_size, snapshots.checksum(target)
        known_backups.add(place, KnownBackup(MADE, at, str(target), size, sha256, head.entries, head.hash))
    return contents


def _write(place: Workspace, copy: Path, head: Head, target: Path, at: datetime) -> Contents:
    files = dict(_kept(place))
    if copy.exists():
        files["state.sqlite"] = copy
    with zipfile.ZipFile(target, "x", zipfile.ZIP_STORED, allowZip64=True) as archive:
        written = {name: _add(archive, name, file) for name, file in files.items()}
        _refuse_damaged(place, written)
        contents = Contents(at, written, head)
        archive.writestr(_entry(CONTENTS), contents.to_json())
    with target.open("rb+") as opened:
        os.fsync(opened.fileno())
    return contents


def _kept(place: Workspace) -> Iterator[tuple[str, Path]]:
    """Every file of a workspace that is worth keeping; not the uploads, which their owner has, and no locks."""
    folders = [place.drafts, place.mappings, *(snapshot.folder for snapshot in snapshots.history(place))]
    inside = [file for folder in folders if folder.is_dir() for file in sorted(folder.iterdir())]
    for file in (place.model, place.current, place.backups, *inside):
        if file.is_file():
            yield file.relative_to(place.folder).as_posix(), file


def _add(archive: zipfile.ZipFile, name: str, file: Path) -> tuple[int, str]:
    with file.open("rb") as source, archive.open(_entry(name), "w", force_zip64=True) as target:
        return pour(source, target)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = 0o600 << 16
    return entry


def _refuse_damaged(place: Workspace, written: dict[str, tuple[int, str]]) -> None:
    """A backup of damaged tables would pass for a good one."""
    for snapshot in snapshots.history(place):
        for name, table in snapshot.manifest.tables.items():
            file = snapshot.folder / f"{name}.parquet"
            found = written.get(file.relative_to(place.folder).as_posix())
            if found is None or found[1] != table.sha256:
                raise StoreError(
                    f"{file} is missing or was changed since it was imported, so no backup was made. Import the data "
                    f"again{'' if snapshot.in_use else f', or delete the old snapshot {snapshot.folder}'}."
                )


@contextmanager
def _unchanging(place: Workspace, at: datetime) -> Iterator[None]:
    """No import and no erasure meanwhile; where nobody may write, none can come."""
    if not os.access(place.data, os.W_OK):
        yield
        return
    with snapshots.alone(place, f"a backup since {at:%Y-%m-%d %H:%M}"):
        yield
