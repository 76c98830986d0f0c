"""Files that a person brought: kept in the workspace until they are imported or let go."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import streamlit as st
from streamlit.typing import UploadedFile

from leadscore import importing
from leadscore.errors import StoreError
from leadscore.importing.inspection import Inspection
from pages._session import workspace

_BROUGHT = "_brought"
_BOX = "_box"


@dataclass(frozen=True, slots=True)
class Brought:
    """What was uploaded: where it lies, what it holds, and which uploads it came from."""

    folder: Path
    inspection: Inspection
    uploads: tuple[str, ...]


def box() -> str:
    """The key of the upload box: a new and empty one after each import."""
    return f"files {st.session_state.get(_BOX, 0)}"


def brought(files: Sequence[UploadedFile]) -> Brought:
    """The uploaded files on disk with their inspection; inspected once."""
    uploads = tuple(file.file_id for file in files)
    held: Brought | None = st.session_state.get(_BROUGHT)
    if held is not None and held.uploads == uploads:
        return held
    let_go()
    folder = workspace.workspace().uploads / f"{st.session_state.setdefault('_desk', _name_of_desk())}"
    try:
        with on_the_disk(folder):
            folder.mkdir(parents=True, exist_ok=True)
            paths = [_written(folder, place, file) for place, file in enumerate(files)]
    except StoreError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    made = Brought(folder, importing.inspect(paths), uploads)
    st.session_state[_BROUGHT] = made
    return made


def fresh_box() -> None:
    """Let the files go and offer an empty upload box."""
    let_go()
    st.session_state[_BOX] = st.session_state.get(_BOX, 0) + 1


def let_go() -> None:
    """Remove uploaded files from the disk."""
    held: Brought | None = st.session_state.pop(_BROUGHT, None)
    if held is not None:
        shutil.rmtree(held.folder, ignore_errors=True)


@contextmanager
def on_the_disk(folder: Path) -> Iterator[None]:
    """What cannot be kept there is said in words; raises StoreError."""
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"The files could not be kept in {folder.parent} ({error.strerror}). Make room there or mend its "
            "permissions, then choose the files again."
        ) from error


def _written(folder: Path, place: int, file: UploadedFile) -> Path:
    """The file under its own name where that is harmless, so that the mapping can be read."""
    kept = "".join(letter if letter.isalnum() or letter in "._- " else "_" for letter in Path(file.name).name)
    path = folder / (kept.lstrip(". ")[:100] or f"file-{place}")
    path = path if not path.exists() else folder / f"{place}-{path.name}"
    path.write_bytes(file.getbuffer())
    return path


def _name_of_desk() -> str:
    return f"{_now():%Y%m%d-%H%M%S-%f}"


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
