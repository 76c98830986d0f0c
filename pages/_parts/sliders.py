"""The sliders: a rule each, by group, beside what the past says about it."""

from __future__ import annotations

import streamlit as st

from leadscore.figures.evidence_words import Beside
from leadscore.model import Model, Rule
from leadscore.model.words import in_words, spoken
from pages._session import draft
from pages._session.showing import plain

NUMBERS, CHARTS, TRIED = "numbers", "charts", "tried"
"""The keys of the fragments that a slider move draws again, in this order; nothing else on the page is."""

HEIGHT = 960
"""Of the sliders, in pixels: they scroll beside the charts, which stay in sight."""


def show(model: Model, beside: dict[str, Beside]) -> None:
    """A slider for each rule; sleeping rules are grey and say why."""
    with st.container(height=HEIGHT, border=False):
        for name in model.group_names:
            rules = [rule for rule in model.rules if rule.group == name and not rule.knock_out]
            if rules:
                _group(model, name, rules, beside)
        _knock_outs(model)
        _agreed_balance()


def _group(model: Model, name: str, rules: list[Rule], beside: dict[str, Beside]) -> None:
    with st.container(border=True):
        st.markdown(f"**{spoken(name).capitalize()}**{_bounds(model, name)}")
        for rule in rules:
            _slider(rule, beside.get(rule.id))


def _agreed_balance() -> None:
    with st.container(border=True):
        st.number_input(
            "Agreed share of behavioural points (%)",
            0,
            100,
            step=5,
            key=draft.BALANCE,
            on_change=draft.balance_agreed,
            help="'Normalise' brings the points at most to this share.",
        )


def _slider(rule: Rule, beside: Beside | None) -> None:
    low, high = rule.slider
    st.slider(
        plain(rule.name),
        draft.position(rule, low),
        draft.position(rule, high),
        step=draft.position(rule, draft.step(rule)),
        key=draft.slider_key(rule),
        on_change=_moved,
        args=(rule,),
        disabled=beside is not None and beside.sleeps,
        help=plain(in_words(rule.when)),
    )
    if beside is not None:
        st.caption(plain(beside.words))


def _moved(rule: Rule) -> None:
    draft.moved(rule)
    st.rerun([NUMBERS, CHARTS, TRIED])


def _bounds(model: Model, name: str) -> str:
    group = model.group(name)
    cap = f" at most {group.cap}" if group.cap is not None else ""
    floor = f" at least {group.floor}" if group.floor is not None else ""
    return f" ({(floor + cap).strip()} points)" if cap or floor else ""


def _knock_outs(model: Model) -> None:
    rules = [rule for rule in model.rules if rule.knock_out]
    if rules:
        with st.container(border=True):
            st.markdown("**Knock-outs** (no points: the lead is out)")
            for rule in rules:
                st.text(f"{rule.name}: {in_words(rule.when)}")
