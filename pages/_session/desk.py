"""The rep's desk, kept for all sessions as long as data, model and routing stay."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from leadscore.desk.listing import Filters, Listing, Order, choices, listed
from leadscore.desk.queue import Queue, build_queue
from leadscore.desk.routing import Routing
from leadscore.evidence import Shelf
from leadscore.model import Model, model_hash
from pages._session import workspace

_OPENED = "_opened_from_queue"


def queue(model: Model, margin: int = 5, dwell_days: int = 14) -> Queue:
    """All leads as of the data date, in order."""
    shelf = workspace.shelf()
    routing = Routing(Decimal(margin), dwell_days)
    return _queue(shelf, model, routing, f"{shelf.database.manifest.revision} {model_hash(model)} {routing!r}")


def listing(held: Queue, filters: Filters, most: int, order: Order = "score") -> Listing:
    """The first leads that pass the filters."""
    return listed(held, filters, most, order)


def values(held: Queue, attribute: str) -> tuple[str, ...]:
    """What an attribute may be, the commonest first."""
    return _values(held, attribute, held.table)


def table_key() -> str:
    """The key of the table of leads: another one each time a lead was opened from it, so that nothing stays chosen."""
    return f"queue {st.session_state.get(_OPENED, 0)}"


def note_opened() -> None:
    """A lead was opened from the table."""
    st.session_state[_OPENED] = st.session_state.get(_OPENED, 0) + 1


@st.cache_resource(max_entries=3, show_spinner="Putting the leads in order …", on_release=lambda held: held.close())
def _queue(_shelf: Shelf, _model: Model, _routing: Routing, key: str) -> Queue:
    return build_queue(_shelf, _model, _routing)


@st.cache_data(max_entries=32, show_spinner=False)
def _values(_held: Queue, attribute: str, table: str) -> tuple[str, ...]:
    return choices(_held, attribute)
