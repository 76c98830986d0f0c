"""Mappings that were imported with, kept in the workspace: next month the same export is recognised by its headers."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import permutations, product
from pathlib import Path
from typing import Any

from leadscore.errors import StoreError
from leadscore.importing.mappings import renamed
from leadscore.importing.proposing.inspection import FileInspection, Inspection
from leadscore.store.workspace import Workspace, find

LIKE = 0.5
"""The share of all column names that two files must have in common to be months of the same export."""

_MOST_WAYS = 5
"""Files whose every order is tried; beyond that each goes to what it is most like."""


@dataclass(frozen=True, slots=True)
class Read:
    """One file as an import read it: its columns, those the mapping needs, and the words of columns of few words."""

    name: str
    columns: tuple[str, ...]
    needed: tuple[str, ...]
    words: dict[str, tuple[str, ...]]
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """A mapping with the files that it was imported with, and when (naive UTC)."""

    mapping: str
    files: tuple[Read, ...]
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Recognised:
    """A saved mapping for files that look like those of its import: its text names the new files.

    `changed` are sentences about what a person should see first: columns that are gone, words that were never seen.
    `added` are those that stand in nobody's way: columns that are new, and what was said of then only.  `at` is
    when the mapping was last imported with (naive UTC).
    """

    mapping: str
    at: datetime | None
    changed: tuple[str, ...]
    added: tuple[str, ...]

    @property
    def as_last_time(self) -> bool:
        """Whether nothing stands in the way of importing at once."""
        return not self.changed


def keep(workspace: Workspace | Path | str, saved: Saved) -> Path:
    """Keep a mapping in the workspace, in the place of an earlier one for the same headers; returns its file."""
    folder = find(workspace).mappings
    said = {**asdict(saved), "at": saved.at.isoformat() if saved.at else None}
    file = folder / f"{_signature(saved)}.json"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        new = file.with_suffix(".new")
        new.write_text(json.dumps(said, ensure_ascii=False, indent=1), encoding="utf-8")
        new.replace(file)
    except OSError as error:
        raise StoreError(
            f"The data are imported, but their mapping could not be kept in {folder} ({error.strerror}). "
            "Make room there; the next import keeps it again."
        ) from error
    return file


def kept(workspace: Workspace | Path | str) -> tuple[Saved, ...]:
    """Every mapping that is kept, the latest first; what cannot be read is left out."""
    folder = find(workspace).mappings
    found = [_read(file) for file in sorted(folder.glob("*.json"))] if folder.is_dir() else []
    whole = [saved for saved in found if saved is not None]
    return tuple(sorted(whole, key=lambda saved: saved.at or datetime.min, reverse=True))  # noqa: DTZ901 - naive UTC


def recognised(workspace: Workspace | Path | str, inspection: Inspection) -> Recognised | None:
    """The kept mapping that was made for such files, ready for these; None where there is none.

    Paths in its text are relative to the folder of the first file, as in a proposal.
    """
    fits = ((_fit(saved, inspection.files), saved) for saved in kept(workspace))
    found = max(((fit, saved) for fit, saved in fits if fit is not None), key=lambda each: each[0][0], default=None)
    if found is None:
        return None
    (_, pairs), saved = found
    folder = Path(inspection.files[0].file).parent
    names = {read.name: os.path.relpath(file.file, folder) for read, file in pairs}
    dialects = {read.name: (file.delimiter, file.encoding) for read, file in pairs}
    text, notes = renamed.renamed(saved.mapping, names, dialects)
    changed = [sentence for read, file in pairs for sentence in _changed(read, file)]
    unread = [file for file in inspection.files if file not in [each for _, each in pairs]]
    changed += [_unread(file) for file in unread if _proposed(file, inspection)]
    added = [sentence for read, file in pairs for sentence in _added(read, file)]
    added += [_unread(file) for file in unread if not _proposed(file, inspection)]
    return Recognised(text, saved.at, tuple(changed), (*notes, *added))


def _unread(file: FileInspection) -> str:
    return f"{Path(file.file).name}: the mapping of last time reads no such file"


def _proposed(file: FileInspection, inspection: Inspection) -> bool:
    """Whether a mapping made anew would read the file: what it leaves out as well stands in nobody's way."""
    said = (line for line in inspection.mapping.splitlines() if not line.lstrip().startswith("#"))
    return any(Path(file.file).name in line for line in said)


def _signature(saved: Saved) -> str:
    headers = sorted(sorted({_folded(column) for column in read.columns}) for read in saved.files)
    return hashlib.sha256(json.dumps(headers).encode()).hexdigest()[:16]


def _read(file: Path) -> Saved | None:
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        at = datetime.fromisoformat(said["at"]) if said["at"] else None
        return Saved(said["mapping"], tuple(_file(each) for each in said["files"]), at)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _file(said: dict[str, Any]) -> Read:
    words = {column: tuple(words) for column, words in said["words"].items()}
    return Read(said["name"], tuple(said["columns"]), tuple(said["needed"]), words, said.get("sheet"))


def _fit(saved: Saved, files: Sequence[FileInspection]) -> tuple[float, tuple[tuple[Read, FileInspection], ...]] | None:
    """How well files fit those of a saved mapping, and which is which; None where one of its files has no like."""
    if len(files) < len(saved.files) or not saved.files:
        return None
    best: tuple[float, tuple[tuple[Read, FileInspection], ...]] | None = None
    for order in _orders(saved.files, files):
        pairs = tuple(zip(saved.files, order, strict=True))
        likes = [_like(read, file) for read, file in pairs]
        if min(likes) >= LIKE and (best is None or sum(likes) > best[0]):
            best = sum(likes), pairs
    return best and (best[0] / len(files), best[1])


def _orders(read: Sequence[Read], files: Sequence[FileInspection]) -> Iterator[Sequence[FileInspection]]:
    if len(files) <= _MOST_WAYS:
        yield from permutations(files, len(read))
    else:
        yield _most_alike(read, files)


def _most_alike(read: Sequence[Read], files: Sequence[FileInspection]) -> Sequence[FileInspection]:
    """For each file of last time one of the new ones: the pairs that are most alike first, among equals in order."""
    pairs = product(range(len(read)), range(len(files)))
    likes = {(first, second): _like(read[first], files[second]) for first, second in pairs}
    chosen: dict[int, int] = {}
    for first, second in sorted(likes, key=lambda pair: (-likes[pair], pair)):
        if first not in chosen and second not in chosen.values():
            chosen[first] = second
    return [files[chosen[place]] for place in range(len(read))]


def _like(read: Read, file: FileInspection) -> float:
    """The share of all column names that both have."""
    before, now = ({_folded(name) for name in names} for names in (read.columns, [c.name for c in file.columns]))
    return len(before & now) / max(len(before | now), 1)


def _changed(read: Read, file: FileInspection) -> Iterator[str]:
    name, columns = Path(file.file).name, {column.name: column for column in file.columns}
    for gone in [each for each in read.needed if each not in columns]:
        yield f"{name}: the column '{gone}' is gone, and the mapping needs it"
    for column, words in read.words.items():
        seen = {_folded(word) for word in words}
        new = [word for word, _ in (columns[column].words if column in columns else ()) if _folded(word) not in seen]
        if new:
            listed = ", ".join(f"'{word}'" for word in new[:5]) + (" ..." if len(new) > 5 else "")
            yield f"{name}: '{column}' has words that were not there last time: {listed}"
    if read.sheet is not None and file.sheets and read.sheet not in file.sheets:
        yield f"{name}: the sheet '{read.sheet}' is gone"


def _added(read: Read, file: FileInspection) -> Iterator[str]:
    known = {_folded(column) for column in read.columns}
    new = [column.name for column in file.columns if _folded(column.name) not in known and column.filled]
    if new:
        listed = ", ".join(f"'{name}'" for name in new[:8]) + (" ..." if len(new) > 8 else "")
        yield f"{Path(file.file).name}: {listed} {'is' if len(new) == 1 else 'are'} new"


def _folded(text: str) -> str:
    return text.strip().lower()
