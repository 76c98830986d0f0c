"""How things are shown in this session: for one person at a desk, or for a room before a projector; texts as texts."""

from __future__ import annotations

import re

import streamlit as st

from leadscore.exporting.cells import safe_text

_PROJECTOR = "projector"
_MARKUP = re.compile(
    r"[\\`*_{}\[\]<>~$|^]"  # always
    r"|:(?=\S)|&(?=[#\w])|-(?=[->])|(?<=-)-"  # where a directive, an entity or a dash would begin
    r"|^[#+=-]|(?<=^\d)[.)]|(?<=^\d\d)[.)]"  # where a heading or a list would
)
"""Only what would be read as markup: whoever listens to a page hears every mark in a name."""
_JOINT = "\u2060"
_ADDRESS = re.compile(r"(?=://)|(?<=[\w.+-])(?=@)|(?<=www)(?=\.)", re.IGNORECASE)
_PICTURE = re.compile(r"(?<=:)(?=(?:[+-]1|[a-z][a-z0-9_+-]*|100|1234|8ball):)")
"""Where a name between colons would become a picture, which a mark before the colon does not stop."""


def projector_switch() -> None:
    """The switch of the projector mode."""
    st.toggle(
        "Projector mode",
        key=_PROJECTOR,
        persist_state="session",
        help="Large type; names of leads and reps are hidden.",
    )


def on_projector() -> bool:
    """Whether names are hidden and type is large."""
    return bool(st.session_state.get(_PROJECTOR, False))


def as_cell(value: object) -> object:
    """A cell of a table as a spreadsheet may read it: numbers as they are, texts that no spreadsheet runs."""
    return safe_text(value) if isinstance(value, str) else value


def plain(words: str) -> str:
    """Words of data, models and files as they are, on one line, where Streamlit would read them as markup.

    A bare address becomes a link, and :name: a picture, even without markup; an invisible joint keeps them texts.
    """
    jointed = _PICTURE.sub(_JOINT, _ADDRESS.sub(_JOINT, " ".join(words.split())))
    return _MARKUP.sub(r"\\\g<0>", jointed)


def in_badge(words: str) -> str:
    """The same for a badge, which escapes square brackets itself: escaped twice they would be markup again."""
    return plain(words).replace("\\[", "[").replace("\\]", "]")
