"""What the sources claim, beside the company's own number; and where the sources contradict each other.

A claim is quoted, never promised: nothing of it was verified here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from leadscore.estimate import Estimate
from leadscore.model import Model, presets
from leadscore.model.sides import maximum_points
from leadscore.outcomes import Report
from leadscore.simulation.balance import normalise
from leadscore.workshop.objections import Live
from leadscore.workshop.pulse import Reading

MARK = "claimed by its source, not verified here"

NOT_ASKED = "nobody was asked yet"
NEEDS_BOTH = "needs two models that score the same new leads: shadow scoring, or a recorded random share of calls"
NO_BEFORE = "a change needs a before: compare the months after the signature with those before it"

SIX_WEEKS = 6
TEMPLATE, TEMPLATE_20 = "criteria_template", "criteria_template_trial_20"
TRIAL = "trial"
"""The rule about which the two templates differ."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One headline number of the sources in our words, as they quote it, and what this company has to hold beside it.

    `page` shows the company's own figure; it need not be of the same definition, and `live.label` says what it is.
    """

    about: str
    quoted: str
    live: Live
    page: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two things that the sources say of one matter, and what the product computes of it."""

    about: str
    one: str
    other: str
    computed: str
    page: str


def claims(report: Report, cycle: Report, pulse: Sequence[Reading]) -> tuple[Claim, ...]:
    """The six headline numbers; `report` has conversion, quality and ranking, `cycle` the family cycle.

    `pulse` are the latest answers to the two questions on trust, none where nobody was asked.
    """
    return (
        Claim(
            "Teams that agree on the rules of the score",
            "36 %",
            Live("People here who agree with the rules (4 or 5)", _felt(pulse, "agree")),
            "workshop",
        ),
        Claim(
            "Sales teams that do not trust the score",
            "73 %",
            Live(
                f"{_whose(pulse, 'trust', 'sales')} here who trust it (4 or 5): the opposite",
                _felt(pulse, "trust", "sales"),
            ),
            "workshop",
        ),
        Claim(
            "Leads that are ready for sales",
            "under 15 %",
            Live("Lead Quality Score: hand-offs that became SQL or opportunity", report.figure("lqs")),
            "review",
        ),
        Claim(
            "More conversions",
            "+35 %",
            Live("More conversions here", Estimate.unknown(NEEDS_BOTH)),
            "review",
        ),
        Claim(
            "A shorter sales cycle",
            "-25 %",
            Live(f"Median cycle here ({NO_BEFORE})", cycle.figure("cycle_median"), "days"),
            "review",
        ),
        Claim(
            "Conversion where leads are scored",
            "2 x",
            Live("The top fifth by score against all leads here", report.figure("lift_20"), "times"),
            "review",
        ),
    )


def contradictions(closes: str) -> tuple[Contradiction, ...]:
    """Where the sources disagree; `closes` says how many closes this company's own cycle lets expect by SIX_WEEKS."""
    first, second = presets.preset(TEMPLATE), presets.preset(TEMPLATE_20)
    brought = normalise(first)
    return (
        Contradiction(
            "Balance of behaviour to demography",
            f"The advice: {first.balance.behavioural:f} : {first.balance.demographic:f}",
            f"The template that comes with it: {_ratio(first)}",
            f"{_points(first)}; 'Normalise' on Tune makes it {_points(brought)}.",
            "tune",
        ),
        Contradiction(
            "Points for a product trial",
            f"One source: {first.rule(TRIAL).worth:f}",
            f"The other: {second.rule(TRIAL).worth:f}",
            f"{_points(first)} ({_ratio(first)}), or {_points(second)} ({_ratio(second)}). Neither says why; both come "
            "as presets, and what it changes for your leads stands on Tune.",
            "tune",
        ),
        Contradiction(
            "When a pilot can be judged by its closes",
            f"The plan: closed deals against initial scores in weeks 5 to {SIX_WEEKS}",
            "A close takes a whole sales cycle first",
            closes,
            "pilot",
        ),
    )


def _felt(pulse: Sequence[Reading], question: str, team: str | None = None) -> Estimate:
    """The share of yes to a question: of a team where it is told apart, else of all."""
    of = {each.team: each.high for each in pulse if each.question == question}
    return of.get(team) or of.get(None) or Estimate.unknown(NOT_ASKED)


def _whose(pulse: Sequence[Reading], question: str, team: str) -> str:
    """Of whom that share is: where a team is too small to be told apart, of both."""
    apart = any((each.question, each.team) == (question, team) for each in pulse) or not pulse
    return f"People in {team}" if apart else "People in both teams together"


def _ratio(model: Model) -> str:
    """`72 : 28`, of the points at most."""
    most = maximum_points(model)
    share = 100 * most["behavioural"] / sum(most.values())
    return f"{share:.0f} : {100 - share:.0f}"


def _points(model: Model) -> str:
    most = maximum_points(model)
    return f"{_short(most['behavioural'])} behavioural and {_short(most['demographic'])} demographic points"


def _short(points: Decimal) -> str:
    return f"{points:f}" if points != points.to_integral_value() else f"{points:.0f}"
