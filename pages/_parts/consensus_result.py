"""What was revealed: where the teams stand, what to argue about, and what to take the average of."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from leadscore.figures.votes import in_words, positions

from leadscore.exporting.cells import safe_text
from leadscore.store.state import Room
from leadscore.workshop.disagreement import Argument, Disagreement
from pages._session import consensus
from pages._session.showing import plain

VERDICTS = {
    "argue": "Argue about it",
    "later": "Argue if time is left",
    "average": "Take the average",
    "agreed": "Agreed",
    "unknown": "Talk about it: history cannot say",
}


def show(held: Room) -> None:
    """The sentence, the chart and the list; nothing before the first reveal."""
    found = consensus.found(held)
    if found is None:
        return
    st.markdown(f"**{plain(found.sentence)}**")
    st.plotly_chart(positions(found), theme=None, key=f"positions {held.id}", config={"displayModeBar": False})
    for words in (*in_words(found), *found.notes):
        st.caption(plain(words))
    _list(held, found)


def _list(held: Room, found: Disagreement) -> None:
    history = consensus.history(held)
    rows = [{**_row(each), "What history says": safe_text(history.get(each.rule_id, ""))} for each in found.arguments]
    st.dataframe(pd.DataFrame(rows), hide_index=True, height="content", alt="Rules by what their disagreement moves")


def _row(argument: Argument) -> dict[str, object]:
    voted = argument.voted
    sales, marketing = voted.of("sales"), voted.of("marketing")
    return {
        "Rule": safe_text(argument.name),
        "What to do": VERDICTS[argument.verdict],
        "Sales": _median(sales.median, sales.n),
        "Marketing": _median(marketing.median, marketing.n),
        "Middle": None if voted.middle is None else float(voted.middle),
        "What it moves": safe_text(argument.words),
    }


def _median(median: object, n: int) -> str:
    return f"{median} (of {n})" if median is not None else "nobody voted"
