"""Which rows of which list each figure of the review counts, and which of their amounts it adds up."""

from __future__ import annotations

from dataclasses import dataclass

from leadscore.outcomes.cases import FALSE_ALARM, MISSED
from leadscore.outcomes.contribution import PARTS
from leadscore.outcomes.cycle import DAYS
from leadscore.outcomes.deal_rows import CLOSED
from leadscore.outcomes.query import local_month
from leadscore.outcomes.rates import AT_OR_ABOVE
from leadscore.reports import lists
from leadscore.reports.lists import List
from leadscore.vocabulary import OUTCOMES, STAGES, WORKED_WITHIN_DAYS


@dataclass(frozen=True, slots=True)
class Spec:
    """How a figure reads its list: who is in it, who of them counts, and what is added up; in SQL over the list."""

    of: List
    inside: str = "TRUE"
    counts: str | None = None
    adds: str | None = None


_MATURE = "standing IN ('counted', 'unworked')"
_WORKED = "standing = 'counted'"
_UNWORKED = "standing = 'unworked'"
_WITH_BAND = f"{_MATURE} AND band IS NOT NULL"
_ABOVE = f"{_MATURE} AND {AT_OR_ABOVE}"
_BELOW = f"{_WITH_BAND} AND NOT {AT_OR_ABOVE}"
_WORKABLE = f"hand_off + INTERVAL {WORKED_WITHIN_DAYS} DAY <= $data_date"
_SLIPPING = f"band = 'ready' AND NOT same_deal AND NOT worked AND {_WORKABLE}"
_OLD = "handed_at + to_days($within) <= $data_date"
_OF_LEADS = f"{CLOSED} AND scored AND in_period"
_UNACCEPTED = ("rejected", "expired")
_WON_IN_TIME = "CASE WHEN hit THEN COALESCE(won_amount, 0) ELSE 0 END"


def specs(outcome: str) -> dict[str, Spec]:
    """Every figure by name without its grouping; `outcome` is the one that the model is evaluated by."""
    return {
        **_of_leads(),
        **_of_outcomes(),
        **_of_service(),
        **_of_deals(),
        **_of_revenue(),
        **_of_scores(outcome),
        **_of_cycles(),
    }


def _of_leads() -> dict[str, Spec]:
    alone = {stage: "NOT same_deal" if stage in ("won", "lost") else "TRUE" for stage in STAGES}
    return {
        "leads": Spec(lists.leads),
        **{f"stage_{each}": Spec(lists.leads, f"{each}_reached") for each in STAGES},
        **{f"stage_{each}_share": Spec(lists.leads, alone[each], f"{each}_reached") for each in STAGES},
        "worked_share": Spec(lists.leads, _WORKABLE, "worked"),
        "slipping_leads": Spec(lists.leads, _SLIPPING),
        "slipping_revenue": Spec(lists.leads, _SLIPPING),
    }


def _of_outcomes() -> dict[str, Spec]:
    quality, targets = lists.towards("quality"), {name: lists.towards(name) for name in OUTCOMES}
    return {
        **{f"conversion_{name}": Spec(target, _WORKED, "hit") for name, target in targets.items()},
        **{f"conversion_{name}_unworked": Spec(target, _UNWORKED) for name, target in targets.items()},
        "lqs": Spec(quality, _MATURE, "hit"),
        "lqs_worked_share": Spec(quality, _MATURE, "worked"),
        "lqs_rate_worked": Spec(quality, _WORKED, "hit"),
        "lqs_rate_unworked": Spec(quality, _UNWORKED, "hit"),
    }


def _of_service() -> dict[str, Spec]:
    reason = "LOWER(COALESCE(reason, '(no reason)')) = LOWER($group)"
    whole = f"LIST_CONTAINS($whole_months, {local_month('handed_at')})"
    broken = ("not due", "untouched", "late", "too few attempts")
    return {
        "acceptance": Spec(lists.decisions, _OLD, "decision = 'accepted'"),
        **{f"acceptance_{each}": Spec(lists.decisions, _OLD, f"decision = '{each}'") for each in _UNACCEPTED},
        "rejections_by_reason": Spec(lists.rejections, "TRUE", reason),
        "meetings_booked": Spec(lists.met, "TRUE", "booked"),
        "meetings_held": Spec(lists.met, "TRUE", "held"),
        "speed_median": Spec(lists.waits),
        "speed_p90": Spec(lists.waits),
        "speed_kept": Spec(lists.waits, "age >= $touch_within", "way = 1 AND waited <= $touch_within"),
        "speed_untouched": Spec(lists.waits, "way = 0"),
        "speed_ended_before_touch": Spec(lists.waits, "way = 2"),
        "sla_marketing": Spec(lists.top_hand_offs, f"LIST_CONTAINS($bands, band) AND {whole}"),
        "sla_sales": Spec(lists.taken_up, "verdict <> 'not due'", "verdict = 'kept'"),
        **{f"sla_sales_{each.replace(' ', '_')}": Spec(lists.taken_up, f"verdict = '{each}'") for each in broken},
    }


def _of_deals() -> dict[str, Spec]:
    closed_then = f"{_OF_LEADS} AND {local_month('closed_at')} = $group"
    ended = {each: f"outcome = '{each}' AND scored AND in_period" for each in ("won", "lost")}
    return {
        "win_rate": Spec(lists.deals, _OF_LEADS, "outcome = 'won'"),
        "win_rate_by_close_month": Spec(lists.deals, closed_then, "outcome = 'won'"),
        **{f"deals_{each}_scored": Spec(lists.deals, inside) for each, inside in ended.items()},
        "deals_won": Spec(lists.deals, "outcome = 'won'"),
    }


def _of_revenue() -> dict[str, Spec]:
    won = lists.towards("won")
    parts = {part: f"outcome = 'won' AND ({condition})" for part, condition in PARTS.items()}
    parts["scored"] = "outcome = 'won' AND scored"
    ratio = Spec(won, _WITH_BAND, adds=_WON_IN_TIME)
    return {
        "revenue_won": Spec(lists.deals, "outcome = 'won'", adds="amount"),
        **{f"won_{part}": Spec(lists.deals, inside) for part, inside in parts.items()},
        **{f"revenue_{part}": Spec(lists.deals, inside, adds="amount") for part, inside in parts.items()},
        "revenue_per_lead_at_or_above": Spec(won, _ABOVE, adds=_WON_IN_TIME),
        "revenue_per_lead_below": Spec(won, _BELOW, adds=_WON_IN_TIME),
        "revenue_per_lead_ratio": ratio,
        "revenue_per_lead_ratio_without_largest": ratio,
        "revenue_per_lead_worked_at_or_above": Spec(won, _ABOVE, "worked"),
        "revenue_per_lead_worked_below": Spec(won, _BELOW, "worked"),
    }


def _of_scores(outcome: str) -> dict[str, Spec]:
    target, arrival = lists.towards(outcome), lists.on_arrival(outcome)
    return {
        "ranking_pairs": Spec(target, _WORKED, "hit"),
        "missed_wins": Spec(lists.towards("won"), MISSED),
        "false_alarms": Spec(target, FALSE_ALARM),
        "drift_psi": Spec(lists.leads, "band IS NOT NULL"),
        "inflation_share": Spec(arrival, "band IS NOT NULL", AT_OR_ABOVE),
        "inflation_conversion": Spec(arrival, f"{_WORKED} AND {AT_OR_ABOVE}", "hit"),
    }


def _of_cycles() -> dict[str, Spec]:
    in_time, stale = "way = 1 AND age >= $mature AND waited <= $mature", "way = 0 AND waited > $stale"
    return {
        "cycle_leads": Spec(lists.cycles),
        "cycle_open": Spec(lists.cycles, "way = 0"),
        "cycle_mean": Spec(lists.cycles, "way = 1"),
        **{f"cycle_{part}": Spec(lists.cycles, in_time) for part in ("median", "p25", "p75")},
        **{f"cycle_won_{days}": Spec(lists.cycles) for days in DAYS},
        "cycle_stale": Spec(lists.cycles, stale),
        "cycle_win_rate_stale_lost": Spec(lists.cycles, f"way IN (1, 2) OR {stale}", "way = 1"),
    }
