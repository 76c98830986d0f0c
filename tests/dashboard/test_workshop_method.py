"""The method on the page: both teams' answers beside each other, the ICP and the interviews held against the past."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from leadscore.model import load, model_hash, to_yaml
from leadscore.serving import WORKSPACE_VARIABLE
from leadscore.store.state import Answered, By, Opening, Room, State
from leadscore.vocabulary import STEPS
from pages._session.showing import plain

from .room import LONGEST, Visit, as_read, visit

NOW = datetime.fromisoformat("2026-11-03T09:00")
SCRIPT = """
import streamlit as st
from pages._parts import {part}
from pages._session import draft, keeping, method, showing, workspace
draft.current(workspace.active_model(), workspace.revision_of_model())
st.session_state.setdefault("your name", "Fay Lead")
st.session_state.setdefault("your team", "marketing")
keeping.ask_who()
showing.projector_switch()
held = keeping.state().rooms.current()
{part}.{call}
"""
DESK = "show(held, True)"


@pytest.fixture
def folder(own_sample_workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A workspace with an open room, in which Ben of sales sits without a device."""
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(own_sample_workspace))
    st.cache_data.clear()
    st.cache_resource.clear()
    model = load(own_sample_workspace / "model.yaml")
    with State.open(own_sample_workspace) as state:
        opening = Opening("Autumn", model.name, to_yaml(model), model_hash(model))
        room = state.rooms.open(opening, By("Fay Lead", "marketing", NOW))
        state.rooms.seat(room.id, By("Ben Close", "sales", NOW))
    yield own_sample_workspace
    st.cache_resource.clear()


def part(name: str, call: str = DESK) -> Visit:
    """A part of the page, drawn for the facilitator."""
    return Visit(AppTest.from_string(SCRIPT.format(part=name, call=call), default_timeout=LONGEST)).run()


def as_member(name: str) -> str:
    """The forms as somebody sees them on a device of their own."""
    return f"show(held, next(each for each in keeping.state().rooms.members(held.id) if each.name == '{name}'))"


def room(state: State) -> Room:
    found = state.rooms.current()
    assert found is not None
    return found


def tables(visitor: Visit) -> list[list[list[str]]]:
    return [
        [[str(cell).replace("\u00a0", " ") for cell in row] for row in each.value.to_numpy()]
        for each in visitor.app.table
    ]


def choose(visitor: Visit, label: str, place: int, answer: object) -> Visit:
    """Press a segment of the control of that name, the first or a later one of it."""
    controls = [each for each in visitor.app.get("button_group") if each.proto.label == label]
    controls[place].set_value(answer)
    return visitor.run()


def test_objectives_stand_side_by_side_until_the_step_is_done(folder: Path) -> None:
    visitor = part("workshop_objectives")
    for label, text, keep in (
        ("An objective of sales", "Fewer *wasted* calls", "Keep for sales"),
        ("An objective of marketing", "To know what became of a lead", "Keep for marketing"),
        ("A goal that both teams share", "Forty SQLs a month", "Keep this goal"),
    ):
        next(each for each in visitor.app.text_input if each.label == label).set_value(text)
        visitor.press(keep)
    said = visitor.words()
    assert "Fewer *wasted* calls" in said
    assert "✓ Stored: 1 objective of sales, 1 objective of marketing, 1 shared goal." in said
    with State.open(folder) as state:
        answers = state.answers.of("objective", room(state).id)
    assert [(each.author.team, each.text) for each in answers] == [
        ("sales", "Fewer *wasted* calls"),
        ("marketing", "To know what became of a lead"),
    ]


def test_an_objective_that_is_taken_back_is_shown_no_more_and_kept(folder: Path) -> None:
    visitor = part("workshop_objectives")
    next(each for each in visitor.app.text_input if each.label == "An objective of sales").set_value("A mistake")
    visitor.press("Keep for sales").press("Take back")
    assert "A mistake" not in visitor.words()
    with State.open(folder) as state:
        assert [each.text for each in state.answers.of("objective")] == ["A mistake", ""]


def test_what_others_said_only_they_take_back(folder: Path) -> None:
    with State.open(folder) as state:
        by = By("Mara", "marketing", NOW)
        state.answers.give(Answered("objective", "1", None, "Know what becomes of them", room(state).id), by)
    visitor = part("workshop_objectives")
    assert "Know what becomes of them" in visitor.words()
    assert "Take back" not in {each.label for each in visitor.app.button}


def test_what_the_desk_types_is_not_what_a_member_of_that_name_said(folder: Path) -> None:
    with State.open(folder) as state:
        here = room(state)
        for team in ("sales", "marketing"):
            state.rooms.join(here.id, here.code, By("Fay Lead", team, NOW))
            own = Answered("objective", "1", None, f"Said in {team}", here.id)
            state.answers.give(own, By("Fay Lead", team, NOW))
        asked = Answered("perspective", "good", ["webinar"], "", here.id)
        state.answers.give(asked, By("Fay Lead", "sales", NOW))
    visitor = part("workshop_objectives")
    assert "Take back" not in {each.label for each in visitor.app.button}
    next(each for each in visitor.app.text_input if each.label == "An objective of sales").set_value("Typed")
    visitor.press("Keep for sales")
    said = visitor.words()
    assert all(words in said for words in ("Said in sales", "Said in marketing", "Typed"))
    assert [each.label for each in visitor.app.button].count("Take back") == 1
    assert not any(each.value for each in part("workshop_perspectives").app.multiselect)
    assert "Everybody answers on a device" not in part("workshop_pulse", "before(held, True)").words()
    assert part("workshop_pulse", "before(held, True)").app.selectbox[0].options == ["Seat 1: Ben Close, sales"]


def test_an_empty_box_keeps_nothing_and_says_so(folder: Path) -> None:
    assert "Write something first." in part("workshop_objectives").press("Keep for sales").words()


def answer_question(visitor: Visit, team: int, *words: str) -> Visit:
    visitor.app.multiselect[team].set_value(list(words))
    [each for each in visitor.app.button if each.label == "Keep this answer"][team].click()
    return visitor.run()


def test_both_sides_are_laid_beside_each_other_with_signs(folder: Path) -> None:
    visitor = part("workshop_perspectives")
    answer_question(visitor, 0, "Asked for a demo", "Industry on our list")
    answer_question(visitor, 1, "Asked for a demo", "Attended a webinar")
    assert "Answered: 1 in sales, 1 in marketing." in visitor.words()
    assert "Both teams chose" not in visitor.words()
    visitor.app.toggle(key="both sides side by side good").set_value(True)
    visitor.run()
    assert "Both teams chose 1 of 3 words (33 %)." in visitor.words()
    assert tables(visitor)[0] == [
        ["Asked for a demo (1)", "Asked for a demo (1)", "= both"],
        ["Industry on our list (1)", "–", "◀ only sales"],
        ["–", "Attended a webinar (1)", "▶ only marketing"],
    ]
    pitfalls = {row[0]: row[1] for row in tables(visitor)[1]}
    assert pitfalls == {"Perspectives": "! at risk", "Process": "? cannot tell", "Communication": "? cannot tell"}


def test_words_of_people_are_no_markup(folder: Path) -> None:
    nasty = ":red[demo] *bold* <b>x</b> $y$"
    with State.open(folder) as state:
        here = room(state).id
        state.answers.give(Answered("perspective", "good", [nasty], nasty, here), By("Sam", "sales", NOW))
        state.answers.give(Answered("perspective", "good", ["b"], "", here), By("Mara", "marketing", NOW))
    visitor = part("workshop_perspectives")
    visitor.app.toggle(key="both sides side by side good").set_value(True)
    visitor.run()
    cell = tables(visitor)[0][0][0]
    assert (cell, as_read(cell)) == (plain(f"{nasty} (1)"), f"{nasty} (1)")
    assert f"Sales: {nasty}" in visitor.words()
    assert all(nasty not in str(each.value) for each in visitor.app.caption)


def test_duties_and_the_map_of_the_hand_over(folder: Path) -> None:
    visitor = part("workshop_roles")
    next(each for each in visitor.app.text_input if each.label == "Signs for sales").set_value("Sonia")
    visitor.press("Keep these names")
    assert "Still missing: who signs for marketing" in visitor.words()
    label = "Somebody tries to reach it"
    choose(choose(visitor, label, 0, "sales"), label, 1, "marketing")
    for place in (0, 1):
        [each for each in visitor.app.button if each.label == "Keep this map"][place].click()
        visitor.run()
    row = next(row for row in tables(visitor)[0] if row[0] == label)
    assert row[1:] == [
        "Sales, no time",
        "Marketing, no time",
        "≠ disputed",
        "sales says sales, marketing says marketing",
    ]


def test_the_worksheet_is_held_against_the_past_and_gives_rules(folder: Path) -> None:
    visitor = part("workshop_icp")
    visitor.app.selectbox[0].set_value("company_size")
    visitor.run()
    for box, number in zip(visitor.app.number_input, (100, 800), strict=True):
        box.set_value(number)
    visitor.run().press("Add this line")
    said = visitor.words()
    assert "company size is 100 to 800" in said
    assert "of the won leads" in said
    assert "shown after the first reveal" in said
    assert not visitor.app.get("plotly_chart")
    with State.open(folder) as state:
        state.rooms.mark(room(state).id, "looked", By("Fay Lead", "marketing", NOW))
    said = visitor.run().words()
    assert "of leads handed over and worked within 30 days" in said
    assert "mature hand-offs, from" in said
    assert [row[0] for row in tables(visitor)[0]] == ["Inside", "Outside", "Unknown: a fact is missing"]
    assert len(visitor.app.get("plotly_chart")) == 1
    assert tables(visitor)[1] == [["ICP: Company size is 100 to 800", "10", "demographic", "–", "not yet", "not yet"]]
    visitor.press("Take them over")
    assert tables(visitor)[1][0][-2:] == ["✓ yes", "✓ yes"]
    with State.open(folder) as state:
        (kept,) = state.answers.of("icp")
    assert kept.value["lines"][0]["operand"] == [100, 800]


def test_a_kept_worksheet_that_no_longer_fits_is_told_and_can_be_mended(folder: Path) -> None:
    line = {"attribute": "colour", "operator": "in", "operand": ["red"], "need": "must"}
    with State.open(folder) as state:
        answered = Answered("icp", "worksheet", {"lines": [line]}, room=room(state).id)
        state.answers.give(answered, By("Fay Lead", "marketing", NOW))
    visitor = part("workshop_icp")
    assert "looks at 'colour', which this data does not have" in visitor.words()
    visitor.press("Take out")
    assert "looks at 'colour'" not in visitor.words()


def test_a_worksheet_that_cannot_be_read_stops_no_page(folder: Path) -> None:
    with State.open(folder) as state:
        state.answers.give(Answered("icp", "worksheet", {"rows": []}, room=room(state).id), By("Fay", "sales", NOW))
    assert "No line yet." in part("workshop_icp").words()
    assert not part("workshop_outcomes", "show(held)").app.exception


def test_claims_wait_for_the_votes_and_then_have_verdicts(folder: Path) -> None:
    visitor = part("workshop_interviews")
    visitor.app.text_area[0].set_value("They ask for a demo")
    next(each for each in visitor.app.selectbox if each.label == "Activity").set_value("demo_requested")
    visitor.run().press("Keep this answer")
    assert tables(visitor) == [[["demo requested", "more often ready", "1"]]]
    assert "shown after the first reveal" in visitor.words()
    visitor.press("Show it all the same (this is written down)")
    assert tables(visitor)[0][0][:4] == ["demo requested", "more often ready", "1", "✓ supported"]
    assert "Of 1 claim history supports 1" in visitor.words()
    with State.open(folder) as state:
        assert [mark.kind for mark in room(state).marks] == ["looked"]
        (kept,) = state.answers.of("interview")
    assert (kept.author.team, kept.value["signal"]["activity"]) == ("sales", ["demo_requested"])


@pytest.mark.parametrize("typed", ["Sonia", "sonia"])
def test_the_desk_does_not_answer_for_who_has_a_device(folder: Path, typed: str) -> None:
    with State.open(folder) as state:
        here = room(state)
        state.rooms.join(here.id, here.code, By("Sonia", "sales", NOW))
    visitor = part("workshop_interviews")
    visitor.app.text_input(key="who was asked").set_value(typed)
    next(each for each in visitor.app.selectbox if each.label == "Activity").set_value("demo_requested")
    visitor.run().press("Keep this answer")
    assert "This person answers on a device of their own." in visitor.words()
    with State.open(folder) as state:
        assert state.answers.of("interview") == ()


def feel(folder: Path, when: str, **trust: int) -> None:
    """Answers of people, by name; sales where the name begins with S."""
    with State.open(folder) as state:
        for name, value in trust.items():
            by = By(name, "sales" if name.startswith("S") else "marketing", NOW)
            state.answers.give(Answered("pulse", when, {"trust": value, "agree": 3}, room=room(state).id), by)


def shown(visitor: Visit, when: str) -> Visit:
    """Once everybody has answered."""
    visitor.app.toggle(key=f"pulse shown {when}").set_value(True)
    return visitor.run()


def test_a_pulse_of_two_is_a_count_and_of_three_a_figure(folder: Path) -> None:
    feel(folder, "before", Sonia=2, Sam=4)
    assert tables(shown(part("workshop_pulse", "before(held, True)"), "before")) == []
    feel(folder, "before", Mara=4)
    visitor = part("workshop_pulse", "before(held, True)")
    assert "3 answered" in visitor.words()
    assert tables(visitor) == []
    shown(visitor, "before")
    assert [row[0] for row in tables(visitor)[0]] == ["All", "All"]
    assert tables(visitor)[0][0][2] == "4, n = 3"


def test_the_change_is_of_the_same_people(folder: Path) -> None:
    feel(folder, "before", Sonia=2, Sam=4, Mara=3, Milo=1)
    feel(folder, "after", Sonia=4, Sam=4, Mara=5)
    visitor = shown(part("workshop_pulse", "after(held, True)"), "after")
    assert tables(visitor)[1][0] == [
        "All",
        "I trust the score: I would call a lead because of it.",
        "+2, n = 3",
        "▲ 2, = 1, ▼ 0",
    ]


def test_the_desk_answers_for_who_has_no_device_and_the_box_forgets(folder: Path) -> None:
    visitor = part("workshop_pulse", "before(held, True)")
    visitor.app.selectbox[0].set_value("Seat 1: Ben Close, sales")
    visitor.run()
    for label in (
        "I trust the score: I would call a lead because of it.",
        "I agree with its rules: they say what makes a lead good.",
    ):
        choose(visitor, label, 0, 4)
    visitor.press("Keep my answer")
    assert "✓ Kept." in visitor.words()
    assert [each.value for each in visitor.app.get("button_group")[1:]] == [None, None]
    with State.open(folder) as state:
        (kept,) = state.answers.of("pulse")
    assert (kept.author.name, kept.value) == ("Ben Close", {"trust": 4, "agree": 4})


def test_the_month_is_asked_outside_of_any_room(folder: Path) -> None:
    visitor = part("workshop_pulse", "monthly(True)")
    for control in visitor.app.get("button_group")[1:]:
        control.set_value(5)
    visitor.run().press("Keep my answer")
    with State.open(folder) as state:
        (kept,) = state.answers.of("pulse")
    assert (kept.room, kept.item, kept.author.name) == (None, "monthly", "Fay Lead")
    assert tables(visitor)[0][0][2:] == ["unknown", "unknown: too few: needs 3 answers, has 1"]


@pytest.mark.parametrize("step", STEPS)
def test_a_member_sees_the_forms_of_the_step_and_nobody_elses_answers(folder: Path, step: str) -> None:
    feel(folder, "before", Sonia=2, Sam=4, Mara=3)
    with State.open(folder) as state:
        here, by = room(state).id, By("Mara", "marketing", NOW)
        state.answers.give(Answered("objective", "1", None, "Mara's secret goal", here), by)
        state.answers.give(Answered("perspective", "good", ["secret signal"], "secret words", here), by)
        if step != "objectives":
            state.rooms.mark(here, f"step:{step}", by)
    visitor = part("workshop_forms", as_member("Ben Close"))
    everything = "\n".join([visitor.words(), *(str(each.options) for each in visitor.app.multiselect)])
    assert "secret" not in everything
    assert tables(visitor) == []


def test_a_members_answer_is_kept_with_their_name_and_team(folder: Path) -> None:
    visitor = part("workshop_forms", as_member("Ben Close"))
    next(each for each in visitor.app.text_input if each.label == "An objective of sales").set_value("Less noise")
    visitor.press("Keep for sales")
    assert "Less noise" in visitor.words()
    with State.open(folder) as state:
        (kept,) = state.answers.of("objective")
    assert (kept.author.name, kept.author.team, kept.room) == ("Ben Close", "sales", room(state).id)


def test_nothing_is_added_to_a_closed_room(folder: Path) -> None:
    visitor = part("workshop_forms", as_member("Ben Close"))
    next(each for each in visitor.app.text_input if each.label == "An objective of sales").set_value("Too late")
    with State.open(folder) as state:
        state.rooms.close(room(state).id, By("Fay Lead", "marketing", NOW))
    next(each for each in visitor.app.button if each.label == "Keep for sales").click()
    visitor.app.run()
    with State.open(folder) as state:
        assert state.answers.of("objective") == ()


@pytest.mark.parametrize("name", ["workshop_objectives", "workshop_roles", "workshop_interviews", "workshop_pulse"])
def test_before_a_room_no_person_is_named(folder: Path, name: str) -> None:
    call = "before(held, True)" if name == "workshop_pulse" else DESK
    visitor = part(name, call)
    visitor.app.toggle(key="projector").set_value(True)
    visitor.run()
    shown = [option for each in visitor.app.selectbox for option in each.options]
    assert "Ben Close" not in "\n".join([visitor.words(), *shown])


def test_the_five_steps_say_what_they_left_behind(folder: Path) -> None:
    visitor = part("workshop_outcomes", "show(held)")
    assert [row[1] for row in tables(visitor)[0]] == ["… open"] * 5


HEADINGS = {
    "objectives": ["What do we want from a score?"],
    "roles": ["Do we look at the same leads?", "Who does it on Monday?", "Who owns a lead on its way?"],
    "icp": ["Whom do we want to sell to?", "Which behaviours show that someone is ready?"],
}


@pytest.mark.parametrize("step", HEADINGS)
def test_the_workshop_page_has_the_parts_of_each_step(folder: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    with State.open(folder) as state:
        state.rooms.mark(room(state).id, f"step:{step}", By("Fay Lead", "marketing", NOW))
    visitor = visit(folder, monkeypatch, "workshop")
    assert set(HEADINGS[step]) <= {each.value for each in visitor.app.subheader}
