"""The learned score closer: whether it ranks at all, whether its chances come true, and its points."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from leadscore.estimate import Estimate
from leadscore.figures.calibration import calibration_chart
from leadscore.figures.drawing import drawn
from leadscore.figures.words import estimate_in_words
from leadscore.learning.refining.calibration import Calibration, Fifth
from leadscore.learning.refining.learned_score import LearnedScore
from leadscore.vocabulary import OUTCOME_WORDS, counted
from leadscore.workshop.predictive.challenger import Challengers
from pages._session.showing import on_projector, plain

MOST_RULES = 60


def show(found: Challengers) -> None:
    """What was learned, and how it did on leads it never saw."""
    learned = found.learned
    st.markdown(_learned(learned))
    if learned.calibration is not None and learned.calibration.fifths:
        _calibration(learned, learned.calibration)
    _points(learned)


def _learned(found: LearnedScore) -> str:
    rules = found.model.rules if found.model else ()
    given = sum(bool(rule.worth) for rule in rules)
    return (
        f"Learned from {found.learned:,} leads: of {counted(found.tried, 'signal')} {given} have points. On "
        f"{found.auc.n:,} later leads, which it neither learned from nor chose, {_pairs(found)}. That speaks of this "
        "score alone."
    )


def _pairs(found: LearnedScore) -> str:
    auc = found.auc
    if auc.value is None:
        return f"nobody knows how it ranks ({plain(auc.reason or '')})"
    ends = "" if auc.low is None or auc.high is None else f" ({100 * auc.low:.0f} to {100 * auc.high:.0f})"
    word = OUTCOME_WORDS[found.outcome]
    return f"it picks the one that became {word} out of a pair {100 * auc.value:.0f} times in 100{ends}; 50 is chance"


def _calibration(learned: LearnedScore, found: Calibration) -> None:
    chart = calibration_chart(found, learned.outcome)
    st.markdown(f"**{chart.question}**")
    figure = drawn(chart, titled=False, large=on_projector())
    st.plotly_chart(figure, theme=None, key="calibration", config={"displayModeBar": False}, alt=chart.question)
    st.caption(chart.note)
    st.text(
        f"Foretold on average {100 * found.foretold:.1f} %, came {estimate_in_words(found.observed)}.\n"
        f"Brier score {_plain_number(found.brier)}; with one rate for all {_plain_number(found.by_chance)}; "
        f"better by {_plain_number(found.gain)}.\n"
        f"Slope {_plain_number(found.slope, 2)}: 1 is right, below 1 its chances claim too much."
        + ("" if found.at_even is None else f" Intercept {found.at_even:+.2f}: 0 is right.")
    )
    with st.expander("The fifths in numbers"):
        rows = [_fifth(each) for each in found.fifths]
        st.table(pd.DataFrame(rows), border="horizontal", hide_index=True, alt="Foretold and observed by fifths")
    st.caption(
        f"Chances were fitted on {learned.calibrated:,} leads after those that were learned from, and are checked here "
        f"on {learned.checked:,} that came once the outcomes of these were known."
    )


def _fifth(each: Fifth) -> dict[str, str]:
    return {
        "Chance": f"{100 * each.lowest:.0f} to {100 * each.highest:.0f} %",
        "Leads": f"{each.n:,}",
        "Foretold": f"{100 * each.foretold:.1f} %",
        "Came": estimate_in_words(each.observed),
    }


def _points(learned: LearnedScore) -> None:
    if learned.model is None:
        return
    rules = sorted((rule for rule in learned.model.rules if rule.worth), key=lambda rule: -abs(rule.worth))
    with st.expander(f"Its points: {counted(len(rules), 'rule')}"):
        frame = pd.DataFrame([{"Rule": plain(rule.name), "Points": f"{rule.worth:+f}"} for rule in rules[:MOST_RULES]])
        st.table(frame, border="horizontal", hide_index=True, alt="Points of the learned score")
        st.caption("100 is the highest score among the leads that it learned from; there are no caps.")


def _plain_number(estimate: Estimate, digits: int = 3) -> str:
    if estimate.value is None:
        return f"unknown: {estimate.reason}"
    if estimate.low is None or estimate.high is None:
        return f"{estimate.value:.{digits}f}"
    return f"{estimate.value:.{digits}f} ({estimate.low:.{digits}f} to {estimate.high:.{digits}f})"
