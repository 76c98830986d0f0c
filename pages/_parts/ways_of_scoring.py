"""Basic against predictive scoring in figures of this company: whose weights, learned when, whose cut-offs."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from leadscore.figures.words import change_in_words, count_in_words, day_in_words, sentence
from leadscore.model import CutOffs, Model
from leadscore.simulation.swap_card import SwapCard
from leadscore.vocabulary import counted
from leadscore.workshop.predictive.challenger import Challengers
from leadscore.workshop.predictive.scoring_ways import (
    EARLIER_DAYS,
    Moved,
    Refit,
    Thresholds,
    moved,
    refined,
    thresholds,
)
from pages._parts import champion_parts
from pages._parts.signals_head import Asked
from pages._session import champion, workspace
from pages._session.champion import Question
from pages._session.showing import plain

COMPUTED_FOR = (
    "Cut-offs are computed here for as many leads a month as were handed over in the months that judge; Alarms and "
    "cut-offs computes them month by month, for the volume that you choose."
)
COLUMNS = ("", "Basic", "Predictive", "What it would change")


def show(asked: Asked) -> None:
    """A table of three differences, each counted on the same later leads."""
    question = Question(asked.active, asked.outcome, asked.before)
    found = champion.judged(question)
    st.subheader("What would predictive scoring change here?")
    if found.reason:
        st.info(f"The two ways cannot be compared: {plain(found.reason)}.")
        return
    st.caption(champion_parts.period(found, asked.before is not None))
    cut = thresholds(found)
    rows = (
        _weights(asked.active, found),
        _learning(champion.refitted(question, found), asked.active),
        _cut_offs(cut),
    )
    frame = pd.DataFrame([[plain(cell) for cell in row] for row in rows], columns=list(COLUMNS))
    st.table(frame, border="horizontal", hide_index=True, alt="Basic and predictive scoring side by side")
    if cut.computed is not None:
        st.caption(COMPUTED_FOR)
    if cut.words:
        st.caption(plain(" ".join(map(sentence, cut.words))))
    st.caption(
        "Leads that change hands are those that one of the two hands over and the other does not, at equal volume. The "
        "difference is the rate of those that only the predictive way hands over less the rate of those that only the "
        "basic way does, among leads that were handed over and worked."
    )


def _weights(active: Model, found: Challengers) -> tuple[str, ...]:
    basic = f"Weights by hand: {counted(len(active.rules), 'rule')} at points that people set"
    one = refined(found)
    if one is None or one.card is None or one.model is None:
        reasons = "; ".join(f"{each.name}: {each.reason}" for each in found.challengers if each.reason)
        return ("Weights", basic, f"unknown: {reasons}", "unknown")
    told = f"{one.name}. Points that differ most: {_moved(moved(active, one.model))}"
    return ("Weights", basic, told, _change(one.card))


def _learning(found: Refit, active: Model) -> tuple[str, ...]:
    if found.card is None or found.earlier is None or found.until is None:
        return ("Learning", "Static", "Continuous", f"unknown: {found.reason}")
    zone = workspace.shelf().database.manifest.zone
    then, now = (day_in_words(each, zone) for each in (found.earlier, found.until))
    basic = f"Static: learned once, from leads handed over before {then}, and left so"
    told = f"Continuous: learned again {EARLIER_DAYS} days later, until {now}. Points that moved most: "
    return ("Learning", basic, told + _moved(found.moved), _change(found.card))


def _cut_offs(found: Thresholds) -> tuple[str, ...]:
    if found.computed is None:
        return ("Cut-offs", _both(found.chosen), f"unknown: {found.reason}", "unknown")
    basic = f"Chosen by people: {_both(found.chosen)}"
    basic += "" if found.chosen is None else f"; {count_in_words(found.chosen_volume)} leads a month"
    computed = f"Computed from volume: {_both(found.computed)}; {count_in_words(found.computed_volume)} leads a month"
    change = found.change
    told = "unknown: " + str(change.reason) if change.value is None else f"{change_in_words(change)} leads a month"
    return ("Cut-offs", basic, computed, told)


def _both(cut_offs: CutOffs | None) -> str:
    return "none" if cut_offs is None else f"MQL {cut_offs.mql:f}, SQL {cut_offs.sql:f}"


def _moved(rules: Sequence[Moved]) -> str:
    if not rules:
        return "none"
    return "; ".join(f"{each.name} {_points(each.before)} to {_points(each.after)}" for each in rules)


def _points(points: object) -> str:
    return "not asked" if points is None else f"{points:f}"


def _change(card: SwapCard) -> str:
    told = champion_parts.difference_in_words(card.swap)
    low, high = card.swap.low, card.swap.high
    tells = low is not None and high is not None and (low > 0 or high < 0)
    cannot = "" if tells or low is None else " History cannot tell them apart."
    return f"{champion_parts.change_of(card)} leads a month change hands. Difference: {told}.{cannot}"
