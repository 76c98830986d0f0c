"""The queue on the page: what it is, the leads in order, and ways into each."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from leadscore.desk.clock import calendar_of
from leadscore.desk.listing import MOST_ROWS, Filters, Listing, Order, Queued
from leadscore.desk.queue import Queue
from leadscore.exporting.queue_files import queue_as_csv
from leadscore.figures import queue_words, reasons
from leadscore.figures.words import instant_in_words, sentence
from leadscore.vocabulary import BAND_WORDS, counted
from pages._session import desk, frame, search, showing
from pages._session.showing import plain

SHOWN = 1_000
FIRST = 3
_CONFIG = {
    "Rank": st.column_config.NumberColumn(width=45),
    "Lead": st.column_config.TextColumn(width=75),
    "Company": st.column_config.TextColumn(width=115),
    "Name": st.column_config.TextColumn(width=95),
    "Score": st.column_config.NumberColumn(format="%g", width=52),
    "Grade": st.column_config.TextColumn(width=52),
    "Band": st.column_config.TextColumn(width=70),
    "Clock": st.column_config.TextColumn(width=95),
    "Why": st.column_config.TextColumn(width=270),
    "Expected value": st.column_config.NumberColumn(format="localized"),
}


def show(queue: Queue, filters: Filters, columns: Sequence[str]) -> None:
    """The first leads as cards, then all as a table, then how the list is made."""
    order = _order(queue)
    listing = desk.listing(queue, filters, SHOWN, order)
    if listing.leads:
        for column, lead in zip(st.columns(FIRST), listing.leads[:FIRST], strict=False):
            with column:
                _card(queue, lead)
        st.subheader(_headline(listing))
        st.caption(plain(_late(queue, listing)))
        _table(queue, listing, filters, columns)
        _export(queue, filters, order)
    else:
        st.info("Take a filter away, or look at all open leads.", title="No lead passes these filters")
    _say_how_it_is_made(queue, listing)


def _say_how_it_is_made(queue: Queue, listing: Listing) -> None:
    """As of when, in which order, who is where, and which numbers are only defaults."""
    zone = queue.shelf.database.manifest.zone
    as_of = queue.undated or f"Scored as of {instant_in_words(queue.as_of, zone)}, when the data ends"
    order = "highest score first, then the latest own activity, then the lead's id"
    st.caption(plain(f"{sentence(as_of)} {sentence(order)} {_counts(queue)}"))
    if queue.model.cut_offs is not None:
        st.caption(plain(queue.routing.in_words(queue.model.cut_offs.mql)))
    else:
        st.caption("This model has no cut-offs, so nobody is routed: all open leads stand in one list.")
    if "expected_value" in queue.known:
        st.caption(f"Expected value is known of {listing.valued:,} of {listing.total:,}; the rest have no value rank.")
    else:
        st.caption("Expected value is not in this data, so there is no value-weighted rank beside the score.")


def _order(queue: Queue) -> Order:
    if "expected_value" not in queue.known:
        return "score"
    words: dict[Order, str] = {"score": "Score", "value": "Score x expected value"}
    chosen = st.segmented_control(
        "Order by", list(words), default="score", format_func=words.__getitem__, key="queue order"
    )
    return chosen or "score"


def _counts(queue: Queue) -> str:
    held = queue.sizes
    listed = sum(count for place, count in held.items() if place != "closed")
    parts = [f"{listed:,} open leads"]
    if queue.model.cut_offs is not None:
        worked = held.get("work", 0) + held.get("kept", 0)
        parts[0] += f" = {worked:,} to work ({held.get('kept', 0):,} of them kept) + {held.get('nurture', 0):,} nurture"
        parts[0] += f" + {held.get('out', 0):,} knocked out"
    left = queue.left_out
    parts.append(f"{held.get('closed', 0):,} are closed, {left.excluded:,} excluded by the population")
    if left.without_landmark:
        parts.append(f"{left.without_landmark:,} without a creation date by then have no score")
    return "; ".join(parts) + "."


def _card(queue: Queue, lead: Queued) -> None:
    zone = queue.shelf.database.manifest.zone
    with st.container(border=True, height="stretch"):
        st.page_link(
            "pages/lead.py",
            label=plain(_called(lead)),
            icon=":material/person_search:",
            query_params=search.address_of(lead.lead_id),
        )
        st.text(_scored(lead))
        for reason in [reasons.sentence(line, zone) for line in lead.reasons] or ["No rule gave or took points"]:
            st.caption(plain(reason))
        for words in filter(None, (queue_words.clock_in_words(lead.clock), queue_words.dormant_in_words(lead))):
            st.caption(plain(sentence(words)))


def _called(lead: Queued) -> str:
    name = "" if showing.on_projector() else f", {lead.name or 'no name'}"
    return f"{lead.company or 'no company'}{name}"


def _scored(lead: Queued) -> str:
    if lead.band is None:
        return f"{lead.score:f}"
    grade = f", {lead.grade}, {lead.temperature}" if lead.grade else ""
    return f"{lead.score:f}{grade}: {BAND_WORDS[lead.band].lower()}"


def _headline(listing: Listing) -> str:
    shown = len(listing.leads)
    return (
        counted(listing.total, "lead") if shown == listing.total else f"The first {shown:,} of {listing.total:,} leads"
    )


def _late(queue: Queue, listing: Listing) -> str:
    if queue.as_of is None:
        return "Without dates no clock runs."
    if queue.no_touches:
        return f"No call, meeting or mail by sales is in this data: {queue.no_touches}, so no clock is shown."
    late = sum(lead.clock.running and lead.clock.late for lead in listing.leads)
    said = desk.due().in_words(calendar_of(queue.shelf.database.manifest))
    shown = len(listing.leads)
    these = "these" if shown == listing.total else f"the first {shown:,}"
    waited = "waited longer for a first attempt since the hand-off than is due"
    return f"{counted(late, 'lead')} of {these} {waited}. {said}"


def _table(queue: Queue, listing: Listing, filters: Filters, columns: Sequence[str]) -> None:
    rows = queue_words.rows(listing.leads, queue.shelf.database.manifest.zone, segment=filters.segment)
    shown = [*columns, *([filters.segment] if filters.segment else [])]
    frame_of_rows = pd.DataFrame([{name: showing.as_cell(row[name]) for name in shown} for row in rows])
    table = st.dataframe(
        frame_of_rows,
        column_config=_CONFIG,
        hide_index=True,
        height=560,
        row_height=72,
        on_select="rerun",
        selection_mode="single-row",
        key=desk.table_key(),
        alt="Leads in the order to call them; choose a row to open the lead",
    )
    for place in table.selection.rows[:1]:
        desk.note_opened()
        frame.go("lead", **search.address_of(listing.leads[place].lead_id))
    _open_by_name(listing)


def _open_by_name(listing: Listing) -> None:
    """The way into a lead without a mouse."""
    by_id = {lead.lead_id: lead for lead in listing.leads}
    chosen = st.selectbox(
        "Open a lead of this list",
        list(by_id),
        index=None,
        format_func=lambda key: f"{key}: {_called(by_id[key])}",
        placeholder="Type a part of its name",
        key=f"{desk.table_key()} by name",
    )
    if chosen:
        desk.note_opened()
        frame.go("lead", **search.address_of(chosen))


def _export(queue: Queue, filters: Filters, order: Order) -> None:
    columns = _chosen_for_file(queue)

    def made() -> bytes:
        listing = desk.listing(queue, filters, MOST_ROWS, order)
        return queue_as_csv(queue_words.rows(listing.leads, queue.shelf.database.manifest.zone), columns)

    st.download_button(
        f"Download this list (up to {MOST_ROWS:,} leads)",
        made,
        "leads.csv",
        "text/csv",
        on_click="ignore",
        icon=":material/download:",
    )


def _chosen_for_file(queue: Queue) -> tuple[str, ...]:
    hidden = queue_words.HIDDEN_FROM_A_ROOM if showing.on_projector() else ()
    return tuple(name for name in queue_words.IN_A_FILE if name not in hidden)
