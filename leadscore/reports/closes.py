"""Closed deals against the score that their leads had at the hand-off; missed wins and false alarms."""

from __future__ import annotations

from collections.abc import Mapping

from leadscore.estimate import Estimate
from leadscore.figures.chart import Chart, Series
from leadscore.outcomes.deal_rows import build_deals
from leadscore.outcomes.ranking import pairs_in_words
from leadscore.reports.month import Month
from leadscore.reports.origin import Origin, Way
from leadscore.reports.past import OF_CASES, Asked, Past
from leadscore.reports.quality import percent_series
from leadscore.reports.section import Cell, Section, Table
from leadscore.reports.wording import Value, value_of
from leadscore.vocabulary import BAND_WORDS, OUTCOME_WORDS

_BINS = """SELECT CAST(LEAST(FLOOR(cohort.score / 100000.0), 9) AS INTEGER), outcome, COUNT(*)
FROM outcome_deals JOIN cohort USING (lead_id)
WHERE scored AND outcome IN ('won', 'lost') GROUP BY ALL ORDER BY ALL"""

_WON = """SELECT cohort.band, COUNT(*) FROM outcome_deals JOIN cohort USING (lead_id)
WHERE scored AND outcome = 'won' GROUP BY ALL"""

_BY_CLOSE = "win_rate_by_close_month"


def section(past: Past, month: Month) -> Section:
    """Win rate of closed deals by the band at hand-off, and the initial scores of won and lost side by side."""
    report = past.drawn(month, ("win_rate", "ranking"))
    bands = [each.group for each in report.figures if each.name == "win_rate_by_band" and each.group]
    scores, won = _closed(past, month)
    rows = [
        _row(BAND_WORDS[band], won.get(band, 0), value_of(report, "win_rate_by_band", group=band, months="until"))
        for band in bands
    ]
    rows.append(_row("All", sum(won.values()), value_of(report, "win_rate", months="until")))
    outcome = OUTCOME_WORDS[past.outcome]
    months = [each for each in report.figures if each.name == _BY_CLOSE and each.group]
    by_month = percent_series(
        "won of the deals closed",
        tuple(str(each.group) for each in months),
        [each.estimate for each in months],
        "line",
    )
    return Section(
        key="closes",
        question=f"Did the score at {past.moment} foresee how deals closed?",
        sentences=(
            _picks(past, report.figure("ranking_pairs"), outcome),
            "Every deal counts once, by the score that its lead had when it was handed over, not by today's."
            if past.handed_over
            else "Every deal counts once, by the score of its lead.",
        ),
        tables=(
            Table(
                f"Closed deals by band at {past.moment}", ("Band", "Won", "Win rate: won / (won + lost)"), tuple(rows)
            ),
        ),
        charts=(
            scores,
            Chart("Does the win rate change?", "month of the close", "%", (by_month,)),
        ),
        chart_ways=(
            tuple(
                Way(f"Deals {ended}", Origin(f"deals_{ended}_scored", None, None, "until")) for ended in ("won", "lost")
            ),
            tuple(Way(f"Closed in {each}", Origin(_BY_CLOSE, str(each), None, "until")) for each in by_month.x[::-1]),
        ),
    )


def surprises(past: Past, month: Month) -> Section:
    """Wins that the score missed and top-band leads that came to nothing, counted and by name."""
    report, until = past.of(month), past.until(month, OF_CASES)
    worked = ", worked" if past.rated == "worked leads" else ""
    rows = tuple(
        (what, value_of(report, name, "count"), value_of(until, name, "count", months="until"))
        for name, what in (
            ("missed_wins", "Missed wins: below the cut-off, won within the horizon"),
            ("false_alarms", f"False alarms: top band{worked}, not {OUTCOME_WORDS[past.outcome]}"),
        )
    )
    return Section(
        key="surprises",
        question="Which wins did the score miss, and which top leads came to nothing?",
        sentences=(
            "Open the names: what does a missed win have that no rule sees, and what do false alarms share? Below the "
            "cut-off few are called, so missed wins are fewer than they could be.",
        ),
        tables=(Table("Against the score", ("Figure", "This month", "All months until then"), rows),),
    )


def _picks(past: Past, pairs: Estimate, outcome: str) -> str:
    """How often the score picks the right one of two, on whom, and what that is no proof of."""
    if pairs.value is None:
        return f"How well the score tells leads apart is unknown: {pairs.reason}."
    who = f"two {past.rated} of one month" if past.handed_over else "two leads"
    return (
        f"The score {pairs_in_words(pairs, outcome)}, of {who}. "
        "It is judged on leads that a score chose, so do not set it beside another model's."
    )


def _row(name: str, won: int, rate: Value) -> tuple[Cell, ...]:
    return name, Value(Estimate.count(won, max(won, rate.estimate.n)), "count", rate.origin), rate


def _closed(past: Past, month: Month) -> tuple[Chart, dict[str | None, int]]:
    """The scores of the deals that closed, and how many were won by band."""
    with past.cohort(Asked(None, month.last)) as cohort:
        build_deals(cohort)
        found = {(place, outcome): count for place, outcome, count in cohort.rows((), _BINS)}
        won = dict(cohort.rows((), _WON))
    return _initial_scores(found, past.moment), won


def _initial_scores(found: Mapping[tuple[int, str], int], moment: str) -> Chart:
    names = tuple(f"{10 * place}+" for place in range(10))
    series = tuple(
        Series(outcome, names, tuple(float(found.get((place, outcome), 0)) for place in range(10)), look="bars")
        for outcome in ("won", "lost")
    )
    shown = series if found else ()
    steps = f"score at {moment}, in steps of ten"
    return Chart("Which scores had the deals that closed?", steps, "closed deals", shown)
