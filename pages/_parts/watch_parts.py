"""Alarms on what has changed, and the cut-offs that each month's volume would have asked for."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from leadscore.figures.watch import computed_cut_offs
from leadscore.figures.words import sentence
from leadscore.model import Model
from leadscore.simulation.monthly import ByMonth, OfMonth
from leadscore.workshop.predictive.recompute import advice, asked_of_late
from leadscore.workshop.predictive.watch import ONE_IN, SOUND_WORDS, Alarm
from pages._parts import capacity_parts, ways
from pages._parts.signals_head import Asked
from pages._session import showing, watch
from pages._session.showing import plain

BADGES = {"on": "red", "off": "green", "cannot_tell": "gray"}
ICONS = {"on": ":material/notifications_active:", "off": ":material/check_circle:", "cannot_tell": ":material/help:"}


def show(asked: Asked) -> None:
    """The alarms, then the cut-offs by month."""
    st.subheader("Has anything changed since the points were agreed?")
    found = watch.alarms(asked.active)
    st.markdown(plain(_sum(found)))
    st.caption(
        "Each alarm holds the latest whole month against the twelve before it, under the active model as it is now; "
        "conversion is that model's own, as in the Review, which the lock does not cover. By chance alone about one "
        f"unchanged month in {ONE_IN} sets off one of the five."
    )
    for alarm in found:
        _alarm(alarm)
    _cut_offs(asked.active)


def _sum(found: tuple[Alarm, ...]) -> str:
    counts = {word: sum(each.sounds == word for each in found) for word in SOUND_WORDS}
    if not counts["cannot_tell"] and not counts["on"]:
        return f"No: all {len(found)} alarms are silent."
    rest = f", {counts['off']} silent; of {counts['cannot_tell']} nobody can tell" if counts["cannot_tell"] else ""
    return f"{counts['on']} of {len(found)} alarms sound{rest}."


def _alarm(alarm: Alarm) -> None:
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.badge(SOUND_WORDS[alarm.sounds], icon=ICONS[alarm.sounds], color=BADGES[alarm.sounds])
            month = f" ({alarm.month})" if alarm.month else ""
            st.markdown(f"**{plain(alarm.name)}{month}**", width="content")
        st.markdown(plain(sentence(alarm.found)))
        also = f" It also sounded in {', '.join(sorted(alarm.also))}." if alarm.also else ""
        st.caption(plain(f"It sounds at: {alarm.threshold}.{also}"))
        if alarm.sounds == "on":
            st.markdown(plain(alarm.advice))
            ways.to(alarm.page, "Look")


def _cut_offs(model: Model) -> None:
    st.subheader("Is the cut-off still the right one for the leads that come?")
    found = watch.by_month(model, _wanted())
    told = advice(found)
    if told.recompute:
        st.warning(plain(told.sentence), title="Recompute the cut-offs")
    else:
        st.markdown(plain(told.sentence))
    if found.reason is not None:
        return
    late = asked_of_late(found)
    if late is not None:
        st.markdown(plain(late))
    if all(each.cut_off is None for each in found.months):
        st.info("In none of these months did as many leads come: here the volume sets no cut-off.")
    else:
        figure = computed_cut_offs(found, large=showing.on_projector())
        st.plotly_chart(figure, theme=None, key="computed cut-offs", config={"displayModeBar": False})
    _table(found)
    ways.to("cutoffs", "Set the cut-offs")


def _wanted() -> float | None:
    """Leads a month that the cut-offs are computed for; None: as many as the model hands over."""
    promise = watch.leads_promised()
    choices = [watch.TODAY, watch.WORKED] if promise is None else [watch.PROMISED, watch.TODAY, watch.WORKED]
    chosen = st.segmented_control(
        "Computed for", choices, default=choices[0], key="volume wanted", persist_state="session", required=True
    )
    if chosen == watch.WORKED:
        return watch.wanted_by(capacity_parts.team())
    return float(promise) if chosen == watch.PROMISED and promise is not None else None


def _table(found: ByMonth) -> None:
    with st.expander("Month by month"):
        rows = [_row(each, found) for each in found.months[::-1]]
        st.table(pd.DataFrame(rows), border="horizontal", hide_index=True, alt="Cut-offs by month")
    st.caption(
        plain(
            " ".join(
                (
                    "A lead counts in the month in which its score first reaches the cut-off, week by week, as on "
                    "Cut-offs. Only volume is read, no outcome, so the locked period is among these months. The band "
                    "holds every cut-off whose volume is no further from the wanted one than chance goes.",
                    *found.caveats,
                )
            )
        )
    )


def _row(each: OfMonth, found: ByMonth) -> dict[str, str]:
    within = "" if each.within is None else f" ({each.within[0]} to {each.within[1]})"
    return {
        "Month": each.month,
        "Computed cut-off": "none: fewer leads came" if each.cut_off is None else f"{each.cut_off}{within}",
        "Leads at it": f"{each.leads:,.0f}",
        f"Leads at the model's {found.model}": f"{each.at_model:,.0f}",
        "More than at the computed": f"{each.more:+,.0f}",
    }
