"""What a slider move changes first: the numbers of the draft, before any chart."""

from __future__ import annotations

import streamlit as st

from leadscore.estimate import Estimate
from leadscore.figures.balance import in_words as balance_in_words
from leadscore.figures.words import estimate_in_words
from leadscore.simulation import Look, Quality
from leadscore.vocabulary import BAND_WORDS, OUTCOME_WORDS
from pages._parts.sliders import NUMBERS
from pages._parts.tune_head import Asked
from pages._session import draft, looks
from pages._session.looks import Looks


@st.fragment(key=NUMBERS)
def show(asked: Asked) -> None:
    """Leads a month, Lead Quality Score and lift of the draft."""
    seen = looks.looks(draft.held().model, asked.compared, asked.hindsight, asked.outcome)
    for badge in seen.board.view.badges:
        st.badge(badge, icon=":material/info:", color="orange")
    _numbers(seen.look, seen.before)


def in_words(seen: Looks) -> str:
    """All figures of the draft, a line each."""
    lines = [quality_in_words(seen.look.quality_handed_over), _lift(seen.look.lift_top_fifth)]
    lines += [
        f"{BAND_WORDS[str(part.band)]}: {part.leads:,} leads, conversion {estimate_in_words(part.conversion)}, "
        f"won {estimate_in_words(part.won)}, revenue {estimate_in_words(part.revenue)}"
        for part in seen.look.bands
    ]
    lines.append(balance_in_words(seen.look.balances))
    known = [each for each in seen.board.horizons if each.days]
    horizons = dict.fromkeys(f"{OUTCOME_WORDS[each.outcome]} {each.days} days ({each.origin})" for each in known)
    lines.append(f"{seen.board.leads:,} leads on the board. Horizons: {', '.join(horizons) or 'none, no dates'}.")
    return "\n".join(lines)


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


def _lift(lift: Estimate) -> str:
    if lift.value is None:
        return f"Lift of the top fifth: unknown, {lift.reason}."
    return (
        f"Lift of the top fifth: {lift.value:.2f} x, n = {lift.n:,}. Its interval stands with the balance. An earlier "
        "score chose these leads, so it must not decide between two models: the swap card does."
    )


def quality_in_words(quality: Quality) -> str:
    """The Lead Quality Score of what would be handed over, by its parts."""
    if quality.lqs.value is None:
        return f"Lead Quality Score of what would be handed over: unknown, {quality.lqs.reason}."
    parts = [quality.worked_share, quality.rate_worked, quality.rate_unworked]
    total = f"Lead Quality Score of what would be handed over: {estimate_in_words(quality.lqs)}"
    if any(part.value is None for part in parts):
        return f"{total}."
    share, worked, unworked = (100 * (part.value or 0.0) for part in parts)
    return f"{total} = {share:.0f} % worked x {worked:.1f} % + {100 - share:.0f} % not worked x {unworked:.1f} %."
