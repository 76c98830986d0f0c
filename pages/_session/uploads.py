"""Files that a person brought: kept in the workspace until they are imported or let go."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import streamlit as st
from streamlit.typing import UploadedFile

from leadscore import importing
from leadscore.errors import StoreError
from leadscore.importing.mappings.saved import Recognised
from leadscore.importing.proposing.inspection import Inspection
from pages._session import workspace

KEPT_AT_MOST = timedelta(days=1)
"""How long files lie in the workspace that were brought and neither imported nor let go."""

_BROUGHT = "_brought"
_BOX = "_box"
_FOLDER = "_named_folder"


@dataclass(frozen=True, slots=True)
class Brought:
    """What was brought: where it lies, what it holds, which uploads it came from, and a mapping of an earlier time."""

    folder: Path
    inspection: Inspection
    uploads: tuple[str, ...]
    recognised: Recognised | None = None

    @property
    def name(self) -> str:
        """Other files have another one; widgets of one bringing carry it in their keys."""
        return self.folder.name


def box() -> str:
    """The key of the upload box: a new and empty one after each import."""
    _forgotten_ones_gone(str(workspace.workspace().uploads), _now().date())
    return f"files {st.session_state.get(_BOX, 0)}"


def chosen() -> None:
    """Somebody chose other files, or took the last one away; a callback."""
    if not st.session_state.get(box()):
        let_go()


def still_held() -> Brought | None:
    """Files that were brought and lie here still, though the box forgot them while another tab was open."""
    held: Brought | None = st.session_state.get(_BROUGHT)
    return held if held is not None and named_folder() is None and held.folder.is_dir() else None


def brought(files: Sequence[UploadedFile]) -> Brought:
    """The uploaded files on disk with their inspection; inspected once."""
    uploads = tuple(file.file_id for file in files)
    held = _held(uploads)
    if held is not None:
        return held
    folder = _new_folder()
    with _kept_or_gone(folder), on_the_disk(folder):
        paths = [_written(folder, place, file) for place, file in enumerate(files)]
    return _looked_at(folder, paths, uploads)


def brought_from(files: Sequence[Path]) -> Brought:
    """Files of this machine, copied beside the uploads, with their inspection; inspected once."""
    uploads = tuple(str(file) for file in files)
    held = _held(uploads)
    if held is not None:
        return held
    folder = _new_folder()
    with _kept_or_gone(folder), on_the_disk(folder):
        paths = [Path(shutil.copyfile(file, folder / file.name)) for file in files]
    return _looked_at(folder, paths, uploads)


def name_folder(named: str | None) -> None:
    """Remember the folder of this machine whose files are looked at; None lets it go."""
    st.session_state[_FOLDER] = named


def named_folder() -> str | None:
    """The folder that was named."""
    named: str | None = st.session_state.get(_FOLDER)
    return named


def fresh_box() -> None:
    """Let the files go and offer an empty upload box."""
    let_go()
    name_folder(None)
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


def _held(uploads: tuple[str, ...]) -> Brought | None:
    """What was brought before, if it is the same; else it is let go."""
    held: Brought | None = st.session_state.get(_BROUGHT)
    if held is not None and held.uploads == uploads and held.folder.is_dir():
        return held
    let_go()
    return None


def _looked_at(folder: Path, paths: Sequence[Path], uploads: tuple[str, ...]) -> Brought:
    with _kept_or_gone(folder):
        found = importing.inspect(paths)
        made = Brought(folder, found, uploads, importing.recognised(workspace.workspace(), found))
    st.session_state[_BROUGHT] = made
    return made


def _new_folder() -> Path:
    folder = workspace.workspace().uploads / f"{_now():%Y%m%d-%H%M%S-%f}"
    with on_the_disk(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def _kept_or_gone(folder: Path) -> Iterator[None]:
    """Files that could not be taken do not stay behind."""
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


@st.cache_resource(max_entries=4, show_spinner=False)
def _forgotten_ones_gone(folder: str, today: date) -> None:
    """Remove what was brought by sessions that are long gone, such as a tab that was closed; once a day."""
    for left in Path(folder).glob("*"):
        with suppress(OSError):  # somebody else removes it
            touched = datetime.fromtimestamp(left.stat().st_mtime, UTC).date()
            if touched < today - KEPT_AT_MOST:
                shutil.rmtree(left)


def _written(folder: Path, place: int, file: UploadedFile) -> Path:
    """The file under its own name where that is harmless, so that the mapping can be read."""
    kept = "".join(letter if letter.isalnum() or letter in "._- " else "_" for letter in Path(file.name).name)
    path = folder / (kept.lstrip(". ")[:100] or f"file-{place}")
    path = path if not path.exists() else folder / f"{place}-{path.name}"
    path.write_bytes(file.getbuffer())
    return path


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
