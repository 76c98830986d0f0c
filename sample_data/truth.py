"""Truth: what the generator knows and the data do not say; tests and the signals page's self-check read it."""

from __future__ import annotations

from typing import Any

from sample_data.clock import DAY
from sample_data.company import Company
from sample_data.deals import Deal
from sample_data.figures import figures
from sample_data.handover import LATE_HOURS, LAZY_REP, SLA_HOURS
from sample_data.outcomes import rep_effects
from sample_data.records import Extra
from sample_data.traces import Activity
from sample_data.world import Life, data_end

ABOUT = (
    "Synthetic data with a known truth, made by `python -m sample_data.generate`. Every person, firm and address is "
    "invented; addresses end in reserved example domains. Same licence as the product."
)


def truth(
    company: Company, lives: list[Life], extras: list[Extra], deals: list[Deal], activities: list[Activity]
) -> dict[str, Any]:
    """Everything that is true of one sample company, as plain JSON values."""
    return {
        "about": ABOUT,
        "synthetic": True,
        "company": company.name,
        "seed": company.seed,
        "zone": company.zone,
        "data_date": (data_end(company) - DAY).date().isoformat(),
        "figures": {one.name: {"target": one.target, "realised": one.value} for one in figures(company, lives)},
        "signals": signals(company, lives),
        "effects": effects(company),
        "solved": {name: getattr(company.solved, name) for name in company.solved.__dataclass_fields__},
        "records": records(company, lives, extras, deals),
        "traps": traps(company, lives, deals, activities),
    }


def signals(company: Company, lives: list[Life]) -> list[dict[str, Any]]:
    handed = [life for life in lives if life.hand.handed and life.lead.landmark < data_end(company)]
    return [
        {
            "id": one.id,
            "label": one.label,
            "kind": one.kind,
            "odds_ratio": one.odds,
            "share": one.share,
            "loading": one.loading,
            "intercept": one.intercept,
            "old_points": one.points,
            "condition": one.when,
            "share_of_leads": round(sum(one.id in life.lead.present for life in lives) / len(lives), 4),
            "at_hand_off": sum(one.id in life.hand.detected for life in handed),
        }
        for one in company.signals
        if one.kind != "filler"
    ]


def effects(company: Company) -> dict[str, Any]:
    reps = {company.firm.reps[rep]: round(effect, 4) for rep, effect in rep_effects(company).items()}
    return {
        "intent_on_sql": 0.5,
        "intent_on_win": 0.15,
        "signals_on_win": 0.5,
        "unworked_factor": 0.1,
        "touched_in_time": {"office_hours": SLA_HOURS, "odds_ratio": 1.5},
        "touched_late": {"hours": LATE_HOURS, "odds_ratio": 0.6},
        "list_campaign_odds_ratio": company.volume.list_odds,
        "rep_logits": reps,
        "rep_who_leaves_leads": company.firm.reps[LAZY_REP],
        "month_factors": {str(month): factor for month, factor in company.volume.factors.items()},
    }


def records(company: Company, lives: list[Life], extras: list[Extra], deals: list[Deal]) -> dict[str, Any]:
    end = data_end(company)
    won = [deal for deal in deals if deal.outcome == "won"]
    return {
        "real_leads": sum(life.lead.created < end for life in lives),
        **{f"{kind}s": sum(extra.kind == kind for extra in extras) for kind in ("duplicate", "test", "customer")},
        "handed_over": sum(life.hand.handed and life.lead.landmark < end for life in lives),
        "worked": sum(life.hand.handed and life.hand.touched is not None and life.hand.touched < end for life in lives),
        "random_exploration": sum(life.hand.explored and life.lead.landmark < end for life in lives),
        "deals": len(deals),
        "deals_won": len(won),
        "deals_won_without_lead": sum(not deal.leads for deal in won),
        "wins_synced_to_every_contact": sum(bool(deal.synced) for deal in won),
    }


def traps(company: Company, lives: list[Life], deals: list[Deal], activities: list[Activity]) -> dict[str, str]:
    """What is planted, in words."""
    found = {
        "leak": "lead_quality is written when the outcome is known",
        "filled_by_sales": "budget, timeline, authority and missing titles are filled in at SQL",
        "synced": "some wins stamp every contact of the account as won",
        "hindsight": "buyers become much more active after the hand-off and after winning",
        "lazy_rep": "one rep leaves many leads untouched",
        "quarter_end": "fewer first touches in the last week of a quarter; three losses in ten stamped on its last day",
        "list_campaign": "leads from lists convert at half the odds",
    }
    if company.scanners_from_month:
        found["scanners"] = (
            f"from month {company.scanners_from_month} mail scanners click within 5 seconds on 15 % of domains"
        )
        found["trial"] = "'trial started' contains 'trial active': the effect is in being active"
    if company.has("repeat_buyer"):
        found["orders"] = "winners place orders after the hand-off; only those before it count"
        found["fairs"] = "the extra leads of April and September come from fair lists"
    if company.has("nps_high"):
        found["nps"] = "85 % of winners answer NPS about 9, 30 to 60 days after winning"
        found["satisfaction"] = "satisfaction_index comes with the NPS answer, ten times as high; no effect of its own"
    return found
