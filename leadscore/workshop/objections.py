"""Six things that people say against a score, what to answer, and the company's own figures to say it with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from leadscore.estimate import Estimate
from leadscore.learning import Reach
from leadscore.model import Model
from leadscore.model.reach import highest_score, holds_for_a_pulse
from leadscore.outcomes import Report
from leadscore.outcomes.opinions import RepAgainstScore
from leadscore.vocabulary import BAND_WORDS, OUTCOME_WORDS

FAMILIES = ("conversion", "quality", "ranking", "cases")
"""The families of figures that the answers stand on."""

NOBODY_RATED = "nobody rated a lead yet"
NO_CUT_OFF = "this model has no cut-offs"

Unit = Literal["share", "times", "of", "points", "days"]


@dataclass(frozen=True, slots=True)
class Live:
    """One figure of this company: what it is, its estimate as the product has it elsewhere, and its unit.

    `of`: so many of n; `points`: of n rules together.
    """

    label: str
    estimate: Estimate
    unit: Unit = "share"


@dataclass(frozen=True, slots=True)
class Objection:
    """What people say, the answer in plain words, the figures behind it, and the page that shows more."""

    key: str
    says: str
    answer: str
    live: tuple[Live, ...]
    page: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the answers stand on: figures of all leads of FAMILIES, what history can settle, ratings against outcomes.

    asleep: how many rules this data cannot answer; `reach` and `rated` are None where there is nothing to say, and
    `why_no_reach` says why.
    """

    model: Model
    report: Report
    asleep: int = 0
    reach: Reach | None = None
    why_no_reach: str = "nobody has counted it"
    rated: RepAgainstScore | None = None

    @property
    def outcome(self) -> str:
        """The outcome of the model, in words."""
        return OUTCOME_WORDS[self.model.evaluation.outcome]


def objections(found: Evidence) -> tuple[Objection, ...]:
    """The six, in the order in which they are usually heard."""
    return (
        Objection(
            "black_box",
            "The score is a black box.",
            "It is a sum that you can check with a pencil. A lead's page lists every rule that gave or took points, "
            "the activities behind it with their dates, and what a cap cut off; the lines add up to the score exactly. "
            "Nothing is learned in secret: points change when both teams sign.",
            tuple(_of_rules(found)),
            "leads",
        ),
        Objection(
            "know_my_leads",
            "I know my leads better than any score.",
            "Often you do: what you heard on the phone is in no table. So say it, one tap on the lead. Who is right is "
            "not decided by rank but by what became of the leads that were worked; where it is you, the rule changes.",
            tuple(_of_ratings(found)),
            "feedback",
        ),
        Objection(
            "garbage",
            "Marketing sends us garbage.",
            "Maybe the leads are bad, maybe nobody called them; these are two different quarrels. The Lead Quality "
            "Score is taken apart into both, so each side sees its own half.",
            tuple(_of_quality(found)),
            "review",
        ),
        Objection(
            "clickers",
            "It puts people on top who click on everything.",
            "Opens and clicks prove a pulse and nothing else. What they can reach all together is computed from the "
            "rules, and a model in which that is enough to be handed over cannot be signed.",
            tuple(_of_clicks(found)),
            "cutoffs",
        ),
        Objection(
            "made_up",
            "The points are made up.",
            "At first they are what both teams believe, voted in secret and written down with the reason. Then the "
            "past is asked, rule by rule, and often it cannot tell. What it can tell stands beside the slider, with "
            "its interval.",
            tuple(_of_points(found)),
            "tune",
        ),
        Objection(
            "miss_deals",
            "It will make us miss deals.",
            "Any cut-off does, and so does a full calendar. What counts is how many, and they are listed by name every "
            "month. Few leads below the cut-off are called, so the true number is larger than the one that is seen.",
            tuple(_of_misses(found)),
            "review",
        ),
    )


def _of_rules(found: Evidence) -> Iterator[Live]:
    rules, scoring = len(found.model.rules), sum(bool(rule.worth) for rule in found.model.rules)
    yield Live("Rules that give or take points", Estimate.count(scoring, rules), "of")
    yield Live("Rules that these data can answer", Estimate.count(rules - found.asleep, rules), "of")


def _of_ratings(found: Evidence) -> Iterator[Live]:
    for rep, words in ((True, "Sales said good, the score said no"), (False, "The score said good, sales said no")):
        rate = Estimate.unknown(NOBODY_RATED) if found.rated is None else found.rated.rates[rep, not rep]
        yield Live(f"{words}: became {found.outcome}", rate)


def _of_quality(found: Evidence) -> Iterator[Live]:
    for name, label in (
        ("lqs", "Lead Quality Score"),
        ("lqs_worked_share", "Share that was worked"),
        ("lqs_rate_worked", "Rate among the worked"),
        ("lqs_rate_unworked", "Rate among those nobody called"),
    ):
        yield Live(label, found.report.figure(name))


def _of_clicks(found: Evidence) -> Iterator[Live]:
    model = found.model
    clicking = [rule for rule in model.rules if rule.worth > 0 and holds_for_a_pulse(rule.when)]
    most = highest_score(model, lambda rule: holds_for_a_pulse(rule.when))
    yield Live("Points that opens and clicks can reach together", Estimate.count(float(most), len(clicking)), "points")
    cut_offs = model.cut_offs
    handed = Estimate.unknown(NO_CUT_OFF) if cut_offs is None else Estimate.count(float(cut_offs.mql), len(model.rules))
    yield Live("Points from which a lead is handed over", handed, "points")


def _of_points(found: Evidence) -> Iterator[Live]:
    reach = found.reach
    settled = Estimate.unknown(found.why_no_reach) if reach is None else Estimate.count(reach.settled, len(reach.rules))
    yield Live("Rules whose effect this history can settle", settled, "of")
    yield Live("The top fifth by score against all", found.report.figure("lift_20"), "times")
    name = f"conversion_{found.model.evaluation.outcome}_by_band"
    for figure in found.report.figures:
        if figure.name == name and figure.group in BAND_WORDS:
            yield Live(f"Became {found.outcome} in band {BAND_WORDS[figure.group]}", figure.estimate)


def _of_misses(found: Evidence) -> Iterator[Live]:
    whose = f"those that became {found.outcome} among {found.report.header.denominator}"
    yield Live(f"At or above the cut-off, of {whose}", found.report.figure("recall"))
    yield Live("Won below the cut-off all the same", found.report.figure("missed_wins"), "of")
