"""Tables of leads, lines and touches; texts from the data are shown as texts, never run as formulas or markup."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from leadscore.exporting.cells import safe_text
from leadscore.figures.lookup import Found, Touch
from leadscore.figures.words import instant_in_words
from pages._session import showing


def choose_lead(found: Sequence[Found]) -> Found:
    """The only lead found, or the one that is chosen from a list."""
    if len(found) == 1:
        return found[0]
    by_id = {each.lead_id: each for each in found}
    chosen = st.selectbox(f"{len(found)} leads found", list(by_id), format_func=lambda key: _label(by_id[key]))
    return by_id[chosen]


def explanation_lines(rows: Sequence[dict[str, object]]) -> None:
    """The lines of an explanation; they sum to the last."""
    frame = pd.DataFrame(rows)
    frame["why"] = frame["why"].map(safe_text)
    columns = {
        "why": st.column_config.TextColumn("Why"),
        "points": st.column_config.NumberColumn("Points", format="%+g"),
        "latest": st.column_config.DatetimeColumn("Latest (UTC)", format="D MMM YYYY"),
        "note": st.column_config.TextColumn("Note"),
    }
    st.dataframe(frame, column_config=columns, hide_index=True, alt="Lines that sum to the score")


def touches(made: Sequence[Touch], zone: str, names: bool) -> None:
    """Attempts by sales, earliest first; without names for a room."""
    rows = [
        {
            "When": instant_in_words(each.occurred_at, zone),
            "What": safe_text(each.kind),
            "Who": safe_text(each.actor or "unknown") if names else "hidden",
        }
        for each in made
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt="Attempts by sales")


def _label(lead: Found) -> str:
    handed_over = f"handed over {lead.handed_over_at:%Y-%m-%d}" if lead.handed_over_at else "never handed over"
    won = ", won" if lead.won else ""
    who = "" if showing.on_projector() else f"{lead.name or 'no name'}, "
    return f"{lead.lead_id}: {who}{lead.company or 'no company'}, {handed_over}{won}"
