"""Each trap's story fails once its guard is taken out of the SQL: a test that cannot fail holds nothing shut."""

from __future__ import annotations

import re
from datetime import UTC

import pytest

from . import test_traps_of_deals as deals
from . import test_traps_of_the_denominator as denominator
from . import test_traps_of_the_review as review
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
    (review.test_rejected_and_recycled_compete_and_are_not_censored, " THEN 3", " THEN 0"),
    (
        review.test_an_open_lead_is_followed_to_the_data_date_and_not_dropped,
        "\nFROM ends",
        "\nFROM ends WHERE won_at IS NOT NULL",
    ),
    (
        review.test_an_end_before_the_clock_starts_belongs_to_another_episode,
        "AND entered_at >= start GROUP BY",
        "GROUP BY",
    ),
    (
        review.test_a_deal_with_two_leads_is_closed_once,
        "FROM deal_credits WHERE credited)",
        "FROM deal_credits)",
    ),
    (
        review.test_revenue_by_score_reconciles_and_two_leads_on_a_deal_do_not_double_it,
        "FROM deal_credits WHERE credited)",
        "FROM deal_credits)",
    ),
    (
        review.test_a_deal_closed_after_the_data_date_is_in_no_win_rate,
        "IN ('won', 'lost') AND (closed_at IS NULL OR closed_at <= $data_date)",
        "IN ('won', 'lost')",
    ),
    (
        review.test_a_score_given_after_the_win_did_not_find_it,
        "COALESCE(scored.as_of <= credited_deals.closed_at, TRUE)",
        "TRUE",
    ),
    (review.test_amounts_in_two_currencies_are_never_added, "COUNT(DISTINCT currency)", "COUNT(DISTINCT disputed)"),
    (
        review.test_leads_that_nobody_touches_slow_the_median_down,
        "WHERE hand_off IS NOT NULL AND NOT",
        "WHERE first_touch IS NOT NULL AND NOT",
    ),
    (
        review.test_a_lead_rejected_untouched_competes_with_the_touch,
        "WHEN ended <= last_seen THEN 2",
        "WHEN FALSE THEN 2",
    ),
    (
        review.test_dates_without_a_time_have_no_minutes,
        "AND NOT EXTRACT(microseconds FROM hand_off) = 59999999",
        "",
    ),
    (
        review.test_a_date_without_a_time_breaks_no_promise,
        "WHERE NOT EXTRACT(microseconds FROM handed_at) = 59999999",
        "WHERE TRUE",
    ),
    (
        review.test_a_date_without_a_time_breaks_no_promise,
        "AND NOT COALESCE(EXTRACT(microseconds FROM first_touch) = 59999999, FALSE)",
        "",
    ),
    (review.test_a_begun_minute_counts_so_half_a_minute_late_is_late, "CAST(CEIL(", "CAST(FLOOR("),
    (
        review.test_a_second_hand_off_without_an_end_is_the_same_episode,
        "COALESCE(LAG(stage) OVER in_order <> 'mql', TRUE)",
        "TRUE",
    ),
    (
        review.test_an_acceptance_after_the_agreed_days_comes_too_late,
        "accepted_at <= handed_at + to_days($within) AND",
        "accepted_at IS NOT NULL AND",
    ),
    (review.test_a_young_hand_off_has_not_expired, "handed_at + to_days($within) <= $data_date", "TRUE"),
    (review.test_rejections_by_reason_fold_case, "GROUP BY LOWER(reason)", "GROUP BY reason"),
    (review.test_a_breach_needs_the_time_to_have_passed, "WHEN waited < $within THEN", "WHEN FALSE THEN"),
    (review.test_one_call_nobody_answered_is_no_three_attempts, "OR attempts >= $attempts", "OR TRUE"),
    (review.test_unworked_leads_are_in_no_ranking, "WHEN NOT worked THEN", "WHEN FALSE THEN"),
    (
        review.test_inflation_asks_for_the_arrival_lens_and_full_arrival_days,
        "WHERE leads.created_at + INTERVAL 14 DAY <= $data_date",
        "",
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


PATCHES = (
    (review.test_pairs_are_of_one_month, "ranking.month_starts", lambda cohort: []),
    (review.test_an_export_of_closed_deals_only_gives_no_curve, "cycle_cases.closed_only", lambda cases: None),
    (review.test_summer_time_moves_the_hours, "calendar.ZoneInfo", lambda name: UTC),
    (review.test_a_month_that_is_not_over_was_not_missed, "sla.whole_months", lambda cohort: ("2026-01", "2026-02")),
    (review.test_a_large_psi_of_few_leads_is_no_alarm, "drift.CHI2_95", (0.0,) * 4),
    (review.test_nobody_is_followed_longer_than_the_data_go, "incidence.Incidence.at", lambda self, waited, way: 0.5),
    (
        review.test_immature_wins_stay_out_of_the_median,
        "cycle_cases.Cycle.mature",
        property(lambda self: self.cases.age > 0),
    ),
    (
        review.test_one_deal_does_not_make_the_ratio,
        "revenue_per_lead.Sides.without_largest",
        lambda self: self,
    ),
)


@pytest.mark.parametrize(("trap", "name", "careless"), PATCHES, ids=[trap.__name__ for trap, *_ in PATCHES])
def test_a_trap_springs_without_its_guard_in_python(trap, name, careless, monkeypatch):
    monkeypatch.setattr(f"leadscore.outcomes.{name}", careless)
    with pytest.raises((AssertionError, AttributeError)):
        trap()
