"""What is known of a lead in sentences that a salesperson can repeat, and in rows of tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from leadscore.desk.account import Deal
from leadscore.desk.alike import Alike
from leadscore.desk.changes import Change, Changed
from leadscore.desk.near import Missing, Outlook, Way
from leadscore.desk.steps import Step
from leadscore.desk.sub_scores import SubScore
from leadscore.desk.timeline import Happened, Timeline
from leadscore.estimate import Estimate
from leadscore.figures.reasons import signed
from leadscore.figures.words import day_in_words, estimate_in_words, instant_in_words
from leadscore.model.words import spoken
from leadscore.vocabulary import BAND_WORDS, counted


def step_sentences(steps: Sequence[Step], score: Decimal, zone: str) -> tuple[str, ...]:
    """The steps as sentences, each with where the sum stands after it."""
    said = [f"{_step(step, zone)} Makes {step.after:f}." for step in steps]
    return (*said, f"So the score is {score:f}.") if said else ("No rule gave or took points, so the score is 0.",)


def _step(step: Step, zone: str) -> str:
    points = f"{abs(step.points):f}"
    if step.kind == "rule":
        when = f" ({_when(step, zone)})" if step.line.activities else ""
        return f"{step.label}{when}: {signed(step.points)}."
    if step.kind == "age":
        return f"{step.label}, it was a while ago: {signed(step.points)}."
    if step.kind == "cap":
        return f"{step.label}, so {points} do not count."
    return f"{step.label}, so {points} {'do not count' if step.points < 0 else 'are given back'}."


def _when(step: Step, zone: str) -> str:
    latest = day_in_words(step.line.activities[0].occurred_at, zone)
    times = len(step.line.activities)
    return f"on {latest}" if times == 1 else f"{times} times, last on {latest}"


def timeline_rows(timeline: Timeline, zone: str, names: bool) -> list[dict[str, object]]:
    """A row for each thing that happened, the latest first."""
    return [_happened(each, zone, names) for each in timeline.happened]


def _happened(each: Happened, zone: str, names: bool) -> dict[str, object]:
    who = "stage" if each.is_stage else "lead" if each.own else (each.actor or "unknown") if names else "hidden"
    return {
        "When": instant_in_words(each.at, zone).removesuffix(f" ({zone})"),
        "What": spoken(each.kind),
        "Detail": each.detail or "",
        "Who": who,
        "Points": signed(each.points) if each.given else "",
        "Under": ", ".join(given.label for given in each.given),
    }


def timeline_sum(timeline: Timeline, score: Decimal) -> str:
    """How the timeline adds up to the score."""
    older = f" {timeline.older:,} older ones are not listed." if timeline.older else ""
    return (
        f"What it did gave {timeline.of_activities:f}, facts about it {timeline.of_facts:f}, caps, floors and the ends "
        f"of the scale {timeline.of_bounds:f}: {score:f} together. Points of a rule are shared among the activities it "
        f"counted, by what each is worth at its age.{older}"
    )


def sub_score_rows(parts: Sequence[SubScore]) -> list[dict[str, object]]:
    """A row for each kind of evidence; unknown is said, never 0."""
    return [_sub_score(part) for part in parts]


def _sub_score(part: SubScore) -> dict[str, object]:
    if not part.rules:
        points, note = "no rule", "this model does not look at it"
    else:
        most = f" of {part.most:f}" if part.most > 0 else ""
        points = "unknown" if part.points is None else f"{part.points:f}{most}"
        note = f"unknown: {', '.join(spoken(word) for word in part.unknown)}" if part.unknown else ""
    return {"Evidence": spoken(part.group), "Points": points, "Unknown": note}


def change_sentences(changed: Changed, zone: str) -> tuple[str, ...]:
    """What changed since a moment: the sum, then its parts."""
    move = f"{changed.before:f} to {changed.after:f}"
    bands = ""
    if changed.band_before != changed.band_after and changed.band_before and changed.band_after:
        bands = f", from {BAND_WORDS[changed.band_before].lower()} to {BAND_WORDS[changed.band_after].lower()}"
    if not changed.parts:
        return (f"Nothing changed: {changed.after:f} then and now.",)
    parts = [_change(part, zone) for part in changed.parts]
    if not changed.points:
        return (f"No change in sum: {changed.after:f} then and now{bands}, though parts of it moved.", *parts)
    return (f"{move} ({signed(changed.points)}){bands}.", *parts)


def _change(part: Change, zone: str) -> str:
    cause = {
        "activity": "something happened",
        "age": "what it did grew older",
        "fact": "a fact about it changed",
        "silence": "it fell silent, or spoke again",
        "bounds": "they cut what goes beyond",
        "version": "other points for the same facts",
    }[part.cause]
    if part.activity is not None:
        cause = f"new: {spoken(part.activity.kind)} on {day_in_words(part.activity.at, zone)}"
    return f"{part.label}: {signed(part.points)} ({cause})."


def outlook_sentences(outlook: Outlook) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What nearly fired, and the ways to the next band; without dates also that facts alone were tried."""
    nearly = tuple(f"{each.label} (+{each.points:f}): {_needs(each)}." for each in outlook.nearly)
    noted = ("This data has no dates, so activities cannot be added: facts alone are tried.",)
    return nearly, (*_ways(outlook), *(noted if outlook.without_dates else ()))


def _ways(outlook: Outlook) -> tuple[str, ...]:
    if outlook.next_band is None:
        return (f"No way to a next band: {outlook.reason}." if outlook.reason else "It is as high as it goes.",)
    if not outlook.ways:
        return (f"No short way to '{BAND_WORDS[outlook.next_band]}': {outlook.reason}.",)
    return tuple(_way(way) for way in outlook.ways)


def _way(way: Way) -> str:
    listed = " and ".join(need.words for need in way.needs)
    return f"{listed[:1].upper()}{listed[1:]}. Makes {way.score:f}, {BAND_WORDS[way.band].lower()}."


def _needs(missing: Missing) -> str:
    return " and ".join(need.words for need in missing.needs)


def hand_offs_sentence(hand_offs: Sequence[datetime], meant: datetime, zone: str) -> str:
    """Which of several hand-offs a score at the hand-off is about, and which one the figures of outcomes count."""
    days = ", ".join(day_in_words(each, zone) for each in hand_offs)
    which = "latest" if meant == hand_offs[-1] else "first"
    return (
        f"Handed over {len(hand_offs)} times: {days}. 'At its hand-off' and what you say of it mean the {which}, "
        f"{day_in_words(meant, zone)}; rates of outcomes count each lead once, from its first hand-off."
    )


def alike_sentence(found: Alike) -> str:
    """What became of leads like this one."""
    band = BAND_WORDS[found.band].lower() if found.band else "no band"
    whom = f"Leads that were '{band}' and still open {counted(found.weeks, 'week')} after their hand-off"
    if found.rate.value is None:
        return f"{whom}: {found.rate.reason}."
    days = _days(found.median_days)
    return (
        f"{whom}: {found.won:,} of {found.leads:,} were won within {found.days} days from then, "
        f"{estimate_in_words(found.rate)}. {days}"
    )


def _days(median: Estimate) -> str:
    if median.value is None:
        return f"Median days to the win: {median.reason}."
    return f"Half of the wins came within {median.value:.0f} days."


def deal_sentence(deal: Deal, zone: str) -> str:
    """A deal in a line."""
    amount = "amount unknown" if deal.amount is None else f"{deal.amount:,.0f} {deal.currency or ''}".strip()
    opened = f"opened {day_in_words(deal.opened_at, zone)}" if deal.opened_at else "opened at an unknown time"
    closed = f", closed {day_in_words(deal.closed_at, zone)}" if deal.closed_at else ""
    whose = "with this lead on it" if deal.own else "of the account, without this lead"
    shared = f", {counted(deal.others, 'other lead')}" if deal.others else ""
    return f"{deal.deal_id}: {deal.outcome or 'open'}, {amount}, {opened}{closed}; {whose}{shared}."
