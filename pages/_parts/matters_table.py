"""What matters: how many leads change hands if one rule gets other points, the most telling argument first."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from leadscore.exporting.cells import safe_text
from leadscore.model import Model
from leadscore.simulation.matters import Matter, Move
from pages._session import boards


def show(model: Model) -> None:
    """The rules, ranked by how many leads a month five points more or less would move."""
    st.caption("At equal volume, five points more or less on one rule. Argue only about the first few.")
    rows = [_row(matter) for matter in boards.matters(model)]
    numbers = [name for name in rows[0] if name.startswith("Leads a month")] if rows else []
    columns = {name: st.column_config.NumberColumn(format="%.1f") for name in numbers}
    frame = pd.DataFrame(rows)
    st.dataframe(frame, column_config=columns, hide_index=True, alt="What five points on each rule would change")


def _row(matter: Matter) -> dict[str, object]:
    row: dict[str, object] = {"Rule": safe_text(matter.name), "In words": matter.reason or matter.words}
    for move in matter.moves:
        row[f"Leads a month at {move.step:+f}"] = move.changing_hands.value
        row[f"Won among them at {move.step:+f}"] = _won(move)
    return row


def _won(move: Move) -> str:
    share = move.known.get("won")
    if share is None or share.rate.value is None:
        return "unknown"
    return f"{share.outcomes:,} of {share.rate.n:,}"
