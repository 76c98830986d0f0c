"""What a member answers on a device of their own at each step; nothing that others said is shown."""

from __future__ import annotations

import streamlit as st

from leadscore.store.state import Member, Room
from pages._parts import (
    workshop_interviews,
    workshop_objectives,
    workshop_outcomes,
    workshop_perspectives,
    workshop_pulse,
    workshop_roles,
)
from pages._session import seats
from pages._session.seats import Seat


def show(held: Room, who: Member) -> None:
    """The forms of the room's step."""
    workshop_outcomes.problem()
    _FORMS[held.step](seats.of_member(who))


def _objectives(seat: Seat) -> None:
    workshop_pulse.form(seat, "before")
    st.divider()
    workshop_objectives.form(seat)
    workshop_objectives.own(seat)


def _roles(seat: Seat) -> None:
    workshop_perspectives.form(seat)
    with st.expander("How well do we talk to each other?"):
        workshop_perspectives.communication(seat)
    with st.expander("Who owns a lead on its way?"):
        workshop_roles.process(seat)


def _icp(seat: Seat) -> None:
    if seat.team == workshop_interviews.INTERVIEWED_TEAM:
        workshop_interviews.form(seat, at_desk=False)
    else:
        st.caption(
            "Look at the wall: the worksheet is filled in together, and your voice counts there. Meanwhile sales is "
            "asked which behaviour shows that someone is ready."
        )


def _consensus(seat: Seat) -> None:
    st.caption("The votes begin as soon as the facilitator starts a round.")


def _next(seat: Seat) -> None:
    workshop_pulse.form(seat, "after")


_FORMS = {"objectives": _objectives, "roles": _roles, "icp": _icp, "consensus": _consensus, "next": _next}
