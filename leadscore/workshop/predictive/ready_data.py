"""Readiness of what was recorded: data integrity, consistent accuracy, enough outcomes, and a long enough history."""

from __future__ import annotations

from dataclasses import dataclass

from leadscore.estimate import Estimate
from leadscore.learning.leaks.impossible_dates import AT_HAND_OFF, ImpossibleDates
from leadscore.learning.leaks.lint import MANY
from leadscore.outcomes.consistency import FEWEST_ON_A_SIDE, Consistency, Quarter
from leadscore.outcomes.conversion import MOST_DAY_0
from leadscore.simulation import Lock
from leadscore.simulation.lock import FEWEST_OUTCOMES
from leadscore.simulation.replay import DAYS_A_MONTH
from leadscore.store.manifest import Manifest
from leadscore.vocabulary import counted
from leadscore.workshop.pillars import SILENT
from leadscore.workshop.predictive.checklist import Item, Part, met, unknown
from leadscore.workshop.prepare import State, ledger

MOST_REJECTED = 0.05
"""More rows refused than these are no typing errors but a kind of row that the past lacks."""

OUT_OF_ORDER = " before "
"""What cannot be is an order; rows after the data date are only newer than another table, and do not count anyway."""

QUARTERS = 2
"""One good quarter may be luck; two in a row, each beyond its interval, hardly are."""

PER_RULE = 10
"""With fewer outcomes for each rule, points that are fitted follow chance more than leads."""

COMFORTABLE = 20
"""From so many outcomes a rule on, fitted points hardly shrink on new leads."""

MONTHS = 12
"""A year holds each season once: less would take the season for an effect."""

CYCLES = 2
"""One cycle only shows the deals that close fast; the second shows the slow ones of the first."""

NO_DATA = "there are no data"


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the data and the past say; each None is something that nobody could find out, and `why` says why.

    impossible: kinds of dates that cannot be, none where all can; touches: whether it is known whom sales called;
    silent: rules that sleep or rest on today's values, of `all_rules`, and `silent_points` their share of the points;
    leaks: rules that look as if they knew the outcome; outcomes: those before the locked period, beside so many leads
    `without`, for `rules` that the data can answer as of T; mature_months: months of hand-offs whose horizon is over;
    cycle: days from hand-off to won in 8 of 10 wins.
    """

    manifest: Manifest | None = None
    impossible: tuple[ImpossibleDates, ...] | None = None
    touches: bool | None = None
    silent: int | None = None
    all_rules: int = 0
    silent_points: float = 0.0
    leaks: int | None = None
    why_no_leaks: str = "nobody has looked for leaks yet"
    accuracy: Consistency | None = None
    outcomes: int | None = None
    without: int | None = None
    rules: int = 0
    lock: Lock | None = None
    mature_months: int | None = None
    cycle: int | None = None
    why: str = NO_DATA


def data_integrity(found: Recorded) -> Item:
    """Whether the rows add up, and whether the rules rest on what was known then."""
    dates = (_impossible(found), _at_hand_off(found))
    parts = (_sums(found), _rejected(found), *dates, _touches(found), _silent(found), _leaks(found))
    question = "Can the rows be believed, and do the rules rest on what was known at the time?"
    return Item("integrity", "Data integrity", question, parts, "data")


def _sums(found: Recorded) -> Part:
    name, rule = "Rows read", "every table: read = accepted + rejected"
    if found.manifest is None:
        return unknown(name, found.why, rule)
    told, wrong = ledger(found.manifest)
    if wrong:
        return Part(name, wrong, "missing", rule)
    return Part(name, told, "ok", rule) if told else unknown(name, "the data came without a ledger", rule)


def _rejected(found: Recorded) -> Part:
    name, rule = "Rows refused", f"at most {100 * MOST_REJECTED:.0f} %: more is a kind of row that is missing"
    entries = {} if found.manifest is None else found.manifest.ledger
    read = sum(int(each.get("read", 0)) for each in entries.values())
    if not read:
        return unknown(name, found.why if found.manifest is None else "the data came without a ledger", rule)
    refused = sum(int(each.get("rejected", 0)) for each in entries.values())
    return Part(
        name, f"{refused:,} of {read:,} ({100 * refused / read:.1f} %)", met(refused <= MOST_REJECTED * read), rule
    )


def _impossible(found: Recorded) -> Part:
    name = "Dates that cannot be"
    rule = f"no kind of them in more than {100 * MANY:.0f} % of its rows: more is a field that is filled in afterwards"
    if found.impossible is None:
        return unknown(name, found.why, rule)
    in_disorder = (each for each in found.impossible if OUT_OF_ORDER in each.name)
    worst = max(in_disorder, key=lambda each: each.share, default=None)
    if worst is None:
        return Part(name, "none", "ok", rule)
    told = f"{worst.name}: {worst.n:,} of {worst.of:,} ({100 * worst.share:.1f} %)"
    return Part(name, told, met(worst.share <= MANY), rule)


def _at_hand_off(found: Recorded) -> Part:
    name = "Outcomes at the moment of the hand-off"
    rule = f"at most {100 * MOST_DAY_0:.0f} %: more is a stamp that a machine sets, or that is set afterwards"
    if found.impossible is None:
        return unknown(name, found.why, rule)
    here = next((each for each in found.impossible if each.name == AT_HAND_OFF), None)
    if here is None:
        return Part(name, "none", "ok", rule)
    told = f"{here.n:,} of {here.of:,} ({100 * here.share:.1f} %)"
    return Part(name, told, met(here.share <= MOST_DAY_0), rule)


def _touches(found: Recorded) -> Part:
    name, rule = "Who was called", "known: else a lead that nobody called looks like one that did not want"
    if found.touches is None:
        return unknown(name, found.why, rule)
    return Part(name, "known" if found.touches else "these data have no calls, meetings or e-mails of sales",
                met(found.touches), rule)  # fmt: skip


def _silent(found: Recorded) -> Part:
    name = "Rules on what the data cannot say as of then"
    rule = (
        f"at most {100 * SILENT:.0f} % of rules and points, asleep or on today's values: a machine would learn a hole"
    )
    if found.silent is None or not found.all_rules:
        return unknown(name, found.why if found.silent is None else "the model has no rules", rule)
    told = f"{found.silent} of {counted(found.all_rules, 'rule')}, {100 * found.silent_points:.0f} % of the points"
    few = found.silent <= SILENT * found.all_rules and found.silent_points <= SILENT
    return Part(name, told, met(few), rule)


def _leaks(found: Recorded) -> Part:
    name, rule = "Rules that know the outcome", "none: a machine puts all its points on them"
    if found.leaks is None:
        return unknown(name, found.why if found.manifest is None else found.why_no_leaks, rule)
    return Part(name, counted(found.leaks, "rule") if found.leaks else "none", met(not found.leaks), rule)


def consistent_accuracy(found: Recorded) -> Item:
    """Whether the signed points held what they promise, quarter after quarter."""
    name = "Consistent accuracy"
    question = (
        "Do leads above the cut-off convert more often, every quarter? These are the active model's own figures, as "
        "the Review has them: the lock keeps drafts out of its period, not these."
    )
    rule = (
        f"each of the last {QUARTERS} mature quarters: the difference above 0 beyond its interval, with "
        f"{FEWEST_ON_A_SIDE} worked leads at least on both sides"
    )
    accuracy = found.accuracy
    if accuracy is None or accuracy.reason is not None or len(accuracy.quarters) < QUARTERS:
        why = found.why if accuracy is None else accuracy.reason or _too_few_quarters(accuracy)
        return Item("accuracy", name, question, (unknown("Quarters", why, rule),), "review")
    parts = tuple(_quarter(each, accuracy.cut_off, rule) for each in accuracy.quarters[-QUARTERS:])
    return Item("accuracy", name, question, parts, "review")


def _too_few_quarters(accuracy: Consistency) -> str:
    return f"needs {QUARTERS} quarters that are mature as a whole, has {len(accuracy.quarters)}"


def _quarter(each: Quarter, cut_off: str, rule: str) -> Part:
    name, gap = f"{each.name}, at the {cut_off.upper()} cut-off", each.difference
    fewest = min(each.above.n, each.below.n)
    if gap.value is None or gap.low is None or gap.high is None or fewest < FEWEST_ON_A_SIDE:
        why = f"needs {FEWEST_ON_A_SIDE} worked leads on both sides, has {each.above.n} above and {each.below.n} below"
        return unknown(name, why, rule)
    told = f"{_rate(each.above)} above, {_rate(each.below)} below: {_points(gap)}"
    state: State = "ok" if gap.low > 0 else "missing" if gap.high < 0 else "cannot_tell"
    return Part(name, told if state != "cannot_tell" else f"{told}; it may be none", state, rule)


def _rate(rate: Estimate) -> str:
    return f"{100 * (rate.value or 0):.0f} % (n = {rate.n:,})"


def _points(gap: Estimate) -> str:
    low, high = gap.low or 0, gap.high or 0
    return f"{100 * (gap.value or 0):+.0f} percentage points ({100 * low:+.0f} to {100 * high:+.0f})"


def enough_outcomes(found: Recorded) -> Item:
    """Whether there is enough to learn from, and enough left to judge by."""
    question = "Are there enough outcomes to fit points, and enough locked away to judge them?"
    return Item("outcomes", "Enough outcomes", question, (_per_rule(found), _locked(found)), "data")


def _per_rule(found: Recorded) -> Part:
    name = "Outcomes for each rule"
    rule = f"at least {PER_RULE}, better {COMFORTABLE}: with fewer, fitted points follow chance"
    if found.outcomes is None or not found.rules:
        return unknown(name, found.why if found.outcomes is None else "the data can answer no rule as of then", rule)
    rarer, what = found.outcomes, counted(found.outcomes, "outcome")
    if found.without is not None and found.without < rarer:
        rarer, what = found.without, f"{counted(found.without, 'lead')} without the outcome, the rarer kind,"
    each = rarer / found.rules
    told = f"{each:.1f} = {what} for {counted(found.rules, 'rule')}"
    return Part(name, told, met(each >= PER_RULE), rule)


def _locked(found: Recorded) -> Part:
    name, rule = "Outcomes in the locked period", f"at least {FEWEST_OUTCOMES}: with fewer, nothing could be confirmed"
    if found.lock is None:
        return unknown(name, found.why, rule)
    if found.lock.starts is None:
        return Part(name, str(found.lock.reason), "missing", rule)
    return Part(name, f"{found.lock.outcomes:,}", met(found.lock.outcomes >= FEWEST_OUTCOMES), rule)


def history(found: Recorded) -> Item:
    """Whether the past is as long as a year, and as the company's own sales cycle asks for."""
    question = "Is the past long enough to hold a year, and deals that close slowly?"
    return Item("history", "History", question, (_year(found), _two_cycles(found)), "data")


def _year(found: Recorded) -> Part:
    name, rule = "Months of mature hand-offs", f"at least {MONTHS}: less takes a season for an effect"
    if found.mature_months is None:
        return unknown(name, found.why, rule)
    return Part(name, str(found.mature_months), met(found.mature_months >= MONTHS), rule)


def _two_cycles(found: Recorded) -> Part:
    name, rule = "Sales cycles in them", f"at least {CYCLES}: one shows only the deals that close fast"
    if found.mature_months is None or found.cycle is None:
        why = found.why if found.mature_months is None else "too few wins say how long a cycle takes"
        return unknown(name, why, rule)
    cycles = found.mature_months * DAYS_A_MONTH / found.cycle
    return Part(name, f"{cycles:.1f} of {counted(found.cycle, 'day')}", met(cycles >= CYCLES), rule)
