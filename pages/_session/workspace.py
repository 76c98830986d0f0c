"""The workspace of this server and its data in use, opened once for all sessions."""

from __future__ import annotations

import atexit
import gc
from datetime import UTC, datetime
from pathlib import Path

import streamlit as st

from leadscore import serving
from leadscore.errors import ModelError, StoreError
from leadscore.evidence import Lens, Shelf, check, lens_of
from leadscore.evidence.landmarks import AsOf, Everyone, Handoff
from leadscore.figures.lookup import Found
from leadscore.learning.asking.starting_point import starting_point
from leadscore.model import Model, model_hash
from leadscore.scoring import Explainer, Explanation
from leadscore.store import snapshots
from leadscore.store.database import open_current
from leadscore.store.manifest import Manifest
from leadscore.store.state import State
from leadscore.store.workspace import Workspace
from leadscore.workshop import active as active_models
from leadscore.workshop.active import Active


@st.cache_resource(show_spinner="Preparing the workspace …")
def workspace() -> Workspace:
    """The workspace that this server serves; made with sample data where none is named."""
    found = serving.default_workspace(_now())
    _settle_memory()
    return found


def has_data() -> bool:
    """Whether anything was imported yet."""
    return snapshots.has_data(workspace())


def shelf() -> Shelf:
    """The data in use; a new import is noticed at the next run of a page."""
    return _shelf(str(workspace().folder), workspace().current.read_text(encoding="ascii"))


def manifest() -> Manifest | None:
    """What the data in use say of themselves; None before anything was imported."""
    return shelf().database.manifest if has_data() else None


def zone() -> str:
    """The time zone in which instants are shown."""
    held = manifest()
    return held.zone if held is not None else "UTC"


def state() -> State:
    """What people decided, opened once for all sessions; StoreError where it is damaged or cannot be made."""
    place = workspace()
    return _state(str(place.folder), _inode(place.state))


def active() -> Active:
    """The model that both teams signed, else the workspace's model file; a new signature is noticed at the next run.

    The state is opened for it only where there is one.  ModelError where the model file is no model.
    """
    place = workspace()
    if not active_models.has_state(place):
        return _from_file(place)
    try:
        held = state()
        signed = _signed(held, str(place.folder), _inode(place.state), held.signatures.turn())
    except StoreError as error:
        return Active(None, problem=str(error))
    return signed or _from_file(place)


def active_model() -> Model | None:
    """The model that pages work with; None where there is none yet, StoreError where nobody can say which it is.

    It is the active one.  Where these data cannot answer what was signed and the model file can be used, that one
    stands in, and pages say so.
    """
    held = active()
    return _stand_in(held) or held.taken()


def stands_in(model: Model) -> bool:
    """Whether that model of `active_model` is the model file in the place of a signed one."""
    held = active()
    return held.signed and model is not held.model


def _stand_in(held: Active) -> Model | None:
    """The model file in the place of a signed model that does not fit these data."""
    if held.version is None or held.model is None or not has_data():
        return None
    data = shelf()
    if _fits(data, held.model, f"{held.version.model_hash} {data.database.manifest.revision}"):
        return None
    try:
        return _from_file(workspace()).model
    except ModelError:
        return None


def revision_of_model() -> str:
    """Changes whenever the data in use or the model that pages work with do."""
    held = active()
    model = _stand_in(held) or held.taken()
    signed = held.version.model_hash if held.version and model is held.model else None
    return f"{shelf().database.manifest.revision} {signed or (model_hash(model) if model else '')}"


def key_of(model: Model) -> str:
    """Changes with the data in use and with a model."""
    return f"{shelf().database.manifest.revision} {model_hash(model)}"


def start_from(preset: str, text: str) -> None:
    """Make a model's text the active model; a model file that was there is kept among the drafts."""
    place = workspace()
    if place.model.exists():
        place.drafts.mkdir(exist_ok=True)
        place.model.replace(place.drafts / f"before-{preset}-{_now():%Y%m%d-%H%M%S}.yaml")
    written = place.model.with_suffix(".new")
    written.write_text(text, encoding="utf-8")
    written.replace(place.model)


def starting_point_of_data() -> Model | None:
    """A model at no points of what this data can be asked; None where it has nothing to ask."""
    return _starting_point(shelf(), shelf().database.manifest.revision)


def explained(model: Model, lead: Found) -> Explanation:
    """A lead's score under the model's own lens, at its latest hand-off where that is the hand-off; as of the data
    date where it was never handed over.

    Raises DataError where the lead has no landmark or the population excludes it.
    """
    manifest = shelf().database.manifest
    lens = lens_of(None, model.evaluation, manifest.zone)
    if isinstance(lens, Handoff) and lead.handed_over_at is None and manifest.data_date is not None:
        lens = Everyone(manifest.data_date)
    elif isinstance(lens, Handoff):
        lens = at_hand_off(lead)
    return explained_at(model, lens, lead.lead_id)


def explained_at(model: Model, lens: Lens, lead_id: str) -> Explanation:
    """A lead's score under a lens, kept while a visitor goes through the parts of its page; DataError as above."""
    key = f"{model_hash(model)} {lens!r} {shelf().database.manifest.revision}"
    return _explained(explainer(model, lens), lead_id, key)


def at_hand_off(lead: Found) -> Lens:
    """As of the hand-off of the episode that a rep is in: the latest one, if it came after the lead was created."""
    latest = lead.handed_over_at
    again = latest is not None and len(lead.hand_offs) > 1
    if latest is None or not again or lead.created_at is None or lead.created_at > latest:
        return Handoff()
    return AsOf(latest)


def explainer(model: Model, lens: Lens) -> Explainer:
    """Explanations under a model and lens; its queries are spelled once."""
    return _explainer(shelf(), model, lens, f"{model_hash(model)} {lens!r} {shelf().database.manifest.revision}")


@st.cache_resource(max_entries=2, show_spinner="Opening the data …", on_release=lambda held: held.database.close())
def _shelf(folder: str, current: str) -> Shelf:
    return Shelf(open_current(Path(folder)))


@st.cache_resource(max_entries=1, show_spinner=False, on_release=lambda held: held.close())
def _state(folder: str, file: int) -> State:
    return State.open(Path(folder))


@st.cache_resource(max_entries=4, show_spinner=False)
def _model_file(folder: str, changed: int) -> Active:
    return active_models.from_file(Workspace(Path(folder)))


@st.cache_resource(max_entries=4, show_spinner=False)
def _signed(_state: State, folder: str, file: int, turn: int) -> Active | None:
    return active_models.signed_in(_state)


@st.cache_resource(max_entries=8, show_spinner=False)
def _fits(_shelf: Shelf, _model: Model, key: str) -> bool:
    try:
        check(_model, _shelf.facts)
    except ModelError:
        return False
    return True


def _from_file(place: Workspace) -> Active:
    return _model_file(str(place.folder), place.model.stat().st_mtime_ns if place.model.is_file() else 0)


def _inode(file: Path) -> int:
    """Changes where another file takes a file's place; 0 where there is none."""
    return file.stat().st_ino if file.exists() else 0


@st.cache_resource(max_entries=8, show_spinner=False)
def _explainer(_shelf: Shelf, _model: Model, _lens: Lens, key: str) -> Explainer:
    return Explainer(_shelf, _model, _lens)


@st.cache_resource(max_entries=64, show_spinner=False)
def _explained(_explainer: Explainer, lead_id: str, key: str) -> Explanation:
    return _explainer.explain(lead_id)


@st.cache_data(max_entries=2, show_spinner=False)
def _starting_point(_shelf: Shelf, revision: str) -> Model | None:
    return starting_point(_shelf)


def _settle_memory() -> None:
    """What start-up made stays: collecting over it again and again costs every slider move."""
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)


def snapshot_history() -> tuple[snapshots.Snapshot, ...]:
    """Every kept snapshot, oldest first."""
    return snapshots.history(workspace())


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
