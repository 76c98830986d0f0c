"""The header of a report: clock, population strip, denominator, stage definitions, badges and warnings."""

from __future__ import annotations

from collections.abc import Collection

from leadscore.importing.taking.completeness import held_back
from leadscore.outcomes.calendar import Calendar
from leadscore.outcomes.cohort import Cohort
from leadscore.outcomes.conversion import MOST_DAY_0
from leadscore.outcomes.facts import Facts
from leadscore.outcomes.figure import Figure, Header, Horizon, Line, StageDefinition
from leadscore.outcomes.grouping import todays_value
from leadscore.outcomes.quality import MOST_AUTOMATED
from leadscore.outcomes.question import Question
from leadscore.outcomes.standing import NO_DATES, NO_TOUCHES, denominator
from leadscore.outcomes.touches import MOST_TOUCHED_AFTER
from leadscore.store.manifest import Manifest
from leadscore.vocabulary import counted

MEANINGS = {
    "inquiry": "the lead is known",
    "mql": "first hand-over from marketing to sales",
    "sal": "sales accepts the lead",
    "sql": "a person in sales confirms the lead",
    "opportunity": "a sales opportunity is opened",
    "won": "a deal is won",
    "lost": "a deal is lost",
    "rejected": "sales sends the lead back",
    "recycled": "the lead goes back to nurture",
    "disqualified": "the lead is ruled out",
}

OUTSIDE_POPULATION = "outside the model's population"

_LEFT_OUT = {
    "handoff": ("no hand-off with a date", "handed over after the data date", "handed over outside the asked period"),
    "arrival": ("no date of creation", "younger than {days} days on the data date", "arrived outside the asked period"),
    "date": ("created later or nobody knows when", "looked at after the data date", "outside the asked period"),
}
"""By lens: why a lead has no T, has it after the data date, or outside the asked period."""

_ODD_SHARES = {
    "_day_0": (MOST_DAY_0, "lie at T itself: the hand-off was probably stamped afterwards"),
    "_touched_after": (MOST_TOUCHED_AFTER, "came before the first touch by sales"),
    "_by_automation": (MOST_AUTOMATED, "stamps were set by automation, by nobody in sales"),
}
"""Shares that cast doubt on other figures: by the ending of their name, from where on, and the warning's words."""


def header(
    cohort: Cohort,
    manifest: Manifest,
    horizons: dict[str, Horizon],
    figures: tuple[Figure, ...],
    calendar: Calendar,
) -> Header:
    """What the figures are to be read under."""
    question = cohort.question
    return Header(
        data_date=question.data_date,
        zone=question.zone,
        lens=question.lens,
        arrival_days=question.arrival_days,
        outcome=question.outcome,
        by=question.by,
        horizons=tuple(horizons.values()),
        population=_population(cohort.facts, question),
        stages=_definitions(cohort.facts),
        denominator=denominator(cohort.facts),
        badges=(*_badges(cohort, manifest), *_business_time(figures, calendar)),
        warnings=(*_held_back(question, manifest), *_warnings(figures)),
    )


def out_of(todays: Collection[str], what: str) -> str:
    """Which rules rest on today's values and so stay out of something."""
    return (
        f"{counted(len(todays), 'rule rests', 'rules rest')} on today's values, so out of {what}: {', '.join(todays)}"
    )


def _population(facts: Facts, question: Question) -> tuple[Line, ...]:
    """Lines that add up: the data's leads, less each reason to be left out, are the leads in the figures."""
    if not facts.dated:  # no lead lacks a T, so whoever is not among the figures is outside the population
        return (
            Line("leads in the data", facts.leads_in_data),
            Line(OUTSIDE_POPULATION, facts.leads_in_data - facts.leads),
            Line("leads in the figures", facts.leads),
        )
    undated, too_late, elsewhen = _LEFT_OUT[question.lens]
    return (
        Line("leads in the data", facts.leads_in_data),
        Line(OUTSIDE_POPULATION, facts.leads_in_data - facts.in_population),
        Line(undated, facts.without_landmark),
        Line(too_late.format(days=question.arrival_days), facts.after_data_date),
        Line(elsewhen, facts.outside_period),
        Line("leads in the figures", facts.leads),
    )


def _definitions(facts: Facts) -> tuple[StageDefinition, ...]:
    by_deal = {"won", "lost"} if facts.deals else set()
    return tuple(
        StageDefinition(stage, meaning + (", by the deals table" if stage in by_deal else ""), facts.reached[stage])
        for stage, meaning in MEANINGS.items()
    )


def _badges(cohort: Cohort, manifest: Manifest) -> tuple[str, ...]:
    facts = cohort.facts
    badges = {
        NO_DATES: not facts.dated,
        "no hand-offs: all leads": facts.dated and not facts.hand_offs,
        NO_TOUCHES: facts.dated and facts.hand_offs and not facts.touches,
        "accounts are unknown: intervals take every lead as alone": not facts.account_known,
        f"grouped by today's value of {cohort.question.by}": todays_value(cohort.question.by, manifest),
    }
    return tuple(badge for badge, shown in badges.items() if shown)


def _business_time(figures: tuple[Figure, ...], calendar: Calendar) -> tuple[str, ...]:
    """Minutes are those of a calendar, so it stands beside them."""
    timed = any(each.name.startswith("speed_") and each.estimate.known() for each in figures)
    return (f"business time is {calendar.in_words()}",) if timed else ()


def _held_back(question: Question, manifest: Manifest) -> tuple[str, ...]:
    found = held_back(manifest.complete_until, question.data_date, question.zone)
    return (found,) if found else ()


def _warnings(figures: tuple[Figure, ...]) -> list[str]:
    overall = {each.name: each.estimate for each in figures if each.group is None}
    found = []
    for name, estimate in overall.items():
        for ending, (most, words) in _ODD_SHARES.items():
            if name.endswith(ending) and estimate.value is not None and estimate.value > most:
                outcome = name.removeprefix("conversion_").removesuffix(ending)
                found.append(f"{estimate.value:.0%} of {estimate.n} {outcome} {words}")
    return found
