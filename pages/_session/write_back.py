"""What goes back into the CRM: which model it is of, its first rows, the files, and a criteria sheet that came back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st
from streamlit.typing import UploadedFile

from leadscore.desk.queue import queue_lens
from leadscore.errors import LeadscoreError
from leadscore.evidence import Facts, Shelf, check, lens_of
from leadscore.exporting.criteria import write_criteria
from leadscore.exporting.criteria_reading import ReadCriteria, read_criteria
from leadscore.exporting.crm.crm_shapes import shape_of
from leadscore.exporting.crm.model_sheets import Line, sheet_lines, write_sheet
from leadscore.exporting.crm.vendors import VENDORS
from leadscore.exporting.crm.write_back import DRAFT, NOT_SIGNED, Origin, Row, WriteBack, Written
from leadscore.exporting.crm.write_back_files import as_download
from leadscore.exporting.sql import model_sql
from leadscore.model import Model, model_hash
from pages._session import draft, workspace
from pages._session.turns import Turns

TURNS = Turns("write_back")
SHOWN_ROWS = 10
_PREPARED = "_write_back_prepared"
_READ = "_criteria_read"


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows under their columns, and how many leads they stand for."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    written: Written


@dataclass(frozen=True, slots=True)
class Came:
    """What an uploaded criteria sheet holds, or why it cannot be used."""

    upload: str
    read: ReadCriteria | None
    problem: str = ""


def origins(active: Model) -> tuple[Origin, ...]:
    """The model that pages work with and, where it differs, the draft on the table."""
    held = workspace.active()
    signed = held.signed and not workspace.stands_in(active)
    first = Origin(active, held.name if signed else NOT_SIGNED)
    on_table = draft.current(active, workspace.revision_of_model()).model
    return (first,) if model_hash(on_table) == model_hash(active) else (first, Origin(on_table, DRAFT))


def preview(origin: Origin, crm: str) -> Preview:
    """The rows of the highest scores, kept for all sessions as long as data and model stay."""
    return _preview(workspace.shelf(), origin, crm, _key(origin, crm))


def prepare(origin: Origin, crm: str, ending: str) -> None:
    """Write the file of all leads, so that it can be downloaded; a callback."""
    st.session_state[_PREPARED] = f"{_key(origin, crm)} {ending}"


def prepared(origin: Origin, crm: str, ending: str) -> tuple[str, bytes] | None:
    """The name and content of the file that was asked for; None where this one was not."""
    key = f"{_key(origin, crm)} {ending}"
    if st.session_state.get(_PREPARED) != key:
        return None
    return _file(workspace.shelf(), origin, crm, ending, key)


def stem(origin: Origin, words: str) -> str:
    """How a file is called without its ending: a draft says so."""
    return f"{'DRAFT-' if origin.is_draft else ''}leadscore-{words}"


def lines(model: Model, crm: str) -> tuple[Line, ...]:
    """The settings of a model in a CRM."""
    return tuple(sheet_lines(model, VENDORS[crm]))


def sheet_file(model: Model, crm: str, ending: str) -> Callable[[], bytes]:
    """What writes the settings when it is clicked."""
    return lambda: _bytes(ending, lambda file: write_sheet(model, VENDORS[crm], file))


def criteria_file(model: Model, ending: str) -> Callable[[], bytes]:
    """What writes the criteria template when it is clicked."""
    return lambda: _bytes(ending, lambda file: write_criteria(model, file))


def sql(model: Model) -> str:
    """The model as one query for these data."""
    manifest = workspace.shelf().database.manifest
    return model_sql(model, lens_of(None, model.evaluation, manifest.zone), "duckdb", Facts.of(manifest))


def came(upload: UploadedFile) -> Came:
    """What an uploaded criteria sheet holds; read once."""
    held: Came | None = st.session_state.get(_READ)
    if held is None or held.upload != upload.file_id:
        held = _read(upload)
        st.session_state[_READ] = held
    return held


def put_on_sliders(model: Model) -> None:
    """Make the model of a sheet the one on the table, as one step that can be undone; a callback."""
    with TURNS.told():
        check(model, workspace.shelf().facts)
        draft.set_model(model)


def _read(upload: UploadedFile) -> Came:
    ending = Path(upload.name).suffix.lower() or ".csv"
    stem = "".join(letter if letter.isalnum() or letter in "_- " else "_" for letter in Path(upload.name).stem)[:100]
    with TemporaryDirectory(prefix="leadscore-") as folder:
        file = Path(folder) / f"{stem or 'criteria'}{ending if ending[1:].isalnum() else '.csv'}"
        file.write_bytes(upload.getbuffer())
        try:
            return Came(upload.file_id, read_criteria(file))
        except LeadscoreError as error:
            return Came(upload.file_id, None, str(error))


def _bytes(ending: str, write: Callable[[Path], object]) -> bytes:
    with TemporaryDirectory(prefix="leadscore-") as folder:
        file = Path(folder) / f"sheet{ending}"
        write(file)
        return file.read_bytes()


def _key(origin: Origin, crm: str) -> str:
    """Changes with the data, the model, what it is, and the CRM."""
    return f"{workspace.key_of(origin.model)} {origin.version} {crm}"


def _back(shelf: Shelf, origin: Origin, crm: str) -> WriteBack:
    return WriteBack(shelf, origin, queue_lens(shelf)[0], shape_of(crm))


@st.cache_resource(max_entries=12, show_spinner="Scoring every lead …")
def _preview(_shelf: Shelf, _origin: Origin, crm: str, key: str) -> Preview:
    back = _back(_shelf, _origin, crm)
    return Preview(back.columns, back.first(SHOWN_ROWS), back.counted())


@st.cache_resource(max_entries=2, show_spinner="Explaining every lead …")
def _file(_shelf: Shelf, _origin: Origin, crm: str, ending: str, key: str) -> tuple[str, bytes]:
    return as_download(_back(_shelf, _origin, crm), stem(_origin, crm), ending)
