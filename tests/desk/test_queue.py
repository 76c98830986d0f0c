"""The queue of a company of seven: who stands where, why, and for how long."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from leadscore.desk.clock import Due
from leadscore.desk.listing import Filters, Queued, choices, listed
from leadscore.desk.queue import Queue, build_queue
from leadscore.desk.routing import Routing
from leadscore.evidence import AsOf, Shelf
from leadscore.exporting.queue_files import queue_as_csv
from leadscore.figures import queue_words
from leadscore.figures.reasons import reasons, sentence
from leadscore.model import Model, load
from leadscore.scoring import Explainer, score
from leadscore.store.database import open_current

from .company import DEEDS, END, LEADS, MODEL, STEPS, company


@pytest.fixture(scope="module")
def queue(shelf: Shelf) -> Queue:
    return build_queue(shelf, MODEL)


def ids(queue: Queue, **filters: object) -> list[str]:
    return [lead.lead_id for lead in listed(queue, Filters(**filters)).leads]  # type: ignore[arg-type]


def lead(queue: Queue, lead_id: str) -> Queued:
    return next(each for each in listed(queue, Filters(closed=True)).leads if each.lead_id == lead_id)


def test_the_highest_score_comes_first(queue: Queue) -> None:
    """Ada 20 + 30 + 20; Ben 30; Dan 20; Eve 20 and out; Fay 0.  Cleo is closed, Gus no part of the population."""
    found = {each.lead_id: (each.score, each.band) for each in listed(queue, Filters()).leads}
    assert found == {
        "ada": (70, "ready"),
        "ben": (30, "hand_over"),
        "dan": (20, "nurture"),
        "eve": (20, "out"),
        "fay": (0, "nurture"),
    }
    assert list(found) == ["ada", "ben", "dan", "eve", "fay"]


def test_ties_go_to_the_latest_own_activity_and_then_to_the_id(tmp_path: Path) -> None:
    deeds = "id,at,kind,detail,actor\nben,2026-10-02,page_visit,,lead\ndan,2026-10-03,page_visit,,lead\n"
    tied = build_queue(company(tmp_path, deeds=deeds, steps="id,stage,at,score\n"), MODEL)
    assert ids(tied) == ["ada", "cleo", "eve", "dan", "ben", "fay"]


def test_who_is_to_call_and_who_is_left_to_nurture(queue: Queue) -> None:
    assert ids(queue, routes=("work", "kept")) == ["ada", "ben"]
    assert ids(queue, routes=("nurture",)) == ["dan", "fay"]
    assert queue.sizes == {"work": 2, "nurture": 2, "out": 1, "closed": 1}
    assert (queue.left_out.leads, queue.left_out.excluded, queue.left_out.scored) == (7, 1, 6)


def test_a_lead_that_fell_below_the_cut_off_is_kept_for_a_while(queue: Queue, shelf: Shelf) -> None:
    """Dan had 20 + 15 until his first look at pricing was 30 days old on 28 October; on Monday 26th he was above."""
    wide = build_queue(shelf, MODEL, Routing(margin=Decimal(10), dwell_days=14))
    dan = lead(wide, "dan")
    assert (dan.route, dan.band, f"{dan.last_above:%d %b}") == ("kept", "nurture", "26 Oct")
    assert ids(wide, routes=("work", "kept")) == ["ada", "ben", "dan"]
    assert lead(queue, "dan").route == "nurture"  # ten points below, and the default margin is five
    short = build_queue(shelf, MODEL, Routing(margin=Decimal(10), dwell_days=5))
    assert lead(short, "dan").route == "nurture"  # Monday is longer ago than that
    words = wide.routing.in_words(Decimal(30))
    assert "at 30 points" in words
    assert "below 20 (the cut-off less 10)" in words
    assert "14 days" in words


def test_a_hand_off_keeps_a_lead_as_long_as_a_monday_does(tmp_path: Path) -> None:
    steps = STEPS + "dan,mql,2026-10-29 08:00,\n"
    found = build_queue(company(tmp_path, steps=steps), MODEL, Routing(margin=Decimal(10), dwell_days=5))
    assert (lead(found, "dan").route, f"{lead(found, 'dan').last_above:%d %b}") == ("kept", "29 Oct")


def test_the_clock(queue: Queue) -> None:
    """Ben waits since Friday noon, five business hours when the data end on Saturday: late if five were promised."""
    ada, ben, dan = (lead(queue, name).clock for name in ("ada", "ben", "dan"))
    assert (ada.running, ada.waited, ada.late) == (False, timedelta(hours=21), False)
    assert (ben.running, ben.late) == (True, False)
    assert queue_words.clock_in_words(ben) == "waits 1 d 11 h"
    assert queue_words.clock_in_words(replace(ben, due=Due(5 * 60))) == "LATE: waits 1 d 11 h"
    assert queue_words.clock_in_words(replace(ada, due=Due(60))) == "touched after 21 h 0 min, late"
    assert queue_words.clock_in_words(ada) == "touched after 21 h 0 min"
    assert queue_words.clock_in_words(dan) == "not handed over"


def test_without_touch_data_nobody_is_said_to_wait(tmp_path: Path) -> None:
    """Without Rosa's call no attempt is known at all: who was called is unknown, and nobody is late."""
    found = build_queue(company(tmp_path, deeds=DEEDS.replace("ada,2026-10-22 09:00,call,,Rosa\n", "")), MODEL)
    ben = lead(found, "ben").clock
    assert (ben.running, ben.late, ben.waited) == (False, False, None)
    assert queue_words.clock_in_words(ben) == "who was called is unknown"
    assert queue_words.clock_in_words(lead(found, "dan").clock) == "not handed over"
    assert ids(found, worked="untouched") == []


def test_what_the_lead_does_itself_is_no_touch_data(tmp_path: Path) -> None:
    found = build_queue(company(tmp_path, deeds=DEEDS.replace("call,,Rosa", "call,,lead")), MODEL)
    assert found.no_touches == "who was called is unknown"


def test_the_clock_of_a_closed_lead_stands(queue: Queue) -> None:
    """Cleo was rejected four days after its hand-off, without a call."""
    cleo = lead(queue, "cleo").clock
    assert (cleo.running, cleo.late, cleo.waited) == (False, False, None)
    assert queue_words.clock_in_words(cleo) == "closed: rejected"
    assert ids(queue, worked="untouched", closed=True) == ["ben"]


def test_a_closed_lead_is_listed_only_when_asked_for(queue: Queue) -> None:
    assert "cleo" not in ids(queue)
    assert lead(queue, "cleo").closed_as == "rejected"


def test_a_recycled_lead_is_open_and_not_handed_over(tmp_path: Path) -> None:
    found = build_queue(company(tmp_path, steps=STEPS.replace("rejected", "recycled")), MODEL)
    assert (lead(found, "cleo").closed_as, lead(found, "cleo").clock.handed_over_at) == (None, None)


def test_filters(queue: Queue) -> None:
    assert ids(queue, owner="Rosa") == ["ada", "ben", "fay"]
    assert ids(queue, bands=("nurture",)) == ["dan", "fay"]
    assert ids(queue, sources=("fair",)) == ["ada"]
    assert ids(queue, worked="touched") == ["ada"]
    assert ids(queue, worked="untouched") == ["ben"]
    assert ids(queue, search=" ACM ") == ["ada", "ben"]
    assert ids(queue, search="fay") == ["fay"]
    assert ids(queue, search="%") == []
    assert ids(queue, segment="title", values=("Clerk",)) == ["ben", "dan"]
    assert choices(queue, "owner") == ("Rosa", "Sam")


def test_value_stands_beside_the_score_and_unknown_is_said(queue: Queue) -> None:
    """Ben 30 x 90,000 before Ada 70 x 10,000 before Dan 20 x 5,000; the others have no known value."""
    found = listed(queue, Filters(), order="value")
    assert [each.lead_id for each in found.leads][:3] == ["ben", "ada", "dan"]
    assert [each.value_place for each in found.leads] == [1, 2, 3, None, None]
    assert (found.total, found.valued) == (5, 3)


def test_reasons_are_dated_and_the_same_as_on_the_leads_own_page(queue: Queue, shelf: Shelf) -> None:
    said = [sentence(line) for line in lead(queue, "ada").reasons]
    assert said == [
        "Asked for a demo (+30, last on 20 Oct 2026)",
        "Attended a webinar (+20, last on 21 Oct 2026)",
        "Decides (+20)",
    ]
    assert same_reasons(queue, shelf, MODEL, [each.lead_id for each in listed(queue, Filters()).leads])


def test_who_waits_for_a_first_call_is_counted_and_listed(queue: Queue, shelf: Shelf) -> None:
    """Of the two to call Ada was called; Cleo was never, but is closed."""
    assert queue.waiting == 1
    assert ids(queue, routes=("work", "kept"), worked="untouched") == ["ben"]
    assert build_queue(shelf, MODEL.with_cut_offs(None)).waiting == 1


def test_dormant_is_said_after_half_a_year_without_an_own_activity(tmp_path: Path) -> None:
    deeds = DEEDS.replace("ben,2026-10-25", "ben,2026-05-03")
    found = build_queue(company(tmp_path, deeds=deeds), MODEL)
    assert queue_words.dormant_in_words(lead(found, "ben")) == "dormant: no own activity for 181 d"
    assert queue_words.dormant_in_words(lead(found, "ada")) == ""


def test_a_knock_out_is_the_first_reason(queue: Queue, shelf: Shelf) -> None:
    assert [sentence(line) for line in lead(queue, "eve").reasons] == ["Out: Works for a rival", "Decides (+20)"]
    assert reasons(Explainer(shelf, MODEL, AsOf(END)).explain("eve"))[0] == "Out: Works for a rival"


def test_a_knock_out_by_what_happened_has_its_date(shelf: Shelf) -> None:
    rules = [{"id": "off", "label": "Saw pricing", "knock_out": True, "when": {"activity": "page_visit"}}]
    model = Model.model_validate({"name": "Off", "rules": rules})
    found = lead(build_queue(shelf, model), "fay")
    assert [sentence(line) for line in found.reasons] == ["Out: Saw pricing (last on 30 Oct 2026)"]
    assert sentence(found.reasons[0], brief=True) == "Out: Saw pricing (30 Oct 2026)"
    assert same_reasons(build_queue(shelf, model), shelf, model, ["fay", "dan"])


def test_reasons_of_the_sample_are_those_of_the_leads_own_pages(sample_workspace: Path) -> None:
    shelf, model = Shelf(open_current(sample_workspace)), load(sample_workspace / "model.yaml")
    found = build_queue(shelf, model)
    first = [each.lead_id for each in listed(found, Filters(closed=True), 5_000).leads]
    assert first == [each.lead_id for each in score(shelf, model, found.lens).rows(5_000)]
    assert same_reasons(found, shelf, model, first[::500])


def same_reasons(queue: Queue, shelf: Shelf, model: Model, wanted: list[str]) -> bool:
    explainer = Explainer(shelf, model, AsOf(queue.as_of or END))
    rows = {each.lead_id: each for each in listed(queue, Filters(closed=True), 5_000).leads}
    for lead_id in wanted:
        explanation = explainer.explain(lead_id)
        assert tuple(sentence(line) for line in rows[lead_id].reasons) == reasons(explanation)
        assert (rows[lead_id].score, rows[lead_id].band) == (explanation.score, explanation.band)
    return bool(wanted)


def test_without_cut_offs_nobody_is_routed(shelf: Shelf) -> None:
    found = build_queue(shelf, MODEL.with_cut_offs(None))
    assert [each.route for each in listed(found, Filters()).leads] == [None, None, None, "out", None]


def test_without_dates_leads_are_still_in_order(tmp_path: Path) -> None:
    undated = "\n".join(line.replace(line.split(",")[1], "", 1) for line in LEADS.splitlines()[1:])
    leads = f"{LEADS.splitlines()[0]}\n{undated}\n"
    shelf = company(tmp_path, leads=leads, deeds=DEEDS.splitlines()[0] + "\n", steps="id,stage,at,score\n")
    found = build_queue(shelf, MODEL)
    assert found.undated is not None
    assert ids(found)[0] == "ada"


def test_an_export_that_no_spreadsheet_runs(tmp_path: Path) -> None:
    leads = LEADS.replace("Ada,Acme", "\"=cmd|'/C calc'!A0\",@SUM(1)").replace("Ben,", "+1,")
    found = build_queue(company(tmp_path, leads=leads), MODEL)
    rows = queue_words.rows(listed(found, Filters()).leads, "UTC")
    read = list(csv.DictReader(io.StringIO(queue_as_csv(rows, queue_words.IN_A_FILE).decode())))
    assert [row["Name"] for row in read[:2]] == ["'=cmd|'/C calc'!A0", "+1"]  # a plain number stays one
    assert read[0]["Company"] == "'@SUM(1)"
    assert read[0]["First reason"] == "Asked for a demo (+30, last on 20 Oct 2026)"
