"""What a slider move draws again: a few numbers and two charts, nothing else of the page."""

from __future__ import annotations

import streamlit as st

from leadscore.estimate import Estimate
from leadscore.figures.balance import balance_meter
from leadscore.figures.bands import bands
from leadscore.figures.distribution import distribution
from leadscore.figures.words import estimate_in_words
from leadscore.model import Model
from leadscore.simulation import Board, Look, Quality
from leadscore.simulation.side_by_side import side_by_side
from leadscore.vocabulary import BAND_WORDS
from pages._parts import matters_table, swap_table
from pages._parts.sliders import CHARTS
from pages._parts.tune_head import Asked
from pages._session import boards, draft, scored


@st.fragment(key=CHARTS)
def show(asked: Asked) -> None:
    """The numbers and charts of the draft, those of the model it is compared with beside them."""
    model = draft.held().model
    ours, theirs = side_by_side(model, asked.compared)
    board = boards.board(ours, asked.hindsight, asked.outcome)
    look, before = board.look(ours), board.look(theirs)
    for badge in board.view.badges:
        st.badge(badge, icon=":material/info:", color="orange")
    _numbers(look, before)
    names = ["Scores and bands", "Swap card", "What matters", "The SQL"]
    scores, swap, matters, sql = st.tabs(names, on_change="rerun", key="tune tabs")
    if scores.open:
        with scores:
            _charts(board, look, before, model)
    if swap.open:
        with swap:
            swap_table.show(ours, theirs, asked.outcome)
    if matters.open:
        with matters:
            matters_table.show(model)
    if sql.open:
        with sql:
            for words, text in zip(("Scores", "What became of the leads"), scored.sql(model), strict=True):
                st.caption(words)
                st.code(text, language=None, wrap_lines=True)


def _charts(board: Board, look: Look, before: Look, model: Model) -> None:
    config = {"displayModeBar": False}
    spread = distribution(look, model, board.outcome, before)
    st.plotly_chart(spread, theme=None, key="distribution", config=config)
    st.plotly_chart(bands(look, board.outcome, before), theme=None, key="bands", config=config)
    st.plotly_chart(balance_meter(look.balances), theme=None, key="balance", config=config)
    _words(board, look)


def _numbers(look: Look, before: Look) -> None:
    with st.container(horizontal=True):
        for part in look.bands[:2]:
            earlier = before.band(part.band).volume if before.bands and part.band else None
            _metric(f"{BAND_WORDS[str(part.band)]} a month", part.volume, earlier)
        if not look.bands:
            _metric("Leads a month", look.all.volume, None)
        _rate("Lead Quality Score", look.quality_handed_over.lqs)
        _rate("Lift of the top fifth", look.lift_top_fifth, times=True)


def _metric(label: str, estimate: Estimate, before: Estimate | None) -> None:
    value = "unknown" if estimate.value is None else f"{estimate.value:,.1f}"
    delta = None
    if before is not None and before.value is not None and estimate.value is not None:
        change = estimate.value - before.value
        delta = f"{change:+.1f}" if abs(change) >= 0.05 else None
    against = "vs the other" if delta else None
    st.metric(label, value, delta, delta_color="off", delta_description=against, border=True, help=estimate.reason)


def _rate(label: str, estimate: Estimate, times: bool = False) -> None:
    if estimate.value is None:
        value = "unknown"
    else:
        value = f"{estimate.value:.2f} x" if times else f"{100 * estimate.value:.1f} %"
    words = estimate.reason or (None if times else estimate_in_words(estimate))
    st.metric(label, value, border=True, help=words)


def _words(board: Board, look: Look) -> None:
    st.text(_quality(look.quality_handed_over))
    st.text(_lift(look.lift_top_fifth))
    for part in look.bands:
        st.text(
            f"{BAND_WORDS[str(part.band)]}: {part.leads:,} leads, conversion {estimate_in_words(part.conversion)}, "
            f"won {estimate_in_words(part.won)}, revenue {estimate_in_words(part.revenue)}"
        )
    horizons = ", ".join(f"{each.outcome} {each.days} days ({each.origin})" for each in board.horizons if each.days)
    st.caption(f"{board.leads:,} leads on the board. Horizons: {horizons or 'none, no dates'}.")


def _lift(lift: Estimate) -> str:
    if lift.value is None:
        return f"Lift of the top fifth: unknown, {lift.reason}."
    return (
        f"Lift of the top fifth: {lift.value:.2f} x, n = {lift.n:,}. It has no interval and is taken among leads that "
        "an earlier score chose, so it must not decide between two models: the swap card does."
    )


def _quality(quality: Quality) -> str:
    if quality.lqs.value is None:
        return f"Lead Quality Score of what would be handed over: unknown, {quality.lqs.reason}."
    parts = [quality.worked_share, quality.rate_worked, quality.rate_unworked]
    total = f"Lead Quality Score of what would be handed over: {estimate_in_words(quality.lqs)}"
    if any(part.value is None for part in parts):
        return f"{total}."
    share, worked, unworked = (100 * (part.value or 0.0) for part in parts)
    return f"{total} = {share:.0f} % worked x {worked:.1f} % + {100 - share:.0f} % not worked x {unworked:.1f} %."
