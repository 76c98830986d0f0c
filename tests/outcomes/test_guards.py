"""Each trap's story fails once its guard is taken out of the SQL: a test that cannot fail holds nothing shut."""

from __future__ import annotations

import re

import pytest

from . import test_traps_of_deals as deals
from . import test_traps_of_the_denominator as denominator
from . import test_traps_of_the_unknown as unknown
from . import test_traps_of_time as time
from .story import Story

GUARDS = (
    (
        time.test_an_outcome_after_the_data_date_does_not_count,
        "OR entered_at <= $data_date",
        "OR $data_date IS NOT NULL",
    ),
    (time.test_a_touch_after_the_data_date_works_nobody, "AND occurred_at <= $data_date", ""),
    (
        time.test_a_hand_off_after_the_data_date_is_left_out_and_counted,
        "WHERE as_of <= $data_date",
        "WHERE as_of IS NOT NULL",
    ),
    (
        time.test_immature_leads_enter_no_rate_even_if_they_converted,
        "as_of + to_days($days) > $data_date",
        "$data_date IS NULL",
    ),
    (time.test_a_lead_is_mature_on_the_very_instant, "to_days($days) > $data_date", "to_days($days) >= $data_date"),
    (
        time.test_nobody_is_unworked_before_the_30_days_are_over,
        "WHEN hand_off + INTERVAL 30 DAY > $data_date",
        "WHEN FALSE",
    ),
    (
        time.test_a_hand_off_after_t_starts_the_30_days_anew,
        "hand_off + INTERVAL 30 DAY > $data_date",
        "as_of + INTERVAL 30 DAY > $data_date",
    ),
    (
        time.test_what_comes_after_the_data_date_is_not_said_to_be_missing,
        "AND occurred_at <= $data_date",
        "",
    ),
    (time.test_an_outcome_before_t_takes_the_lead_out, "WHEN outcome_at < as_of THEN", "WHEN FALSE THEN"),
    (time.test_a_second_outcome_after_t_does_not_bring_it_back, "MIN(entered_at) FILTER", "MAX(entered_at) FILTER"),
    (
        time.test_an_outcome_at_t_counts_and_many_of_them_are_warned_of,
        "outcome_at >= as_of AND",
        "outcome_at > as_of AND",
    ),
    (
        time.test_dates_without_a_time_on_the_same_day_are_day_0_and_no_proof_of_automation,
        "WHERE sql_at IS NOT NULL AND NOT",
        "WHERE sql_at IS NOT NULL OR",
    ),
    (
        time.test_months_are_those_of_the_companys_zone,
        "(scored.as_of AT TIME ZONE 'UTC') AT TIME ZONE $zone",
        "scored.as_of + to_days(CAST($zone IS NULL AS INTEGER))",
    ),
    (denominator.test_a_lead_nobody_called_is_no_loss, "WHEN NOT worked THEN", "WHEN FALSE THEN"),
    (denominator.test_stages_and_the_leads_own_calls_work_nobody, "LOWER(TRIM(actor, ' ')) <> 'lead'", "TRUE"),
    (denominator.test_stages_and_the_leads_own_calls_work_nobody, "IN ('call', 'meeting', 'email_sent')", "<> ''"),
    (denominator.test_a_kind_or_actor_in_other_letters_is_the_same, "LOWER(TRIM(kind, ' '))", "kind"),
    (denominator.test_a_lead_handed_over_twice_counts_once, "MIN(entered_at) FILTER", "MAX(entered_at) FILTER"),
    (
        denominator.test_what_follows_recycling_belongs_to_a_later_episode_and_has_its_own_line,
        "in_horizon AND first_episode AS hit",
        "in_horizon AS hit",
    ),
    (
        denominator.test_a_call_that_follows_the_outcome_by_rule_is_no_cause_of_it,
        "first_touch > outcome_at",
        "first_touch IS NULL",
    ),
    (denominator.test_colleagues_widen_the_interval, "COALESCE('account ' ||", "COALESCE('account ' || lead_id ||"),
    (
        deals.test_many_touches_stages_and_deals_never_multiply_a_lead,
        "FROM deal_credits JOIN single_deals USING (deal_id)\nGROUP BY lead_id",
        "FROM deal_credits JOIN single_deals USING (deal_id)\nGROUP BY lead_id, deal_id",
    ),
    (
        deals.test_several_leads_on_a_deal_never_multiply_its_revenue,
        "FROM single_deals WHERE outcome = 'won'",
        "FROM single_deals JOIN deal_leads AS joined USING (deal_id) WHERE outcome = 'won'",
    ),
    (deals.test_a_deal_listed_twice_is_one_deal, "ORDER BY outcome = 'won' DESC", "ORDER BY outcome = 'open' DESC"),
    (
        deals.test_rows_of_a_deal_that_disagree_leave_no_amount,
        "MIN(amount) OVER alike <> MAX(amount) OVER alike",
        "FALSE",
    ),
    (
        deals.test_rows_of_a_deal_that_disagree_leave_no_amount,
        "MIN(currency) OVER alike <> MAX(currency) OVER alike",
        "FALSE",
    ),
    (deals.test_only_rows_of_the_outcome_can_disagree, "(PARTITION BY deal_id, outcome)", "(PARTITION BY deal_id)"),
    (deals.test_a_deal_is_one_win_and_colleagues_stand_in_neither_part, "WHEN same_deal THEN", "WHEN FALSE THEN"),
    (
        deals.test_the_earliest_handed_over_lead_takes_the_win_not_the_earliest_created,
        "ORDER BY lead_stages.mql_at NULLS LAST,",
        "ORDER BY",
    ),
    (
        deals.test_colleagues_on_a_lost_deal_stand_out_as_those_on_a_won_one,
        "NOT BOOL_OR(credited) AS same_deal",
        "BOOL_OR(outcome = 'won') AND NOT BOOL_OR(credited) AS same_deal",
    ),
    (
        deals.test_a_customer_stage_copied_to_every_contact_is_one_win,
        "lead_deals.won_at AS won_at",
        "lead_stages.won_at",
    ),
    (
        deals.test_a_deal_closed_after_the_data_date_is_open,
        "IN ('won', 'lost') AND (closed_at IS NULL OR closed_at <= $data_date)",
        "IN ('won', 'lost')",
    ),
    (unknown.test_an_outcome_without_a_date_is_no_missing_outcome, "WHEN reached AND outcome_at IS NULL", "WHEN FALSE"),
    (unknown.test_groups_fold_case_and_show_the_commonest_spelling, "LOWER(spelling)", "spelling"),
    (
        unknown.test_groups_use_the_value_at_t_where_changes_are_dated,
        "changes.changed_at <= scored.as_of",
        "changes.changed_at IS NOT NULL",
    ),
)


class Careless:
    """A cursor that runs every query without one of its guards."""

    def __init__(self, cursor, guard, without):
        self.cursor, self.guard, self.without, self.found = cursor, guard, without, 0

    def execute(self, sql, *bound):
        self.found += sql.count(self.guard)
        left = sql.replace(self.guard, self.without)
        if bound and isinstance(bound[0], dict):
            asked = set(re.findall(r"\$(\w+)", left))
            bound = ({name: value for name, value in bound[0].items() if name in asked},)
        return self.cursor.execute(left, *bound)


@pytest.mark.parametrize(
    ("trap", "guard", "without"), GUARDS, ids=[f"{trap.__name__}-{g[:40]}" for trap, g, _ in GUARDS]
)
def test_a_trap_springs_without_its_guard(trap, guard, without, monkeypatch):
    connect, cursors = Story.connect, []

    def careless(story):
        cursors.append(Careless(connect(story), guard, without))
        return cursors[-1]

    monkeypatch.setattr(Story, "connect", careless)
    with pytest.raises((AssertionError, TypeError, KeyError)):
        trap()
    assert sum(each.found for each in cursors) > 0, "the guard is no longer written so: name it anew"
