"""What a backup says of itself: one file that holds a whole workspace, and a list of what is in it with checksums."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from leadscore.errors import StoreError
from leadscore.store.state import Head

FORMAT = 1
CONTENTS = "backup.json"
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup says of itself: when it was made (naive UTC), each file's length and SHA-256, the chain's head."""

    made_at: datetime
    files: dict[str, tuple[int, str]]
    head: Head

    @property
    def bytes(self) -> int:
        """Bytes of all files together."""
        return sum(length for length, _ in self.files.values())

    def to_json(self) -> str:
        """The contents as the text that is kept in the backup, with a digest of their own."""
        said = {
            "format": FORMAT,
            "made_at": self.made_at.isoformat(timespec="microseconds"),
            "files": {name: list(entry) for name, entry in sorted(self.files.items())},
            "entries": self.head.entries,
            "head": self.head.hash,
        }
        return json.dumps({**said, "digest": _digest(said)}, indent=1, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Contents:
        """Read them; ValueError, KeyError, TypeError or AttributeError where they are damaged."""
        said = json.loads(text)
        digest = said.pop("digest")
        if said["format"] != FORMAT:
            raise ValueError("it was made by a newer leadscore")
        if digest != _digest(said):
            raise ValueError("its list of contents is not what was written")
        files = {name: (int(length), str(sha256)) for name, (length, sha256) in said["files"].items()}
        return cls(datetime.fromisoformat(said["made_at"]), files, Head(said["entries"], said["head"]))


def read_contents(file: Path) -> Contents:
    """What a backup says of itself; StoreError where it is none or is damaged."""
    try:
        with zipfile.ZipFile(file) as archive:
            contents = Contents.from_json(archive.read(CONTENTS).decode("utf-8"))
            names = [name for name in archive.namelist() if name != CONTENTS]
    except FileNotFoundError as error:
        raise StoreError(f"There is no backup '{file}'. Check the path.") from error
    except OSError as error:
        raise StoreError(f"The backup '{file}' cannot be read: {error.strerror}.") from error
    except (zipfile.BadZipFile, ValueError, KeyError, TypeError, AttributeError, NotImplementedError) as error:
        raise not_whole(file) from error
    if sorted(names) != sorted(contents.files) or not all(_is_ours(name) for name in names):
        raise not_whole(file)
    return contents


def pour(source: IO[bytes], target: IO[bytes], most: int | None = None) -> tuple[int, str]:
    """Copy, and return length and SHA-256; ValueError beyond `most` bytes."""
    hashed, length = hashlib.sha256(), 0
    while piece := source.read(_PIECE):
        length += len(piece)
        if most is not None and length > most:
            raise ValueError("longer than it says")
        hashed.update(piece)
        target.write(piece)
    return length, hashed.hexdigest()


def not_whole(file: Path) -> StoreError:
    """The error for a backup that cannot be trusted."""
    return StoreError(
        f"'{file}' is a damaged backup, or none of leadscore, or one of a newer leadscore. Nothing was changed: take "
        "another backup, or update leadscore."
    )


def _is_ours(name: str) -> bool:
    """Whether a name in a backup is one that we write: nothing leads out of the workspace."""
    path = PurePosixPath(name)
    if "\\" in name or ":" in name or path.is_absolute() or ".." in path.parts or path.as_posix() != name:
        return False
    single = ("model.yaml", "state.sqlite", "backups.jsonl", "data/CURRENT")
    return name in single or (path.parts[0] in ("drafts", "mappings") and len(path.parts) == 2) or _in_snapshot(path)


def _in_snapshot(path: PurePosixPath) -> bool:
    return path.parts[0] == "data" and len(path.parts) == 3 and path.parts[1].partition("-")[0].isdecimal()


def _digest(said: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode("ascii")).hexdigest()
