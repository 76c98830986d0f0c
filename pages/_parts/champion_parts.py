"""The model in use against its challengers: a table at equal volume, what came later, and each of them closer."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from leadscore.estimate import Estimate
from leadscore.figures.words import day_in_words, estimate_in_words, sentence
from leadscore.simulation.swap_card import Share, SwapCard
from leadscore.vocabulary import counted
from leadscore.workshop.predictive.challenger import YARDSTICKS, Advice, Challenger, Challengers
from leadscore.workshop.predictive.later_evidence import LaterEvidence
from pages._parts import learned_parts, swap_table, ways
from pages._parts.signals_head import Asked
from pages._session import champion, locked, workspace
from pages._session.champion import Question
from pages._session.showing import plain

ADVICE: dict[Advice, str] = {
    "switch": "Switch: later evidence speaks for it beyond its interval, and the checklist holds",
    "try it": "Try it",
    "cannot tell": "History cannot tell; your call",
    "against it": "Speaks against it",
}
NONE = "There is none: see below"
WHY_NOT_RANKED = (
    "AUC and lift of the champion and a challenger are not set side by side: the champion's own score chose most of "
    "these leads, and leads that a score chose cannot rank that score. What is compared are the leads that only one of "
    "the two hands over, at equal volume. Known outcomes of leads that only a challenger would hand over are those of "
    "leads that somebody handed over all the same, for another reason: history says at most try it."
)
OF_SAVED = (
    "People may have set the points of a saved proposal on these very leads, so history never speaks for it: leads "
    "that came after it was saved do."
)
LEARNED_FROM_FEWER = (
    "Here they were learned from {n:,} older leads alone, since later ones are to judge. Signals learns from both, so "
    "it may suggest points all the same."
)
NOTHING_LATER = (
    "There is none yet, and history alone never says switch. Two ways to get some: save a challenger as a version, and "
    "from then on both models score every new lead (Review, shadow scoring); or have sales call a random share of the "
    "leads below the cut-off, marked by an attribute called exploration with the value yes, or by random exploration "
    "as the reason of the hand-off."
)
NOBODY_SIGNS = "It becomes a draft like any other, one step that can be undone. Nobody signs by this: both teams do."


def show(asked: Asked) -> None:
    """Every challenger in a line, then the one that is chosen."""
    question = Question(asked.active, asked.outcome, asked.before)
    found = champion.judged(question)
    st.subheader("Would another model have handed over better leads?")
    if found.reason:
        st.info(f"No challenger can be judged: {plain(found.reason)}.")
        return
    st.caption(period(found, asked.before is not None))
    is_ready = champion.ready(question, found)
    rows = [_row(each, is_ready) for each in found.challengers]
    st.table(pd.DataFrame(rows), border="horizontal", hide_index=True, alt="The champion against each challenger")
    for each in found.challengers:
        if each.reason is not None:
            st.markdown(f"- {plain(f'{each.name}: {sentence(each.reason)}')}")
            if each.key == "suggested" and found.suggestion is not None:
                st.caption(LEARNED_FROM_FEWER.format(n=found.suggestion.n))
    saved = any(each.key == "saved" for each in found.challengers)
    st.caption(f"{WHY_NOT_RANKED} {OF_SAVED}" if saved else WHY_NOT_RANKED)
    _later(found, is_ready)
    _closer(found)


def period(found: Challengers, kept_out: bool) -> str:
    """Which leads judge, which were learned from, and that none of this counts the locked ones, opened or not."""
    if found.borders is None or found.replayed is None or found.replayed.weeks is None:
        return ""
    zone = workspace.shelf().database.manifest.zone
    learned, since, end = (
        day_in_words(each, zone)
        for each in (found.borders.learned_before, found.borders.judged_from, found.replayed.weeks.end)
    )
    out = counted(len(found.learned.colleagues), "lead of an account", "leads of accounts")
    colleagues = f" The outcomes of {out} that had been learned from do not count." if found.learned.colleagues else ""
    stands = "counted in none of this, though it was opened" if locked.opened() else "not touched here"
    untouched = f" The locked period after it is {stands}: it has a tab of its own." if kept_out else ""
    return (
        f"Learned from leads handed over before {learned}, whose outcomes were known by {since}; judged on the "
        f"{int(found.replayed.handed.sum()):,} hand-offs from then until {end}.{colleagues}{untouched}"
    )


def difference_in_words(swap: Estimate) -> str:
    """A difference of rates in percentage points with its interval, or why there is none."""
    if swap.value is None or swap.low is None or swap.high is None:
        return f"unknown: {swap.reason}"
    return (
        f"{100 * swap.value:+.1f} percentage points ({100 * swap.low:+.1f} to {100 * swap.high:+.1f}), "
        f"n\u00a0=\u00a0{swap.n:,}"
    )


def change_of(card: SwapCard) -> str:
    """Leads a month that change hands."""
    return "unknown" if card.changing_hands.value is None else f"{card.changing_hands.value:,.0f}"


def _row(one: Challenger, is_ready: bool) -> dict[str, str]:
    card, name = one.card, f"{one.name}: {one.what}" if one.what else one.name
    if card is None:
        nothing = dict.fromkeys(("Change hands a month", "Only it", "Only the champion", "Difference"), "")
        return {"Challenger": plain(name), **nothing, "What follows": NONE}
    advice = one.advice(is_ready)
    return {
        "Challenger": plain(name),
        "Change hands a month": change_of(card),
        "Only it": _share(card.only_draft),
        "Only the champion": _share(card.only_active),
        "Difference": difference_in_words(card.swap),
        "What follows": ADVICE[advice] if advice else _yardstick(card),
    }


def _share(share: Share) -> str:
    if share.rate.value is None:
        return f"{share.leads:,} leads; outcome unknown"
    return f"{share.leads:,} leads; {share.outcomes:,} of {share.rate.n:,} whose outcome is known"


def _yardstick(card: SwapCard) -> str:
    """What a challenger that nobody would use says of the champion."""
    low, high = card.swap.low, card.swap.high
    if card.swap.value is None:
        return "A yardstick: history cannot tell"
    if high is not None and high < 0:
        return "A yardstick: the champion does better"
    if low is not None and low > 0:
        return "A yardstick: it does better than the champion"
    return "A yardstick: the champion cannot be told apart from it"


def _later(found: Challengers, is_ready: bool) -> None:
    st.markdown("**Shadow scores and calls at random**")
    told = [(each, one) for each in found.challengers for one in each.evidence]
    if not told:
        st.markdown(NOTHING_LATER)
        return
    for each, one in told:
        st.markdown(f"- {plain(each.name)}: {_evidence(one)}")
    if any(each.beyond for each in found.challengers) and not is_ready:
        st.warning("The evidence is there, but the checklist under Readiness does not hold yet: do not switch.")
    elif not any(each.beyond for each in found.challengers):
        st.caption("No challenger has evidence beyond its interval and none against it, so nothing here says switch.")


def _evidence(found: LaterEvidence) -> str:
    if not found.challenger.known():
        return plain(sentence(str(found.difference.reason or found.challenger.reason)))
    sides = (
        "leads called at random that only it would hand over",
        "leads that only the champion hands over",
    )
    if found.kind == "shadow":
        sides = (
            "new leads that only it would hand over, each unknown outcome counted as a miss",
            "those of the champion alone, each counted as a hit",
        )
    rates = (estimate_in_words(each) for each in (found.challenger, found.champion))
    told = "; ".join(f"{rate} of {side}" for rate, side in zip(rates, sides, strict=True))
    return plain(f"{told}. Difference: {difference_in_words(found.difference)}.")


def _closer(found: Challengers) -> None:
    known = [each for each in found.challengers if each.card is not None and each.key != "random"]
    names = {each.key: each.name for each in known}
    key = st.segmented_control("Look closer", list(names), format_func=names.__getitem__, key="challenger")
    if key is None:
        return
    one = found.of(key)
    if key == "learned":
        learned_parts.show(found)
    if one.card is not None:
        swap_table.draw(one.card)
        swap_table.names(lambda part: champion.leads_of(found, one, part), f"swap of {key}")
    if key not in YARDSTICKS:
        _propose(one)


def _propose(one: Challenger) -> None:
    name = champion.take_proposed()
    if name is not None:
        st.success(plain(f"{name} lies on the sliders now. Undo on Tune takes it back."))
    if one.model is None:
        return
    with st.container(border=True):
        st.markdown("**Propose it**")
        st.caption(NOBODY_SIGNS)
        st.button(
            "Put it on the sliders",
            icon=":material/tune:",
            key=f"propose {one.key}",
            on_click=champion.propose,
            args=(one.model, one.name, champion.turn()),
        )
        ways.to("tune", "Look at it")
        ways.to("versions", "Save it as a version, to be signed")
