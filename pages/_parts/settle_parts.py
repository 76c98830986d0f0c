"""What this export can settle: each rule of the model, whether the data in use can judge it, and what to bring."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from leadscore.learning.effect import Counted
from leadscore.learning.settle import SettleCard
from leadscore.learning.settle_needs import KINDS_OF_TOPIC, Need
from leadscore.learning.settle_rules import STATE_WORDS, Settled, SettledRule, State
from leadscore.vocabulary import OUTCOME_WORDS, counted
from leadscore.workshop.export_ways import TOPIC_WORDS
from pages._parts import export_guide
from pages._session import settle, workspace
from pages._session.showing import plain

ICONS: dict[State, str] = {
    "judged": ":material/check_circle:",
    "large": ":material/compress:",
    "few": ":material/group_off:",
    "unvaried": ":material/equal:",
    "alike": ":material/join:",
    "today": ":material/today:",
    "asleep": ":material/bedtime:",
    "misnamed": ":material/error:",
    "nothing": ":material/help:",
}
COLOURS: dict[State, str] = {"judged": "green", "large": "blue", "today": "orange", "misnamed": "red"}

FIRST = 5
"""Things to bring that are shown at once."""

_COLUMNS = 2


def show() -> None:
    """The tab."""
    st.subheader("What can these data settle?")
    if not workspace.has_data():
        st.info("Open 'Bring data' first: then each rule is told here.", title="There is no data yet")
        export_guide.show()
        return
    asked = settle.asked()
    if asked is None:
        st.info("These data have nothing that a rule could ask.", title="Nothing to judge")
        export_guide.show()
        return
    if asked.stands_in is not None:
        st.info(plain(asked.stands_in))
    _card(settle.card(asked.model))


def _card(card: SettleCard) -> None:
    settled = card.settled
    st.markdown(f"**{plain(settled.reach.sentence)}**")
    _summary(settled)
    _needs(card.needs)
    _rules(settled, card.needs)
    with st.expander("How it is judged"):
        st.caption(plain(f"{settled.reach.method} The latest quarter that is locked for later stays out."))


def _summary(settled: Settled) -> None:
    """How many rules are in which state, and among whom."""
    with st.container(horizontal=True):
        for state, words in STATE_WORDS.items():
            if settled.count(state):
                st.badge(f"{words}: {settled.count(state)}", icon=ICONS[state], color=COLOURS.get(state, "gray"))  # type: ignore[arg-type]
    among = f"Judged by {OUTCOME_WORDS[settled.outcome]}, over {settled.denominator}: {settled.reach.n:,}"
    st.caption(plain(f"{among}."))


def _needs(needs: Sequence[Need]) -> None:
    """What to bring next, and where the exports are found."""
    st.subheader("What to bring next, the most valuable first")
    if not needs:
        st.markdown("Nothing is missing: these data can judge every rule.")
        return
    for place, need in enumerate(needs[:FIRST], start=1):
        _need(place, need)
    if len(needs) > FIRST:
        with st.expander(f"{counted(len(needs) - FIRST, 'further thing')} to bring"):
            for place, need in enumerate(needs[FIRST:], start=FIRST + 1):
                _need(place, need)
    export_guide.show(frozenset(need.topic for need in needs if need.topic != "time"))


def _need(place: int, need: Need) -> None:
    kind = f" {plain(f'({TOPIC_WORDS[need.topic].lower()})')}" if need.topic in KINDS_OF_TOPIC else ""
    st.markdown(f"{place}\\. **{plain(need.what)}**{kind}: {_opens(need)}. {plain(need.why)}")


def _opens(need: Need) -> str:
    """Which rules it would open, and what they are worth."""
    if need.everything:
        return "every rule rests on it"
    if need.topic == "time":
        return f"{counted(len(need.waiting), 'rule')}{_worth(need)} could be judged more finely"
    if not need.opens:
        return f"{_named(need.waiting)} asks for it, among other things"
    return f"opens {_named(need.opens)}{_worth(need)}"


def _worth(need: Need) -> str:
    return f" ({need.points:f} points)" if need.points else ""


def _named(rules: Sequence[str]) -> str:
    shown = ", ".join(f"'{plain(name)}'" for name in rules[:2])
    return shown if len(rules) <= 2 else f"{shown} and {len(rules) - 2} more"


def _rules(settled: Settled, needs: Sequence[Need]) -> None:
    """A card for each rule, those that can be judged first."""
    st.subheader("Rule by rule")
    best_first = sorted(settled.rules, key=lambda each: list(STATE_WORDS).index(each.state))
    for first in range(0, len(best_first), _COLUMNS):
        for column, rule in zip(st.columns(_COLUMNS), best_first[first : first + _COLUMNS], strict=False):
            with column:
                _rule(rule, [place for place, need in enumerate(needs, start=1) if _asks_for(rule, need)])


def _rule(rule: SettledRule, bring: Sequence[int]) -> None:
    with st.container(border=True, height="stretch"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.badge(STATE_WORDS[rule.state], icon=ICONS[rule.state], color=COLOURS.get(rule.state, "gray"))  # type: ignore[arg-type]
            st.markdown(f"**{plain(rule.name)}**", width="content")
        st.markdown(plain(f"{rule.why}{_brought_by(bring)}"))
        st.caption(plain(f"Holds if {rule.asks}. {_counts(rule)}"))


def _asks_for(rule: SettledRule, need: Need) -> bool:
    """Whether a need of the list is this rule's own."""
    return not need.everything and rule.name in need.waiting


def _brought_by(places: Sequence[int]) -> str:
    """Which things of the list above the rule waits for."""
    if not places:
        return ""
    return f" See {' and '.join(map(str, places))} of what to bring next."


def _counts(rule: SettledRule) -> str:
    """How many leads have it, and what became of them."""
    if rule.held is None or rule.not_held is None or rule.unknown is None:
        return "It was not looked at."
    unknown = f" Unknown: {rule.unknown.n:,}." if rule.unknown.n else ""
    return f"With it: {_of(rule.held)}. Without: {_of(rule.not_held)}.{unknown}"


def _of(part: Counted) -> str:
    """Counts and no rates: what they differ by is for Tune, at equal other rules."""
    return f"{part.hits:,} of {part.n:,}" if part.n else "nobody"
