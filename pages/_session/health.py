"""The health of the data: what was found in them as imported, kept for all sessions; what is done about it, at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from leadscore.errors import ModelError
from leadscore.evidence import Shelf, check
from leadscore.learning.health.coverage import KnownByMonth
from leadscore.learning.health.coverage import known_by_month as shares_by_month
from leadscore.learning.health.effect import Effect, Picture, effect, picture
from leadscore.learning.health.health import Health, examine, plain_model
from leadscore.model import Model, model_hash
from leadscore.store import snapshots
from leadscore.store.database import Database
from leadscore.store.snapshots import Snapshot
from leadscore.store.treatments import treated
from leadscore.store.treatments.addresses import commonest_domains
from leadscore.store.treatments.held import Held
from leadscore.store.treatments.treatment import Done, Treatment
from pages._session import workspace
from pages._session.turns import Turns

_TURNS = Turns("health")
MOST_DOMAINS = 40


def as_imported() -> Snapshot:
    """The snapshot that the data in use come from, before any treatment."""
    return treated.untreated(workspace.workspace())


def found(own_domains: Sequence[str]) -> Health:
    """Everything that was looked for in the data as imported."""
    base, today = as_imported(), datetime.now(UTC).replace(tzinfo=None, hour=0, minute=0, second=0, microsecond=0)
    shelf = _opened(base)
    model = _model(shelf)
    return _found(shelf, model, today, tuple(own_domains), f"{base.folder.name} {model_hash(model)}")


def effect_of(treatments: Sequence[Treatment]) -> Effect:
    """What treatments would change in the data as imported; DataError for what cannot be applied."""
    base = as_imported()
    shelf = _opened(base)
    model = _model(shelf)
    key = f"{base.folder.name} {model_hash(model)}"
    said = " ".join(each.to_text() for each in treatments)
    return _effect(base, tuple(treatments), model, _picture(shelf, model, key), f"{key} {said}")


def done() -> tuple[Done, ...]:
    """What was done to the data in use."""
    return treated.done_to(snapshots.current(workspace.workspace())[1])


def last_chosen() -> tuple[Treatment, ...]:
    """The treatments of earlier data, where the data in use have none: what may be wanted again."""
    return () if done() else treated.last_chosen(workspace.workspace())


def domains() -> tuple[str, ...]:
    """The commonest mail domains of companies, of which some may be one's own."""
    base = as_imported()
    return _domains(_opened(base), base.folder.name)


def known_by_month() -> KnownByMonth:
    """Of how many leads of each month every attribute is known, in the data as imported."""
    base = as_imported()
    return _known_by_month(_opened(base), base.folder.name)


def turn() -> str:
    """Changes with the data in use and with every treatment: what was switched before means nothing any more."""
    return f"{as_imported().number} {_TURNS.now()}"


def take_problem() -> str | None:
    """What went wrong in the last click, once."""
    return _TURNS.take_problem()


def apply(treatments: Sequence[Treatment], of_turn: str) -> None:
    """Make the data in use those with exactly these treatments (none: as imported); a click acts once."""
    if of_turn != turn():
        return
    with _TURNS.told():
        treated.treat(workspace.workspace(), tuple(treatments), datetime.now(UTC).replace(tzinfo=None))
        _TURNS.end()


def _opened(base: Snapshot) -> Shelf:
    return workspace.shelf() if base.in_use else _untreated(base, base.folder.name)


def _model(shelf: Shelf) -> Model:
    """The active model, whose population and horizons count; one that leaves nobody out where none fits."""
    try:
        model = workspace.active_model()
        if model is not None:
            check(model, shelf.facts)
            return model
    except ModelError:
        return plain_model(shelf)
    return plain_model(shelf)


@st.cache_resource(max_entries=1, show_spinner="Opening the data …", on_release=lambda held: held.database.close())
def _untreated(_base: Snapshot, folder: str) -> Shelf:
    return Shelf(Database(_base.folder, _base.manifest))


@st.cache_resource(max_entries=4, show_spinner="Examining the data …")
def _found(_shelf: Shelf, _model: Model, today: datetime, own_domains: tuple[str, ...], key: str) -> Health:
    return examine(_shelf, _model, today, own_domains)


@st.cache_resource(max_entries=4, show_spinner=False)
def _picture(_shelf: Shelf, _model: Model, key: str) -> Picture:
    return picture(_shelf, _model)


@st.cache_resource(max_entries=24, show_spinner="Trying the treatments on a copy …")
def _effect(_base: Snapshot, _treatments: tuple[Treatment, ...], _model: Model, _before: Picture, key: str) -> Effect:
    return effect(_base, _treatments, _model, _before)


@st.cache_resource(max_entries=2, show_spinner=False)
def _domains(_shelf: Shelf, folder: str) -> tuple[str, ...]:
    return commonest_domains(Held.of(_shelf.database), MOST_DOMAINS)


@st.cache_resource(max_entries=2, show_spinner=False)
def _known_by_month(_shelf: Shelf, folder: str) -> KnownByMonth:
    return shares_by_month(Held.of(_shelf.database))
