"""What goes into the agreement, entered by both teams: plays, promises, goals, the rhythm, and words of one's own."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import streamlit as st

from leadscore.reports.promises import promised_in_words
from leadscore.store.state import Promise, in_force, latest
from leadscore.vocabulary import FIRST_YEAR, TEAMS
from leadscore.workshop.agreement import ORDINALS, SECTIONS
from leadscore.workshop.agreement_drawing import GOALS, RHYTHM, Said, play_item, plays_of, rhythm_of
from leadscore.workshop.plays import (
    CHANNELS,
    MOST_ATTEMPTS,
    MOST_DAYS,
    MOST_MINUTES,
    NOT_AGREED,
    STOPS,
    THENS,
    Play,
    is_promised,
    warnings,
)
from pages._session import agreement, keeping
from pages._session.agreement import box
from pages._session.showing import plain

WIDTH = 240
NO_GOAL = (
    "No goal yet. A good one is about both teams, has a number and a day: “A fifth more won deals from leads by June”."
)
MONTHS = 4
"""A promise holds from one of so many months on, the present one first."""


def plays(said: Said, may_save: bool) -> None:
    """A play for each band, with what looks too eager."""
    st.caption("How is a lead of each band worked? What nobody fills in stands in the agreement as not agreed yet.")
    found = plays_of(said, keeping.now().date())
    for words in warnings(found):
        st.warning(plain(words), icon=":material/psychology_alt:")
    first_open = next((play.band for play in found if play.is_open), None)
    for play in found:
        with st.expander(_in_short(play), expanded=play.band == first_open):
            _play(play, said, may_save)


def promises(said: Said, may_save: bool) -> None:
    """What each side promises from a month on; the review judges by it."""
    st.caption("0 is no promise. What is promised here is the same that the review counts.")
    for side in reversed(TEAMS):
        st.markdown(f"**{side.capitalize()}**")
        _promise(side, said.promises, may_save)


def goals(said: Said, may_save: bool) -> None:
    """What both want to reach, in their own words."""
    told = [each for each in latest(said.of_topic(GOALS)) if each.text]
    st.subheader("What do both want to reach?")
    if not told:
        st.caption(NO_GOAL)
    for answer in told:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(f"{answer.text} ({answer.author.team})")
            if may_save and agreement.is_mine(answer.author.name, answer.author.team):
                st.button(
                    "Take back",
                    key=f"take back {answer.id}",
                    type="tertiary",
                    on_click=agreement.take_back_goal,
                    args=(answer.id, agreement.turn()),
                )
    if may_save:
        st.text_input("A goal of both teams", key=box(agreement.GOAL), max_chars=300)
        st.button("Keep this goal", icon=":material/flag:", on_click=agreement.keep_goal, args=(agreement.turn(),))


def rhythm(said: Said, may_save: bool) -> None:
    """On which day of each month both look at it again."""
    st.subheader("When do we look at it again?")
    held, newest = rhythm_of(said), said.newest(RHYTHM)
    if held is None:
        st.caption("Not agreed yet: without a day in the calendar nobody looks at it again.")
    else:
        following = held.next_after(keeping.now().date())
        st.markdown(plain(f"The review is on {held.in_words()}; next on {following:%A, %d %B %Y}."))
    if not may_save:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "Which",
            list(ORDINALS),
            held.week - 1 if held else 0,
            format_func=_ordinal,
            key=box(agreement.WEEK),
            width=150,
        )
        st.selectbox(
            "Day",
            list(range(7)),
            held.weekday if held else 1,
            format_func=lambda day: calendar.day_name[day],
            key=box(agreement.WEEKDAY),
            width=180,
        )
        st.pills(
            "Called by",
            TEAMS,
            selection_mode="multi",
            default=list(held.owners) if held else list(TEAMS),
            format_func=str.capitalize,
            key=box(agreement.OWNERS),
            width=280,
        )
        st.button(
            "Keep this day",
            icon=":material/event_repeat:",
            on_click=agreement.keep_rhythm,
            args=(newest.id if newest else None, agreement.turn()),
        )


def words(may_save: bool) -> None:
    """A text of one's own on a section; it can be erased without the agreement."""
    st.subheader("In your own words")
    st.caption(
        "Say why, where numbers do not: it stands beside the section. What you write later replaces what you wrote."
    )
    if not may_save:
        return
    st.selectbox(
        "On", [each for each in SECTIONS if each != "goals"], format_func=SECTIONS.__getitem__, key=box(agreement.ABOUT)
    )
    st.text_area("In your words", key=box(agreement.TEXT), max_chars=1000)
    st.button("Keep these words", icon=":material/edit_note:", on_click=agreement.keep_text, args=(agreement.turn(),))


def _play(play: Play, said: Said, may_save: bool) -> None:
    newest = said.newest(play_item(play.band))
    if not may_save:
        for title, words in _told(play):
            st.text(f"{title}: {words}")
        return
    if is_promised(play.band):
        st.caption("First touch and attempts are what sales promises: enter them under Commitments.")
    else:
        _numbers(play)
    st.pills(
        "How",
        list(CHANNELS),
        selection_mode="multi",
        default=list(play.channels),
        format_func=CHANNELS.__getitem__,
        key=_box(play, agreement.CHANNELS),
    )
    st.pills(
        "We stop when",
        list(STOPS),
        selection_mode="multi",
        default=list(play.stops),
        format_func=STOPS.__getitem__,
        key=_box(play, agreement.STOPS),
    )
    thens = [None, *THENS]
    st.selectbox(
        "Then",
        thens,
        thens.index(play.then),
        format_func=lambda each: THENS[each] if each else NOT_AGREED,
        key=_box(play, agreement.THEN),
    )
    st.button(
        f"Keep the play of {play.name}",
        icon=":material/save:",
        on_click=agreement.keep_play,
        args=(play.band, newest.id if newest else None, agreement.turn()),
    )


def _told(play: Play) -> tuple[tuple[str, str], ...]:
    """A play for whoever only reads."""
    return (
        ("First touch", play.touch_in_words()),
        ("Attempts", play.attempts_in_words()),
        ("How", play.channels_in_words()),
        ("We stop when", play.stops_in_words()),
        ("Then", play.then_in_words()),
    )


def _in_short(play: Play) -> str:
    if play.is_open:
        return f"{play.name}: {NOT_AGREED}"
    touch, attempts = play.touch_in_words(), play.attempts_in_words()
    known = [words for words in (f"first touch {touch}", attempts) if NOT_AGREED not in words]
    return f"{play.name}: {', '.join(known) or f'first touch and attempts {NOT_AGREED}'}"


def _numbers(play: Play) -> None:
    minutes = play.touch_within_minutes or 0
    boxes = (
        ("First touch within business hours", agreement.HOURS, MOST_MINUTES / 60, minutes / 60, 0.5),
        ("Attempts", agreement.ATTEMPTS, MOST_ATTEMPTS, play.attempts or 0, 1),
        ("In days", agreement.DAYS, MOST_DAYS, play.days or 0, 1),
    )
    with st.container(horizontal=True):
        for label, what, most, value, step in boxes:
            kind = type(step)
            form = "%g" if kind is float else "%d"
            st.number_input(label, kind(0), kind(most), kind(value), step, form, key=_box(play, what), width=WIDTH)


def _promise(side: str, entered: tuple[Promise, ...], may_save: bool) -> None:
    today = keeping.now().date()
    held = in_force(entered, side, None)
    now = in_force(entered, side, today.replace(day=1))
    for each in dict.fromkeys(one for one in (now, held) if one is not None):
        since = "" if each.promised.since.year <= FIRST_YEAR else f" from {each.promised.since:%B %Y} on"
        st.text(f"Promises{since}: {promised_in_words(each.promised)}.")
    if held is None:
        st.caption("Nothing is promised yet.")
    if not may_save:
        return
    terms = {name: value or 0 for name, value in held.promised.terms.items()} if held else {}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for label, term, most, step in _TERMS[side]:
            kind, value = type(step), terms.get(term, 0) / (60 if term == "touch_within_minutes" else 1)
            form = "%g" if kind is float else "%d"
            st.number_input(label, kind(0), kind(most), kind(value), step, form, key=box(f"{side} {term}"), width=WIDTH)
        st.selectbox(
            "From",
            _months(today),
            format_func=lambda each: f"{each:%B %Y}",
            key=box(f"{side} {agreement.SINCE}"),
            width=WIDTH,
        )
        st.button(
            f"Keep what {side} promises",
            icon=":material/handshake:",
            on_click=agreement.keep_promise,
            args=(
                side,
                max((each.id for each in entered if each.promised.side == side), default=None),
                agreement.turn(),
            ),
        )


_TERMS: dict[str, list[tuple[str, str, int, float]]] = {
    "marketing": [("Top-band leads a month", "leads_a_month", 100_000, 1)],
    "sales": [
        ("First touch within business hours", "touch_within_minutes", 1_000, 0.5),
        ("Attempts unless reached", "attempts", 100, 1),
        ("Days for these attempts", "attempt_days", 365, 1),
        ("Accept or send back within days", "accept_within_days", 365, 1),
    ],
}


def _months(today: date) -> list[date]:
    found = [today.replace(day=1)]
    while len(found) < MONTHS:
        found.append((found[-1] + timedelta(days=31)).replace(day=1))
    return found


def _ordinal(week: int) -> str:
    return f"The {ORDINALS[week]}"


def _box(play: Play, what: str) -> str:
    return box(f"{play.band} {what}")
