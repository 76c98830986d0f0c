"""The monthly review as this session reads it: month, promises, decisions; its sections are kept for all sessions."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import astuple, replace
from datetime import date

import streamlit as st

from leadscore import reports
from leadscore.errors import StoreError
from leadscore.evidence import Shelf
from leadscore.figures import lookup
from leadscore.model import Model, model_hash
from leadscore.outcomes import Commitments
from leadscore.reports import Agreed, Circumstances, Month, Past, Review, Section
from leadscore.reports.behind import Behind
from leadscore.reports.behind import behind as rows_behind
from leadscore.reports.circumstances import Rival
from leadscore.reports.heard import heard, is_feedback
from leadscore.reports.origin import Origin
from leadscore.reports.shadow import behind_shadow, is_shadow
from leadscore.reports.voices import of_month, segments
from leadscore.store.state import Decided, Noted, Promised
from pages._session import keeping, workspace
from pages._session.turns import Turns

MONTH = "review month"
OWNERS, BENCHMARKS = "review owners", "review benchmarks"
A_MONTH, HOURS, ATTEMPTS, DAYS = "agreed leads a month", "agreed hours", "agreed attempts", "agreed days"
ACCEPT, SINCE = "agreed acceptance", "agreed since"
ABOUT, NOTE = "note about", "note"
WHAT, OWNER, DUE = "what is decided", "who does it", "by when"
_TURNS = Turns("review")
_BOXES = {
    "marketing": {"leads_a_month": A_MONTH},
    "sales": {
        "touch_within_minutes": HOURS,
        "attempts": ATTEMPTS,
        "attempt_days": DAYS,
        "accept_within_days": ACCEPT,
    },
}
FOREVER = date(1900, 1, 1)
"""From when a promise holds where the data have no months."""
_FEEDBACK_SECTIONS = ("voices", "decisions")
_VERSION_SECTIONS = ("changed", "shadow")


def past(model: Model) -> Past:
    """The history as a review asks it, before anybody promised anything."""
    return _past(workspace.shelf(), model, None, Agreed(Commitments(), {}), _key(model, Commitments(), {}))


def under_promises(asked: Past, month: Month, around: Circumstances) -> Past:
    """The history under what both sides promised for a month."""
    agreed = Agreed.of(around.promises, month, asked.manifest.zone)
    return _past(asked.shelf, asked.model, asked, agreed, _key(asked.model, agreed.commitments, agreed.since))


def circumstances(model: Model) -> Circumstances:
    """What people decided and said; nothing where the state cannot be opened."""
    today = keeping.today()
    shown = {"owners": bool(st.session_state.get(OWNERS)), "benchmarks": bool(st.session_state.get(BENCHMARKS))}
    try:
        return Circumstances.of(keeping.state(), model, today, **shown)
    except StoreError:
        return Circumstances(today=today, **shown)


def section(asked: Past, month: Month, key: str, around: Circumstances) -> Section:
    """One section; what only data and model decide is kept for all sessions."""
    if key in _FEEDBACK_SECTIONS:
        return reports.section(asked, month, key, around)
    versions = f"{around.active} {around.earlier.name if around.earlier else ''} {_of_rival(around)}"
    compared = versions if key in _VERSION_SECTIONS else ""
    return _section(asked, month, key, around, f"{_of(asked)} {month.name} {key} {compared}")


def behind(asked: Past, month: Month, origin: Origin, around: Circumstances) -> tuple[Behind, dict[str, str]]:
    """The rows behind a figure, and the companies of their leads."""
    if is_feedback(origin):
        given = around.feedback
        if origin.months == "month":
            given = of_month(given, month, asked.manifest.zone)
        found = heard(given, origin, segments(asked, origin.by, given))
    else:
        rival = around.rival if is_shadow(origin) else None
        key = f"{_of(asked)} {month.name} {origin!r} {_of_rival(around) if rival else ''}"
        found = _behind(asked, month, origin, rival, key)
    return found, lookup.companies(workspace.shelf().database, [lead for lead in found.leads if lead])


def review(
    asked: Past, month: Month, around: Circumstances, progress: Callable[[int, int, str], None] | None = None
) -> Review:
    """The whole review, made of the sections that the page shows."""
    keys = reports.wanted(around)
    found = []
    for place, key in enumerate(keys):
        if progress is not None:
            progress(place, len(keys), key)
        found.append(section(asked, month, key, around))
    return reports.assembled(asked, month, tuple(found), around)


def pack(
    asked: Past,
    month: Month,
    around: Circumstances,
    kind: str,
    progress: Callable[[int, int, str], None] | None = None,
) -> bytes:
    """The review as a file: html, pptx or json."""
    found = review(asked, month, around, progress)
    if kind == "json":
        return json.dumps(found.to_json(), indent=2, ensure_ascii=False).encode("utf-8")
    if kind == "html":
        from leadscore.reports.html import html

        return html(found).encode("utf-8")
    from leadscore.reports.slides import slides

    return slides(found)


def can_make_slides() -> bool:
    """Whether python-pptx is installed."""
    try:
        import pptx
    except ModuleNotFoundError:
        return False
    return bool(pptx.__version__)


def turn() -> int:
    """Changes with everything that is decided, so that boxes are empty again and a click acts once."""
    return _TURNS.now()


def box(what: str) -> str:
    """The key of a box of this turn."""
    return f"{what} {turn()}"


def decide(month: Month, at: int) -> None:
    """Keep an action; a callback."""
    if at == turn():
        with _TURNS.told():
            held = st.session_state
            what, owner = str(held.get(box(WHAT)) or ""), str(held.get(box(OWNER)) or "")
            due: date = held.get(box(DUE)) or keeping.today()
            keeping.state().actions.decide(Decided(what, owner, due, f"Review of {month.name}"), keeping.by())
            _TURNS.end()


def done(action: int, at: int) -> None:
    """Note that an action was done; a callback."""
    if at == turn():
        with _TURNS.told():
            keeping.state().actions.done(action, keeping.by())
            _TURNS.end()


def reopen(action: int, at: int) -> None:
    """Take up again what was called done; a callback."""
    if at == turn():
        with _TURNS.told():
            keeping.state().actions.reopen(action, keeping.by())
            _TURNS.end()


def note(month: Month, key: str, at: int) -> None:
    """Keep a note on a figure; a callback."""
    if at == turn():
        with _TURNS.told():
            held = st.session_state
            about, text = (str(held.get(box(f"{key} {what}")) or "") for what in (ABOUT, NOTE))
            keeping.state().notes.write(Noted(month.name, about, text), keeping.by())
            _TURNS.end()


def promise(side: str, month: Month, seen: int | None, at: int) -> None:
    """Keep what a side promises; a callback.  `seen` is the side's latest promise that this page showed."""
    if at == turn():
        with _TURNS.told():
            terms = {name: _entered(name) or None for name in _BOXES[side]}
            since: date = st.session_state.get(box(f"{side} {SINCE}")) or month.first or FOREVER
            promised = Promised(side, since, **terms, source=f"Review of {month.name}", seen=seen)  # type: ignore[arg-type]
            keeping.state().promises.enter(promised, keeping.by())
            _TURNS.end()


def _entered(term: str) -> int:
    """What stands in the box of a term; hours are kept as minutes, and an attempt without days is none."""
    value = st.session_state.get(box(_BOXES["marketing"].get(term) or _BOXES["sales"][term])) or 0
    return max(1, round(60 * value)) if term == "touch_within_minutes" and value else int(value)


def carry(action: int, due: date, at: int) -> None:
    """Carry an action to a later day; a callback."""
    if at == turn():
        with _TURNS.told():
            keeping.state().actions.carry(action, due, keeping.by())
            _TURNS.end()


def take_problem() -> str | None:
    """What went wrong in the last callback, once."""
    return _TURNS.take_problem()


def without_names(around: Circumstances) -> Circumstances:
    """The same before a room: owners stay off, whoever asked for them."""
    return replace(around, owners=False)


def _key(model: Model, agreed: Commitments, since: Mapping[str, date]) -> str:
    revision = workspace.shelf().database.manifest.revision
    return f"{revision} {model_hash(model)} {astuple(agreed)!r} {sorted(since.items())!r}"


def _of(asked: Past) -> str:
    return _key(asked.model, asked.commitments, asked.since)


@st.cache_resource(max_entries=4, show_spinner="Asking the past …")
def _past(_shelf: Shelf, _model: Model, _before: Past | None, _agreed: Agreed, key: str) -> Past:
    return Past(_shelf, _model) if _before is None else _before.under(_agreed.commitments, _agreed.since)


@st.cache_resource(max_entries=256, show_spinner="Counting, and drawing accounts anew for the intervals …")
def _section(_past: Past, _month: Month, name: str, _around: Circumstances, key: str) -> Section:
    return reports.section(_past, _month, name, _around)


@st.cache_resource(max_entries=32, show_spinner="Listing the rows …")
def _behind(_past: Past, _month: Month, _origin: Origin, _rival: Rival | None, key: str) -> Behind:
    return behind_shadow(_past, _month, _origin, _rival) if _rival else rows_behind(_past, _month, _origin)


def _of_rival(around: Circumstances) -> str:
    """What tells one comparison of two models from another."""
    rival = around.rival
    return f"{model_hash(rival.model)} {rival.name} {rival.since} {rival.signed}" if rival else ""
