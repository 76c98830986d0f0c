"""The ICP held against the past, in words, as rows of a table, and as a chart."""

from __future__ import annotations

from leadscore.estimate import Estimate
from leadscore.figures.chart import Chart, Series
from leadscore.figures.theme import percent
from leadscore.figures.words import estimate_in_words, times_in_words
from leadscore.vocabulary import OUTCOME_WORDS
from leadscore.workshop.icp_history import GROUPS, Conversion, History

GROUP_WORDS = {"inside": "Inside", "outside": "Outside", "unknown": "Unknown: a fact is missing"}


def sentences(history: History, outcome: str) -> tuple[str, ...]:
    """What the past says to the worksheet, the share of the won first."""
    if history.reason is not None:
        return (f"The past says nothing to this worksheet: {history.reason}.", *_left_out(history))
    return (
        *won_alone(history)[:1],
        f"Inside it: {_briefly(history.worked.inside)} of {history.worked.of}.",
        _lifted(history.conversion(outcome)),
        *_left_out(history),
    )


def won_alone(history: History) -> tuple[str, ...]:
    """The share of the won leads inside and of which a fact is missing, with nothing to compare it with."""
    if history.reason is not None:
        return sentences(history, "won")
    share = history.won.unknown
    missing = f"; of {_briefly(share)} a fact is missing" if share.value else ""
    return (f"Inside it: {_briefly(history.won.inside)} of the won leads{missing}.", *_left_out(history))


def rows(history: History) -> list[dict[str, str]]:
    """One row a group: its shares of the won and of the worked, and its rate of each outcome."""
    return [
        {
            "Leads": GROUP_WORDS[group],
            "Share of won leads": estimate_in_words(history.won.of_group(group)),
            f"Share of {history.worked.of}": estimate_in_words(history.worked.of_group(group)),
            **{
                f"Became {OUTCOME_WORDS[each.outcome]}{_within(each)}": _rate(each.of_group(group))
                for each in history.conversions
                if each.outcome != "opportunity"
            },
        }
        for group in GROUPS
    ]


def chart(history: History, outcome: str) -> Chart:
    """The rate of an outcome inside, outside and unknown, each with its interval."""
    found = history.conversion(outcome)
    rates = [found.of_group(group) for group in GROUPS]
    series = Series(
        OUTCOME_WORDS[outcome],
        tuple(GROUP_WORDS[group].partition(":")[0] for group in GROUPS),
        tuple(percent(each.value) for each in rates),
        tuple(percent(each.low) for each in rates),
        tuple(percent(each.high) for each in rates),
        "dots",
    )
    question = f"Do leads inside the ICP become {OUTCOME_WORDS[outcome]} more often?"
    return Chart(question, "Leads by ICP", f"% that became {OUTCOME_WORDS[outcome]}", (series,), _note(history))


def _lifted(found: Conversion) -> str:
    became = OUTCOME_WORDS[found.outcome]
    if found.lift.value is None or found.lift.low is None or found.lift.high is None:
        return f"Whether they became {became} more often is unknown: {found.lift.reason}."
    words = f"{times_in_words(found.lift)}, inside against outside"
    if found.lift.low <= 1 <= found.lift.high:
        return f"History cannot tell whether leads inside became {became} more often: {words}."
    return f"Leads inside became {became} {'more' if found.lift.low > 1 else 'less'} often: {words}."


def _left_out(history: History) -> tuple[str, ...]:
    return tuple(
        f"Left out of these figures: '{words}', which rests on today's value of {names}."
        for words, names in history.left_out
    )


def _note(history: History) -> str:
    return f"Rates among {history.denominator}; whiskers are intervals at 95 %, colleagues of one account together."


def _rate(rate: Estimate) -> str:
    return estimate_in_words(rate) if rate.n else "no such lead"


def _within(found: Conversion) -> str:
    return "" if found.horizon.days is None else f" in {found.horizon.days} days"


def _briefly(share: Estimate) -> str:
    """A share in the middle of a sentence."""
    if share.value is None or share.low is None or share.high is None:
        return f"an unknown share ({share.reason})"
    return f"{100 * share.value:.0f} % ({100 * share.low:.0f} to {100 * share.high:.0f}, n = {share.n:,})"
