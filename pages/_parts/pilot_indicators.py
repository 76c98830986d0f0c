"""What can be judged before closes can: leading indicators beside the time before, and the comparison group."""

from __future__ import annotations

import streamlit as st

from leadscore.reports import Past
from leadscore.reports import pilot as report
from leadscore.reports.pilot_indicators import indicators
from leadscore.workshop.pilot_groups import CAN, CANNOT, COMPARED_WITH, SHARE, key_of
from pages._parts import report_table
from pages._session import keeping, pilot, showing
from pages._session.pilot import Held
from pages._session.showing import plain

RECOMPUTED = (
    f"Leads outside the pilot are worked as before. {SHARE:.0%} of all leads are in it, by their ids, and anybody can "
    "compute it again: a lead is in where the first 8 hexadecimal digits of SHA-256 of the text KEY:lead_id, read as a "
    f"number, are below {SHARE:g} x 2^32."
)


def show(past: Past, held: Held) -> None:
    """Indicators of the hand-offs since the start."""
    found = indicators(past, held.planned, pilot.feedback(), keeping.today())
    looked_at = report.spans(past, held.planned)
    if isinstance(looked_at, str):
        st.info(plain(f"{looked_at[:1].upper()}{looked_at[1:]}."), title="Nothing of the pilot is in these data")
    else:
        st.caption(plain(_read_as(looked_at)))
    report_table.show(found)


def _read_as(looked_at: report.Spans) -> str:
    """Which days are set beside which, and what counts in them."""
    (first, last), (begins, ends) = (looked_at.first, looked_at.last), looked_at.before
    return (
        f"Hand-offs of {first:%d %b %Y} to {last:%d %b %Y}, beside those of {begins:%d %b %Y} to {ends:%d %b %Y}. Only "
        "hand-offs old enough for a figure count in it, before and since alike; but whether sales rated them is asked "
        "of all, and later ones had less time for it. Answers and disputes count by the day of the rating. A change "
        "whose interval holds 0 may be chance."
    )


def groups(past: Past, held: Held) -> None:
    """Who is compared, what that can tell and what not, and the figures of both sides."""
    comparison = held.pilot.comparison if held.pilot else ""
    st.markdown(f"**Compared with: {plain(COMPARED_WITH[comparison])}**")
    st.caption(plain(f"{CAN[comparison]} {CANNOT[comparison]}"))
    if held.pilot is None or held.members is None:
        st.caption("A comparison group is chosen when the pilot begins.")
        return
    if comparison == "random":
        st.caption(plain(f"{RECOMPUTED} The key: {key_of(held.pilot)}"))
    elif not showing.on_projector():
        st.caption(plain(f"In the pilot: {', '.join(held.owners) or 'nobody is named any more'}"))
    st.download_button(
        "Which hand-offs are in the pilot",
        data=lambda: pilot.who_is_in(past, held),
        file_name="pilot-groups.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
    )
    found = report.groups(past, held.planned, held.members)
    if isinstance(found, str):
        st.info(plain(f"{found[:1].upper()}{found[1:]}."), title="There is nothing to compare yet")
        return
    report_table.show(found)
