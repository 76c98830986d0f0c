"""The half day in the room: five steps, what to say in each, what each must leave behind, and whether time is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from leadscore.errors import UsageError, did_you_mean
from leadscore.vocabulary import TEAMS, counted

ROLES = {
    "sales_signs": "Signs for sales",
    "marketing_signs": "Signs for marketing",
    "keeps_model": "Keeps the model and changes its file",
    "answers_feedback": "Answers what sales says of a lead",
    "brings_data": "Brings the data every month",
}
"""Duties that somebody of the room must take, or nobody has them."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its planned minutes, what it is for, and what the facilitator says, asks and stops."""

    id: str
    minutes: int
    aim: str
    script: tuple[str, ...]


STEPS = (
    Step(
        "objectives",
        30,
        "Both teams say what they want from a score, and find what they want alike.",
        (
            "Say: for half an hour nobody defends a rule. We write down what each team needs a score for.",
            "Ask everyone first, alone and in silence: do you trust today's score, do you agree with its rules?",
            "Ask sales: which call of last month was a waste, and what should have told us?",
            "Ask marketing: which lead did you hand over with pride, and what became of it?",
            "Stop the first sentence about points: the number comes in the fourth step, from everybody at once.",
            "Close with one goal that both teams would be measured by, read aloud and typed in as it was said.",
        ),
    ),
    Step(
        "roles",
        20,
        "Every duty around the score gets a name, and every step of the hand-over an owner.",
        (
            "Ask everyone to answer the six questions alone; lay both sides beside each other once all have.",
            "Say: a rule without a name beside it is nobody's. We go through five duties and seven steps.",
            "Ask for each duty: who does this on Monday? Write a person, not a department.",
            "Let both teams fill the hand-over map without looking at the other's: who owns the step, within how long?",
            "Read out only the steps that differ, and let the person who does the work today speak first.",
            "Stop stories about single leads after one minute: note the lead, we look it up in the break.",
        ),
    ),
    Step(
        "icp",
        40,
        "One description of the company and person we want, held against the deals that were won.",
        (
            "Say: we describe whom we want to sell to, not who happens to answer.",
            "Ask sales to name three customers they would like ten times; write down what these three share.",
            "Ask for each line: must it be so, is it nice to have, or does it rule a lead out? Two musts are plenty.",
            "Only then show how many of the won leads fit, and read the interval aloud before the number.",
            "Stop when a line is bent until the number looks better: note it, and ask next quarter's leads.",
        ),
    ),
    Step(
        "consensus",
        75,
        "Points for each rule that both teams can live with, found without the loudest voice.",
        (
            "Say: everybody votes alone, nobody sees a vote until all are revealed, and there are five sizes only.",
            "Put at most eight rules to the vote at a time, and wait until both teams have finished.",
            "After the reveal, discuss only the rules that change who is handed over; take the middle for the rest.",
            "Ask the two people furthest apart to speak, one minute each, then vote once more.",
            "Write down for each weight why it is so, and who would have wanted it otherwise.",
            "Stop a debate that history cannot settle: say so, decide, and let the pilot tell.",
        ),
    ),
    Step(
        "next",
        25,
        "Somebody does something by a day: the pilot starts, and the next meeting has a date.",
        (
            "Say: what has no name and no day will not happen. We write both down, or we drop it.",
            "Ask for each open point: who, by when, and how will the other team notice?",
            "Ask everyone the first question again, alone: do you trust this score, do you agree with its rules?",
            "Read out the model that is to be signed, and ask each team for its signature.",
            "Stop at the planned minute, even with points open: they go on the list for the review.",
        ),
    ),
)
"""In the order of the room; about three hours."""

PLANNED_MINUTES = sum(step.minutes for step in STEPS)
_BY_ID = {step.id: step for step in STEPS}


@dataclass(frozen=True, slots=True)
class Stored:
    """What the room left behind so far, as counts; `objectives` by team."""

    objectives: Mapping[str, int] = field(default_factory=dict)
    goals: int = 0
    roles: frozenset[str] = frozenset()
    icp_lines: int = 0
    rounds_revealed: int = 0
    rules_voted: frozenset[str] = frozenset()
    rules_settled: frozenset[str] = frozenset()
    actions: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether a step is done: what it left behind, and what is still missing."""

    step: str
    stored: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def done(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


@dataclass(frozen=True, slots=True)
class Spent:
    """Time of one step: what was planned and what was spent, over all its turns."""

    step: str
    planned: timedelta
    spent: timedelta
    current: bool

    @property
    def over(self) -> timedelta:
        """How much longer than planned; nothing while it is within its time."""
        return max(timedelta(), self.spent - self.planned)

    @property
    def left(self) -> timedelta:
        """How much of the planned time is left."""
        return max(timedelta(), self.planned - self.spent)


def step(step_id: str) -> Step:
    """The step of that id; UsageError where there is none."""
    if step_id not in _BY_ID:
        raise UsageError(f"The agenda has no step '{step_id}'. {did_you_mean(step_id, _BY_ID)}")
    return _BY_ID[step_id]


def done(step_id: str, stored: Stored) -> Outcome:
    """Hold what was stored against what the step must leave behind."""
    found = _NEEDS[step(step_id).id](stored)
    return Outcome(
        step_id,
        tuple(words for words, there, _ in found if there),
        tuple(lacking for _, there, lacking in found if not there),
    )


_Need = tuple[str, bool, str]
"""What is stored in words, whether it is there, and what to say where it is not."""


def _objectives(stored: Stored) -> list[_Need]:
    by_team = {team: stored.objectives.get(team, 0) for team in TEAMS}
    needs = [(f"{counted(n, 'objective')} of {team}", n > 0, f"an objective of {team}") for team, n in by_team.items()]
    return [*needs, (counted(stored.goals, "shared goal"), stored.goals > 0, "a goal that both teams share")]


def _roles(stored: Stored) -> list[_Need]:
    return [(words, role in stored.roles, f"who {words[:1].lower()}{words[1:]}") for role, words in ROLES.items()]


def _icp(stored: Stored) -> list[_Need]:
    return [(f"a worksheet of {counted(stored.icp_lines, 'line')}", stored.icp_lines > 0, "a saved ICP worksheet")]


def _consensus(stored: Stored) -> list[_Need]:
    open_rules = len(stored.rules_voted - stored.rules_settled)
    rounds, settled = stored.rounds_revealed, len(stored.rules_settled)
    return [
        (f"{counted(rounds, 'round')} revealed", rounds > 0, "a revealed round of votes"),
        (
            f"points of {counted(settled, 'rule')} settled",
            settled > 0 and not open_rules,
            f"settled points of {counted(open_rules, 'rule')} that the room voted on"
            if open_rules
            else "settled points",
        ),
    ]


def _next(stored: Stored) -> list[_Need]:
    words = f"{counted(stored.actions, 'action')} with owner and date"
    return [(words, stored.actions > 0, "an action with an owner and a date")]


_NEEDS = {"objectives": _objectives, "roles": _roles, "icp": _icp, "consensus": _consensus, "next": _next}


def times(opened: datetime, starts: Sequence[tuple[str, datetime]], until: datetime) -> tuple[Spent, ...]:
    """Time spent in each step: `starts` are (step, instant) in their order, all naive UTC.

    The room opens in the first step; a step that is taken up again goes on counting.  `until` is this moment, or when
    the room was closed.  An instant before the one it follows spends nothing: clocks differ a little.
    """
    begun = [(STEPS[0].id, opened), *((step(each).id, at) for each, at in starts)]
    ends = [*(at for _, at in begun[1:]), until]
    spent = dict.fromkeys(_BY_ID, timedelta())
    for (each, at), end in zip(begun, ends, strict=True):
        spent[each] += max(timedelta(), end - at)
    current = begun[-1][0]
    return tuple(Spent(each.id, timedelta(minutes=each.minutes), spent[each.id], each.id == current) for each in STEPS)


def expected_end(spent: Sequence[Spent], now: datetime) -> datetime:
    """When the room ends if the rest of this step and every later one takes its planned time."""
    place = next(place for place, each in enumerate(spent) if each.current)
    return now + sum((each.left for each in spent[place:]), timedelta())
