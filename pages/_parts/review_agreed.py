"""What both sides promised, entered here until an agreement holds it; and what is off unless someone asks."""

from __future__ import annotations

import streamlit as st

from pages._session import review, showing


def commitments() -> None:
    """Boxes for the promises of both sides; they stay for the session."""
    st.caption("Promises of both sides, for this session: 0 is no promise. Every figure below follows them.")
    with st.container(horizontal=True):
        for label, key, most in (
            ("Marketing: top-band leads a month", review.A_MONTH, 100_000),
            ("Sales: first touch within business hours", review.HOURS, 1_000),
            ("Attempts unless reached", review.ATTEMPTS, 100),
            ("Days for these attempts", review.DAYS, 365),
        ):
            st.number_input(label, 0, most, step=1, key=key, persist_state="session", width=240)


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
