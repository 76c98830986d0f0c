"""Revenue slipping through: top-band leads that nobody worked, times what worked ones of the band bring."""

from __future__ import annotations

from leadscore.estimate import Estimate
from leadscore.outcomes.cohort import Cohort
from leadscore.outcomes.contribution import no_parts, no_sum_of
from leadscore.outcomes.figure import Figure
from leadscore.outcomes.rates import NO_CUT_OFFS
from leadscore.outcomes.standing import no_work
from leadscore.vocabulary import WORKED_WITHIN_DAYS

TOP = "ready"
NONE_DUE = f"no top-band hand-off of these leads is {WORKED_WITHIN_DAYS} days old by the data date"
ALIKE = "if they were like the worked ones of the band"

_UNWORKED = f"""SELECT COUNT(*) FILTER (WHERE NOT worked), COUNT(*) FROM cohort
WHERE band = '{TOP}' AND NOT same_deal AND hand_off + INTERVAL {WORKED_WITHIN_DAYS} DAY <= $data_date"""

_DEAL = f"""SELECT AVG(amount), COUNT(amount) FROM outcome_deals
WHERE outcome = 'won' AND scored AND in_period AND band = '{TOP}'"""


def slipping(cohort: Cohort, rate: Estimate) -> tuple[Figure, ...]:
    """Unworked top-band leads x win rate of the worked ones x their average deal, with the range of the rate.

    `rate` is the conversion to won of worked top-band leads.
    """
    reason = no_work(cohort.facts) or (None if cohort.bands else NO_CUT_OFFS)
    if reason:
        return tuple(Figure(name, None, Estimate.unknown(reason)) for name in _NAMES)
    unworked, of = cohort.rows((), _UNWORKED)[0]
    if not of:
        return tuple(Figure(name, None, Estimate.unknown(NONE_DUE)) for name in _NAMES)
    leads = Estimate.count(unworked, of)
    return (Figure(_NAMES[0], None, leads), Figure(_NAMES[1], None, _revenue(cohort, unworked, rate)))


_NAMES = ("slipping_leads", "slipping_revenue")


def _revenue(cohort: Cohort, unworked: int, rate: Estimate) -> Estimate:
    reason = no_parts(cohort) or no_sum_of(cohort)
    if reason is None and (rate.value is None or rate.low is None or rate.high is None):
        reason = rate.reason
    average, deals = cohort.rows((), _DEAL)[0]
    if reason is None and average is None:
        reason = "no deal of the top band was won with an amount"
    if reason or rate.value is None or rate.low is None or rate.high is None:
        return Estimate.unknown(reason or "nothing is known of the rate", unworked)
    worth = unworked * average
    return Estimate(worth * rate.value, worth * rate.low, worth * rate.high, deals, ALIKE)
