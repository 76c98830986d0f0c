"""The third part of Cut-offs: whether the bands are worth having, what `ready` needs, and where every lead goes."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import streamlit as st

from leadscore.figures.words import estimate_in_words
from leadscore.model import CutOffs, Model
from leadscore.model.rules import SqlNeeds
from leadscore.model.words import spoken
from leadscore.simulation.merging import Merging, Neighbours
from leadscore.vocabulary import BAND_WORDS
from pages._parts.cut_off_parts import use
from pages._session import boards, draft
from pages._session.showing import plain

PLACE_WORDS = {"qualify": "Act now", "nurture": "Nurture more", "out": "Disqualify"}


def show(model: Model) -> None:
    """Bands against each other, gates, and every lead in one place."""
    if model.cut_offs is None:
        st.info("The model has no cut-offs yet: set them on the first tab.")
        return
    _show_bands(model, model.cut_offs, boards.merging(model))
    _show_gates(model, model.cut_offs)
    sorting = boards.sorting(model)
    if sorting.reason:
        st.info(sorting.reason)
        return
    rows = [
        {"Goes to": PLACE_WORDS.get(each.place, each.place), "Because": plain(each.reason), "Leads": f"{each.leads:,}"}
        for each in sorting.sorted
    ]
    st.subheader("Where every lead goes")
    st.caption(
        f"Each of the {sorting.leads:,} leads, scored as the strip above says, is in exactly one place: "
        "the first reason that fits is its own."
    )
    st.table(pd.DataFrame(rows), border="horizontal", hide_index=True, alt="Where leads go, and why")


def _show_bands(model: Model, cut_offs: CutOffs, found: Merging) -> None:
    st.subheader("Are the bands worth having?")
    against = {pair.better: _against(pair) for pair in found.neighbours}
    rows = [
        {
            "Band": BAND_WORDS[band],
            "Conversion": estimate_in_words(rate),
            "Against the next band": against.get(band, ""),
        }
        for band, rate in found.bands
    ]
    st.table(pd.DataFrame(rows), border="horizontal", hide_index=True, alt="Conversion of each band")
    st.text(_order(found))
    with st.container(horizontal=True):
        for pair in found.offers:
            _offer(model, cut_offs, pair)


def _offer(model: Model, cut_offs: CutOffs, pair: Neighbours) -> None:
    """One band less: the two cut-offs become one."""
    one = cut_offs.mql if pair.better == "ready" else cut_offs.sql
    if cut_offs.mql != cut_offs.sql:
        names = f"{BAND_WORDS[pair.better]} and {BAND_WORDS[pair.worse]}"
        words = f"Merge {names}: one cut-off at {one}"
        st.button(words, icon=":material/merge:", on_click=use, args=(model, one, one))


def _order(found: Merging) -> str:
    if found.monotone is None:
        return "Whether better bands convert better is unknown."
    if found.monotone:
        return "No band converts worse than the one below it, beyond its interval."
    wrong = [f"{BAND_WORDS[pair.worse]} above {BAND_WORDS[pair.better]}" for pair in found.neighbours if pair.inverted]
    return f"The order is wrong: {', '.join(wrong)}."


def _against(pair: Neighbours) -> str:
    found = pair.difference
    if found.value is None or found.low is None or found.high is None:
        return f"unknown: {found.reason}"
    told = "history cannot tell them apart" if pair.offers_merging else "worth having"
    told = "converts worse" if pair.inverted else told
    return f"{100 * found.value:+.1f} % points ({100 * found.low:+.1f} to {100 * found.high:+.1f}): {told}"


def _show_gates(model: Model, cut_offs: CutOffs) -> None:
    """What `ready` needs besides the score: an intent action, and minima of groups."""
    needs = cut_offs.sql_needs
    names = {rule.id: rule.name for rule in model.rules if not rule.knock_out}
    with st.expander("What 'ready' needs besides the score"):
        wanted = st.pills(
            "One of these",
            list(names),
            selection_mode="multi",
            default=list(needs.any_of),
            format_func=lambda rule_id: plain(names[rule_id]),
            key=f"gate rules {cut_offs.model_dump_json()}",
        )
        minima = {
            name: st.number_input(
                f"At least of {spoken(name)}", 0.0, 100.0, float(needs.at_least.get(name, 0)), 1.0, format="%g"
            )
            for name in model.group_names
        }
        st.button("Use these gates", icon=":material/check:", on_click=_use_gates, args=(cut_offs, wanted, minima))


def _use_gates(cut_offs: CutOffs, wanted: list[str], minima: dict[str, float]) -> None:
    least = {name: Decimal(str(minimum)) for name, minimum in minima.items() if minimum > 0}
    needs = SqlNeeds(any_of=tuple(wanted), at_least=least)
    draft.set_cut_offs(CutOffs(mql=cut_offs.mql, sql=cut_offs.sql, sql_needs=needs))
