"""Signals, kept as long as data, rules and question stay; the one that is looked into; the click that drafts a rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from functools import partial

import streamlit as st

from leadscore.evidence import Shelf
from leadscore.exporting.shown_sql import scores_sql
from leadscore.learning.asking.drafting import same_rule, with_rule
from leadscore.learning.rule_leads import RuleLeads, rule_leads
from leadscore.learning.signals.signals import Signals, signals
from leadscore.model import Model, Rule
from leadscore.model.hashes import condition_hash
from pages._session import draft, workspace
from pages._session.turns import Turns

TURNS = Turns("signals")
TABLE, CHOSEN = "signals table", "signal looked into"
"""The keys of the table and of the box with the signal that is looked into."""


def told(model: Model, outcome: str, before: datetime | None) -> Signals:
    """Everything that leads had beside the outcome, at equal rules of a model."""
    return _told(workspace.shelf(), model, outcome, before, workspace.key_of(_unpriced(model)))


def leads(model: Model, rule: Rule, outcome: str, before: datetime | None) -> RuleLeads:
    """The leads with a signal."""
    alone = _alone(model, rule)
    return _leads(workspace.shelf(), alone, rule.id, outcome, before, workspace.key_of(alone))


def sql(model: Model, rule: Rule) -> str:
    """The SQL that finds the leads with a signal, one point for each."""
    return scores_sql(workspace.shelf(), _alone(model, rule).with_points({rule.id: Decimal(1)}))


def key_of(rule: Rule) -> str:
    """What stays the same for the same question."""
    return condition_hash([rule.when])


def choose(keys: Sequence[str]) -> Callable[[], None]:
    """Take up the signal whose row was chosen; the callback of the table, whose rows have these keys."""
    return partial(_choose, tuple(keys))


def forget_missing(keys: Sequence[str]) -> str | None:
    """The signal that is looked into, where it is still among these; to be called before its box is drawn."""
    if st.session_state.get(CHOSEN) not in keys:
        st.session_state[CHOSEN] = None
    chosen: str | None = st.session_state[CHOSEN]
    return chosen


def drafted(rule: Rule) -> Rule | None:
    """The rule on the table that asks the same, if any."""
    return same_rule(draft.held().model, rule)


def make_rule(rule: Rule, turn: int) -> None:
    """Put a signal on the draft as a rule at 0 points, as one step that can be undone; a callback, once a turn."""
    if turn != TURNS.now():
        return
    with TURNS.told():
        draft.set_model(with_rule(draft.held().model, rule))
        TURNS.end()


def _choose(keys: tuple[str, ...]) -> None:
    for place in st.session_state[TABLE].selection.rows[:1]:
        if place < len(keys):
            st.session_state[CHOSEN] = keys[place]


def _unpriced(model: Model) -> Model:
    """The model without what no signal depends on, so that sliders may move."""
    return model.with_cut_offs(None).with_points({each.id: Decimal(0) for each in model.rules if not each.knock_out})


def _alone(model: Model, rule: Rule) -> Model:
    return model.model_copy(update={"rules": (rule,), "cut_offs": None})


@st.cache_resource(
    max_entries=8,
    show_spinner="Holding everything that leads had against the outcome (once; many leads take a minute) …",
)
def _told(_shelf: Shelf, _model: Model, outcome: str, before: datetime | None, key: str) -> Signals:
    return signals(_shelf, _model, outcome, before)


@st.cache_resource(max_entries=32, show_spinner="Looking for the leads with it …")
def _leads(_shelf: Shelf, _model: Model, rule_id: str, outcome: str, before: datetime | None, key: str) -> RuleLeads:
    return rule_leads(_shelf, _model, rule_id, outcome, before)
