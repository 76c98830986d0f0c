"""The parts of Cut-offs: curves, capacity, and what the bands and gates make of every lead."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import streamlit as st

from leadscore.errors import LeadscoreError
from leadscore.figures.curves import curves
from leadscore.figures.words import estimate_in_words
from leadscore.model import CutOffs, Model
from leadscore.model.rules import SqlNeeds
from leadscore.model.words import spoken
from leadscore.simulation.capacity import Team
from leadscore.vocabulary import BAND_WORDS
from pages._session import boards, draft, history

PLACE_WORDS = {"qualify": "Act now", "nurture": "Nurture more", "out": "Disqualify"}


def show_curves(model: Model) -> None:
    """The cut-offs beside what every other cut-off would give."""
    outcome = history.outcome_of(model)
    derived = boards.derived(model)
    _inputs(model, derived.cut_offs)
    for words in (*derived.words, *((derived.reason,) if derived.reason else ())):
        st.caption(words)
    at = boards.curve(model, outcome)
    if not any(each.a_month.value or each.precision.value is not None for each in at):
        reason = derived.reason or "no lead has a score"
        st.info(f"No cut-off can be compared here: {reason}.")
        return
    st.plotly_chart(curves(at, model, outcome), theme=None, key="curves", config={"displayModeBar": False})
    rows = [
        {
            "Cut-off": each.points,
            "Leads a month": each.a_month.value,
            "Precision": estimate_in_words(each.precision),
            "Recall": estimate_in_words(each.recall),
            "Worked per outcome": each.worked_per_outcome.value,
        }
        for each in at
        if each.points % 5 == 0
    ]
    one_decimal = st.column_config.NumberColumn(format="%.1f")
    columns = {"Leads a month": one_decimal, "Worked per outcome": one_decimal}
    st.dataframe(pd.DataFrame(rows), column_config=columns, hide_index=True, alt="What every fifth cut-off gives")


def show_capacity(model: Model) -> None:
    """The cut-off that delivers what the team can work."""
    with st.container(horizontal=True):
        reps = st.number_input("Reps", 1, 1000, 6, key="reps")
        touches = st.number_input("Touches a rep and day", 1, 500, 40, key="touches")
        attempts = st.number_input("Attempts a lead needs", 1, 50, 6, key="attempts")
        deals = st.number_input("Open deals", 0, 100_000, 0, key="open deals")
        each = st.number_input("Touches an open deal takes a week", 0.0, 50.0, 2.0, key="touches a deal")
    found = boards.capacity_of(model, Team(int(reps), float(touches), float(attempts), int(deals), float(each)))
    st.metric("New leads a week the team can work", f"{found.leads_a_week:,.0f}")
    if found.reason:
        st.info(f"No cut-off follows from that: {found.reason}.")
        return
    if found.cut_off is not None:
        st.metric("Cut-off that delivers them", str(found.cut_off.points))
        st.text(f"Leads a month at that cut-off: {estimate_in_words(found.a_month)}")
    expected = _expected(found.outcomes.value, found.outcomes.low, found.outcomes.high)
    st.text(f"Confirmed SQL a month to expect: {expected}")
    st.caption(" ".join(found.caveats))


def show_bands(model: Model) -> None:
    """Whether the bands are worth having, and where every lead goes and why."""
    if model.cut_offs is None:
        st.info("The model has no cut-offs yet: set them on the first tab.")
        return
    found = boards.merging(model)
    for pair in found.neighbours:
        better, worse = BAND_WORDS[pair.better], BAND_WORDS[pair.worse]
        st.text(f"{better} against {worse}: {_points_apart(pair.difference)}")
    show_gates(model)
    sorting = boards.sorting(model)
    if sorting.reason:
        st.info(sorting.reason)
        return
    rows = [
        {"Goes to": PLACE_WORDS.get(each.place, each.place), "Because": each.reason, "Leads": each.leads}
        for each in sorting.sorted
    ]
    st.caption(f"Each of the {sorting.leads:,} leads is in exactly one place.")
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt="Where leads go, and why")


def _inputs(model: Model, derived: CutOffs | None) -> None:
    start = model.cut_offs or derived
    with st.container(horizontal=True, vertical_alignment="bottom"):
        mql = st.number_input("MQL cut-off", 0.0, 100.0, float(start.mql) if start else 0.0, 1.0, key="mql cut-off")
        sql = st.number_input("SQL cut-off", 0.0, 100.0, float(start.sql) if start else 0.0, 1.0, key="sql cut-off")
        st.button("Use these", icon=":material/check:", on_click=_use, args=(model, mql, sql))
        if derived is not None:
            st.button(
                f"From today's volume: {derived.mql} and {derived.sql}",
                icon=":material/calendar_month:",
                on_click=_use,
                args=(model, float(derived.mql), float(derived.sql)),
            )
    problem = draft.take_problem()
    if problem:
        st.warning(problem)


def _use(model: Model, mql: float, sql: float) -> None:
    needs = {"sql_needs": model.cut_offs.sql_needs} if model.cut_offs else {}
    try:
        draft.set_cut_offs(CutOffs(mql=Decimal(str(mql)), sql=Decimal(str(sql)), **needs))
    except (LeadscoreError, ValueError) as error:
        draft.put_problem(f"These cut-offs do not fit together: MQL {mql:g}, SQL {sql:g}. ({type(error).__name__})")


def _expected(value: float | None, low: float | None, high: float | None) -> str:
    if value is None or low is None or high is None:
        return "unknown"
    return f"{value:,.1f} ({low:,.1f} to {high:,.1f})"


def _points_apart(difference: object) -> str:
    value, low, high = (getattr(difference, name) for name in ("value", "low", "high"))
    if value is None or low is None or high is None:
        return f"unknown: {getattr(difference, 'reason', '')}"
    told = "these two bands could be merged" if low <= 0 <= high else "worth having"
    return f"{100 * value:+.1f} % points ({100 * low:+.1f} to {100 * high:+.1f}): {told}"


def show_gates(model: Model) -> None:
    """What `ready` needs besides the score: an intent action, and minima of groups."""
    if model.cut_offs is None:
        return
    needs = model.cut_offs.sql_needs
    names = {rule.id: rule.name for rule in model.rules if not rule.knock_out}
    with st.expander("What 'ready' needs besides the score"):
        wanted = st.multiselect(
            "One of these", list(names), default=list(needs.any_of), format_func=names.__getitem__, key="gate rules"
        )
        minima = {
            name: st.number_input(f"At least of {spoken(name)}", 0.0, 100.0, float(needs.at_least.get(name, 0)), 1.0)
            for name in model.group_names
        }
        st.button("Use these gates", icon=":material/check:", on_click=_use_gates, args=(model, wanted, minima))


def _use_gates(model: Model, wanted: list[str], minima: dict[str, float]) -> None:
    if model.cut_offs is None:
        return
    least = {name: Decimal(str(minimum)) for name, minimum in minima.items() if minimum > 0}
    needs = SqlNeeds(any_of=tuple(wanted), at_least=least)
    draft.set_cut_offs(CutOffs(mql=model.cut_offs.mql, sql=model.cut_offs.sql, sql_needs=needs))
