"""Navigation, and the guard that no page is ever served without it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from leadscore.access import Action
from leadscore.errors import LeadscoreError
from pages._session import search, visitor
from pages._session.showing import plain

_FRAMED = "_framed"
_WANTED = "page"


@dataclass(frozen=True, slots=True)
class Place:
    """One page: its file and address, its title, its icon, and the question it answers."""

    name: str
    title: str
    icon: str
    question: str
    needs: Action = "work"

    @property
    def file(self) -> str:
        """The page's file, relative to app.py."""
        return f"pages/{self.name}.py"


SECTIONS: Mapping[str, Sequence[Place]] = {
    "": (Place("home", "Home", ":material/home:", "What is agreed, what is known, and what comes next?"),),
    "Agree": (
        Place("workshop", "Workshop", ":material/groups:", "How do we get from two opinions to one signed model?"),
        Place(
            "signals", "Signals", ":material/insights:", "What goes with becoming a customer, and what only seems to?"
        ),
        Place("tune", "Tune", ":material/tune:", "What would these points have done to real past leads?"),
        Place("cutoffs", "Cut-offs", ":material/flag:", "From which score is a lead worth a call?"),
        Place(
            "agreement", "Agreement", ":material/handshake:", "What did we promise each other, on which model, and why?"
        ),
        Place("review", "Review", ":material/monitoring:", "Did high scores become customers, and what do we change?"),
        Place("versions", "Versions", ":material/history:", "What did we change, when, and why?"),
        Place(
            "room", "Room", ":material/how_to_vote:", "What do you say, before anyone shows you the numbers?", "join"
        ),
    ),
    "Use": (
        Place("leads", "Leads", ":material/format_list_numbered:", "Whom do I call first, and why?"),
        Place("lead", "Lead", ":material/person_search:", "Why does this lead have its score?"),
        Place("feedback", "Feedback", ":material/forum:", "What does sales say of our leads, and does anyone answer?"),
        Place(
            "pilot",
            "Pilot",
            ":material/rocket_launch:",
            "Is the agreed score earning trust, and when can closes tell?",
        ),
    ),
    "Bring": (Place("data", "Data", ":material/database:", "What do we know about our leads?"),),
    "Learn": (
        Place(
            "predictive",
            "Predictive",
            ":material/model_training:",
            "May a machine refine our points yet, and is it better?",
        ),
        Place(
            "guide", "Guide", ":material/menu_book:", "How does this work, and what do we say to those who doubt it?"
        ),
    ),
}
PLACES = tuple(place for places in SECTIONS.values() for place in places)


def run(beside: Callable[[], None]) -> None:
    """Frame and run the page that is asked for, with what stands beside every page; called by app.py alone.

    Navigation comes first: what a new server draws before it, its first visitor clicks in vain.  Whoever may not work
    here sees none of it.
    """
    works = visitor.may("work")
    page = st.navigation(_pages(), position="sidebar" if works else "hidden", expanded=True)
    if works:
        beside()
    _forward_to_wanted()
    if works and search.just_asked():
        go("lead")
    st.session_state[_FRAMED] = True
    try:
        page.run()
    except LeadscoreError as error:  # what no page expected, such as data that were damaged on the disk
        st.error(plain(str(error)), title="This page cannot be shown")


def enter(name: str) -> Place:
    """A page's first statement: its place, once app.py has framed this run.

    The first request after a server's start can run a page's file alone; it is then sent through app.py and back,
    with its query parameters.
    """
    if not st.session_state.pop(_FRAMED, False):
        st.switch_page("app.py", query_params={**st.query_params.to_dict(), _WANTED: name})
    place = next(place for place in PLACES if place.name == name)
    if not visitor.may(place.needs):
        st.error("Only the machine that serves this dashboard opens this page. Join the room instead.")
        st.stop()
    return place


def go(name: str, **query: str) -> None:
    """Open another page."""
    st.switch_page(f"pages/{name}.py", query_params=query)


def _forward_to_wanted() -> None:
    wanted = st.query_params.get(_WANTED)
    if wanted is None:
        return
    others = {key: value for key, value in st.query_params.to_dict().items() if key != _WANTED}
    open_to = [place.name for place in PLACES if visitor.may(place.needs)]
    st.switch_page(f"pages/{wanted if wanted in open_to else open_to[0]}.py", query_params=others)


def _pages() -> dict[str, list[st.Page]]:
    """Every page by section; to a visitor who may not enter it, its address is a door to the room."""
    return {
        section: [
            st.Page(
                place.file if visitor.may(place.needs) else _to_the_room,
                title=place.title,
                icon=place.icon,
                url_path=place.name,
                help=place.question,
            )
            for place in places
        ]
        for section, places in SECTIONS.items()
    }


def _to_the_room() -> None:
    go("room", **st.query_params.to_dict())
