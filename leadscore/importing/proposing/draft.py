"""A proposed mapping while it is being written: its lines by table, what its columns mean, and what it has to ask."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from leadscore.importing.mappings.spelling import quoted
from leadscore.importing.proposing.answers import NOBODY, About, Answers
from leadscore.importing.proposing.guesses import Column
from leadscore.importing.proposing.inspection import FileInspection
from leadscore.importing.proposing.meanings import Confidence, Meaning, Question
from leadscore.importing.proposing.synonyms import key

Lines = list[str]


@dataclass(slots=True)
class Proposal:
    """The lines of a mapping by table, and what a person should check in it."""

    crm: str | None
    folder: Path
    answers: Answers = NOBODY
    zone: str = "UTC"
    """The likely zone of times without an offset."""
    tables: dict[str, Lines] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    needs_zone: bool = False
    asked: Lines = field(default_factory=list)
    """Lines to be filled in by a person, commented out."""
    questions: list[Question] = field(default_factory=list)
    meanings: list[Meaning] = field(default_factory=list)
    totals: list[str] = field(default_factory=list)

    def add(self, table: str, lines: Lines) -> None:
        """One more source of a table."""
        self.tables.setdefault(table, []).extend(lines)

    def ask(self, question: Question) -> str | None:
        """Put a question; returns what holds until it is answered, and from then on."""
        answered = replace(question, answer=self._fitting(question))
        if answered.about not in [each.about for each in self.questions]:
            self.questions.append(answered)
        return answered.taken

    def means(self, headers: Headers, column: Column, becomes: str, confidence: Confidence, why: str) -> None:
        """Note what a column is taken for."""
        read = (About(each, headers.name, column.name) for each in ("format", "decimal"))
        settled = confidence == "ask" and any(self.answers.of(each) is not None for each in read)
        said = settled or self.answers.of(About("column", headers.name, column.name)) == becomes
        noted = Meaning(headers.name, column.name, becomes, confidence, why)
        self.meanings.append(replace(noted, confidence="said", why="You said so.") if said else noted)

    def text(self) -> str:
        """The proposal as the text of a mapping file."""
        head = [f"# Proposed from {self.crm or 'the column names'}. Check every line marked with a question mark."]
        head += [f"# ? {' '.join(doubt.split())}" for doubt in dict.fromkeys(self.doubts)]
        head += self._stated()
        body = [line for table, lines in self.tables.items() for line in (f"{table}:", *lines)]
        return "\n".join([*head, *body, *self.asked]) + "\n"

    def _stated(self) -> Lines:
        """What holds for the whole mapping."""
        zone, said = About("zone"), []
        if self.needs_zone and self.answers.of(zone) is not None:
            said.append(f"zone: {self.answers.of(zone)}")
        elif self.needs_zone:
            said.append(f"zone: {self.zone}    # ? times without an offset: state your own, like Europe/Berlin")
        captured = [about.column for about, answer in self.answers.about("captured") if answer == "yes"]
        for name, words in (("missing", self.missing), ("totals_today", self.totals), ("captured_at_form", captured)):
            if words:
                said.append(f"{name}: [{', '.join(map(quoted, dict.fromkeys(words)))}]")
        return said

    def _fitting(self, question: Question) -> str | None:
        """The answer to a question, if it is one that can be given."""
        answer = self.answers.of(question.about)
        free = question.about.subject in ("zone", "word", "exported")
        return answer if free or answer in [choice.value for choice in question.choices] else None


_NOTES = re.compile(r"[ _.-]+(utc|gmt|local|raw|iso)$", re.IGNORECASE)
"""What some exports add to the name of a time."""


class Headers:
    """The columns of a file by their keys; what a person said of a column goes before its name."""

    def __init__(self, file: FileInspection, answers: Answers = NOBODY) -> None:
        self.file = file
        said = ((about, answer) for about, answer in answers.about("column") if about.file == self.name)
        self.said = {about.column: answer for about, answer in said}
        free = [column for column in file.columns if column.name not in self.said]
        self._by_key = {key(column.name.rpartition(" - ")[2]): column for column in reversed(free)}
        self._by_key |= {key(column.name): column for column in reversed(free)}
        self._by_key = {key(_NOTES.sub("", column.name)): column for column in free} | self._by_key

    @property
    def name(self) -> str:
        """The file as messages name it."""
        return Path(self.file.file).name

    def first(self, keys: Iterable[str]) -> Column | None:
        """The column of the first key that the file has."""
        return next((self._by_key[each] for each in keys if each in self._by_key), None)

    def named(self, becomes: str, keys: Iterable[str]) -> Column | None:
        """The column that a person gave a meaning, else the column of the first key."""
        return next(self.said_to_be(becomes), None) or self.first(keys)

    def said_to_be(self, becomes: str) -> Iterator[Column]:
        """The columns that a person gave a meaning."""
        return (column for column in self.file.columns if self.said.get(column.name) == becomes)

    def has(self, *keys: str) -> bool:
        """Whether any of the keys is there."""
        return any(each in self._by_key for each in keys)


def file_lines(proposal: Proposal, headers: Headers) -> Lines:
    """The opening lines of a source: its file, sheet and dialect."""
    file = headers.file
    lines = [f"  - file: {quoted(os.path.relpath(file.file, proposal.folder))}"]
    if file.sheet is not None:
        lines.append(f"    sheet: {quoted(file.sheet)}")
    said = {"delimiter": file.delimiter, "encoding": file.encoding} if file.format == "text" else {}
    parts = [f"{name}: {quoted(value)}" for name, value in said.items() if value]
    parts += [f"header_row: {file.header_row}"] if file.header_row != 1 else []
    return [*lines, f"    dialect: {{{', '.join(parts)}}}"] if parts else lines
