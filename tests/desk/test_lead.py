"""One lead looked at closely: its timeline, its past, what changed, what is near, what if, and who else is there."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from leadscore.desk.account import account_of
from leadscore.desk.changes import Change, Changed, what_changed
from leadscore.desk.history import Historian
from leadscore.desk.interests import interests_of, opener
from leadscore.desk.near import Outlook, Scout
from leadscore.desk.steps import steps
from leadscore.desk.sub_scores import sub_scores
from leadscore.desk.timeline import Timeline, shared_out, timeline
from leadscore.desk.what_if import Added, moves, what_if
from leadscore.errors import DataError, UsageError
from leadscore.evidence import AsOf, Shelf
from leadscore.figures import lead_words
from leadscore.model import load, parse
from leadscore.scoring import Explainer, Explanation
from leadscore.store.database import open_current

from .company import DEEDS, END, LEADS, MODEL, company

NOW = AsOf(END)


def explain(shelf: Shelf, lead_id: str, moment: datetime = END) -> Explanation:
    return Explainer(shelf, MODEL, AsOf(moment)).explain(lead_id)


def happened(shelf: Shelf, lead_id: str) -> Timeline:
    return timeline(shelf, MODEL, explain(shelf, lead_id))


def look(shelf: Shelf, lead_id: str) -> Outlook:
    return Scout(shelf, MODEL).look(explain(shelf, lead_id))


def test_age_is_a_step_of_its_own(shelf: Shelf) -> None:
    """Cleo's webinars are 51 and 35 days old: half of 20 each.  Two fresh ones would be 40, so age took 20."""
    made = steps(explain(shelf, "cleo"), MODEL)
    assert [(step.kind, step.points, step.after) for step in made] == [
        ("rule", 20, 20),
        ("rule", 40, 60),
        ("age", -20, 40),
    ]
    assert lead_words.step_sentences(made, Decimal(40), "UTC") == (
        "Decides: +20. Makes 20.",
        "Attended a webinar (2 times, last on 26 Sep 2026): +40. Makes 60.",
        "Age of 'Attended a webinar', it was a while ago: -20. Makes 40.",
        "So the score is 40.",
    )


def test_each_activity_shows_what_it_gave(shelf: Shelf) -> None:
    found = happened(shelf, "cleo")
    assert [(each.kind, each.points) for each in found.happened if each.given] == [
        ("webinar_attended", 10),
        ("webinar_attended", 10),
    ]
    assert (found.of_activities, found.of_facts, found.of_bounds) == (20, 20, 0)
    assert [each.kind for each in found.happened if each.is_stage] == ["rejected", "mql"]
    assert "20, facts about it 20" in lead_words.timeline_sum(found, Decimal(40))


@pytest.mark.parametrize("seed", range(30))
def test_points_are_shared_out_to_the_last_ten_thousandth(seed: int) -> None:
    dice = random.Random(seed)
    points = Decimal(dice.randint(-30_0000, 30_0000)) / 10_000
    worths = [dice.choice([0, 1, 33, 50, 100]) for _ in range(dice.randint(1, 40))] + [100]
    shared = shared_out(points, worths)
    assert sum(shared) == points
    assert all(part == 0 for part, worth in zip(shared, worths, strict=True) if not worth)
    whole = [abs(points) * worth / sum(worths) for worth in worths]
    assert all(abs(abs(part) - share) <= Decimal("0.0001") for part, share in zip(shared, whole, strict=True))


def test_unknown_is_not_nothing(shelf: Shelf) -> None:
    fay = {part.group: part for part in sub_scores(explain(shelf, "fay"), MODEL)}
    assert (fay["demographic"].points, fay["demographic"].unknown) == (None, ("title",))
    assert (fay["intent"].points, fay["intent"].most) == (0, 30)
    assert (fay["bant"].rules, fay["completeness"].rules) == (0, 0)
    rows = {row["Evidence"]: row for row in lead_words.sub_score_rows(list(fay.values()))}
    assert rows["demographic"]["Points"] == "unknown"
    assert rows["bant"]["Points"] == "no rule"


def test_the_past_is_what_an_explanation_of_then_says(shelf: Shelf) -> None:
    history = Historian(shelf, MODEL).history("dan", END)
    assert {END, END - timedelta(days=1), END - timedelta(days=7)} <= {each.at for each in history.then}
    for each in history.then:
        then = explain(shelf, "dan", each.at)
        assert (each.score, each.band) == (then.score, then.band), each.at
    assert [history.at(END - timedelta(days=days)).score for days in (7, 0)] == [35, 20]  # type: ignore[union-attr]


def test_what_the_crm_showed_and_when_it_was_handed_over(shelf: Shelf) -> None:
    history = Historian(shelf, MODEL).history("ada", END)
    assert (history.crm, f"{history.handed_over_at:%d %b}") == (55, "21 Oct")
    assert Historian(shelf, MODEL).history("ada", None).reason == "this data has no dates"
    assert Historian(shelf, MODEL).history("gus", END).then == ()


def test_what_changed_adds_up_and_names_its_cause(shelf: Shelf) -> None:
    historian = Historian(shelf, MODEL)
    last_week, now = historian.at("dan", [END - timedelta(days=7), END])
    changed = what_changed(MODEL, last_week, now, happened(shelf, "dan").happened)
    assert [(part.label, part.points, part.cause) for part in changed.parts] == [
        ("Pricing twice in 30 days", -15, "age")
    ]
    assert (changed.points, changed.band_before, changed.band_after) == (-15, "hand_over", "nurture")
    assert lead_words.change_sentences(changed, "UTC") == (
        "35 to 20 (-15), from hand over to nurture.",
        "Pricing twice in 30 days: -15 (what it did grew older).",
    )
    before, after = historian.at("ben", [END - timedelta(days=7), END])
    asked = what_changed(MODEL, before, after, happened(shelf, "ben").happened)
    assert lead_words.change_sentences(asked, "UTC")[1] == "Asked for a demo: +30 (new: demo requested on 25 Oct 2026)."


def test_changes_of_the_sample_add_up(sample_workspace: Path) -> None:
    shelf, model = Shelf(open_current(sample_workspace)), load(sample_workspace / "model.yaml")
    until, historian = shelf.database.manifest.data_date, Historian(shelf, model)
    assert until is not None
    for lead_id in ("L06366", "L04628", "L07001", "L05552"):
        history = historian.history(lead_id, until)
        for before in history.then[:-1:7]:
            changed = what_changed(model, before, history.then[-1], ())
            assert sum((part.points for part in changed.parts), Decimal(0)) == changed.after - changed.before


def test_rules_that_nearly_fired_and_the_way_up(shelf: Shelf) -> None:
    """Dan looked at pricing once in 30 days; with a second look he has 35.  Nobody knows what Fay does."""
    dan = look(shelf, "dan")
    assert [each.label for each in dan.nearly] == ["Pricing twice in 30 days"]
    assert dan.nearly[0].needs[0].words.startswith("1 more: page visit")
    assert dan.next_band == "hand_over"
    assert [need.words for way in dan.ways for need in way.needs][:2] == [
        "1 more: demo requested",
        "1 more: webinar attended",
    ]
    fay = look(shelf, "fay")
    assert [(each.rule, each.needs[0].learn) for each in fay.nearly] == [("decides", True), ("pricing", False)]
    assert look(shelf, "ada").next_band is None
    assert look(shelf, "eve").ways == ()


def test_ways_lead_where_they_say(sample_workspace: Path) -> None:
    """Every way is gone through the what-if, and ends in the score and band it promised."""
    shelf, model = Shelf(open_current(sample_workspace)), load(sample_workspace / "model.yaml")
    until = shelf.database.manifest.data_date
    assert until is not None
    explainer, scout = Explainer(shelf, model, AsOf(until)), Scout(shelf, model)
    walked = 0
    for lead_id in ("L04628", "L07001", "L02063", "L03449"):
        actual = explainer.explain(lead_id)
        for way in scout.look(actual).ways:
            after = what_if(shelf, model, AsOf(until), actual, dict(way.variant.facts), way.variant.added)
            assert (after.score, after.band) == (way.score, way.band)
            walked += 1
    assert walked >= 4


ODD = parse("""
name: Odd
groups: {behaviour: {cap: 60}, negative: {floor: -30}}
rules:
  - {id: any, group: behaviour, points: 5, when: {activity: content_download}}
  - {id: three, group: behaviour, points: 15, when: {activity: content_download, at_least: 3}}
  - {id: webinar, group: behaviour, points: 20, when: {activity: webinar_attended, at_least: 2, at_most: 2,
     decay: {every_days: 30, keep: 0.5}}}
  - {id: silent, group: negative, points: -10, when: {inactive_days: 20}}
  - {id: rival, label: Works for a rival, knock_out: true, when: {attribute: company, is: Rival}}
cut_offs: {mql: 20, sql: 40}
""")


def test_ways_reckon_with_age_and_with_every_rule_an_act_moves(tmp_path: Path) -> None:
    """Ann's webinar is over 30 days old: a fresh one makes 1.5 of 2, so 30.  Bob fell silent; two webinars lift that
    too, and three downloads serve two rules.
    """
    leads = "id,created,name,company,title,source,owner,expected_value,account_id\n"
    leads += "".join(f"{name},2026-08-01,{name},{name},,web,Sam,,\n" for name in ("ann", "bob", "Rival"))
    deeds = (
        "id,at,kind,detail,actor\nann,2026-09-20 10:00,webinar_attended,,lead\nbob,2026-08-02 10:00,page_visit,,lead\n"
    )
    deeds += "cy,2026-08-02 10:00,content_download,,lead\n"
    shelf = company(tmp_path, leads=leads, deeds=deeds, steps="id,stage,at,score\n")
    explainer, scout = Explainer(shelf, ODD, NOW), Scout(shelf, ODD)
    ann, bob, rival = (scout.look(explainer.explain(name)) for name in ("ann", "bob", "Rival"))
    assert [(each.rule, each.points) for each in ann.nearly] == [("webinar", 30)]
    assert lead_words.outlook_sentences(ann)[1][0] == "1 more: webinar attended. Makes 30, hand over."
    assert lead_words.outlook_sentences(bob)[1][:2] == (
        "2 more: webinar attended. Makes 40, ready.",
        "3 more: content download. Makes 20, hand over.",
    )
    assert lead_words.outlook_sentences(rival)[1] == (
        "No way to a next band: the knock-out 'Works for a rival' holds it out.",
    )


def test_what_if_nothing_were_otherwise(shelf: Shelf) -> None:
    for lead_id in ("ada", "ben", "cleo", "dan", "eve", "fay"):
        actual = explain(shelf, lead_id)
        same = what_if(shelf, MODEL, NOW, actual, {})
        assert (same.score, same.band, same.grade) == (actual.score, actual.band, actual.grade)
        assert [line.contribution for line in same.lines] == [line.contribution for line in actual.lines]


def test_what_if_is_what_an_import_of_that_world_would_say(shelf: Shelf, tmp_path: Path) -> None:
    after = what_if(
        shelf,
        MODEL,
        NOW,
        explain(shelf, "dan"),
        {"title": 'VP\'s "=1"; DROP TABLE leads --', "company": None},
        (Added("webinar_attended", "it's"), Added("page_visit", "/PRICING")),
    )
    leads = LEADS.replace("Dan,Coil,Clerk", 'Dan,,"VP\'s ""=1""; DROP TABLE leads --"')
    deeds = f"{DEEDS}dan,2026-10-31 23:00,webinar_attended,it's,lead\ndan,2026-10-31 23:00,page_visit,/PRICING,lead\n"
    really = explain(company(tmp_path, leads=leads, deeds=deeds), "dan")
    assert (after.score, after.band) == (really.score, really.band)
    assert [line.contribution for line in after.lines] == [line.contribution for line in really.lines]


def test_moves_of_a_what_if_sum_to_the_change_with_caps_and_ends(shelf: Shelf) -> None:
    """Three webinars and two looks at prices pass the cap of 45: what the cap takes is a move too."""
    actual = explain(shelf, "dan")
    added = (Added("webinar_attended"),) * 2 + (Added("page_visit", "pricing"),) * 2
    after = what_if(shelf, MODEL, NOW, actual, {"title": "VP"}, added)
    moved = dict(moves(actual, after))
    assert moved["Cap of behaviour: at most 45 points"] == -10
    assert sum(moved.values(), Decimal(0)) == after.score - actual.score


def test_a_change_of_no_sum_says_so() -> None:
    """One rule gave what another took."""
    parts = (Change("Silent", Decimal(-15), "silence"), Change("Demo", Decimal(15), "activity"))
    changed = Changed(END, Decimal(90), Decimal(90), None, None, parts)
    assert (
        lead_words.change_sentences(changed, "UTC")[0] == "No change in sum: 90 then and now, though parts of it moved."
    )


def test_what_if_overrules_an_attributes_history(sample_workspace: Path) -> None:
    """Titles have a history in this sample; what is asked holds whatever it says."""
    shelf, model = Shelf(open_current(sample_workspace)), load(sample_workspace / "model.yaml")
    until = shelf.database.manifest.data_date
    assert until is not None
    assert "title" in shelf.facts.changed_fields
    actual = Explainer(shelf, model, AsOf(until)).explain("L00001")  # Director of Marketing
    without = what_if(shelf, model, AsOf(until), actual, {"title": None})
    assert actual.score - without.score == model.rule("director").worth
    again = what_if(shelf, model, AsOf(until), actual, {"title": "Chief of Staff"})
    assert again.score == actual.score


def test_what_if_refuses_what_cannot_be(shelf: Shelf) -> None:
    actual = explain(shelf, "dan")
    with pytest.raises(UsageError, match="no attribute 'titel'. Did you mean 'title'"):
        what_if(shelf, MODEL, NOW, actual, {"titel": "VP"})
    with pytest.raises(UsageError, match="'expected_value' is a number"):
        what_if(shelf, MODEL, NOW, actual, {"expected_value": "much"})
    with pytest.raises(DataError, match="excluded by the model's population"):
        what_if(shelf, MODEL, NOW, actual, {"source": "test"})


def test_colleagues_and_the_deal_they_share(shelf: Shelf) -> None:
    ada, dan = account_of(shelf.database, "ada"), account_of(shelf.database, "dan")
    assert (ada.account_id, ada.colleagues) == ("A1", ("ben",))
    assert [(deal.deal_id, deal.own, deal.others) for deal in ada.deals] == [("D1", True, 1)]
    assert "5,000" in lead_words.deal_sentence(ada.deals[0], "UTC")
    assert (dan.account_id, dan.colleagues, dan.deals) == (None, (), ())


def test_what_to_talk_about(shelf: Shelf) -> None:
    dan, ada = interests_of(happened(shelf, "dan")), interests_of(happened(shelf, "ada"))
    assert [(each.detail, each.times) for each in dan.interests] == [("pricing", 2), ("tour", 1)]
    assert opener(dan) == "You looked at 'tour' lately. What made you look into it?"
    assert ada.question is not None
    assert ada.question[0] == "demo_requested"
    assert (opener(ada) or "").startswith("You asked us for a demo. What would you like")
    assert opener(interests_of(happened(shelf, "eve"))) is None
