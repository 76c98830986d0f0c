"""Readiness of the people: objectives, alignment of sales and marketing, trust, and a feedback loop that answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from leadscore.model import Model
from leadscore.vocabulary import TEAMS, counted
from leadscore.workshop.agenda import Stored
from leadscore.workshop.lamps import QUARTER
from leadscore.workshop.pillars import OFTEN, QUICK, SLOW, VOTED, WAITED, Asked, Heard
from leadscore.workshop.pillars import continuous_feedback as heard_lamp
from leadscore.workshop.pillars import sales_involvement as voted_lamp
from leadscore.workshop.predictive.checklist import NO_STATE, Item, Part, met, of_colour, unknown
from leadscore.workshop.prepare import State
from leadscore.workshop.pulse import FEWEST, Felt, Reading, since

TRUSTING = 2 / 3
"""Where a third of sales does not call because of the score, a machine's points would not be called either."""

ENOUGH_RATINGS = OFTEN
"""Ratings of a month: fewer are one person's mood, and nobody would notice that points have gone wrong."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What people decided and said; `stored` is what the last workshop left behind, None where there was none.

    goals: those that both share, in a workshop or the agreement; signed: by both teams; asked, heard, felt as the lamps
    and the pulse take them; of_month: ratings of the last 30 days.
    """

    today: date
    stored: Stored | None = None
    goals: int = 0
    signed: bool = False
    asked: Asked = field(default_factory=Asked)
    heard: Heard | None = None
    of_month: int = 0
    felt: tuple[Felt, ...] = ()


def defined_objectives(decided: Decided | None) -> Item:
    """Whether both teams wrote down what the score is for."""
    question = "Is it written down what the score is for, and by what both teams are measured?"
    parts = (*(_objectives(decided, team) for team in TEAMS), _goals(decided))
    return Item("objectives", "Defined objectives", question, parts, "workshop")


def _objectives(decided: Decided | None, team: str) -> Part:
    name, rule = f"Objectives of {team}", "at least 1: a machine needs to be told what it is to be good at"
    if decided is None:
        return unknown(name, NO_STATE, rule)
    found = 0 if decided.stored is None else decided.stored.objectives.get(team, 0)
    return Part(name, _many(found), met(found > 0), rule)


def _goals(decided: Decided | None) -> Part:
    name, rule = "Goals that both share", "at least 1, in the workshop or the agreement"
    if decided is None:
        return unknown(name, NO_STATE, rule)
    return Part(name, _many(decided.goals), met(decided.goals > 0), rule)


def sales_alignment(model: Model, decided: Decided | None) -> Item:
    """Whether both teams stand behind the points that a machine would change."""
    question = "Do both teams stand behind the points that a machine would change?"
    return Item("alignment", "Sales alignment", question, tuple(_alignment(model, decided)), "agreement")


def _alignment(model: Model, decided: Decided | None) -> list[Part]:
    signed, votes, quarrels = "Signed by both teams", "Points with a sales vote", "Disagreements left open"
    by_both = "both, on one text: else it is one team's machine"
    share = f"at least {100 * VOTED:.0f} %: what sales never voted on is not agreed"
    none = "none: each rule that the last workshop voted on has settled points"
    if decided is None:
        return [unknown(name, NO_STATE, rule) for name, rule in ((signed, by_both), (votes, share), (quarrels, none))]
    sign = voted_lamp(model, decided.asked, decided.today).signs[0]
    return [
        Part(signed, "yes" if decided.signed else "no", met(decided.signed), by_both),
        Part(votes, sign.found, of_colour(sign.colour), share),
        _quarrels(quarrels, decided.stored, none),
    ]


def _quarrels(name: str, stored: Stored | None, rule: str) -> Part:
    if stored is None or not stored.rounds_revealed:
        return unknown(name, "no vote was revealed yet", rule)
    left = len(stored.rules_voted - stored.rules_settled)
    return Part(name, counted(left, "rule") if left else "none", met(not left), rule)


def trust(decided: Decided | None) -> Item:
    """Whether sales says that it would call a lead because of the score."""
    question = "Does sales trust the score enough to call because of it?"
    return Item("trust", "Trust", question, (_trust(decided),), "workshop")


def _trust(decided: Decided | None) -> Part:
    name = "People in sales who trust it (4 or 5)"
    rule = (
        f"at least {100 * TRUSTING:.0f} % of at least {FEWEST} answers of the last {QUARTER} days: who does not trust "
        "the agreed points will not call for a machine's"
    )
    if decided is None:
        return unknown(name, NO_STATE, rule)
    recent = since(decided.felt, decided.today - timedelta(days=QUARTER))
    found = next((each for each in recent if (each.question, each.team) == ("trust", "sales")), None)
    if found is None or found.high.value is None:
        return unknown(name, _nobody(decided, recent), rule)
    low, high = 100 * (found.high.low or 0), 100 * (found.high.high or 0)
    told = f"{100 * found.high.value:.0f} % ({low:.0f} to {high:.0f}), n = {found.n}"
    return Part(name, told, met(found.high.value >= TRUSTING), rule)


def _nobody(decided: Decided, recent: tuple[Reading, ...]) -> str:
    if not decided.felt:
        return "nobody was asked yet"
    if not any(each.n for each in recent):
        last = max(each.at for each in decided.felt)
        return f"the last answers are of {last:%d %b %Y}: ask again"
    return f"fewer than {FEWEST} answers of sales, or so few of marketing that sales could be read off the rest"


def feedback_loop(decided: Decided | None) -> Item:
    """Whether sales says when a score is wrong, and somebody answers."""
    question = "Would anybody notice that the points have gone wrong, and say so?"
    parts = tuple(_feedback(None if decided is None else decided.heard, decided))
    return Item("feedback", "Feedback loop", question, parts, "feedback")


def _feedback(heard: Heard | None, decided: Decided | None) -> list[Part]:
    often = f"at least {ENOUGH_RATINGS} in 30 days and one in 14: fewer would notice nothing"
    quick = f"within {SLOW.days} days, better {QUICK.days}: who gets no answer stops saying anything"
    waiting = f"none older than {WAITED.days} days"
    if heard is None or decided is None:
        names = ("Ratings", "Median time to the first reply", "Disputes without a verdict")
        return [unknown(name, NO_STATE, rule) for name, rule in zip(names, (often, quick, waiting), strict=True)]
    told = f"{decided.of_month:,} in 30 days, {heard.lately:,} in 14, {heard.all:,} in all"
    enough: State = met(decided.of_month >= ENOUGH_RATINGS and heard.lately > 0)
    *_, reply, disputes = heard_lamp(heard).signs
    return [
        Part("Ratings", told, enough, often),
        Part(reply.name, reply.found, of_colour(reply.colour, ("green", "amber")), quick),
        Part(disputes.name, disputes.found, of_colour(disputes.colour, ("green", "amber")), waiting),
    ]


def _many(found: int) -> str:
    return f"{found:,}" if found else "none"
