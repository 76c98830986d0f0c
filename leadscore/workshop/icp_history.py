"""The ICP held against the past: how many of the won, and of the worked, were inside it; who converted more often.

A lead of which a deciding fact is unknown is neither inside nor outside: it is a group of its own everywhere.
Lines that rest on today's value of an attribute decide nothing here, as everywhere in outcome figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from leadscore.estimate import AccountSums, Estimate, difference, proportion
from leadscore.evidence import Facts, Shelf, lens_of, units_column, unknown_column
from leadscore.model import Model, Rule
from leadscore.outcomes.cohort import Cohort
from leadscore.outcomes.conversion import rate, unknowable
from leadscore.outcomes.figure import Horizon
from leadscore.outcomes.horizon import horizon
from leadscore.outcomes.pasts import unscored_cohort
from leadscore.outcomes.rates import Split, counts, shares
from leadscore.outcomes.standing import NOT_LINKED, TARGETS, WON, Target, denominator, standing
from leadscore.outcomes.touches import follows_outcome
from leadscore.store.database import quoted
from leadscore.store.queries import Stage
from leadscore.vocabulary import WORKED_WITHIN_DAYS
from leadscore.workshop.icp import Line, Worksheet, as_model, held_against
from leadscore.workshop.lift import lift

INSIDE, OUTSIDE, UNKNOWN = GROUPS = ("inside", "outside", "unknown")

FEWEST_OUTCOMES = 5
"""Below so many outcomes of both groups together a lift is a few deals' accident."""


@dataclass(frozen=True, slots=True)
class Composition:
    """Of some leads the shares inside, outside, and unknown; together they are all of them."""

    of: str
    inside: Estimate
    outside: Estimate
    unknown: Estimate

    def of_group(self, group: str) -> Estimate:
        """The share of one of GROUPS."""
        found: Estimate = getattr(self, group)
        return found


@dataclass(frozen=True, slots=True)
class Conversion:
    """One outcome inside, outside and among the unknown; `lift` is inside over outside, `difference` inside less it."""

    outcome: str
    horizon: Horizon
    inside: Estimate
    outside: Estimate
    unknown: Estimate
    difference: Estimate
    lift: Estimate

    def of_group(self, group: str) -> Estimate:
        """The rate of one of GROUPS."""
        found: Estimate = getattr(self, group)
        return found


@dataclass(frozen=True, slots=True)
class History:
    """A worksheet and the past; `left_out` are lines (in words) that rest on today's value, and of what."""

    won: Composition
    worked: Composition
    conversions: tuple[Conversion, ...]
    denominator: str
    left_out: tuple[tuple[str, str], ...]
    reason: str | None = None
    """Why nothing can be said; None where something can."""

    def conversion(self, outcome: str) -> Conversion:
        """The conversion to that outcome; KeyError where it was not asked."""
        for each in self.conversions:
            if each.outcome == outcome:
                return each
        raise KeyError(outcome)


def icp_history(shelf: Shelf, worksheet: Worksheet, model: Model, before: datetime | None = None) -> History:
    """Hold a worksheet against the past, with the population, lens and horizons of a model.

    `before` (naive UTC) leaves out leads with T at or after it: a worksheet is a draft, and the locked period is not
    for drafts.  Raises ModelError where a line does not fit the data.
    """
    held_against(worksheet, shelf.facts)
    left_out = _todays(worksheet, shelf.facts)
    asked = tuple(line for line in worksheet.deciding if line.words not in dict(left_out))
    nothing = _nothing_to_ask(worksheet, asked)
    lens = lens_of(None, model.evaluation, shelf.database.manifest.zone)
    rules = _rules(asked)
    probe = as_model(rules, model) if rules else model.model_copy(update={"rules": ()})
    evidence = shelf.evidence(probe, lens)
    cohort = unscored_cohort(shelf, probe, lens)
    marked = _Marked(cohort, _icp(evidence.table, asked), nothing, before)
    return History(
        marked.won(),
        marked.worked(),
        tuple(marked.conversion(target) for target in TARGETS),
        denominator(cohort.facts),
        left_out,
        nothing,
    )


def _todays(worksheet: Worksheet, facts: Facts) -> tuple[tuple[str, str], ...]:
    asked = ((line.words, facts.todays(line.condition)) for line in worksheet.deciding)
    return tuple((words, ", ".join(names)) for words, names in asked if names)


def _nothing_to_ask(worksheet: Worksheet, asked: tuple[Line, ...]) -> str | None:
    if asked:
        return None
    if worksheet.deciding:
        return "every line that decides rests on today's value: what it was at T is not known"
    return "no line must be so or rules a lead out, so nobody is outside"


def _rules(asked: tuple[Line, ...]) -> tuple[Rule, ...]:
    conditions = [each for line in asked for each in line.conditions]
    return tuple(
        Rule.model_validate({"id": f"asked_{place}", "points": 0, "when": each})
        for place, each in enumerate(conditions)
    )


def _icp(evidence: str, asked: tuple[Line, ...]) -> Stage:
    """`icp_leads`: the standings with by_group one of GROUPS; a line holds where any of its conditions does."""
    fits, fails, place = [], [], 0
    for line in asked:
        columns = range(place, place + len(line.conditions))
        place = columns.stop
        holds = " OR ".join(f"{units_column(each)} > 0" for each in columns)
        unknown = " OR ".join(f"{unknown_column(each)} = 1" for each in columns)
        denied = f"NOT ({holds}) AND NOT ({unknown})"
        yes, no = (denied, holds) if line.need == "never" else (holds, denied)
        fits.append(f"({yes})")
        fails.append(f"({no})")
    group = f"CASE WHEN {' OR '.join(fails) or 'FALSE'} THEN '{OUTSIDE}' WHEN {' AND '.join(fits) or 'TRUE'} "
    return Stage(
        "icp_leads",
        "inside where every must holds and nothing rules it out, outside where one surely fails, else unknown",
        f"""SELECT standings.* REPLACE ({group}THEN '{INSIDE}' ELSE '{UNKNOWN}' END AS by_group)
FROM standings JOIN {quoted(evidence)} AS evidence USING (lead_id)""",
    )


@dataclass(frozen=True, slots=True)
class _Marked:
    """A cohort whose leads are marked by ICP; `nothing` says why that says nothing, if so."""

    cohort: Cohort
    icp: Stage
    nothing: str | None
    before: datetime | None

    def won(self) -> Composition:
        """All leads won by the data date, one a deal, whatever their horizon."""
        facts = self.cohort.facts
        dated = "reached AND standing NOT IN ('same_deal', 'undated', 'before')"
        inside = dated if facts.dated else "hit AND standing = 'counted'"
        reason = NOT_LINKED if facts.deals and not facts.linked_deals else None
        return self._composition("won leads", inside, reason, "no lead was won by the data date")

    def worked(self) -> Composition:
        """All leads handed over and worked, mature or not; as many of that as the data know."""
        facts = self.cohort.facts
        called = f"worked AND hand_off + INTERVAL {WORKED_WITHIN_DAYS} DAY <= $data_date"
        conditions = {"hand_off IS NOT NULL": facts.hand_offs, called: facts.hand_offs and facts.touches}
        inside = " AND ".join(["NOT same_deal", *(each for each, known in conditions.items() if known)])
        return self._composition(denominator(facts), inside, None, "there is no such lead")

    def conversion(self, target: Target) -> Conversion:
        """The rate of one outcome by group, as everywhere among leads whose outcome is known."""
        within = horizon(self.cohort, target.name)
        steps = (standing(target, self.cohort.facts), self.icp)
        days, counted = within.days or 0, self._open("standing = 'counted'")
        found = shares(self.cohort, {"hit": "hit"}, counted, steps, "icp_leads", days=days, before=self.before)["hit"]
        touched_after = {"n": f"{counted} AND hit AND touched_after"}
        after = counts(self.cohort, touched_after, steps, "icp_leads", days=days, before=self.before)["n"].all()
        reason = self.nothing or unknowable(self.cohort, target, within)
        reason = reason or follows_outcome(after.count, found.all().hits, target.words)
        inside, outside, unknown = (self._rate(found.group(each), reason) for each in GROUPS)
        hits = found.group(INSIDE).hits + found.group(OUTSIDE).hits
        times = lift(inside, outside)
        if times.known() and hits < FEWEST_OUTCOMES:
            times = Estimate.unknown(f"too few: needs {FEWEST_OUTCOMES} outcomes, has {hits}", times.n)
        return Conversion(target.name, within, inside, outside, unknown, difference(inside, outside), times)

    def _open(self, condition: str) -> str:
        """The condition, and outside of the locked period."""
        return condition if self.before is None else f"{condition} AND as_of < $before"

    def _rate(self, sums: AccountSums, reason: str | None) -> Estimate:
        return Estimate.unknown(reason, sums.n) if reason else rate(self.cohort.facts, sums)

    def _composition(self, of: str, inside: str, reason: str | None, nobody: str) -> Composition:
        hits = {group: f"by_group = '{group}'" for group in GROUPS}
        steps = (standing(WON, self.cohort.facts), self.icp)
        found: dict[str, Split[AccountSums]] = shares(
            self.cohort, hits, self._open(inside), steps, "icp_leads", days=0, before=self.before
        )
        unknown = self.nothing or reason
        parts = (
            Estimate.unknown(unknown, found[group].all().n) if unknown else proportion(found[group].all(), None, nobody)
            for group in GROUPS
        )
        return Composition(of, *parts)
