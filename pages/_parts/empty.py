"""Empty states: what a page says, and where it sends people, while something is missing or does not fit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn

import streamlit as st

from leadscore.errors import LeadscoreError, ModelError
from leadscore.evidence import check, sleeping
from leadscore.model import Model, presets, to_yaml
from pages._session import workspace
from pages._session.showing import plain

OWN = "this-data"
"""Stands among the presets for the model that asks what this data has."""


def stop_without_data() -> None:
    """End the page here, saying what to do, where nothing was imported yet."""
    if not workspace.has_data():
        st.info("Bring a CRM export, or start with a synthetic sample company.", title="There is no data yet")
        st.page_link("pages/data.py", label="Open Data", icon=":material/database:")
        st.stop()


def stop_without_model() -> Model:
    """The active model; ends the page, saying what to do, where data or model are missing or do not fit."""
    stop_without_data()
    try:
        model = workspace.active_model()
        if model is not None:
            check(model, workspace.shelf().facts)
            _tell_what_stands_in(model)
            return model
        st.info("Choose a preset to start from.", title="There is no model yet")
    except ModelError as error:
        _tell(error)
    return _offer_presets()


@contextmanager
def telling(title: str) -> Iterator[None]:
    """Show a mistake that a person can mend instead of throwing it; its words may come from files: no markup."""
    try:
        yield
    except LeadscoreError as error:
        st.error("  \n".join(plain(line) for line in str(error).splitlines()), title=title)


def _tell_what_stands_in(model: Model) -> None:
    """That these data cannot answer the signed model, and which one is shown instead."""
    if workspace.stands_in(model):
        words = f"Shown is '{model.name}', which is not signed. Bring data that fit, or sign a version that fits."
        st.warning(plain(words), title=plain(f"{workspace.active().name} cannot be used with these data"))


def _tell(error: ModelError) -> None:
    st.warning("Mend the file, bring data that fits, or start from a preset.", title="This model cannot be used here")
    for problem in error.problems:
        st.text(problem)
    st.text(_which_model())
    st.page_link("pages/data.py", label="Open Data", icon=":material/database:")


def _which_model() -> str:
    """The model of which problems are told."""
    with suppress(ModelError):  # the model file itself may be what cannot be read
        held = workspace.active()
        if held.signed:
            return f"Signed: {held.name}"
    return f"The model file: {workspace.workspace().model}"


def start_needed() -> tuple[str, Model] | None:
    """The most telling model to start from, where none is in use that these data can answer; None where one is."""
    return None if _in_use_answers() else next((each for each in _starting_points() if _fits(each[1])), None)


def _in_use_answers() -> bool:
    """Whether the model in use fits these data; where nobody signed it, most of its rules must not sleep."""
    try:
        model = workspace.active_model()
        if model is None:
            return False
        check(model, workspace.shelf().facts)
    except LeadscoreError:  # what is wrong with it, Tune tells; a start from here is what mends it
        return False
    return workspace.active().signed or 2 * len(sleeping(model, workspace.shelf().facts)) <= len(model.rules)


def awake(model: Model) -> str:
    """How many rules of a model these data can answer, in words."""
    return _awake(model, len(sleeping(model, workspace.shelf().facts)))


def _offer_presets() -> NoReturn:
    """End the page with the models that this data can answer, the most telling first; a click makes one active."""
    offered = {name: model for name, model in _starting_points() if _fits(model)}
    chosen = st.selectbox("Preset", list(offered), format_func=lambda name: offered[name].name)
    st.caption(awake(offered[chosen]))
    if st.button("Start from it", icon=":material/play_arrow:"):
        workspace.start_from(chosen, text_of(chosen, offered[chosen]))
        st.rerun()
    st.stop()


def _starting_points() -> list[tuple[str, Model]]:
    """Presets by how many of their rules this data can answer; before them, where that is less than half, its own."""
    facts = workspace.shelf().facts
    known = {name: model for name in presets.names() if _fits(model := presets.preset(name))}
    awake = {name: len(model.rules) - len(sleeping(model, facts)) for name, model in known.items()}
    best = sorted(known.items(), key=lambda each: (-awake[each[0]], each[0]))
    own = workspace.starting_point_of_data()
    if own is None:
        return best
    first = any(2 * awake[name] >= len(model.rules) for name, model in best[:1])
    return [*best, (OWN, own)] if first else [(OWN, own), *best]


def text_of(name: str, model: Model) -> str:
    """A start as the text of a model file."""
    return presets.text(name) if name in presets.names() else to_yaml(model)


def _fits(model: Model) -> bool:
    try:
        check(model, workspace.shelf().facts)
    except ModelError:
        return False
    return True


def _awake(model: Model, asleep: int) -> str:
    rules = len(model.rules)
    if not asleep:
        return f"This data can answer all of its {rules} rules."
    return f"This data can answer {rules - asleep} of its {rules} rules; the others sleep until there is data for them."
