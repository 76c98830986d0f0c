"""Tables of leads, lines and touches; texts from the data are shown as texts, never run as formulas or markup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import pandas as pd
import streamlit as st

from leadscore.exporting.cells import safe_text
from leadscore.figures.lookup import MOST_FOUND, Found, Touch
from leadscore.figures.words import instant_in_words
from pages._session import showing


def choose_lead(found: Sequence[Found], wanted: str | None = None) -> Found:
    """The only lead found, or the one that is chosen from a list; the wanted one stands first in sight."""
    if len(found) == 1:
        return found[0]
    by_id = {each.lead_id: each for each in found}
    first = list(by_id).index(wanted) if wanted in by_id else 0
    most = ", the latest hand-offs; more letters find fewer" if len(found) == MOST_FOUND else ""
    words = f"{len(found)} leads found{most}"
    return by_id[st.selectbox(words, list(by_id), first, format_func=lambda key: who(by_id[key]))]


def who(lead: Found) -> str:
    """Which lead it is, in a line; without the person's name before a room."""
    handed_over = f"handed over {lead.handed_over_at:%Y-%m-%d}" if lead.handed_over_at else "never handed over"
    name = "" if showing.on_projector() else f"{lead.name or 'no name'}, "
    won = ", won" if lead.won else ""
    return f"{lead.lead_id}: {name}{lead.company or 'no company'}, {handed_over}{won}"


def plain_table(rows: Sequence[Mapping[str, object]], alt: str) -> None:
    """Rows whose texts are shown as texts."""
    shown = [{name: showing.as_cell(value) for name, value in row.items()} for row in rows]
    st.dataframe(pd.DataFrame(shown), hide_index=True, alt=alt)


def explanation_lines(rows: Sequence[dict[str, object]], zone: str) -> None:
    """The lines of an explanation; they sum to the last."""
    frame = pd.DataFrame(rows)
    frame["why"] = frame["why"].map(safe_text)
    frame["latest"] = [_day(row["latest"], zone) for row in rows]
    columns = {
        "why": st.column_config.TextColumn("Why"),
        "points": st.column_config.NumberColumn("Points", format="%+g"),
        "latest": st.column_config.TextColumn(f"Latest ({zone})"),
        "note": st.column_config.TextColumn("Note"),
    }
    st.dataframe(frame, column_config=columns, hide_index=True, height="content", alt="Lines that sum to the score")


def touches(made: Sequence[Touch], zone: str, names: bool) -> None:
    """Attempts by sales, earliest first; without names for a room."""
    rows = [
        {
            f"When ({zone})": _minute(each.occurred_at, zone),
            "What": safe_text(each.kind),
            "Who": safe_text(each.actor or "unknown") if names else "hidden",
        }
        for each in made
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt="Attempts by sales")


def _minute(instant: datetime, zone: str) -> str:
    return instant_in_words(instant, zone).removesuffix(f" ({zone})")


def _day(instant: object, zone: str) -> str:
    return _minute(instant, zone).partition(" ")[0] if isinstance(instant, datetime) else ""
