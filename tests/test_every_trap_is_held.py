"""Every trap that a careless analysis falls into has a story here or beside the figures, red without its guard.

The stories of the figures and their guards stand in `outcomes/test_guards.py`; those of scores, drafts and models stand
here.  A story is told once as it is, and once with its guard taken out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from learning.test_adjustment import (
    test_rules_that_coincide_cannot_be_told_apart_and_leave_the_others_alone as rules_that_coincide,
)
from outcomes import test_guards as figures
from outcomes import test_traps_of_deals as deals
from outcomes import test_traps_of_the_denominator as denominator
from outcomes import test_traps_of_the_review as review
from outcomes import test_traps_of_the_unknown as unknown
from outcomes import test_traps_of_time as time
from outcomes.story import Story, day
from simulation.history import shelf_of
from simulation.test_cut_offs import test_cut_offs_come_from_the_volume_of_today as cut_offs_of_today
from simulation.test_lock import UNTIL, company
from simulation.town import called, model, opened
from sqlglot import exp

from leadscore.evidence import Arrival, Handoff, Lens
from leadscore.evidence import portable as p
from leadscore.evidence.spelling import spelled
from leadscore.figures.closed_loop import closed_loop
from leadscore.learning.asking.starting_point import starting_point
from leadscore.model import Model, parse
from leadscore.model.lint import lint
from leadscore.outcomes.drift import drift_between
from leadscore.reports.benchmarks import PUBLISHED
from leadscore.reports.circumstances import Circumstances
from leadscore.reports.review import KEYS
from leadscore.scoring import score
from leadscore.simulation import Lock, build_board, lock_of
from leadscore.simulation.swap_card import swap_card
from leadscore.simulation.verdict import SAME_LEADS
from leadscore.simulation.volume import Chosen

OPENS = parse("name: A\nrules: [{id: opens, points: 10, when: {activity: email_open}}]\ncut_offs: {mql: 10, sql: 30}")


def scores(story: Story, asked: Model, lens: Lens) -> dict[str, Decimal]:
    with shelf_of(story, day(200)) as held:
        return {each.lead_id: each.score for each in score(held, asked, lens).rows()}


def a_click_after_the_hand_off_is_no_evidence_for_it() -> None:
    story = Story().lead("Ada", handed=10).touch("Ada", 10, "email_open")
    story.lead("Ben", handed=10).touch("Ben", 10.001, "email_open")
    assert scores(story, OPENS, Handoff()) == {"Ada": 10, "Ben": 0}


def a_later_hand_off_opens_no_later_landmark() -> None:
    """Ada and Ben opened on day 20; that Ada was handed over on day 30 is not known on day 14."""
    story = Story().lead("Ada", handed=30).touch("Ada", 20, "email_open")
    story.lead("Ben").touch("Ben", 20, "email_open")
    story.lead("Cleo", handed=5).touch("Cleo", 10, "email_open")
    assert scores(story, OPENS, Arrival(14)) == {"Ada": 0, "Ben": 0, "Cleo": 0}


def a_rule(condition: str) -> Model:
    return parse(f"name: A\nrules: [{{id: today, points: 10, when: {{{condition}}}}}]\ncut_offs: {{mql: 10, sql: 30}}")


def _is_left_out(story: Story, asked: Model) -> None:
    with shelf_of(story, day(200)) as held:
        report = closed_loop(held, asked, Handoff(), families=("conversion",), draws=0)
        board = build_board(held, asked, lock=Lock.off())
    assert report.figure("conversion_sql_by_band", "nurture").n == 2
    assert report.figure("conversion_sql_by_band", "hand_over").n == 0
    assert "1 rule rests on today's values, so out of these figures: today." in report.header.badges
    assert board.view.left_out == ("today",)
    assert board.look(asked).band("nurture").conversion.n == 2


def a_field_that_sales_fills_in_is_no_history() -> None:
    """The budget is known of who became sql, since it was asked for then."""
    story = Story().lead("Ada", handed=0, worked=1, sql=5, budget="yes").lead("Ben", handed=0, worked=1, budget=None)
    _is_left_out(story, a_rule("attribute: budget, is: 'yes'"))


def a_total_of_today_is_no_history() -> None:
    """Ada's forty sessions are those of all time: most came after she had become a customer."""
    story = Story().lead("Ada", handed=0, worked=1, sql=5, sessions=40.0)
    _is_left_out(story.lead("Ben", handed=0, worked=1, sessions=2.0), a_rule("attribute: sessions, at_least: 10"))


def a_status_is_no_signal() -> None:
    """Status, stage and tags are written over once the outcome is known: no model starts from them."""
    town = opened()
    town.attributes = {
        "account_id": "text",
        "Lead Status": "text",
        "stage_now": "text",
        "Tags": "text",
        "title": "text",
    }
    town.captured = ()
    for place in range(40):
        town.lead(f"L{place}", mql=2, worked=3, title="Boss" if place % 2 else "Clerk")
    for place, lead in enumerate(town.leads):
        lead |= {name: "good" if place % 2 else "bad" for name in ("Lead Status", "stage_now", "Tags")}
    with town.shelf() as held:
        found = starting_point(held)
    assert found is not None
    assert {rule.when.attribute for rule in found.rules if hasattr(rule.when, "attribute")} == {"title"}


def a_draft_is_not_praised_for_what_was_chosen_before_it() -> None:
    """Leads below the cut-off fare worse than those above it under any score: that says nothing of this draft."""
    town = called(called(called(opened(), "demo", 20, 15, "demo"), "web", 20, 8, "webinar"), "none", 40, 6, None)
    for place in range(40):
        town.lead(f"N{place}", did=[("demo", 1)])
    replayed = town.replay(model())
    card = swap_card(replayed, model(webinar=35), model())
    assert card.difference.low is not None and card.difference.low > 0
    assert card.verdict == SAME_LEADS


def nobody_tunes_on_the_leads_that_judge() -> None:
    with shelf_of(company(240, every=1), UNTIL) as held:
        board = build_board(held, a_rule("activity: call"), lock=lock_of(held))
    assert (board.leads, board.locked) == (180, 60)


def ten_bins_are_too_many() -> None:
    with pytest.raises(ValueError, match="at most 5"):
        drift_between([1] * 10, [1] * 10)


def one_click_under_three_rules_is_said() -> None:
    rules = ", ".join(f"{{id: r{place}, points: 5, when: {{activity: email_click}}}}" for place in range(3))
    found = lint(parse(f"name: A\nrules: [{rules}]\ncut_offs: {{mql: 90, sql: 95}}"))
    assert [each.rule for each in found if each.check == "duplicate"] == ["r1", "r2"]


def published_numbers_stay_out_unless_asked_for() -> None:
    wanted = import_module("leadscore.reports.review").wanted
    assert "benchmarks" not in wanted(Circumstances())
    assert all(each.source and each.differs for each in PUBLISHED)


def _by_arrival_or_later(lens: Arrival) -> exp.Select:
    """T as an innocent query has it: the hand-off, whenever it is, else some days after creation."""
    handed_over = p.column("hand_offs", "entered_at")
    settled = p.days_after(p.column("leads", "created_at"), lens.days)
    columns = [p.column("leads", name) for name in ("lead_id", "created_at")]
    same = exp.EQ(this=p.column("hand_offs", "lead_id"), expression=p.column("leads", "lead_id"))
    as_of = exp.Coalesce(this=handed_over, expressions=[settled]).as_("as_of")
    return exp.select(*columns, as_of).from_("leads").join("hand_offs", on=same, join_type="left")


def _spelled_without(guard: str) -> Callable[[Any, str], str]:
    def careless(query: Any, dialect: str) -> str:
        return re.sub(guard, "TRUE", spelled(query, dialect))

    return careless


def _fifty(*_: Any) -> Chosen:
    return Chosen(Decimal(50), 0, 0, 0, None)


def _by_what_they_kept(draft: Any, _: Any) -> tuple[Any, Any]:
    return draft.leads, ~draft.leads


def _nothing_is_todays(*_: Any) -> dict[str, tuple[str, ...]]:
    return {}


OUT_OF_OUTCOMES = tuple(
    (f"{room}.rests_on_today", _nothing_is_todays) for room in ("figures.closed_loop", "simulation.hindsight")
)

STORIES: dict[Callable[[], None], tuple[tuple[str, object], ...]] = {
    a_click_after_the_hand_off_is_no_evidence_for_it: (
        ("evidence.shelf.spelled", _spelled_without(r'"activities"\."occurred_at" <= "windows"\."as_of"')),
    ),
    a_later_hand_off_opens_no_later_landmark: (("evidence.landmarks._by_arrival", _by_arrival_or_later),),
    a_field_that_sales_fills_in_is_no_history: OUT_OF_OUTCOMES,
    a_total_of_today_is_no_history: OUT_OF_OUTCOMES,
    a_status_is_no_signal: (("learning.asking.starting_point.AFTERWARDS", re.compile("(?!)")),),
    a_draft_is_not_praised_for_what_was_chosen_before_it: (("simulation.swap_card._one_only", _by_what_they_kept),),
    nobody_tunes_on_the_leads_that_judge: (("simulation.leads._LOCKED", "FALSE"),),
    ten_bins_are_too_many: (("outcomes.drift.MOST_BINS", 10),),
    one_click_under_three_rules_is_said: (("model.lint._duplicates", lambda _: ()),),
    rules_that_coincide: (("learning.likeness.LEAST_OWN_SHARE", -1.0), ("learning.likeness.FEWEST_OWN_LEADS", -1.0)),
    cut_offs_of_today: (("simulation.cut_offs.cut_off_for", _fifty),),
    published_numbers_stay_out_unless_asked_for: (("reports.review.wanted", lambda _: KEYS),),
}
"""Each story with its guards, by what is patched to take them out."""


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_the_story_holds(story: Callable[[], None]) -> None:
    story()


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_the_story_springs_without_its_guard(story: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, careless in STORIES[story]:
        module, attribute = f"leadscore.{name}".rsplit(".", 1)
        monkeypatch.setattr(import_module(module), attribute, careless)
    with pytest.raises((AssertionError, IndexError, pytest.fail.Exception)):
        story()


TRAPS: dict[str, tuple[Callable[..., None], ...]] = {
    "evidence after T": (a_click_after_the_hand_off_is_no_evidence_for_it,),
    "T chosen by the future": (a_later_hand_off_opens_no_later_landmark,),
    "immortal time": (
        time.test_nobody_is_unworked_before_the_30_days_are_over,
        time.test_a_hand_off_after_t_starts_the_30_days_anew,
        denominator.test_a_call_that_follows_the_outcome_by_rule_is_no_cause_of_it,
    ),
    "pooling unworked leads": (
        denominator.test_a_lead_nobody_called_is_no_loss,
        review.test_unworked_leads_are_in_no_ranking,
    ),
    "ranking a score on leads it chose": (a_draft_is_not_praised_for_what_was_chosen_before_it,),
    "stage or status fields as inputs": (a_status_is_no_signal,),
    "today's values as history": (
        a_field_that_sales_fills_in_is_no_history,
        unknown.test_groups_use_the_value_at_t_where_changes_are_dated,
    ),
    "totals of today as history": (a_total_of_today_is_no_history,),
    "immature cohorts": (
        time.test_immature_leads_enter_no_rate_even_if_they_converted,
        review.test_immature_wins_stay_out_of_the_median,
    ),
    "averages over censored times": (review.test_an_open_lead_is_followed_to_the_data_date_and_not_dropped,),
    "recycled or rejected treated as censored": (review.test_rejected_and_recycled_compete_and_are_not_censored,),
    "deciles on 200 leads": (ten_bins_are_too_many, review.test_a_large_psi_of_few_leads_is_no_alarm),
    "tuning and judging on the same leads": (nobody_tunes_on_the_leads_that_judge,),
    "rules that count one click three times": (one_click_under_three_rules_is_said, rules_that_coincide),
    "joins that multiply leads or revenue": (
        deals.test_many_touches_stages_and_deals_never_multiply_a_lead,
        deals.test_several_leads_on_a_deal_never_multiply_its_revenue,
    ),
    "customer synced to every contact of an account": (deals.test_a_customer_stage_copied_to_every_contact_is_one_win,),
    "duplicates and episodes counted twice": (
        deals.test_a_deal_listed_twice_is_one_deal,
        denominator.test_a_lead_handed_over_twice_counts_once,
        review.test_a_second_hand_off_without_an_end_is_the_same_episode,
    ),
    "time zones and daylight saving in clocks": (
        review.test_summer_time_moves_the_hours,
        time.test_months_are_those_of_the_companys_zone,
    ),
    "date-only stamps": (
        review.test_dates_without_a_time_have_no_minutes,
        review.test_a_date_without_a_time_breaks_no_promise,
        time.test_dates_without_a_time_on_the_same_day_are_day_0_and_no_proof_of_automation,
    ),
    "never-touched leads left out": (review.test_leads_that_nobody_touches_slow_the_median_down,),
    "cut-offs copied instead of derived": (cut_offs_of_today,),
    "benchmarks compared across definitions": (published_numbers_stay_out_unless_asked_for,),
}
"""Every trap, and the stories that hold it shut."""


def test_every_trap_has_a_story_that_springs() -> None:
    springing = {*STORIES, *(trap for trap, *_ in (*figures.GUARDS, *figures.PATCHES))}
    assert [trap for trap, stories in TRAPS.items() if not stories or not springing.issuperset(stories)] == []
    assert len(TRAPS) == 22
