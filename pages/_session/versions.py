"""Versions as this session sees them: what it saw last of each line, and what somebody else saved meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import streamlit as st

from leadscore.errors import LeadscoreError, UsageError
from leadscore.store.state import ConflictError, Saving, Version
from leadscore.workshop.saved_models import model_of, saving
from pages._session import draft, keeping

_SEEN = "_versions_seen"
_STARTED = "_version_on_the_table"
_CONFLICT = "_version_conflict"
_SAVED = "_version_saved"
LINE = "name of the model"
REASON = "reason of the version"


def lines() -> tuple[Version, ...]:
    """The newest version of each line, the latest saved first."""
    return keeping.state().versions.lines()


def suggest_line(name: str) -> None:
    """Fill the box of the line where it is empty; to be called before the box is drawn."""
    if not st.session_state.get(LINE):
        st.session_state[LINE] = name


def history(line: str) -> tuple[Version, ...]:
    """Every version of a line, the newest first; from now on this session has seen them."""
    found = keeping.state().versions.history(line)
    st.session_state.setdefault(_SEEN, {})[line] = found[0].id if found else None
    return found


def put_on_table(version: Version) -> None:
    """Put a saved version on the table; a callback."""
    st.session_state[_STARTED] = (version.line, version.id)
    draft.set_model(model_of(version))


def save() -> None:
    """Save the draft as the next version of the line in the box; a callback."""
    line = str(st.session_state.get(LINE) or "").strip()
    with _problems_told():
        _save(saving(draft.held().model, line, str(st.session_state.get(REASON) or ""), _base(line)))


def save_all_the_same() -> None:
    """Save what was in conflict on top of what stands now, which was seen; a callback."""
    found: ConflictError | None = st.session_state.pop(_CONFLICT, None)
    if found is not None:
        with _problems_told():
            _save(replace(found.mine, base=found.theirs.id if found.theirs else None))


def let_go() -> None:
    """Leave what stands; the draft stays on the table; a callback."""
    st.session_state.pop(_CONFLICT, None)


def conflict() -> ConflictError | None:
    """What somebody else saved while this session was about to."""
    found: ConflictError | None = st.session_state.get(_CONFLICT)
    return found


def take_saved() -> int | None:
    """The number of the version that was just saved, once."""
    number: int | None = st.session_state.pop(_SAVED, None)
    return number


def restore(version: Version) -> None:
    """Make an older version the newest of its line again; a callback."""
    seen = st.session_state.get(_SEEN, {}).get(version.line)
    reason = str(st.session_state.get(REASON) or "").strip() or f"Back to version {version.number}"
    with _problems_told():
        put_on_table(keeping.state().versions.restore(version.id, reason, seen, keeping.by()))


def _save(wanted: Saving) -> None:
    book = keeping.state().versions
    newest = book.latest(wanted.line)
    if newest is not None and newest.model_hash == wanted.model_hash:
        raise UsageError(f"Version {newest.number} of this model is exactly the draft: there is nothing to save.")
    saved = book.save(wanted, keeping.by())
    st.session_state[_STARTED] = (saved.line, saved.id)
    st.session_state[_SAVED] = saved.number
    st.session_state[REASON] = ""


@contextmanager
def _problems_told() -> Iterator[None]:
    """The next run shows what went wrong; a conflict with both sides."""
    try:
        yield
    except ConflictError as error:
        st.session_state[_CONFLICT] = error
    except LeadscoreError as error:
        draft.put_problem(str(error))


def _base(line: str) -> int | None:
    """The version that the draft was made from, if it is of this line, else the newest that this session saw."""
    started: tuple[str, int] | None = st.session_state.get(_STARTED)
    if started is not None and started[0] == line:
        return started[1]
    seen: int | None = st.session_state.get(_SEEN, {}).get(line)
    return seen
