"""The third step: the ICP worksheet, line by line; what the past says to it, and the draft rules it gives."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import streamlit as st

from leadscore.errors import LeadscoreError
from leadscore.figures import icp as figures
from leadscore.figures.drawing import drawn
from leadscore.store.state import Room
from leadscore.vocabulary import OUTCOME_WORDS
from leadscore.workshop.icp import NEEDS, OPERATORS, Line, Worksheet, badges
from leadscore.workshop.votes import can_be_voted
from pages._parts import empty, report_table, tune_head, workshop_outcomes
from pages._session import belief, boards, drafted, method, said, showing
from pages._session.drafted import Drafted
from pages._session.showing import plain

OUTCOMES = ("sql", "won")
ATTRIBUTE, OPERATOR = "icp attribute", "icp operator"


def show(held: Room, may_save: bool) -> None:
    """The lines and a form for one more; below them the past, and the rules."""
    workshop_outcomes.problem()
    st.subheader("Whom do we want to sell to?")
    worksheet = said.worksheet(held)
    _lines(held, worksheet, may_save)
    if may_save:
        _new(held, worksheet)
    workshop_outcomes.line(held, "icp")
    if worksheet.lines:
        with empty.telling("This worksheet does not fit the data"):
            _past(held, worksheet)
            _rules(held, worksheet, may_save)


def condition(prefix: str, values_shown: bool = True) -> tuple[str, str, tuple[str, ...] | tuple[Decimal, ...]]:
    """Boxes for an attribute, what is asked of it, and with what it is compared; what stands in them now.

    Where the values of the data are not to be seen, they are typed, with commas between them.
    """
    known = said.facts().attributes
    attribute = st.selectbox("Attribute", sorted(known), key=method.box(None, prefix, ATTRIBUTE))
    if attribute is None:
        return "", "in", ()
    operators = OPERATORS[known[attribute]]
    key = method.box(None, prefix, f"{OPERATOR} {known[attribute]}")
    operator = st.selectbox("Asks", list(operators), format_func=operators.__getitem__, key=key)
    key = method.box(None, prefix, f"value {attribute} {operator}")
    if known[attribute] == "number":
        return attribute, operator, _numbers(operator, key)
    offered = said.values_of(attribute) if values_shown and operator == "in" else ()
    if offered:
        return attribute, operator, tuple(st.multiselect("Values", offered, key=key, accept_new_options=True))
    text = st.text_input("Values, with commas between them", key=key, max_chars=400)
    return attribute, operator, tuple(part for each in (text or "").split(",") if (part := each.strip()))


def _numbers(operator: str, key: str) -> tuple[Decimal, ...]:
    names = ("From", "To") if operator == "between" else ("Number",)
    typed = [st.number_input(name, value=None, key=f"{key} {name}", format="%g") for name in names]
    return tuple(Decimal(str(each)) for each in typed if each is not None) if None not in typed else ()


def _lines(held: Room, worksheet: Worksheet, may_save: bool) -> None:
    if not worksheet.lines:
        st.caption("No line yet. Start with the one that both teams would defend: an industry, a size, a country.")
    turn = method.turn(None, "icp")
    for place, line in enumerate(worksheet.lines):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{NEEDS[line.need]}**: {plain(line.words)}")
            if may_save:
                st.button(
                    "Take out",
                    key=f"icp out {place} {turn}",
                    on_click=method.keep_worksheet,
                    args=(held, worksheet.without_line(place), turn),
                    icon=":material/close:",
                )


def _new(held: Room, worksheet: Worksheet) -> None:
    with st.expander("Add a line", expanded=not worksheet.lines, icon=":material/add:"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            attribute, operator, operand = condition("icp")
        need = st.segmented_control(
            "This", list(NEEDS), default="must", format_func=NEEDS.__getitem__, key=method.box(None, "icp", "need")
        )
        if not (attribute and operand and need):
            st.caption("Name a value to compare with.")
            return
        try:
            wider = worksheet.with_line(Line(attribute, operator, operand, need))  # type: ignore[arg-type]
        except LeadscoreError as error:
            st.warning(plain(str(error)))
            return
        st.button(
            "Add this line",
            on_click=method.keep_worksheet,
            args=(held, wider, method.turn(None, "icp")),
            icon=":material/playlist_add:",
        )


def _past(held: Room, worksheet: Worksheet) -> None:
    """The share of the won; and, once the room has voted, what it compares with, a small table, and one chart."""
    st.markdown("**What the past says to it**")
    if belief.evidence_waits(held):
        for words in figures.won_alone(said.history(worksheet)):
            st.markdown(plain(words))
        st.caption(tune_head.lock_in_words(boards.lock()))
        st.caption("How that compares with the leads that were not won is shown after the first reveal.")
        return
    outcome = st.segmented_control(
        "Outcome",
        OUTCOMES,
        default=OUTCOMES[0],
        required=True,
        format_func=OUTCOME_WORDS.__getitem__,
        key="icp outcome",
        persist_state="session",
    )
    history = said.history(worksheet)
    for words in figures.sentences(history, outcome):
        st.markdown(plain(words))
    st.caption(tune_head.lock_in_words(boards.lock()))
    if history.reason is not None:
        return
    rows = pd.DataFrame(
        [{plain(key): report_table.cell(words) for key, words in row.items()} for row in figures.rows(history)]
    )
    st.table(rows, border="horizontal", hide_index=True, alt="Inside, outside and unknown")
    chart = figures.chart(history, outcome)
    if chart.known():
        st.caption(f"**{plain(chart.question)}**")
        figure = drawn(chart, height=300, titled=False, large=showing.on_projector())
        st.plotly_chart(figure, theme=None, key="icp chart", config={"displayModeBar": False}, alt=chart.question)
        st.caption(plain(chart.note))


def _rules(held: Room, worksheet: Worksheet, may_save: bool) -> None:
    """The draft rules, what the data do to them, and the way into the ballots and to the sliders."""
    st.markdown("**Draft rules it gives**")
    rules = drafted.rules_of(held, worksheet)
    beside = badges([each.rule for each in rules], said.facts())
    rows = [
        {
            "Rule": plain(each.rule.name),
            "Draft points": "knock-out" if each.rule.knock_out else f"{each.rule.worth:f}",
            "Group": plain(each.rule.group),
            "Badge": plain(beside.get(each.rule.id, "")) or "–",
            "In the ballots": _in_ballots(each),
            "On the sliders": "✓ yes" if each.on_sliders else "not yet",
        }
        for each in rules
    ]
    st.table(pd.DataFrame(rows), border="horizontal", hide_index=True, alt="Draft rules")
    st.caption("Their points are a start and no agreement: the room votes on them.")
    done = all(each.taken_over for each in rules)
    st.button(
        "Take them over",
        disabled=done or not may_save,
        on_click=drafted.take_over,
        args=(held, worksheet),
        icon=":material/how_to_vote:",
        help="The room can vote on them beside the rules that it has, and they are on the sliders.",
    )
    if done:
        st.caption("✓ There is a rule for each line. Undo on Tune takes them off the sliders; the ballots keep them.")


def _in_ballots(each: Drafted) -> str:
    """Whether the room can vote on a draft rule."""
    if not each.in_room:
        return "not yet"
    return "✓ yes" if can_be_voted(each.rule) else "no: a knock-out"
