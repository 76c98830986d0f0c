"""What both sides promised: what holds now, what was entered when, and a new promise; and what is off unless asked."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from leadscore.reports import Circumstances, Month
from leadscore.reports.promises import promised_in_words
from leadscore.store.state import Promise, in_force
from pages._session import review, showing
from pages._session.showing import plain

WIDTH = 240


def promises(months: tuple[Month, ...], month: Month, around: Circumstances, may_save: bool) -> None:
    """Enter what a side promises from a month on, and look back; the figures below follow what is kept."""
    with st.expander("What both sides promise: enter, change, look back", icon=":material/handshake:"):
        if may_save:
            st.caption("0 is no promise. It holds from the month on that you choose; earlier months keep theirs.")
            for side in ("marketing", "sales"):
                _new(side, months, month, around)
        else:
            st.caption("To enter a promise, say at the top of the page who you are.")
        _all(around.promises)


def _new(side: str, months: tuple[Month, ...], month: Month, around: Circumstances) -> None:
    entered = [each.id for each in around.promises if each.promised.side == side]
    st.markdown(f"**{side.capitalize()}**")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for label, key, most, value in _boxes(side, in_force(around.promises, side, month.first)):
            step = 0.5 if key == review.HOURS else 1
            st.number_input(
                label, type(step)(0), type(step)(most), type(step)(value), step, key=review.box(key), width=WIDTH
            )
        if month.first is not None:
            _since(side, months, month.first)
        st.button(
            f"Keep what {side} promises",
            key=f"promise {side}",
            on_click=review.promise,
            args=(side, month, max(entered, default=None), review.turn()),
            icon=":material/handshake:",
        )


def _boxes(side: str, held: Promise | None) -> list[tuple[str, str, int, float]]:
    terms = {name: value or 0 for name, value in held.promised.terms.items()} if held else {}
    if side == "marketing":
        return [("Top-band leads a month", review.A_MONTH, 100_000, terms.get("leads_a_month", 0))]
    return [
        ("First touch within business hours", review.HOURS, 1_000, terms.get("touch_within_minutes", 0) / 60),
        ("Attempts unless reached", review.ATTEMPTS, 100, terms.get("attempts", 0)),
        ("Days for these attempts", review.DAYS, 365, terms.get("attempt_days", 0)),
        ("Accept or send back within days", review.ACCEPT, 365, terms.get("accept_within_days", 0)),
    ]


def _since(side: str, months: tuple[Month, ...], first: date) -> None:
    """From which month on: one of the data, the one looked at unless another is chosen, or the one after them."""
    listed = [each.first for each in months if each.first]
    after = [each.last + timedelta(days=1) for each in months[-1:] if each.last]
    choices = [*after, *listed[::-1]]
    st.selectbox(
        "From",
        choices,
        choices.index(first),
        format_func=lambda each: f"{each:%B %Y}",
        key=review.box(f"{side} {review.SINCE}"),
        width=WIDTH,
    )


def _all(promises: tuple[Promise, ...]) -> None:
    """Every promise that was ever entered, the latest first; who entered it is hidden before a room."""
    if not promises:
        st.caption("Nothing was promised yet, so nobody can have broken it.")
        return
    rows = [
        {
            "Side": each.promised.side.capitalize(),
            "From": "all months" if each.promised.since == review.FOREVER else f"{each.promised.since:%B %Y}",
            "Promises": promised_in_words(each.promised),
            "Entered by": each.author.team if showing.on_projector() else plain(_who(each)),
            "On": f"{each.at:%Y-%m-%d %H:%M} UTC",
            "In": plain(each.promised.source),
        }
        for each in promises[::-1]
    ]
    st.table(pd.DataFrame(rows), border="horizontal", hide_index=True, alt="Every promise that was entered")


def _who(promise: Promise) -> str:
    return f"{promise.author.name or '(erased)'}, {promise.author.team}"


def extras() -> None:
    """Owner tables and published numbers: off by default; owners never before a room."""
    with st.container(horizontal=True):
        st.toggle(
            "Tables by owner",
            key=review.OWNERS,
            persist_state="session",
            disabled=showing.on_projector(),
            help="Few leads each, so wide intervals; hidden on the projector.",
        )
        st.toggle("Published benchmarks", key=review.BENCHMARKS, persist_state="session", help="Context, not a target.")
