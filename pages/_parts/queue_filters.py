"""What a rep asks of the queue: my leads, bands, sources, a segment, worked or not, a search."""

from __future__ import annotations

import streamlit as st

from leadscore.desk.listing import Filters, Worked
from leadscore.desk.queue import Queue
from leadscore.desk.routing import MOST_DWELL_DAYS, Routing
from leadscore.figures import queue_words
from leadscore.vocabulary import BAND_WORDS, BANDS
from pages._session import desk, showing

WHO = {
    "call": "To call",
    "waiting": "Waiting for a first call",
    "nurture": "Nurture",
    "all": "All open",
    "closed": "Closed, too",
}
_ROUTES = {"call": ("work", "kept"), "waiting": ("work", "kept"), "nurture": ("nurture",)}
_WORKED: dict[Worked, str] = {"untouched": "Not touched yet", "touched": "Touched"}
_DEFAULT = Routing()


def routing() -> tuple[int, int]:
    """Margin (points) and dwell (days) of the queue, as the page was told or else the product's default."""
    with st.popover("How leads stay in the queue", icon=":material/hourglass_top:"):
        margin = st.number_input(
            "Points below the cut-off at which a lead leaves", 0, 50, int(_DEFAULT.margin), key="queue margin"
        )
        dwell = st.number_input(
            "Days a lead stays after it was last at the cut-off",
            0,
            MOST_DWELL_DAYS,
            _DEFAULT.dwell_days,
            key="queue dwell",
        )
        st.caption("Defaults of this product until your agreement says otherwise. They never change a band.")
    return int(margin), int(dwell)


def show(queue: Queue) -> Filters:
    """Draw the filters and say what they ask."""
    ranked = queue.model.cut_offs is not None
    offered = [key for key in WHO if (ranked or key not in _ROUTES) and not (key == "waiting" and queue.no_touches)]
    if not ranked and not queue.no_touches:
        offered.insert(0, "waiting")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        who = st.segmented_control(
            "Which leads",
            offered,
            default="call" if ranked else "all",
            format_func=lambda key: _named(queue, key),
            key="queue who",
            wrap=True,
            persist_state="session",
        )
        owner = _owner(queue)
        worked = "untouched" if who == "waiting" else None if queue.no_touches else _worked()
        search = st.text_input("Search", key="queue search", placeholder="Company, name or id", width=180)
        with st.popover("More filters", icon=":material/filter_list:"):
            bands = _several("Band", list(BANDS), BAND_WORDS) if ranked else ()
            sources = _several("Source", desk.values(queue, "source")) if "source" in queue.known else ()
            segment, values = _segment(queue)
    return Filters(
        routes=_ROUTES.get(who or "", ()) if ranked else (),
        bands=bands,
        sources=sources,
        owner=owner,
        segment=segment,
        values=values,
        worked=worked,
        search=search,
        closed=who == "closed",
    )


def _named(queue: Queue, key: str) -> str:
    """The name of a list, with how many stand in it where that is what a rep asks first."""
    counts = {"call": queue.sizes.get("work", 0) + queue.sizes.get("kept", 0), "waiting": queue.waiting}
    return f"{WHO[key]} ({counts[key]:,})" if key in counts else WHO[key]


def _owner(queue: Queue) -> str | None:
    """Whose leads; no names before a room."""
    if "owner" not in queue.known or showing.on_projector():
        return None
    return st.selectbox(
        "My leads",
        desk.values(queue, "owner"),
        index=None,
        placeholder="Everybody's",
        key="queue owner",
        persist_state="session",
        width=180,
    )


def _worked() -> Worked | None:
    return st.selectbox(
        "Worked",
        list(_WORKED),
        index=None,
        format_func=_WORKED.__getitem__,
        placeholder="All",
        key="queue worked",
        width=150,
    )


def _several(label: str, options: tuple[str, ...] | list[str], words: dict[str, str] | None = None) -> tuple[str, ...]:
    shown = words.__getitem__ if words else str
    return tuple(st.multiselect(label, options, format_func=shown, key=f"queue {label}", placeholder="All"))


def _segment(queue: Queue) -> tuple[str | None, tuple[str, ...]]:
    """An attribute of the data to look at and its values."""
    texts = [each.name for each in queue.shelf.database.manifest.attributes if each.type == "text"]
    hidden = ("name", "email", "owner") if showing.on_projector() else ()
    offered = [name for name in texts if name not in hidden]
    segment = st.selectbox("Another attribute", offered, index=None, placeholder="None", key="queue segment")
    if segment is None:
        return None, ()
    values = st.multiselect("Is", desk.values(queue, segment), key=f"queue is {segment}", placeholder="Anything")
    return segment, tuple(values)


def columns(queue: Queue) -> list[str]:
    """The columns to be shown, in the table's order."""
    lacking = {"Name", "Company", "Title", "Owner", "Source"} - {name.capitalize() for name in queue.known}
    if "expected_value" not in queue.known:
        lacking |= set(queue_words.OF_VALUE)
    hidden = lacking | (set(queue_words.HIDDEN_FROM_A_ROOM) if showing.on_projector() else set())
    offered = [name for name in queue_words.COLUMNS if name not in hidden]
    usual = [name for name in (*queue_words.USUAL, *queue_words.OF_VALUE) if name not in hidden]
    with st.popover("Columns", icon=":material/view_column:"):
        chosen = st.multiselect("Columns", offered, default=usual, key=f"queue columns {len(offered)}")
    return [name for name in offered if name in (chosen or usual)]
