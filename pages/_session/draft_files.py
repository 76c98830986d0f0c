"""Drafts on disk as this session sees them: what can be opened, what was seen of each, and which is in the address."""

from __future__ import annotations

import streamlit as st

from leadscore.errors import DataError, LeadscoreError
from leadscore.evidence import check
from leadscore.model import Model, load, presets, to_yaml
from leadscore.store import drafts
from pages._session import draft, workspace

_SEEN = "_drafts_seen"
_NAME = "name of the draft"
_CHOICE = "model to open"
ADDRESS = "draft"
"""The query parameter that names a draft: such an address can be shared."""

ACTIVE = "The active model"
OWN = "From this data, at no points"


def choices() -> list[str]:
    """Everything that can be opened: the active model, saved drafts, presets."""
    saved = [f"Draft: {name}" for name in drafts.names(workspace.workspace())]
    return [ACTIVE, *saved, *(f"Preset: {name}" for name in presets.names()), OWN]


def chosen_key() -> str:
    """The key of the list of models."""
    return _CHOICE


def name_key() -> str:
    """The key of the box for a draft's name."""
    return _NAME


def open_chosen() -> None:
    """Put the chosen model on the table; a callback."""
    _open(st.session_state[_CHOICE])


def open_from_address() -> None:
    """Put the draft of a shared address on the table, once for each address."""
    name = st.query_params.get(ADDRESS)
    if name and st.session_state.get("_opened_address") != name:
        st.session_state["_opened_address"] = name
        _open(f"Draft: {name}")


def compared(choice: str | None, active: Model) -> Model:
    """The model that the draft is compared with; one without cut-offs borrows those of the active model."""
    if choice is None or choice == ACTIVE:
        return active
    try:
        model = read(choice)
        check(model, workspace.shelf().facts)
    except LeadscoreError as error:
        draft.put_problem(str(error))
        return active
    return model if model.cut_offs is not None else model.with_cut_offs(active.cut_offs)


def save() -> None:
    """Save the draft under the name in the box; a callback."""
    name = st.session_state[_NAME].strip()
    seen = st.session_state.setdefault(_SEEN, {})
    try:
        seen[name] = drafts.save(workspace.workspace(), name, to_yaml(draft.held().model), seen.get(name))
    except LeadscoreError as error:
        draft.put_problem(str(error))
        return
    st.session_state["_opened_address"] = name
    st.query_params[ADDRESS] = name


def read(choice: str) -> Model:
    """One of the choices as a model; LeadscoreError where it cannot be read."""
    kind, _, name = choice.partition(": ")
    if choice == OWN:
        own = workspace.starting_point_of_data()
        if own is None:
            raise DataError("This data has no attribute or activity that some leads have and others do not.")
        return own
    if kind == "Preset":
        return presets.preset(name)
    if kind == "Draft":
        file = drafts.path(workspace.workspace(), name)
        st.session_state.setdefault(_SEEN, {})[name] = drafts.state(workspace.workspace(), name)
        return load(file)
    return load(workspace.workspace().model)


def _open(choice: str) -> None:
    try:
        model = read(choice)
        check(model, workspace.shelf().facts)
    except LeadscoreError as error:
        draft.put_problem(str(error))
        return
    draft.set_model(model)
