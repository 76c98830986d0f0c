"""What was answered about the files that lie on the table, and the mapping card that follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from leadscore.importing.proposing.answers import About, Answers
from leadscore.importing.proposing.card import Card, FileCard, card_of
from leadscore.importing.proposing.export_dates import NOT_SAID
from leadscore.importing.reading.instants import zone_names
from pages._session.uploads import Brought

_ANSWERED = "_answered"
BECOMES = "Becomes"


@dataclass(frozen=True, slots=True)
class _Answered:
    """The answers about one bringing."""

    name: str
    answers: Answers


def card(held: Brought) -> Card:
    """The card of what was brought, under everything that was answered so far."""
    return card_of(held.inspection, _answers(held), zone())


def zone() -> str:
    """The time zone of whoever looks: the likely one of their files; UTC where the browser does not say."""
    said = getattr(st.context, "timezone", None)
    return said if said in zone_names() else "UTC"


def answer(held: Brought, about: About, said: str | None) -> None:
    """Keep an answer; None takes it back."""
    st.session_state[_ANSWERED] = _Answered(held.name, _answers(held).saying(about, said))


def answered_by(held: Brought, about: About, key: str) -> None:
    """Keep what a box says; a callback."""
    answer(held, about, st.session_state.get(key))


def day_by(held: Brought, about: About, key: str) -> None:
    """Keep the day that a calendar says; a callback."""
    day: date | None = st.session_state.get(key)
    answer(held, about, day.isoformat() if day is not None else NOT_SAID)


def captured_by(held: Brought, offered: tuple[str, ...], key: str) -> None:
    """Keep which attributes were captured at the form; a callback."""
    chosen = st.session_state.get(key) or []
    for name in offered:
        answer(held, About("captured", column=name), "yes" if name in chosen else None)


def changed_in(held: Brought, file: FileCard, key: str) -> None:
    """Keep what a table of columns says; a callback."""
    edited: Mapping[Any, Mapping[str, str]] = st.session_state.get(key, {}).get("edited_rows", {})
    meanings = {words: becomes for becomes, words in file.choices.items()}
    for row, cells in edited.items():
        becomes = meanings.get(cells.get(BECOMES, ""))
        if becomes is not None:
            answer(held, About("column", file.name, file.lines[int(row)].column), becomes)


def _answers(held: Brought) -> Answers:
    kept: _Answered | None = st.session_state.get(_ANSWERED)
    return kept.answers if kept is not None and kept.name == held.name else Answers()
