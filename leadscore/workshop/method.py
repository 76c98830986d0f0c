"""The method in short, what a score is and is not for somebody who sells, and the words of the product."""

from __future__ import annotations

from dataclasses import dataclass

from leadscore.estimate import LEVEL
from leadscore.model.reach import HIGHEST_SCORE
from leadscore.outcomes.header import MEANINGS
from leadscore.simulation.lock import FEWEST_OUTCOMES
from leadscore.vocabulary import (
    BAND_WORDS,
    BANDS,
    DEFAULT_ARRIVAL_DAYS,
    DEFAULT_HORIZON_DAYS,
    STAGES,
    WORKED_WITHIN_DAYS,
)


@dataclass(frozen=True, slots=True)
class Way:
    """One step of the method: what is done, and the page where it is done."""

    title: str
    words: str
    page: str


METHOD = (
    Way(
        "Bring what happened",
        "Leads, what they did, who called them and what became of them, out of the CRM. Every row is taken or refused "
        "with a reason, and the sums are shown.",
        "data",
    ),
    Way(
        "Say what you believe, before you see",
        "Both teams vote on the points of each rule, alone and at once. Nobody follows the loudest voice, because "
        "there is none yet.",
        "workshop",
    ),
    Way(
        "Argue about what matters",
        "The votes are revealed. Where the teams differ, the product counts how many leads would change hands; most "
        "quarrels turn out to move hardly any.",
        "workshop",
    ),
    Way(
        "Ask the past, and believe it when it cannot tell",
        "Each slider stands beside what became of real leads that were worked, looked at with what was known when "
        "they were handed over. Small histories settle few questions, and the page says which.",
        "tune",
    ),
    Way(
        "Sign one model",
        "One person of each team signs the same text. From then on it is the active model everywhere; whoever changes "
        "a point needs both signatures again.",
        "agreement",
    ),
    Way(
        "Keep the score of the score",
        "Sales says of each lead whether it was any good, marketing answers, and once a month both look at the same "
        "figures and decide what to change.",
        "review",
    ),
)

IS = (
    "an order in which to call, for days on which there is no time to call everybody",
    "a reason to begin a conversation with: what this person did, and when",
    "a promise of marketing, written down: from this score on we hand over, and we are counted on it",
    "something that you can dispute with one tap, and somebody has to answer",
)
"""What lead scoring is for a person in sales."""

IS_NOT = (
    "a forecast of one deal: of two leads with the same score one buys, and nobody knows which",
    "a judgement of your work: what nobody called counts as unknown, never as lost",
    "a replacement for what you heard on the phone: no table holds that",
    "a machine that decides: people set the points, and people sign them",
)
"""What it is not."""


MACHINE = (
    "Points that people agreed on can be defended, and stay as they are until somebody changes them. A machine can fit "
    "points to what became of leads and do so again every month; then the cut-off can follow the volume as well. It "
    "needs many outcomes, it learns every mistake in the data, and nobody voted on what it finds.",
    "So it comes second. First the agreed points must be consistent, quarter after quarter, and trusted by those who "
    "call. The page Predictive checks that on your own figures: data that can be believed, objectives that are written "
    "down, both teams behind the points, accuracy that lasts, trust, feedback that is answered, outcomes enough, and a "
    "past that is long enough. Of what nobody knows it says so, and that counts as not ready.",
)
"""When a machine may refine the points, for the Guide; the two sentences on when to switch stand with the checklist."""

BASIC_OR_PREDICTIVE = (
    ("Where points come from", "votes, reveal, and two signatures", "fitted to outcomes, proposed as a draft"),
    ("When they change", "when both teams sign again", "with every import, if you let them"),
    ("The cut-off", "set by people, from capacity or a promise", "computed anew as the volume changes"),
    ("What it takes", "a past to look at, and a morning", "outcomes enough for each rule, and a lock to judge by"),
)
"""The two ways to score, side by side: what is compared, basic, predictive."""


def glossary() -> dict[str, str]:
    """The words of the product, each with its meaning, in alphabetical order."""
    return dict(sorted({**_WORDS, **_stages()}.items(), key=lambda each: each[0].lower()))


def _stages() -> dict[str, str]:
    """The stages that a lead goes through, by their names in the data."""
    return {f"Stage '{stage}'": f"{MEANINGS[stage].capitalize()}." for stage in STAGES}


_WORDS = {
    "Active model": "The model that scores everything: the version that both teams signed last; before any signature, "
    "the workspace's model file.",
    "Arrival": f"When a lead is looked at without waiting for a hand-off: {DEFAULT_ARRIVAL_DAYS} days after it was "
    "created, or at its hand-off if that came first. The model may state other days.",
    "Balance": "How the points are shared between what a lead is (demographic) and what it does (behavioural): of the "
    "points that can be reached, of those that leads were given, and of what makes scores differ.",
    "Band": f"What the score says, best first: {', '.join(BAND_WORDS[band] for band in BANDS)}. MQL and SQL are never "
    "names of bands.",
    "Cap and floor": "The most and the least that a group of rules can give together.",
    "Cut-off": "The score from which a lead is handed over (MQL) or ready for a call now (SQL).",
    "Data date": "The day until which these data are complete; what comes later does not count, and no figure looks at "
    "the clock of the machine.",
    "Episode": "From a hand-off until the lead is won, lost, sent back or ruled out; the next hand-off begins another.",
    "Hand-off": "The moment at which marketing gives a lead to sales: its first entry to the stage 'mql'. Evidence "
    "that came later does not count.",
    "Horizon": f"How long an outcome may take to count: {DEFAULT_HORIZON_DAYS['sql']} days for a confirmed SQL, "
    f"{DEFAULT_HORIZON_DAYS['opportunity']} for an opportunity, for won what eight of ten wins here took.",
    "Interval": f"Where the true rate lies in {100 * LEVEL:.0f} % of such histories; colleagues of one company count "
    "as deciding together.",
    "Knock-out": "A rule that puts a lead out, whatever its score.",
    "Lead Quality Score": "Of all hand-offs that are old enough, the share that became a confirmed SQL or an "
    "opportunity; always shown by its parts, the worked and those that nobody called.",
    "Lift": "How many times more often the leads at the top convert than all leads together.",
    "Locked period": "The latest quarter of hand-offs that are old enough: no slider looks at it, so it can be asked "
    f"once, honestly. It takes {FEWEST_OUTCOMES} outcomes at least.",
    "Mature": "Old enough to be judged: the horizon has passed by the data date.",
    "n": "How many leads a figure was counted on.",
    "Population": "Who is scored at all: the model says who is left out, for example customers and tests.",
    "Score": f"The sum of a lead's points after caps and floors, between 0 and {HIGHEST_SCORE:f}.",
    "Shadow scoring": "Two models that both stand fixed score the same new leads, so that neither was fitted to them.",
    "Sleeping rule": "A rule that asks for something these data do not have: it gives nothing, and says so.",
    "Worked": f"Somebody in sales tried at least once within {WORKED_WITHIN_DAYS} days of the hand-off, answered or "
    "not. What nobody worked is unknown, not lost.",
}
