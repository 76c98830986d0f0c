"""What the locked period says of one model, by itself: whom it keeps and drops, its quality, and what its lift lost."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import streamlit as st

from leadscore.estimate import Estimate
from leadscore.figures.words import estimate_in_words, instant_in_words, times_in_words
from leadscore.simulation.locked_period import HeldOut, Shown
from leadscore.simulation.swap_card import Share
from leadscore.store.state import Author, Opened
from leadscore.vocabulary import OUTCOME_WORDS, counted
from pages._parts.tune_numbers import quality_in_words
from pages._session import workspace
from pages._session.showing import on_projector, plain

NOT_TO_RANK = (
    "One model at a time: an earlier score chose these leads, so lifts of two models must not stand beside each other. "
    "The swap card and shadow scoring compare models."
)
SEEN_SINCE = "Whatever was tuned since then has seen it, so it proves nothing about later points."


def opened_in_words(opened: Opened) -> str:
    """When the locked period was opened, and by whom."""
    zone = workspace.shelf().database.manifest.zone
    return f"Opened on {instant_in_words(opened.at, zone)} by {who(opened.author)}"


def who(author: Author | None) -> str:
    """Somebody by name and team; before a projector by team."""
    if author is None:
        return "name not said"
    return author.team if on_projector() else f"{author.name or '(erased)'}, {author.team}"


def show(shown: Shown, outcome: str) -> None:
    """One model towards one outcome."""
    if shown.note:
        st.caption(plain(f"{shown.name}: {shown.note}."))
    found = shown.towards(outcome)
    if found is None:
        return
    _lifts(found)
    st.text(quality_in_words(found.quality))
    st.dataframe(pd.DataFrame(list(_rows(found))), hide_index=True, alt="Hand-offs of the locked period by the model")
    for line in _lines(found):
        st.text(line)


def _lifts(found: HeldOut) -> None:
    with st.container(horizontal=True):
        _metric("Lift in the locked period", found.lift)
        _metric("Lift before it", found.tuned)
        lost = Estimate.unknown("one of the two is unknown") if found.lost is None else Estimate(-found.lost)
        _metric("Difference", lost, "{:+.2f} x")
    st.text(f"Locked period: {times_in_words(found.lift)}. Before it: {times_in_words(found.tuned)}.")
    st.caption(NOT_TO_RANK)


def _metric(label: str, estimate: Estimate, form: str = "{:.2f} x") -> None:
    value = "unknown" if estimate.value is None else form.format(estimate.value)
    st.metric(label, value, border=True, help=estimate.reason)


def _rows(found: HeldOut) -> Iterator[dict[str, object]]:
    parts = {"Kept: handed over then, and by it": found.kept, "Dropped: handed over then, not by it": found.dropped}
    for name, share in {**parts, "Added: by it, not then": found.added}.items():
        yield _row(name, share, OUTCOME_WORDS[found.outcome])


def _row(name: str, share: Share, outcome: str) -> dict[str, object]:
    return {"At equal volume": name, "Leads": share.leads, f"Share with {outcome}": estimate_in_words(share.rate)}


def _lines(found: HeldOut) -> Iterator[str]:
    yield f"Kept less dropped: {_points(found.difference)}."
    if found.changing:
        changing = counted(found.changing, "lead changes hands", "leads change hands")
        yield f"Against the model in use {changing}; those of this one less those of that one: {_points(found.swap)}."


def _points(difference: Estimate) -> str:
    """A difference of two shares in percentage points."""
    if difference.value is None:
        return f"unknown: {difference.reason}"
    value, n = 100 * difference.value, f", n = {difference.n:,}"
    if difference.low is None or difference.high is None:
        return f"{value:+.1f} percentage points{n}"
    return f"{value:+.1f} percentage points ({100 * difference.low:+.1f} to {100 * difference.high:+.1f}){n}"
