"""What the past says to the interviews: each claim supported, contradicted, or history cannot tell, and why."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from leadscore.errors import ModelError
from leadscore.estimate import Estimate
from leadscore.evidence import Facts, Shelf, check, lens_of, rests_on_today, sleeping
from leadscore.learning.adjustment import UNSETTLED
from leadscore.learning.effect import Counted, Slope, difference_at
from leadscore.learning.past import Past, look_back
from leadscore.learning.side_tests import SideTest, SideTests, one_of_each
from leadscore.learning.verdicts import Word, false_discovery_rates
from leadscore.model import Model, Rule
from leadscore.vocabulary import OUTCOME_WORDS, counted
from leadscore.workshop.interviews import NOT_IN_DATA, Claim, absent

FALSE_SHARE = 0.10
"""Of the claims that are called supported or contradicted, no more than this share is expected to be called wrongly."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One claim: its word and sentence, the raw counts with and without the signal, and the adjusted effect.

    `rate` is the false discovery rate at which the effect would just be called, over all claims that were tested.
    `difference` is of shares (0.1 is 10 percentage points).  Counts are None where nothing was looked at.
    """

    claim: Claim
    word: Word
    sentence: str
    held: Counted | None = None
    not_held: Counted | None = None
    unknown: Counted | None = None
    odds_ratio: Estimate | None = None
    difference: Estimate | None = None
    rate: float | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """All claims in their order, and under what they were tested; `tests` are distinct signals with a test."""

    findings: tuple[Finding, ...]
    tests: int
    outcome: str
    denominator: str
    n: int
    sentence: str

    def of(self, key: str, expects: str) -> Finding:
        """The finding on that signal and expectation; KeyError where nobody claimed it."""
        for each in self.findings:
            if (each.claim.key, each.claim.expects) == (key, expects):
                return each
        raise KeyError((key, expects))


def findings(
    shelf: Shelf, model: Model, claims: Sequence[Claim], outcome: str | None = None, before: datetime | None = None
) -> Findings:
    """Hold all claims against the past, at equal rules of a model, with its population, lens and horizons.

    `outcome` is the model's own unless given; `before` (naive UTC) leaves out the locked period, as everywhere.
    """
    no_test = {each.key: why for each in claims if (why := _no_test(each, shelf.facts))}
    asked = {each.key: each for each in claims if each.key not in no_test}
    others = _answerable(model, shelf.facts)
    rules = (*others, *(_rule(place, each) for place, each in enumerate(asked.values())))
    probe = model.model_copy(update={"rules": rules, "cut_offs": None})
    lens = lens_of(None, model.evaluation, shelf.database.manifest.zone)
    past = look_back(shelf, probe, lens, outcome or model.evaluation.outcome, "worked", before)
    if past.reason:  # where an outcome cannot be known its counts say nothing either
        no_test, asked = no_test | dict.fromkeys(asked, past.reason), {}
    beside = SideTests.among(past.seen, rules, one_of_each(rules, len(others), range(len(others), len(rules))))
    tests = {key: _test(beside, len(others), len(others) + place) for place, key in enumerate(asked)}
    chances = {key: each.slope.chance for key, each in tests.items() if each.slope is not None}
    rates = dict(zip(chances, false_discovery_rates(list(chances.values())), strict=True))
    found = tuple(
        Finding(each, "cannot tell", _cannot(no_test[each.key]))
        if each.key in no_test
        else _finding(each, tests[each.key], rates.get(each.key), past)
        for each in claims
    )
    n = int(past.seen.n.sum())
    return Findings(found, len(rates), past.target.name, past.denominator, n, _summary(found, len(rates)))


def _no_test(claim: Claim, facts: Facts) -> str | None:
    """Why a claim cannot even be looked at."""
    if claim.signal is None:
        return NOT_IN_DATA
    todays = facts.todays(claim.signal)
    if todays:
        return f"rests on today's value of {', '.join(todays)}: what it was at T is not known"
    gone = absent(claim.signal, facts)
    if gone:
        return gone
    try:
        check(_alone(claim), facts)
    except ModelError as error:
        return "; ".join(problem.partition("' ")[2].rstrip(".") for problem in error.problems)
    return None


def _alone(claim: Claim) -> Model:
    return Model(name="interview", rules=(_rule(0, claim),))


def _rule(place: int, claim: Claim) -> Rule:
    return Rule.model_validate({"id": f"said_{place}", "label": claim.words, "points": 0, "when": claim.signal})


def _answerable(model: Model, facts: Facts) -> tuple[Rule, ...]:
    """The model's rules that the data can answer as of T."""
    out = {**rests_on_today(model, facts), **sleeping(model, facts)}
    kept = (rule for rule in model.rules if rule.id not in out)
    return tuple(rule.model_copy(update={"id": f"rule_{place}", "label": rule.name}) for place, rule in enumerate(kept))


def _test(beside: SideTests, others: int, place: int) -> SideTest:
    """Test the rule at that place beside all rules and claims that are about something else, each topic once."""
    found = beside.test(place)
    if found.like:  # what others said must not keep a claim from its test
        return beside.test(place, without=range(others, len(beside.rules)))
    return found


def _finding(claim: Claim, test: SideTest, rate: float | None, past: Past) -> Finding:
    held, not_held, outcome, n = test.held, test.not_held, past.target.name, int(past.seen.n.sum())
    raw = _raw(held, not_held, outcome)
    if test.slope is None or rate is None:
        nothing = Estimate.unknown(test.reason or UNSETTLED, n)
        sentence = f"{_cannot(nothing.reason)} {raw}"
        return Finding(claim, "cannot tell", sentence, held, not_held, test.unknown, nothing, nothing)
    ratio, low, high = (math.exp(end) for end in test.slope.ends)
    gap, least, most = (difference_at(test.middle, held.n / n, end) for end in test.slope.ends)
    word = _word(claim, test.slope, rate)
    effect = (
        f"at equal other rules and claims leads with it became {OUTCOME_WORDS[outcome]} {abs(100 * gap):.1f} "
        f"percentage points {'more' if gap >= 0 else 'less'} often ({100 * least:+.1f} to {100 * most:+.1f})"
    )
    return Finding(
        claim,
        word,
        f"{_BEGINNINGS[word]}: {effect}. {raw}",
        held,
        not_held,
        test.unknown,
        Estimate(ratio, low, high, n, past.caveat),
        Estimate(gap, least, most, n, past.caveat),
        rate,
    )


_BEGINNINGS: Mapping[Word, str] = {
    "supported": "History supports it",
    "contradicted": "History contradicts it",
    "cannot tell": "History cannot tell it from no effect",
}


def _word(claim: Claim, slope: Slope, rate: float) -> Word:
    if rate > FALSE_SHARE:
        return "cannot tell"
    return "supported" if (slope.log_odds > 0) == (claim.expects == "more") else "contradicted"


def _cannot(reason: str | None) -> str:
    return f"History cannot tell: {reason}."


def _raw(held: Counted, not_held: Counted, outcome: str) -> str:
    became = OUTCOME_WORDS[outcome]
    return f"As counted, {held.hits} of {held.n} with it became {became}, {not_held.hits} of {not_held.n} without it."


def _summary(found: Sequence[Finding], tests: int) -> str:
    if not found:
        return "Nobody was asked yet."
    if not tests:
        return f"None of {counted(len(found), 'claim')} can be tested on this data; why stands beside each."
    words = {word: sum(each.word == word for each in found) for word in _BEGINNINGS}
    return (
        f"Of {counted(len(found), 'claim')} history supports {words['supported']}, contradicts {words['contradicted']} "
        f"and cannot tell for {words['cannot tell']}; {counted(tests, 'signal')} tested together, of the calls no more "
        f"than {100 * FALSE_SHARE:.0f} % are expected to be wrong."
    )
