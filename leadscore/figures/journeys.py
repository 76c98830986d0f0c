"""Journeys as charts and in words: conversion by days in nurture, first and last steps, reached against not."""

from __future__ import annotations

from leadscore.estimate import Estimate
from leadscore.figures.chart import Chart, Series
from leadscore.figures.theme import percent
from leadscore.figures.words import estimate_in_words
from leadscore.learning.journeys.journey import Journeys, Parting, Spread
from leadscore.learning.verdicts import FALSE_SHARE
from leadscore.vocabulary import OUTCOME_WORDS, counted

QUESTION = "How many convert, by days in nurture?"
DESCRIBES = (
    "Journeys tell what goes together, not what to do to a lead: whoever waited longer had more time for steps, and "
    "the last step is often what set off the hand-off."
)


def sentence(found: Journeys) -> str:
    """How many leads, how many reached the outcome, and who they are."""
    became = OUTCOME_WORDS[found.outcome]
    days = "" if found.horizon.days is None else f" within {found.horizon.days} days"
    if found.reason is not None:
        return f"No journeys to {became} can be told: {found.reason}."
    rate = estimate_in_words(found.rate)
    return f"{found.hits:,} of {found.n:,} leads became {became}{days}: {rate}. Counted: {found.denominator}."


def days_chart(found: Journeys) -> Chart:
    """The rate of each part of the time in nurture with its interval, and the rate of all leads as a thin line."""
    places = tuple(f"{part.name.removesuffix(' days')}<br>n = {part.n:,}" for part in found.by_days.parts)
    rates = [part.rate for part in found.by_days.parts]
    dots = Series(
        OUTCOME_WORDS[found.outcome],
        places,
        tuple(percent(each.value) for each in rates),
        tuple(percent(each.low) for each in rates),
        tuple(percent(each.high) for each in rates),
        "dots",
    )
    everyone = Series("All leads", places, (percent(found.rate.value),) * len(places), look="baseline")
    return Chart(QUESTION, "days from creation to hand-off", "%", (dots, everyone), days_note(found))


def days_note(found: Journeys) -> str:
    """Whether the days seem to matter, and who has none."""
    note = _apart(found.by_days, found.rate)
    left = f" {counted(found.days_unknown, 'lead')} without them: created after the hand-off, or nobody knows when."
    return f"Calendar days, all known at the hand-off. {note}{left if found.days_unknown else ''}"


def part_rows(parting: Parting) -> list[tuple[str, ...]]:
    """A row a part: name, how many reached the outcome, the rate, and its share on either side."""
    return [
        (
            spoken(part.name),
            f"{part.hits:,} of {part.n:,}",
            _share(part.rate),
            _share(part.of_reached),
            _share(part.of_others),
        )
        for part in parting.parts
    ]


def part_columns(outcome: str) -> tuple[str, ...]:
    """The heads of such rows, but for the first."""
    became = OUTCOME_WORDS[outcome]
    return (f"Became {became}", "Rate", "Share of those who did", "Share of the others")


def part_note(parting: Parting, rate: Estimate) -> str:
    """Whether the rates differ at all, and if so, of which parts the interval leaves out the rate of all leads."""
    if len(parting.parts) == 1:
        return "All of these leads have the same one, so it tells nobody from anybody."
    return f"The commonest first. {_apart(parting, rate)}"


def side_columns(found: Journeys) -> tuple[str, ...]:
    """The heads of the comparison of both sides."""
    became = OUTCOME_WORDS[found.outcome]
    return ("Up to the hand-off", f"Became {became}", "Did not")


def side_rows(found: Journeys) -> list[tuple[str, ...]]:
    """Reached against not, a row a figure."""
    if found.reached is None or found.others is None:
        return []
    both = (found.reached, found.others)
    return [
        ("Leads", *(f"{side.n:,}" for side in both)),
        ("Days from creation", *(_spread(side.days) for side in both)),
        ("Own steps", *(_spread(side.steps) for side in both)),
        ("Different kinds of steps", *(_spread(side.different) for side in both)),
        ("Days since the last own step", *(_spread(side.since_last) for side in both)),
        ("Silences of over 14 days", *(_spread(side.silences) for side in both)),
        ("Straight: none of the next three", *(_share(side.straight) for side in both)),
        ("A step came again after another", *(_share(side.returning) for side in both)),
        ("At least one silence of over 14 days", *(_share(side.silent) for side in both)),
        ("Sent back before the hand-off", *(_share(side.sent_back) for side in both)),
        ("No step of its own", *(_share(side.stepless) for side in both)),
    ]


def notes(found: Journeys) -> tuple[str, ...]:
    """What stands below the journeys."""
    told = [DESCRIBES]
    if found.tied:
        told.append(
            f"Of {counted(found.tied, 'lead')} two different steps carry the same instant: their order is not known, "
            "and the commoner kind is taken for the earlier."
        )
    return tuple(told)


def spoken(name: str) -> str:
    """Kinds of activity as people say them."""
    return name.replace("_", " ")


def _apart(parting: Parting, rate: Estimate) -> str:
    if parting.false_rate is None:
        return "Too few leads to say whether these rates differ."
    if parting.false_rate > FALSE_SHARE:
        return "History cannot tell these rates apart."
    told = f"These rates differ beyond chance (false discovery rate {_percent(parting.false_rate)})"
    beyond = [
        f"{spoken(part.name)} ({'above' if part.rate.low > rate.value else 'below'})"
        for part in parting.parts
        if part.rate.low is not None
        and part.rate.high is not None
        and rate.value is not None
        and not part.rate.low <= rate.value <= part.rate.high
    ]
    listed = f": the rate of all leads lies outside the interval of {', '.join(beyond)}" if beyond else ""
    return f"{told}{listed}."


def _percent(share: float) -> str:
    return "below 0.1 %" if share < 0.001 else f"{100 * share:.1f} %"


def _share(estimate: Estimate) -> str:
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return f"unknown: {estimate.reason}"
    return f"{100 * estimate.value:.1f} % ({100 * estimate.low:.1f} to {100 * estimate.high:.1f})"


def _spread(spread: Spread) -> str:
    if spread.median is None or spread.low is None or spread.high is None:
        return "unknown"
    form = ".0f" if all(each == int(each) for each in (spread.median, spread.low, spread.high)) else ".1f"
    return f"{spread.median:{form}} (half: {spread.low:{form}} to {spread.high:{form}})"
