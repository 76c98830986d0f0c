"""The rep's desk, kept for all sessions as long as data, model and routing stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

import streamlit as st

from leadscore.desk import what_if as asking
from leadscore.desk.alike import Alike, Crowd, Peers, crowd_of, honest_band, itself, peers_after
from leadscore.desk.alike import alike as among_peers
from leadscore.desk.clock import Due
from leadscore.desk.clock import due as due_by
from leadscore.desk.history import Historian, History, Then
from leadscore.desk.listing import Filters, Listing, Order, Queued, at_once, choices, listed
from leadscore.desk.near import Outlook, Scout
from leadscore.desk.queue import Queue, build_queue
from leadscore.desk.routing import Routing
from leadscore.desk.standing import Standing, standing_of
from leadscore.desk.timeline import Timeline
from leadscore.desk.timeline import timeline as happened_to
from leadscore.desk.what_if import Added, Fact
from leadscore.errors import LeadscoreError
from leadscore.evidence import AsOf, Lens, Shelf
from leadscore.model import Model, model_hash, scoring_hash
from leadscore.scoring import Explanation
from leadscore.workshop.saved_models import model_of
from pages._session import keeping, workspace

_OPENED = "_opened_from_queue"


def queue(model: Model, margin: int = 5, dwell_days: int = 14) -> Queue:
    """All leads as of the data date, in order."""
    shelf = workspace.shelf()
    routing = Routing(Decimal(margin), dwell_days)
    return _queue(shelf, model, routing, f"{shelf.database.manifest.revision} {model_hash(model)} {routing!r}")


def listing(held: Queue, filters: Filters, most: int, order: Order = "score") -> Listing:
    """The first leads that pass the filters, with their clocks by what is due."""
    return listed(held, filters, most, order, due())


def due() -> Due:
    """Within which time a first attempt is due: as sales promised, else the default."""
    try:
        promises = keeping.state().promises.all()
    except LeadscoreError:
        promises = ()
    return due_by(promises, until(), workspace.shelf().database.manifest.zone)


def values(held: Queue, attribute: str) -> tuple[str, ...]:
    """What an attribute may be, the commonest first."""
    return _values(held, attribute, held.table)


def table_key() -> str:
    """The key of the table of leads: another one each time a lead was opened from it, so that nothing stays chosen."""
    return f"queue {st.session_state.get(_OPENED, 0)}"


def note_opened() -> None:
    """A lead was opened from the table."""
    st.session_state[_OPENED] = st.session_state.get(_OPENED, 0) + 1


def queued(model: Model, lead_ids: Sequence[str]) -> dict[str, Queued]:
    """These leads as the queue has them."""
    return at_once(queue(model), tuple(lead_ids))


def until() -> datetime | None:
    """The data date; None where nothing is dated."""
    shelf = workspace.shelf()
    return shelf.database.manifest.data_date if shelf.facts.dated else None


def standing(lead_id: str, at: datetime | None = None) -> Standing | None:
    """What became of a lead by a moment, or when the data end."""
    return standing_of(workspace.shelf().database, lead_id, at, due())


def history(model: Model, lead_id: str) -> History:
    """A lead's score through time."""
    return _historian(workspace.shelf(), model, workspace.key_of(model)).history(lead_id, until())


def outlook(model: Model, explanation: Explanation) -> Outlook:
    """What a lead lacks at the moment of its explanation."""
    return _scout(workspace.shelf(), model, workspace.key_of(model)).look(explanation)


def earlier_version(model: Model, lead_id: str, moment: datetime) -> tuple[Then, str] | None:
    """What the version in force at a moment said of a lead then; None where it is the model in use, or nobody knows."""
    try:
        versions = keeping.state().versions
        mine = versions.of_model(model_hash(model))
        saved = versions.history(mine[0].line) if mine else ()
        then = next((each for each in saved if each.at <= moment), None)
        if then is None or then.scoring_hash == scoring_hash(model):
            return None
        found = Historian(workspace.shelf(), model_of(then)).at(lead_id, [moment])
    except LeadscoreError:  # without its state, or with a version that this data cannot answer, the page says less
        return None
    return (found[0], f"The model: version {then.number} became {mine[0].number}") if found else None


def timeline(model: Model, explanation: Explanation) -> Timeline:
    """What happened to a lead up to the moment of its explanation."""
    return happened_to(workspace.shelf(), model, explanation)


def timeline_now(model: Model, lead_id: str) -> Timeline:
    """What happened to a lead up to the data's end."""
    moment = until()
    if moment is None:
        return Timeline((), 0, Decimal(0), Decimal(0), Decimal(0))
    return timeline(model, workspace.explained_at(model, AsOf(moment), lead_id))


def what_if(
    model: Model, lens: Lens, explanation: Explanation, facts: Mapping[str, Fact], added: Sequence[Added]
) -> Explanation:
    """The score if facts were otherwise, or activities were added."""
    return asking.what_if(workspace.shelf(), model, lens, explanation, facts, added)


def alike(model: Model, lead_id: str, handed_over_at: datetime, at: datetime) -> Alike:
    """What became of leads that stood where this one stands."""
    shelf = workspace.shelf()
    weeks = (at - handed_over_at).days // 7
    crowd = _crowd(shelf, model, workspace.key_of(model))
    band, mine = honest_band(crowd, lead_id, at), itself(crowd, lead_id)
    return among_peers(_peers(crowd, weeks, workspace.key_of(model)), band, mine)


@st.cache_resource(max_entries=3, show_spinner=False)
def _historian(_shelf: Shelf, _model: Model, key: str) -> Historian:
    return Historian(_shelf, _model)


@st.cache_resource(max_entries=3, show_spinner=False)
def _scout(_shelf: Shelf, _model: Model, key: str) -> Scout:
    return Scout(_shelf, _model)


@st.cache_resource(max_entries=2, show_spinner="Looking back …")
def _crowd(_shelf: Shelf, _model: Model, key: str) -> Crowd:
    return crowd_of(_shelf, _model)


@st.cache_resource(max_entries=40, show_spinner="Looking for leads like this …")
def _peers(_crowd: Crowd, weeks: int, key: str) -> Peers:
    return peers_after(_crowd, weeks)


@st.cache_resource(max_entries=3, show_spinner="Putting the leads in order …")
def _queue(_shelf: Shelf, _model: Model, _routing: Routing, key: str) -> Queue:
    return build_queue(_shelf, _model, _routing)


@st.cache_data(max_entries=32, show_spinner=False)
def _values(_held: Queue, attribute: str, table: str) -> tuple[str, ...]:
    return choices(_held, attribute)
