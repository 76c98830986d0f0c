"""The four pillars of trust as lamps: a colour, a sign and a word each, why, and the way to the evidence."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from leadscore.workshop.lamps import COLOUR_WORDS, Lamp, Sign
from pages._parts import ways
from pages._session.showing import plain

ICONS = {
    "green": ":material/check_circle:",
    "amber": ":material/warning:",
    "red": ":material/error:",
    "unknown": ":material/help:",
}
BADGES = {"green": "green", "amber": "orange", "red": "red", "unknown": "gray"}
_COLUMNS = 2


def show(lamps: Sequence[Lamp]) -> None:
    """Draw the lamps, two beside each other where there is room."""
    st.subheader("Can both teams trust the score?")
    for first in range(0, len(lamps), _COLUMNS):
        for column, lamp in zip(st.columns(_COLUMNS), lamps[first : first + _COLUMNS], strict=False):
            with column, st.container(border=True, height="stretch"):
                _one(lamp)


def _one(lamp: Lamp) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{lamp.title}**", width="content")
        st.badge(COLOUR_WORDS[lamp.colour], icon=ICONS[lamp.colour], color=BADGES[lamp.colour])
    st.markdown("\n".join(f"- {_line(sign)}" for sign in lamp.signs))
    ways.to(lamp.page, "Evidence")
    with st.expander("How it is judged"):
        st.caption(plain(lamp.rule))


def _line(sign: Sign) -> str:
    """What a sign found, with its own word where it has one that is not said already."""
    word = f" ({COLOUR_WORDS[sign.colour].lower()})" if sign.colour in ("amber", "red") else ""
    return f"{plain(sign.name)}: {plain(sign.found)}{word}"
