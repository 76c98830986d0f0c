"""Two perspectives side by side: what each team answers on its own, what they share, and where they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from leadscore.errors import UsageError, did_you_mean
from leadscore.estimate import Estimate
from leadscore.evidence import Facts
from leadscore.model import Model
from leadscore.model.conditions import attributes_of, kinds_of, leaves
from leadscore.model.words import spoken
from leadscore.vocabulary import TEAMS


@dataclass(frozen=True, slots=True)
class Question:
    """One question to both teams; `words` are what can be chosen, empty where the data's own signals can."""

    id: str
    words: str
    choices: tuple[str, ...] = ()

    @property
    def of_signals(self) -> bool:
        """Whether the answer is chosen among the data's signals."""
        return not self.choices


QUESTIONS = (
    Question("good", "What makes a lead good?"),
    Question("ready", "What tells you that someone is ready to talk?"),
    Question("drop", "What makes you drop a lead at once?"),
    Question(
        "after",
        "What happens to a lead in the days after its hand-over?",
        (
            "A person calls",
            "A person writes",
            "A sequence of mails",
            "Each rep decides",
            "Often nothing",
            "Do not know",
        ),
    ),
    Question(
        "fast",
        "How soon does somebody try?",
        ("Within an hour", "The same day", "Within three days", "Within a week", "Later", "Do not know"),
    ),
    Question(
        "back",
        "When does a lead come back to marketing?",
        ("When it does not answer", "When it is too early", "When sales rejects it", "Never", "Do not know"),
    ),
)
"""Answered by both teams without looking at the other's answers."""


@dataclass(frozen=True, slots=True)
class Said:
    """One person's answer to a question: the words chosen, and what was typed beside them."""

    team: str
    item: str
    words: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """A chosen word, and how many of each team chose it."""

    word: str
    sales: int
    marketing: int


@dataclass(frozen=True, slots=True)
class Compared:
    """One question: the words both teams chose, those of one alone, and the share of all words that both chose.

    `answered` counts people by team in the order of TEAMS; `texts` are (team, own words), in no figure.
    """

    question: Question
    shared: tuple[Word, ...]
    only_sales: tuple[Word, ...]
    only_marketing: tuple[Word, ...]
    overlap: Estimate
    answered: tuple[int, int]
    texts: tuple[tuple[str, str], ...]

    @property
    def words(self) -> int:
        """Distinct words chosen by anybody."""
        return len(self.shared) + len(self.only_sales) + len(self.only_marketing)


def question(item: str) -> Question:
    """The question of that id; UsageError where there is none."""
    known = {each.id: each for each in QUESTIONS}
    if item not in known:
        raise UsageError(f"There is no question '{item}'. {did_you_mean(item, known)}")
    return known[item]


def signals(facts: Facts, model: Model | None = None) -> tuple[str, ...]:
    """What a team can choose from: labels of the rules, then the kinds and attributes that no rule is about alone."""
    rules = model.rules if model is not None else ()
    alone = [about for rule in rules if len(about := subjects(rule.when)) == 1]
    told = frozenset().union(*alone)
    rest = [*sorted(facts.kinds or ()), *sorted(facts.attributes)]
    words = [*(rule.name for rule in rules), *(spoken(name) for name in rest if name not in told)]
    return tuple({_same(word): word for word in reversed(words)}.values())[::-1]


def subjects(condition: object) -> frozenset[str]:
    """The kinds of activity and the attributes that a condition looks at."""
    kinds = (kind for leaf in leaves(condition) for each in kinds_of(leaf) for kind in each)
    return frozenset(attributes_of(condition)) | frozenset(kinds)


def compare(asked: Question, said: Iterable[Said]) -> Compared:
    """Both teams' answers to one question; the overlap is unknown until both teams chose words."""
    answers = [each for each in said if each.item == asked.id and (each.words or each.text.strip())]
    spelled: dict[str, str] = {}
    chosen: dict[str, Counter[str]] = {team: Counter() for team in TEAMS}
    for each in answers:
        for word in each.words:
            spelled.setdefault(_same(word), word)
        chosen[each.team].update({_same(word) for word in each.words})
    sales, marketing = (chosen[team] for team in TEAMS)
    words = {key: Word(spelled[key], sales[key], marketing[key]) for key in spelled}
    shared = _most(each for each in words.values() if each.sales and each.marketing)
    return Compared(
        asked,
        shared,
        _most(each for each in words.values() if each.sales and not each.marketing),
        _most(each for each in words.values() if each.marketing and not each.sales),
        _overlap(len(shared), len(words), [team for team in TEAMS if not chosen[team]]),
        (sum(each.team == TEAMS[0] for each in answers), sum(each.team == TEAMS[1] for each in answers)),
        tuple((each.team, each.text.strip()) for each in answers if each.text.strip()),
    )


def compared(said: Sequence[Said]) -> tuple[Compared, ...]:
    """Every question in its order."""
    return tuple(compare(each, said) for each in QUESTIONS)


def _overlap(shared: int, words: int, silent: Sequence[str]) -> Estimate:
    if silent:
        return Estimate.unknown(f"{' and '.join(silent)} chose no word yet", words)
    return Estimate.count(shared / words, words)


def _most(words: Iterable[Word]) -> tuple[Word, ...]:
    return tuple(sorted(words, key=lambda each: (-(each.sales + each.marketing), each.word)))


def _same(word: str) -> str:
    return " ".join(word.split()).casefold()
