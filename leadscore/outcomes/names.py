"""The names of the figures, in the order of a report, each with its meaning; printed in the README."""

from __future__ import annotations

from leadscore.vocabulary import OUTCOMES, STAGES


def _waterfall() -> dict[str, str]:
    named = {
        "left_out_no_landmark": "leads of the population without a T under this lens, for example never handed over",
        "left_out_after_data_date": "leads whose T lies after the data date",
        "left_out_outside_period": "leads whose T lies outside the asked period",
        "leads": "leads in the figures",
    }
    for stage in STAGES:
        named[f"stage_{stage}"] = f"leads that reached {stage} by the data date"
        named[f"stage_{stage}_share"] = f"their share of all leads, of any age; no cohort rate{_deal_note(stage)}"
    named["open"] = "leads not ended by the data date in any way, and not on a colleague's deal"
    named["won_after_recycling"] = "leads won after their first episode was recycled; not in conversion_won"
    named["won_without_hand_off"] = "leads of the population won by the data date that were never handed over"
    return named


def _deal_note(stage: str) -> str:
    return " (colleagues on a deal in neither part)" if stage in ("won", "lost") else ""


def _conversion(outcome: str) -> dict[str, str]:
    name = f"conversion_{outcome}"
    named = {
        name: f"share of mature leads of the denominator with {outcome} within its horizon from T, first episode",
        f"{name}_by_band": "the same by band",
        f"{name}_mature": "leads whose horizon and 30 days to be worked have passed by the data date, worked or not",
    }
    if outcome == "won":
        named[f"{name}_same_deal"] = "left out: colleagues on a deal that is credited to another lead"
    return named | {
        f"{name}_undated": f"left out: {outcome} without a date",
        f"{name}_before": f"left out: {outcome} before T",
        f"{name}_not_handed_over": "left out: never handed over by the data date",
        f"{name}_immature": "left out: the horizon, or the 30 days to be worked, ends after the data date",
        f"{name}_unworked": "left out: mature, but nobody in sales tried within 30 days; the outcome is not observed",
        f"{name}_unworked_by_band": "the same by band",
        f"{name}_later_episode": f"leads of the rate with {outcome} within the horizon, but in a later episode: no hit",
        f"{name}_day_0": f"share of the {outcome} in the rate that lie at T itself",
        f"{name}_touched_after": f"share of the {outcome} in the rate whose first touch by sales came only after it",
    }


_QUALITY = {
    "sql_by_automation": "share of sql stamps within 5 minutes of the hand-off; above 20 % there is no lqs",
    "lqs": "Lead Quality Score: share of mature hand-offs with sql or opportunity within the horizon of sql",
    "lqs_worked_share": "part of lqs: share of those hand-offs that were worked",
    "lqs_rate_worked": "part of lqs: rate among the worked",
    "lqs_rate_unworked": "part of lqs: rate among the unworked",
    "worked_share": "share worked of the hand-offs that are at least 30 days old",
    "worked_share_by_band": "the same by band",
}

_REVENUE = {
    "deals_won": "deals won by the data date",
    "deals_won_with_lead": "of these, linked to a lead of this data",
    "deals_won_without_lead": "of these, linked to none",
    "deals_won_without_amount": "of these, without an amount, or with rows that disagree on it",
    "deals_won_without_date": "of these, without a close date",
    "revenue_won": "closed-won revenue = with a lead + without",
    "revenue_with_lead": "its part from deals with a lead",
    "revenue_without_lead": "its part from deals without a lead",
}


def _by_band(name: str, meaning: str) -> dict[str, str]:
    return {name: meaning, f"{name}_by_band": "the same by band"}


WIN_RATE = {
    **_by_band(
        "win_rate", "won / (won + lost) of the deals of these leads, each credited to one lead scored by its close"
    ),
    "win_rate_by_close_month": "the same by the month of the close",
    "win_rate_all_deals": "the same of all deals, with a lead or without",
    **_by_band(
        "win_rate_of_opened",
        "share of opened deals won within the horizon of won from the opening; lost compete, open are followed",
    ),
}

CYCLE = {
    "cycle_leads": "leads whose sales cycle began: sql or opportunity, whichever came first",
    "cycle_open": "of these, not ended by the data date",
    "cycle_mean": "mean days from there to won, over won leads; biased early, since the slow ones are still open",
    **_by_band("cycle_median", "median days of the wins within the horizon of won, of leads that had as long"),
    "cycle_p25": "lower quartile of the same",
    "cycle_p75": "upper quartile of the same",
    **{
        name: meaning
        for days in (30, 60, 90, 180)
        for name, meaning in _by_band(
            f"cycle_won_{days}",
            f"share won within {days} days (Aalen-Johansen: lost, rejected, recycled and disqualified compete)",
        ).items()
    },
    "cycle_p95": "days by which 95 % of all won leads were won; who is open for longer is stale",
    "cycle_stale": "open leads that are stale",
    "cycle_win_rate_stale_lost": "won / (won + lost + stale): the win rate were the stale ones lost",
}

CONTRIBUTION = {
    f"{what}_{part}": f"{words} {meaning}"
    for what, words in (("won", "won deals"), ("revenue", "closed-won revenue"))
    for part, meaning in (
        ("scored", "of leads scored by the close"),
        ("never_scored", "of leads that had no score by the close"),
        ("no_lead", "without a lead of this data"),
        ("at_or_above", "of leads at or above the cut-off at T"),
        ("below", "of leads below it"),
    )
}

REVENUE_PER_LEAD = {
    "revenue_per_lead_at_or_above": "revenue won within the horizon per mature hand-off at or above the cut-off",
    "revenue_per_lead_below": "the same below the cut-off",
    "revenue_per_lead_ratio": "how many times more the first is than the second; high scores are also worked more",
    "revenue_per_lead_ratio_without_largest": "the same had the largest deal been lost",
    "revenue_per_lead_worked_at_or_above": "share worked of the hand-offs at or above the cut-off",
    "revenue_per_lead_worked_below": "share worked of those below",
}

SPEED = {
    **_by_band(
        "speed_median", "business minutes by which half of all hand-offs are touched by sales, untouched ones included"
    ),
    "speed_p90": "business minutes by which nine in ten are",
    **_by_band("speed_kept", "share touched within the agreed minutes, of the hand-offs as old"),
    "speed_untouched": "hand-offs that nobody has touched within 30 days or by the data date",
    "speed_ended_before_touch": "hand-offs rejected or converted before any touch",
    "speed_no_time_of_day": "left out: hand-off or touch is a date without a time",
}

SLA = {
    "sla_marketing": "top-band leads delivered / committed, over whole months",
    "sla_marketing_by_month": "the same by month of the hand-off",
    "sla_sales": "share of the due top-band hand-offs touched in time and then reached or tried often enough",
    "sla_sales_by_month": "the same by month of the hand-off",
    "sla_sales_not_due": "left out: not due yet, or ended before the deadline untouched",
    "sla_sales_no_time_of_day": "left out: hand-off or first touch is a date without a time",
    "sla_sales_untouched": "breaches: nobody tried",
    "sla_sales_late": "breaches: the first touch came too late",
    "sla_sales_too_few_attempts": "breaches: neither reached nor tried often enough",
}

ACCEPTANCE = {
    **_by_band("acceptance", "accepted / (accepted + rejected + expired) within the agreed days, over episodes as old"),
    "acceptance_rejected": "share ended within those days without having been accepted",
    "acceptance_expired": "share neither accepted nor ended within those days",
    "rejections_by_reason": "share of each reason among episodes that ended in a rejection",
    **_by_band("meetings_booked", "share of worked leads with a meeting booked within 30 days of the hand-off"),
    **_by_band("meetings_held", "the same with a meeting held"),
}

SCORE = {
    "ranking_pairs": "of two leads of one month, one with the outcome: how often the score picks that one (AUC)",
    "lift_10": "rate of the outcome in the top tenth by score over that of all",
    "lift_20": "the same of the top fifth",
    "gain_10": "share of the outcomes that the top tenth holds",
    "gain_20": "the same of the top fifth",
    "precision": "share with the outcome of the worked leads at or above the cut-off",
    "recall": "share at or above the cut-off of the worked leads with the outcome",
    **_by_band("worked_per_win", "leads worked for one win within the horizon"),
    "missed_wins": "leads below the cut-off that were won within the horizon all the same",
    "false_alarms": "top-band leads that were worked and did not reach the outcome",
    "slipping_leads": "top-band hand-offs at least 30 days old that nobody worked",
    "slipping_revenue": "these x the win rate of the worked x their average deal: what may have slipped through",
    "drift_psi_by_month": "PSI over the bands of each month of T against the 12 months before it",
    "inflation_share_by_month": "share at or above the cut-off by month of creation, under one model (lens arrival)",
    "inflation_conversion_by_month": "rate of the outcome among those, worked and mature",
}

PIPELINE = {
    "velocity": "money a day: opportunities x win rate x average deal / cycle days, of the last 90 days",
    "velocity_opportunities": "deals opened in them",
    "velocity_win_rate": "won / (won + lost) of the deals closed in them",
    "velocity_average_deal": "average amount of the deals won in them",
    "velocity_cycle_days": "median days from opening to close of those",
    "velocity_before": "velocity of the 90 days before",
    "velocity_change": "change against the 90 days before, 0.1 for 10 % more",
    **{
        f"snapshot_{before}_{stage}_by_month": f"entries to {stage} in a month / entries to {before} in it: a snapshot"
        for before, stage in (("mql", "sql"), ("sql", "opportunity"), ("opportunity", "won"))
    },
}

NAMES: dict[str, str] = {
    **_waterfall(),
    **{name: meaning for outcome in OUTCOMES for name, meaning in _conversion(outcome).items()},
    **_QUALITY,
    **_REVENUE,
    **WIN_RATE,
    **CYCLE,
    **CONTRIBUTION,
    **REVENUE_PER_LEAD,
    **SPEED,
    **SLA,
    **ACCEPTANCE,
    **SCORE,
    **PIPELINE,
}
"""Every figure's name and meaning; the ending _by_band, _by_month or _by_reason says what its groups are."""


def _named(*beginnings: str) -> frozenset[str]:
    return frozenset(name for name in NAMES if name.startswith(beginnings))


PLAIN_SHARES = _named("sla_marketing", "velocity_change", "snapshot_") | _named(
    "gain_", "ranking_pairs", "cycle_won_", "win_rate_of_opened"
)
"""Shares that have no interval, or (the second part) none where too few outcomes were resampled."""

RATIOS = _named("lift_", "revenue_per_lead_ratio")
"""How many times one thing is another."""

NUMBERS = _named("worked_per_win", "slipping")
"""Figures with an interval that are numbers as they stand, neither shares nor ratios."""
