"""When lists of leads were exported: asked by click, so that what differs next time has a date."""

from __future__ import annotations

from datetime import date

import streamlit as st

from leadscore.importing.mappings import exported
from pages._session import uploads
from pages._session.showing import plain

ANOTHER = "Another day"


def asked(held: uploads.Brought, mapping: str, today: date) -> str:
    """The mapping with the days that a person confirms; without an answer an export has no day."""
    files = exported.undated(mapping)
    if not files:
        return mapping
    days = {file: day for file in files if (day := _day_of(held, file, today)) is not None}
    st.caption(
        "With its day, what differs from the next export of this list becomes a dated change, so that figures of the "
        "past may use it. Nothing is assumed."
    )
    return exported.with_days(mapping, days)


def _day_of(held: uploads.Brought, file: str, today: date) -> date | None:
    guess = exported.guessed_day(file)
    offered = list(dict.fromkeys(day.isoformat() for day in (guess, today) if day is not None))
    chosen = st.pills(
        plain(f"{file} was exported on"),
        [*offered, ANOTHER],
        key=f"exported {held.name} {file}",
        help="The day in the file's name, today, or another one.",
    )
    if chosen != ANOTHER:
        return date.fromisoformat(chosen) if chosen else None
    found = st.date_input("Day", value=None, max_value=today, key=f"exported on {held.name} {file}")
    return found if isinstance(found, date) else None
