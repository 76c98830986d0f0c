"""A rep with ten seconds: the queue, one step to why, and what the lead's page knows beside the score."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
import streamlit as st

from leadscore.desk.history import Historian
from leadscore.desk.listing import Filters, listed
from leadscore.desk.queue import Queue, build_queue
from leadscore.evidence import AsOf, Shelf
from leadscore.figures.reasons import sentence
from leadscore.model import Model, to_yaml
from leadscore.scoring import Explainer
from leadscore.store.state import By, State
from leadscore.workshop.saved_models import saving

from . import companies
from .browser import Seen
from .room import Visit, opened, visit

Look = Callable[..., Seen]


@pytest.fixture(scope="module")
def kept(sample_workspace: Path) -> tuple[Shelf, Model]:
    """The sample's data and model, opened once."""
    return opened(sample_workspace)


@pytest.fixture(scope="module")
def queue(kept: tuple[Shelf, Model]) -> Queue:
    return build_queue(*kept)


@pytest.fixture(scope="module")
def visitor(sample_workspace: Path) -> Iterator[Visit]:
    """One visitor for all stories that only read."""
    with pytest.MonkeyPatch.context() as patched:
        yield visit(sample_workspace, patched)
    st.cache_resource.clear()


def test_the_page_lists_whom_to_call_in_the_librarys_order(visitor: Visit, queue: Queue) -> None:
    wanted = listed(queue, Filters(routes=("work", "kept")), 1_000)
    table = visitor.open("leads").table(0)
    assert list(table["Company"]) == [lead.company for lead in wanted.leads]
    assert list(table["Rank"]) == list(range(1, 1_001))
    assert [Decimal(str(score)) for score in table["Score"]] == [lead.score for lead in wanted.leads]
    zone = queue.shelf.database.manifest.zone
    for place in (0, 1, 400, 999):
        why = [sentence(line, zone, brief=True) for line in wanted.leads[place].reasons]
        assert table.loc[place, "Why"] == ";\n".join(why)
    said = visitor.words()
    assert f"The first 1,000 of {wanted.total:,} leads" in said
    late = sum(lead.clock.running and lead.clock.late for lead in wanted.leads)
    assert f"{late:,} leads of the first 1,000 waited longer for a first attempt" in said
    assert queue.routing.in_words(queue.model.cut_offs.mql) in said  # type: ignore[union-attr]
    assert "6,212 open leads = 1,352 to work (3 of them kept) + 4,821 nurture + 39 knocked out" in said
    assert "there is no value-weighted rank" in said


def test_filters_of_the_page_are_those_of_the_library(visitor: Visit, queue: Queue) -> None:
    visitor.open("leads")
    owner = visitor.app.selectbox(key="queue owner")
    owner.set_value(owner.options[0])
    visitor.app.selectbox(key="queue worked").set_value("untouched")
    visitor.run()
    mine = listed(queue, Filters(routes=("work", "kept"), owner=owner.options[0], worked="untouched"))
    assert list(visitor.table(0)["Name"]) == [lead.name for lead in mine.leads]
    visitor.app.text_input(key="queue search").set_value("no such company anywhere")
    assert "No lead passes these filters" in [each.proto.title for each in visitor.run().app.info][0]
    visitor.app.text_input(key="queue search").set_value("")
    visitor.app.selectbox(key="queue worked").set_value(None)
    visitor.app.selectbox(key="queue owner").set_value(None)
    visitor.run()


def test_who_waits_for_a_first_call_is_one_click_away(visitor: Visit, queue: Queue) -> None:
    visitor.open("leads")
    who = visitor.app.segmented_control(key="queue who")
    assert who.options[:2] == ["To call (1,352)", f"Waiting for a first call ({queue.waiting:,})"]
    who.set_value("waiting")
    visitor.run()
    wanted = listed(queue, Filters(routes=("work", "kept"), worked="untouched"))
    assert wanted.total == queue.waiting
    assert list(visitor.table(0)["Name"]) == [lead.name for lead in wanted.leads]
    visitor.app.number_input(key="queue margin").set_value(20)  # another count beside the name, the same choice
    assert visitor.run().app.segmented_control(key="queue who").value == "waiting"
    visitor.app.number_input(key="queue margin").set_value(5)
    visitor.app.segmented_control(key="queue who").set_value("call")
    visitor.run()


def test_margin_and_dwell_route_and_never_change_a_band(visitor: Visit) -> None:
    visitor.open("leads")
    before = visitor.table(0).set_index(["Company", "Name"])["Band"]
    visitor.app.number_input(key="queue margin").set_value(20)
    visitor.app.number_input(key="queue dwell").set_value(60)
    said = visitor.run().words()
    assert "below 17 (the cut-off less 20)" in said
    after = visitor.table(0).set_index(["Company", "Name"])["Band"]
    both = before.index.intersection(after.index)
    assert (before[both] == after[both]).all()
    visitor.app.number_input(key="queue margin").set_value(5)
    visitor.app.number_input(key="queue dwell").set_value(14)
    visitor.run()


def test_one_step_from_the_queue_to_why(visitor: Visit, kept: tuple[Shelf, Model]) -> None:
    shelf, model = kept
    until = shelf.database.manifest.data_date
    assert until is not None
    visitor.open("leads")
    box = next(each for each in visitor.app.selectbox if each.label == "Open a lead of this list")
    lead_id = box.options[5].split(":")[0]
    box.set_value(lead_id)
    visitor.run()
    explanation = Explainer(shelf, model, AsOf(until)).explain(lead_id)
    assert Decimal(visitor.metric("Score at 2026-10-31")) == explanation.score
    assert visitor.metric("Temperature") == explanation.temperature
    assert visitor.app.query_params["lead"] != [lead_id]


def test_a_shared_address_names_the_lead_and_the_moment(
    visitor: Visit, kept: tuple[Shelf, Model], sample_workspace: Path
) -> None:
    shelf, model = kept
    with State.open(sample_workspace) as state:
        link = state.links.link("L06366")
    history = Historian(shelf, model).history("L06366", shelf.database.manifest.data_date)
    visitor.open("lead", lead=link, at="handoff")
    assert history.handed_over_at is not None
    then = history.at(history.handed_over_at)
    assert then is not None
    assert Decimal(visitor.metric("Score at 2026-08-20")) == then.score
    assert Decimal(visitor.metric("When the data ends")) == history.then[-1].score
    assert visitor.metric("The CRM showed then") == f"{history.crm:g}"
    assert "Aron Wolff" in visitor.open("lead", lead=link, at="now").words()
    assert visitor.metric("Score at 2026-10-31") == "100"


@pytest.mark.parametrize(
    ("tab", "says"),
    [
        ("What happened", "caps, floors and the ends of the scale -22: 100 together"),
        ("What changed", "Attended a webinar: +20 (new: webinar attended on 05 Sep 2026)."),
        ("What next", "It is as high as it goes."),
        ("Others", "were won within 101 days from then"),
    ],
)
def test_what_the_leads_page_knows_besides(visitor: Visit, tab: str, says: str) -> None:
    visitor.open("lead", lead="L06366", at="now")
    visitor.app.session_state["lead tabs"] = tab
    assert says in visitor.run().words()
    visitor.app.session_state["lead tabs"] = "Why"
    visitor.run()


def test_a_change_of_the_model_is_told_apart(own_sample_workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asking for a demo gave 5 points until the evening the data end, when 15 were saved."""
    _, model = opened(own_sample_workspace)
    with State.open(own_sample_workspace) as state:
        before = model.with_points({"demo": Decimal(5)})
        old = state.versions.save(
            saving(before, "Agreed", "start", None), By("Ada", "sales", datetime.fromisoformat("2026-10-28"))
        )
        now = By("Ada", "sales", datetime.fromisoformat("2026-10-31T22:00"))
        state.versions.save(saving(model, "Agreed", "demos are worth more", old.id), now)
    visitor = visit(own_sample_workspace, monkeypatch).open("lead", lead="L04628", at="now")
    visitor.app.session_state["lead tabs"] = "What changed"
    said = visitor.run().words()
    assert "20 to 30 (+10), from nurture to nurture." not in said
    assert "20 to 30 (+10)." in said
    assert "The model: version 1 became 2: +10 (other points for the same facts)." in said
    assert said.count("The model: version 1 became 2") == 1  # a week ago nothing had been saved yet


def test_what_if_moves_the_score(visitor: Visit) -> None:
    visitor.open("lead", lead="L04628", at="now")
    visitor.app.session_state["lead tabs"] = "What next"
    visitor.run().app.selectbox(key="what if fact").set_value("title")
    visitor.run().app.text_input(key="what if title").set_value("VP Sales")
    visitor.run()
    assert (visitor.metric("Score then"), visitor.metric("Score at 2026-10-31")) == ("38", "30")
    visitor.app.selectbox(key="what if activity").set_value("trial_started")
    assert visitor.run().metric("Score then") == "63"
    visitor.app.session_state["lead tabs"] = "Why"
    visitor.run()


def test_before_a_room_the_queue_names_nobody(visitor: Visit, queue: Queue) -> None:
    visitor.open("leads").app.toggle(key="projector").set_value(True)
    said = visitor.run().words()
    table = visitor.table(0)
    assert "Name" not in table.columns
    assert "My leads" not in [each.label for each in visitor.app.selectbox]
    for lead in listed(queue, Filters(routes=("work", "kept")), 3).leads:
        assert lead.name is not None
        assert lead.name not in said
    visitor.app.toggle(key="projector").set_value(False)
    visitor.run()


def test_an_empty_or_undated_company_is_told_so(
    tmp_path: Path, real_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "There is no data yet" in [
        each.proto.title for each in visit(companies.emptied(tmp_path / "empty"), monkeypatch, "leads").app.info
    ]
    model = "name: E\nrules: [{id: g, group: fit, points: 20, when: {attribute: Lead Source, is: Google}}]\n"
    said = visit(companies.x_education(tmp_path / "e", model), monkeypatch, "leads").words()
    assert "This data has no dates, so scores are as of no moment. Highest score first" in said
    assert "Without dates no clock runs." in said
    assert "This model has no cut-offs" in said


def test_the_model_may_be_edited_again_and_again(own_sample_workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """More edits than the pages keep queues and pasts of; neither a name nor points tell the evidence apart."""
    _, model = opened(own_sample_workspace)
    visitor = visit(own_sample_workspace, monkeypatch, "leads")
    for number in range(4):
        edited = model.with_points({"webinar": Decimal(20 + number)}) if number else model
        put(own_sample_workspace, edited.model_copy(update={"name": f"Edit {number}"}))
        assert len(visitor.open("leads").table(0)) == 1_000
        visitor.open("lead", lead="L04566", at="handoff")
        visitor.app.session_state["lead tabs"] = "Others"
        assert "after their hand-off: " in visitor.run().words()
        visitor.app.session_state["lead tabs"] = "Why"


def put(workspace: Path, model: Model) -> None:
    """Another model in use, of another instant."""
    file = workspace / "model.yaml"
    file.write_text(to_yaml(model), encoding="utf-8")
    now = time.time_ns()
    os.utime(file, ns=(now, now))


@pytest.mark.browser
def test_from_the_queue_to_the_lead_by_mouse_and_by_keys(look: Look, server: str, queue: Queue) -> None:
    first = listed(queue, Filters(routes=("work", "kept")), 2).leads
    seen = look(server, "leads")
    seen.page.get_by_role("link", name=f"{first[0].company}, {first[0].name}").click()
    on_the_lead(seen, first[0].lead_id)
    shared = seen.page.url
    assert first[0].lead_id not in shared
    seen.page.go_back()
    seen.settle()
    box = seen.page.get_by_role("combobox", name="Open a lead of this list")
    box.focus()
    box.press_sequentially(first[1].lead_id)
    seen.page.wait_for_timeout(300)
    box.press("Enter")
    on_the_lead(seen, first[1].lead_id)
    other = look(server, shared.removeprefix(f"{server}/"))
    on_the_lead(other, first[0].lead_id)
    for tab in ("What happened", "What changed", "What next", "Others"):
        other.page.get_by_role("tab", name=tab).click()
        other.settle()
        other.page.get_by_role("tab", name=tab, selected=True).wait_for()
    assert other.page.get_by_test_id("stException").count() == 0


@pytest.mark.browser
def test_a_row_of_the_table_opens_the_lead(look: Look, server: str, queue: Queue) -> None:
    first = listed(queue, Filters(routes=("work", "kept")), 1).leads[0]
    seen = look(server, "leads")
    table = seen.page.get_by_test_id("stDataFrame").first
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box is not None
    seen.page.mouse.click(box["x"] + 18, box["y"] + 35 + 17)
    on_the_lead(seen, first.lead_id)


def on_the_lead(seen: Seen, lead_id: str) -> None:
    """The lead's page with its reasons in sight, without a scroll."""
    reasons = seen.page.get_by_role("heading", name="The strongest reasons")
    reasons.wait_for()
    seen.settle()
    assert seen.page.get_by_text(f"{lead_id}: ").count() >= 1
    box = reasons.bounding_box()
    assert box is not None
    assert box["y"] + 150 < 900
