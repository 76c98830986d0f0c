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

NAMES: dict[str, str] = {
    **_waterfall(),
    **{name: meaning for outcome in OUTCOMES for name, meaning in _conversion(outcome).items()},
    **_QUALITY,
    **_REVENUE,
}
"""Every figure's name and meaning; a name that ends in _by_band has the band as its group."""
