"""The first part of Cut-offs: what each cut-off would give, and setting the two."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import streamlit as st

from leadscore.figures.curves import curves
from leadscore.figures.words import (
    change_in_words,
    count_in_words,
    estimate_in_words,
    instant_in_words,
    times_in_words,
)
from leadscore.model import CutOffs, Model
from leadscore.model.rules import SqlNeeds
from leadscore.simulation.cut_offs import AtCutOff
from leadscore.simulation.intervals import Ranged
from leadscore.simulation.side_by_side import side_by_side
from pages._session import boards, draft, draft_files, history, showing, workspace

BY = 5
"""The table tells of every so many points."""

NOT_TO_RANK = (
    "Thin lines: the model it is compared with. Precision, recall and lift are those of leads that an earlier score "
    "chose, so they help to set the cut-offs of one model and cannot say which of two models is better: the swap card "
    "on Tune does. Intervals are at 95 %; those of volume and lift come from drawing the accounts anew."
)


def compared_with() -> str | None:
    """The model that stands beside the draft, the same as on Tune."""
    return st.selectbox("Compared with", draft_files.choices(), key="compared with", persist_state="session", width=360)


def show(model: Model, other: Model) -> None:
    """The cut-offs beside what every other cut-off would give."""
    ours, theirs = side_by_side(model, other)
    outcome = history.outcome_of(model)
    derived = boards.derived(ours)
    _inputs(model, derived.cut_offs)
    for words in derived.words:
        st.caption(f"From today's volume, over all these weeks: {words}")
    at = boards.curve(ours, outcome)
    if not any(each.a_month.value or each.precision.value is not None for each in at):
        st.info(f"No cut-off can be compared here: {derived.reason or 'no lead has a score'}.")
        return
    weekly = boards.weeks(ours) is not None
    ranged = boards.ranges(ours, outcome) if weekly else ()
    if weekly:
        _summary(ours, theirs, outcome)
    volumes, before = [each.a_month for each in ranged], boards.curve(theirs, outcome)
    figure = curves(at, model, outcome, volumes, before, large=showing.on_projector())
    st.plotly_chart(figure, theme=None, key="curves", config={"displayModeBar": False})
    st.caption(f"{_period(ours)} {NOT_TO_RANK}")
    told = zip(at, ranged or (None for _ in at), strict=True)
    rows = [_row(each, drawn) for each, drawn in told if each.points % BY == 0]
    with st.expander("Every fifth cut-off in numbers"):
        st.table(pd.DataFrame(rows), border="horizontal", hide_index=True, alt="What every fifth cut-off gives")


def use(model: Model, mql: Decimal, sql: Decimal) -> None:
    """Put two cut-offs on the table, with the gates that the model has; a callback."""
    needs = model.cut_offs.sql_needs if model.cut_offs else SqlNeeds()
    draft.set_cut_offs(CutOffs(mql=mql, sql=sql, sql_needs=needs))


def _inputs(model: Model, derived: CutOffs | None) -> None:
    draft.offer_cut_offs(derived)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for words, key in (("MQL cut-off", draft.MQL), ("SQL cut-off", draft.SQL)):
            st.number_input(
                words, 0.0, 100.0, step=1.0, format="%g", key=key, on_change=draft.cut_off_typed, args=(key,), width=160
            )
        if derived is not None:
            st.button(
                f"From today's volume: {derived.mql} and {derived.sql}",
                icon=":material/calendar_month:",
                on_click=use,
                args=(model, derived.mql, derived.sql),
                help="The cut-offs that let as many leads through a month as are handed over, and confirmed, today.",
            )


def _summary(ours: Model, theirs: Model, outcome: str) -> None:
    """What the model's own two cut-offs give, with intervals; the volume of the first against the other model's."""
    if ours.cut_offs is None:
        return
    asked = (ours.cut_offs.mql, ours.cut_offs.sql)
    found = zip(
        ("MQL", "SQL"), boards.at_cut_offs(ours, asked, outcome), boards.ranges(ours, outcome, asked), strict=True
    )
    with st.container(horizontal=True):
        for name, at, drawn in found:
            with st.container(border=True):
                volume = drawn.a_month.value
                st.markdown(f"**From {name} {at.points} on**")
                st.metric("Leads a month", "unknown" if volume is None else f"{volume:,.1f}", help=drawn.a_month.reason)
                for what, told in _told(at, drawn).items():
                    st.text(f"{what}: {told}")
    if theirs != ours and theirs.cut_offs is not None:
        change = change_in_words(boards.volume_change(ours, theirs))
        st.text(f"Handed over a month, against the model it is compared with at its own MQL cut-off: {change}.")


def _row(at: AtCutOff, drawn: Ranged | None) -> dict[str, str]:
    return {"Cut-off": f"{at.points}", **_told(at, drawn)}


def _told(at: AtCutOff, drawn: Ranged | None) -> dict[str, str]:
    worked = at.worked_per_outcome
    return {
        **({} if drawn is None else {"Leads a month": count_in_words(drawn.a_month)}),
        "Precision": estimate_in_words(at.precision),
        "Recall": estimate_in_words(at.recall),
        **({} if drawn is None else {"Lift": times_in_words(drawn.lift)}),
        "Worked per outcome": "unknown" if worked.value is None else f"{worked.value:.1f}",
    }


def _period(model: Model) -> str:
    weeks = boards.weeks(model)
    if weeks is None:
        return "This data has no dates: every lead counts at the score it has now, and nothing is a volume a month."
    zone = workspace.shelf().database.manifest.zone
    first, last = (instant_in_words(each, zone).partition(" ")[0] for each in (weeks.start, weeks.end))
    kept_out = "; the locked period after it stays out" if boards.lock().starts else ""
    return f"Weeks from {first} to {last}{kept_out}."
