"""Everything that leads had at their T beside the outcome, each held against the past at equal other things.

Each candidate has one test: its effect at equal rules of the model, at an equal main form of every other attribute and
kind of activity, and in an equal third of the time, by logistic regression with Firth's penalty and errors clustered by
account, among worked leads.  All tests together, every form counted, are held to one false discovery rate (Benjamini
and Hochberg 1995).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from leadscore.estimate import Estimate
from leadscore.evidence import Shelf
from leadscore.learning.adjustment import UNSETTLED
from leadscore.learning.asking.activity_forms import DETAIL_EVER
from leadscore.learning.asking.candidates import Candidate, Candidates, LeftOut, candidates
from leadscore.learning.effect import difference_at
from leadscore.learning.known_leads import KnownLeads, known_leads
from leadscore.learning.leaks.barred import barred, why_barred
from leadscore.learning.leaks.leaks import Leaks, leaks
from leadscore.learning.observations import Observations
from leadscore.learning.side_tests import SideTest, SideTests
from leadscore.learning.signals.overlap import Together
from leadscore.learning.signals.signal import FALSE_SHARE, Signal, Signals, Word
from leadscore.learning.signals.stability import NO_DATES, Parts, Stability, Times, by_part, stability, times_of
from leadscore.learning.signals.standing_beside import mains
from leadscore.learning.topics import subjects
from leadscore.learning.verdicts import false_discovery_rates
from leadscore.model.hashes import condition_hash
from leadscore.model.model import Model
from leadscore.vocabulary import OUTCOME_WORDS, counted

__all__ = ["FALSE_SHARE", "Signal", "Signals", "Word", "signals", "signals_of"]

NOTHING = "this data has nothing that was known of a lead at T"


@dataclass(frozen=True, slots=True, eq=False)
class _Looked:
    """What was looked at: leads one by one, the tests, and where in the rules the candidates are."""

    known: KnownLeads
    seen: Observations
    tests: SideTests
    times: Times | None
    places: Mapping[str, int]
    together: Together
    in_model: Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class _Tested:
    candidate: Candidate
    place: int
    test: SideTest
    parts: Parts | None


def signals(shelf: Shelf, model: Model, outcome: str | None = None, before: datetime | None = None) -> Signals:
    """Hold every candidate of the data against the past, with the model's population, lens and horizons.

    `outcome` is the model's own unless given; `before` (naive UTC) leaves out the locked period, as everywhere.  Rules
    on what knows the outcome stand beside no test.  Raises ModelError for what the data cannot answer.
    """
    found = leaks(shelf, model, outcome, before)
    asked, honest = _honest(candidates(shelf, model), found), model.without_rules(barred(model, found))
    rules = (*honest.rules, *(each.rule for each in asked.rules))
    known = known_leads(shelf, honest.model_copy(update={"rules": rules, "cut_offs": None}), outcome, before=before)
    return signals_of(known, honest, asked)


def _honest(asked: Candidates, found: Leaks) -> Candidates:
    """The questions about what does not know the outcome; the others are left out, each name with the reason."""
    out = {each.rule.id: why for each in asked.rules if (why := why_barred(each.rule, found)) is not None}
    names = {each.name: out[each.rule.id] for each in asked.rules if each.rule.id in out}
    kept = tuple(each for each in asked.rules if each.rule.id not in out)
    return Candidates(kept, (*asked.left_out, *(LeftOut(name, why) for name, why in names.items())))


def signals_of(known: KnownLeads, model: Model, asked: Candidates) -> Signals:
    """The same for leads whose outcome is known, with the rules of the model and of all candidates."""
    reason = known.reason or (None if asked.rules else NOTHING)
    if reason is not None:
        return _read(known, (), asked.left_out, 0, reason)
    looked = _look(known, model, asked.rules)
    tested = tuple(_tested(looked, asked.rules))
    return _read(known, _signals(looked, tested), asked.left_out, len(looked.tests.mains), looked.tests.reason)


def _look(known: KnownLeads, model: Model, asked: Sequence[Candidate]) -> _Looked:
    one_by_one = np.arange(known.n)
    holds = known.units > 0
    seen = Observations.of(
        known.account, one_by_one, np.ones(known.n), known.hit.astype(np.float64), holds, known.unknown
    )
    times = times_of(known.as_of)
    parts = None if times is None else _told_apart(times)
    tests = SideTests.among(seen, known.rules, mains(known, model, asked), parts)
    names = [rule.name for rule in known.rules]
    return _Looked(
        known=known,
        seen=seen,
        tests=tests,
        times=times,
        places={rule.id: place for place, rule in enumerate(known.rules)},
        together=Together.of(holds, names, [subjects(rule.when) for rule in known.rules]),
        in_model={condition_hash([rule.when]): rule.id for rule in model.rules},
    )


def _told_apart(times: Times) -> np.ndarray:
    """A column for each part of the time but the first; none for a part without leads."""
    flags = [times.flags(place) for place in (1, 2)]
    return np.column_stack([np.zeros((len(times.part), 0)), *(each * 1.0 for each in flags if 0 < each.mean() < 1)])


def _tested(looked: _Looked, asked: Sequence[Candidate]) -> Iterator[_Tested]:
    for each in asked:
        place = looked.places[each.rule.id]
        test = _test(looked, asked, each)
        flags = looked.seen.holds[:, place], looked.seen.unknown[:, place]
        split = test.slope is not None and looked.times is not None
        parts = by_part(test, looked.seen, looked.times, *flags) if split and looked.times else None
        yield _Tested(each, place, test, parts)


def _test(looked: _Looked, asked: Sequence[Candidate], each: Candidate) -> SideTest:
    """A detail of a kind is tested beside the kind's other details; where those leave nothing of it, beside neither."""
    place, places = looked.places[each.rule.id], looked.places
    if not each.of_detail:
        return looked.tests.test(place)
    kind = [other for other in asked if other.name == each.name]
    whole = [places[other.rule.id] for other in kind if other.plain]
    others = [places[other.rule.id] for other in kind if other.form == DETAIL_EVER]
    found = looked.tests.test(place, without=whole, also=others)
    return looked.tests.test(place, without=whole) if found.like else found


def _signals(looked: _Looked, tested: Sequence[_Tested]) -> tuple[Signal, ...]:
    rates = _rates({each.place: each.test.slope.chance for each in tested if each.test.slope is not None})
    changes = _rates({each.place: each.parts.chance for each in tested if each.parts and each.parts.chance is not None})
    found = [_signal(looked, each, rates.get(each.place), changes.get(each.place)) for each in tested]
    return tuple(sorted(found, key=lambda each: (each.rate is None, each.rate or 0.0, each.candidate.rule.name)))


def _rates(chances: Mapping[int, float]) -> dict[int, float]:
    return dict(zip(chances, false_discovery_rates(list(chances.values())), strict=True))


def _signal(looked: _Looked, tested: _Tested, rate: float | None, change: float | None) -> Signal:
    test, n, place = tested.test, looked.known.n, tested.place
    ratio, difference = _estimates(test, n, looked.known.caveat)
    word = _word(test, rate)
    return Signal(
        candidate=tested.candidate,
        held=test.held,
        not_held=test.not_held,
        unknown=test.unknown,
        odds_ratio=ratio,
        difference=difference,
        rate=rate,
        word=word,
        stability=_stability(looked, tested, change, word != "cannot tell"),
        unknown_share=test.unknown.n / n if n else 0.0,
        overlap=looked.together.overlap(place),
        in_model=looked.in_model.get(condition_hash([tested.candidate.rule.when])),
        main=place in looked.tests.mains,
    )


def _estimates(test: SideTest, n: int, caveat: str | None) -> tuple[Estimate, Estimate]:
    if test.slope is None:
        nothing = Estimate.unknown(test.reason or UNSETTLED, n)
        return nothing, nothing
    ratio, low, high = (math.exp(end) for end in test.slope.ends)
    gap, least, most = (difference_at(test.middle, test.held.n / n, end) for end in test.slope.ends)
    return Estimate(ratio, low, high, n, caveat), Estimate(gap, least, most, n, caveat)


def _word(test: SideTest, rate: float | None) -> Word:
    if test.slope is None or rate is None or rate > FALSE_SHARE:
        return "cannot tell"
    return "more" if test.slope.log_odds > 0 else "less"


def _stability(looked: _Looked, tested: _Tested, change: float | None, called: bool) -> Stability:
    if looked.times is None:
        return Stability("cannot tell", NO_DATES)
    if tested.parts is None:
        return Stability("cannot tell", tested.test.reason or UNSETTLED)
    return stability(tested.parts, change, called, FALSE_SHARE)


def _read(
    known: KnownLeads, found: tuple[Signal, ...], left_out: tuple[LeftOut, ...], beside: int, reason: str | None
) -> Signals:
    tests = sum(each.rate is not None for each in found)
    outcome = known.past.target.name
    return Signals(
        signals=found,
        left_out=left_out,
        tests=tests,
        beside=beside,
        n=known.n,
        hits=known.hits,
        accounts=len(np.unique(known.account)),
        outcome=outcome,
        horizon=known.past.horizon,
        denominator=known.past.denominator,
        false_share=FALSE_SHARE,
        reason=reason,
        sentence=_sentence(found, tests, OUTCOME_WORDS[outcome], reason),
    )


def _sentence(found: Sequence[Signal], tests: int, became: str, reason: str | None) -> str:
    if reason is not None:
        return f"History can tell of no signal: {reason}."
    if not tests:
        return f"None of {counted(len(found), 'question')} can be tested on this data; why stands beside each."
    more, less = (sum(each.word == word for each in found) for word in ("more", "less"))
    return (
        f"Of {counted(tests, 'question')} tested together, leads with {more} of them became {became} more often and "
        f"with {less} less often; for {tests - more - less} history cannot tell. Of those called, no more than "
        f"{100 * FALSE_SHARE:.0f} % are expected to be called wrongly."
    )
