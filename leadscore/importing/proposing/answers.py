"""What a person answered about files: each answer by what it is about, so that a proposal can be written from them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Subject = Literal[
    "zone", "file", "column", "format", "decimal", "flag", "word", "join", "missing", "captured", "exported"
]
"""zone: of times without an offset; file: what it holds; column: what it means; format: the order of day and month;
decimal: the mark; flag: the stage that a yes means; word: what a word of a column means; join: how a file names its
leads; missing: whether a word says that nothing is known; captured: whether an attribute was captured at the form;
exported: the day of an export."""


@dataclass(frozen=True, slots=True)
class About:
    """What an answer is about."""

    subject: Subject
    file: str = ""
    column: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything that was answered; without any, a proposal stands on its own guesses."""

    said: tuple[tuple[About, str], ...] = ()

    def of(self, about: About) -> str | None:
        """The answer, None where nobody gave one."""
        return dict(self.said).get(about)

    def saying(self, about: About, answer: str | None) -> Answers:
        """These answers with another one; None takes one back."""
        kept = {asked: said for asked, said in self.said if asked != about}
        return Answers(tuple((kept | ({about: answer} if answer is not None else {})).items()))

    def about(self, subject: Subject) -> Iterable[tuple[About, str]]:
        """The answers of one subject."""
        return ((asked, said) for asked, said in self.said if asked.subject == subject)


NOBODY = Answers()
"""Nobody was asked."""
