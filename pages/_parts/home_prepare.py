"""The list of the day before a workshop: how each line stands, why, who ticked it, and where it is mended."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from leadscore.workshop.prepare import STATE_WORDS, Checked
from pages._parts import ways, who
from pages._session import home
from pages._session.showing import plain

ICONS = {"ok": ":material/check_circle:", "missing": ":material/error:", "cannot_tell": ":material/help:"}
BADGES = {"ok": "green", "missing": "red", "cannot_tell": "gray"}
TICKS = {
    "numbers": "These numbers match our CRM",
    "population": "Both teams agree on whom we leave out",
    "network": "We tried the network of the day",
}


def show(may_save: bool) -> None:
    """The list, with what takes long counted at once."""
    checked = home.prepared(home.counted_now())
    title(checked)
    lines(checked, may_save, here="workshop")


def beside(checked: Sequence[Checked], folded: bool) -> None:
    """The list on Home, with the question who ticks; folded where a model is signed and the day before is over."""
    if folded:
        with st.expander(_title(checked)):
            lines(checked, who.may_save())
    else:
        title(checked)
        lines(checked, who.may_save())


def title(checked: Sequence[Checked]) -> None:
    """How much of the list is ready."""
    st.subheader(_title(checked))


def _title(checked: Sequence[Checked]) -> str:
    ready = sum(each.state == "ok" for each in checked)
    return f"Prepared for a workshop: {ready} of {len(checked)}"


def lines(checked: Sequence[Checked], may_save: bool, here: str = "home") -> None:
    """Draw the list on the page `here`, and what went wrong with the last tick."""
    problem = home.take_problem()
    if problem:
        st.warning(plain(problem))
    for each in checked:
        _line(each, may_save, here)


def _line(each: Checked, may_save: bool, here: str) -> None:
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.badge(STATE_WORDS[each.state], icon=ICONS[each.state], color=BADGES[each.state])
            st.markdown(f"**{plain(each.title)}**", width="content")
        st.markdown(plain(each.why))
        if each.tick is not None:
            _box(each, each.tick, may_save)
        if each.state != "ok" and each.page != here:
            ways.to(each.page, "Go to")


def _box(each: Checked, item: str, may_save: bool) -> None:
    """The tick of a line; whoever did not say who they are cannot tick."""
    key = home.tick_box(item, each.ticked is not None)
    st.checkbox(
        TICKS[each.key],
        key=key,
        on_change=home.tick,
        args=(item, key),
        disabled=not may_save,
        help=None if may_save else "Say who you are first: it stands beside the tick.",
    )
