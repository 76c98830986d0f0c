"""The waterfall as counts: how many leads of the cohort reached each stage, and how many are still open."""

from __future__ import annotations

from collections.abc import Callable

from leadscore.estimate import AccountSums, Estimate, proportion
from leadscore.outcomes.cohort import COHORT, Cohort
from leadscore.outcomes.facts import Facts
from leadscore.outcomes.figure import Figure
from leadscore.outcomes.query import execute
from leadscore.outcomes.rates import Split, Tally, counts, shares, spread
from leadscore.outcomes.standing import NO_DATES, NOT_LINKED, needs_one, no_hand_offs
from leadscore.store.queries import assemble
from leadscore.vocabulary import EXITS, STAGES

ANY_AGE = "reached by the data date, by leads of any age: not a cohort rate"

_ENDED = " OR ".join(f"{stage}_reached" for stage in EXITS)
_COUNTS = {
    "leads": "TRUE",
    **{f"stage_{stage}": f"{stage}_reached" for stage in STAGES},
    "open": f"NOT ({_ENDED}) AND NOT same_deal",
    "won_after_recycling": "won_later",
}


_TABLE = "stages_reached"
_ROWS = f"""SELECT account_number, by_group, band, same_deal, won_at > recycled_after AS won_later,
    {", ".join(f"{stage}_reached" for stage in STAGES)}, COUNT(*) AS leads
FROM cohort GROUP BY ALL"""


def _build(cohort: Cohort) -> None:
    """Fill a temporary table with a row an account, group, band and way through the stages; `leads` is how many."""
    sql = assemble((COHORT,), _ROWS)
    execute(cohort.cursor, cohort.question, f"CREATE OR REPLACE TEMP TABLE {_TABLE} AS\n{sql}")


def left_out(cohort: Cohort) -> tuple[Figure, ...]:
    """Leads of the population that are in no figure, by reason."""
    facts = cohort.facts
    listed = {
        "left_out_no_landmark": facts.without_landmark,
        "left_out_after_data_date": facts.after_data_date,
        "left_out_outside_period": facts.outside_period,
    }
    return tuple(Figure(name, None, Estimate.count(count, facts.in_population)) for name, count in listed.items())


def waterfall(cohort: Cohort) -> tuple[Figure, ...]:
    """Leads, leads that reached each stage by the data date with their share, open leads, wins after recycling."""
    _build(cohort)
    tallies = counts(cohort, _COUNTS, relation=_TABLE, weight="leads")
    sums = _shares(cohort)
    figures = list(spread(cohort, "leads", tallies["leads"], lambda tally: tally.estimate()))
    for stage in STAGES:
        name, reason = f"stage_{stage}", _no_stage(cohort.facts, stage)
        figures += spread(cohort, name, tallies[name], _or_unknown(reason))
        figures += spread(cohort, f"{name}_share", sums[stage], _share(cohort.facts, reason))
    figures += spread(cohort, "open", tallies["open"], _or_unknown(_no_end(cohort.facts)))
    recycling = _or_unknown(_no_recycling(cohort.facts))
    return (*figures, *spread(cohort, "won_after_recycling", tallies["won_after_recycling"], recycling))


def won_without_hand_off(cohort: Cohort) -> tuple[Figure, ...]:
    """Leads of the population won by the data date and never handed over; they have no T, so no period or group."""
    reason = _no_stage(cohort.facts, "won") or (None if cohort.facts.hand_offs else no_hand_offs(cohort.facts))
    if reason:
        return (Figure("won_without_hand_off", None, Estimate.unknown(reason, cohort.facts.reached["won"])),)
    won, unhanded = cohort.once("won without hand-off", lambda: cohort.rows((), _UNHANDED))[0]
    return (Figure("won_without_hand_off", None, Estimate.count(unhanded, won)),)


_UNHANDED = """SELECT COUNT(*), COUNT(*) FILTER (WHERE mql_reached IS NOT TRUE)
FROM first_entries WHERE member AND won_reached"""


def _shares(cohort: Cohort) -> dict[str, Split[AccountSums]]:
    """Who reached each stage; colleagues on a deal are in neither side of won and lost."""
    by_deal = {stage: f"{stage}_reached" for stage in ("won", "lost")}
    by_lead = {stage: f"{stage}_reached" for stage in STAGES if stage not in by_deal}
    alone = shares(cohort, by_deal, "NOT same_deal", relation=_TABLE, weight="leads")
    return shares(cohort, by_lead, relation=_TABLE, weight="leads") | alone


def _share(facts: Facts, reason: str | None) -> Callable[[AccountSums], Estimate]:
    mark = ANY_AGE if facts.dated else NO_DATES
    return lambda sums: Estimate.unknown(reason, sums.n) if reason else proportion(sums, mark, "no leads")


def _or_unknown(reason: str | None) -> Callable[[Tally], Estimate]:
    return lambda tally: Estimate.unknown(reason, tally.of) if reason else tally.estimate()


def _no_stage(facts: Facts, stage: str) -> str | None:
    if stage in ("won", "lost") and facts.deals and not facts.linked_deals:
        return NOT_LINKED
    return None if facts.reached[stage] else needs_one(f"{stage} lead", (stage,), facts)


def _no_end(facts: Facts) -> str | None:
    if facts.deals and not facts.linked_deals:
        return NOT_LINKED
    if any(facts.reached[stage] for stage in EXITS):
        return None
    when = " by the data date" if facts.later.intersection(EXITS) else ""
    return f"this data does not say how any lead ended{when}, so none can be called open"


def _no_recycling(facts: Facts) -> str | None:
    return (NO_DATES if not facts.dated else None) or _no_stage(facts, "won") or _no_stage(facts, "recycled")
