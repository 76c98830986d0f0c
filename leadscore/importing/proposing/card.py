"""The mapping card: every column of every file with what it is taken for, how sure that is, and what must be asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from leadscore.importing.mappings import captured
from leadscore.importing.proposing.answers import NOBODY, About, Answers
from leadscore.importing.proposing.draft import Headers, Proposal
from leadscore.importing.proposing.guesses import Column
from leadscore.importing.proposing.inspection import FileInspection, Inspection
from leadscore.importing.proposing.meanings import (
    CONFIDENCE_WORDS,
    KEPT,
    LEFT_OUT,
    Confidence,
    Meaning,
    Question,
    choices_of,
    in_words,
)
from leadscore.importing.proposing.proposal import propose, role_in

ORDER: tuple[Confidence, ...] = tuple(CONFIDENCE_WORDS)


@dataclass(frozen=True, slots=True)
class Line:
    """One column: a few of its cells, what it is taken for, how sure that is, and why.

    `becomes` is its chief meaning; a column with more names them all in `said`.
    """

    column: str
    samples: tuple[str, ...]
    becomes: str
    said: str
    confidence: Confidence
    why: str


@dataclass(frozen=True, slots=True)
class FileCard:
    """One file: what it holds, what its columns can mean, and its columns, the uncertain first."""

    name: str
    read_as: str
    role: str
    asked: Question | None
    choices: dict[str, str]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """All files, all questions, and the mapping that they make.

    `attributes` are those that may have been captured at the form.
    """

    crm: str | None
    files: tuple[FileCard, ...]
    questions: tuple[Question, ...]
    doubts: tuple[str, ...]
    mapping: str
    attributes: tuple[str, ...]

    @property
    def open(self) -> tuple[Question, ...]:
        """The questions for whose answers an import has to wait."""
        return tuple(question for question in self.questions if question.open)

    @property
    def unknown(self) -> tuple[Question, ...]:
        """The questions of their own that nobody could guess, answered or not."""
        return tuple(question for question in self.whole if question.confidence == "ask")

    @property
    def whole(self) -> tuple[Question, ...]:
        """Questions of their own: those about words belong to tables, those about files to the files."""
        alone = [each for each in self.questions if each.about.subject not in ("word", "file")]
        return tuple(sorted(alone, key=lambda each: (not each.open, ORDER.index(each.confidence))))

    def tables(self) -> tuple[tuple[Question, ...], ...]:
        """The questions about words, a table for each column, those with unknown words first."""
        grouped: dict[tuple[str, str, str], list[Question]] = {}
        for each in self.questions:
            if each.about.subject == "word":
                grouped.setdefault((each.about.file, each.about.column, each.why), []).append(each)
        unsure = sorted(grouped.values(), key=lambda rows: min(ORDER.index(row.confidence) for row in rows))
        return tuple(tuple(rows) for rows in unsure)


def card_of(found: Inspection, answers: Answers = NOBODY, zone: str = "UTC") -> Card:
    """The card of inspected files under the answers that were given; `zone` is the likely one of local times."""
    proposal = propose(found.files, answers, zone)
    text = proposal.text()
    asked = [each.why for each in proposal.questions if each.about.subject == "file"]
    asked += [doubt for file in found.files for doubt in _of_columns(file)]
    offered = captured.attributes_of(text, found, stated=True) if proposal.tables else ()
    return Card(
        crm=proposal.crm,
        files=tuple(_file(proposal, file) for file in found.files),
        questions=tuple(proposal.questions),
        doubts=tuple(doubt for doubt in dict.fromkeys(proposal.doubts) if doubt not in asked),
        mapping=text,
        attributes=tuple(name for name in offered if name not in proposal.totals),
    )


def _file(proposal: Proposal, file: FileInspection) -> FileCard:
    headers = Headers(file, proposal.answers)
    role = role_in(proposal, headers)
    about = About("file", headers.name)
    lines = [_line(proposal, headers, column, role) for column in file.columns]
    return FileCard(
        name=headers.name,
        read_as=_read_as(file),
        role=role,
        asked=next((each for each in proposal.questions if each.about == about), None),
        choices=choices_of(role),
        lines=tuple(sorted(lines, key=_place)),
    )


def _of_columns(file: FileInspection) -> list[str]:
    """What is in doubt about columns: a question where they are used, and nothing to know where they are not."""
    name = Path(file.file).name
    return [f"{name}: column '{column.name}': {doubt}" for column in file.columns for doubt in column.doubts]


def _place(line: Line) -> tuple[int, bool]:
    """The uncertain first, then what becomes something, then what is only kept or left out."""
    return ORDER.index(line.confidence), line.becomes in (KEPT, LEFT_OUT)


def _line(proposal: Proposal, headers: Headers, column: Column, role: str) -> Line:
    found = [each for each in proposal.meanings if (each.file, each.column) == (headers.name, column.name)]
    if not found:
        why = "Nothing uses it." if role != LEFT_OUT else "The file is left out."
        said = headers.said.get(column.name) == LEFT_OUT
        found = [Meaning(headers.name, column.name, LEFT_OUT, "said" if said else "sure", why)]
    chief = _chief(found, role)
    return Line(
        column=column.name,
        samples=column.samples,
        becomes=chief.becomes,
        said=", and: ".join(dict.fromkeys(in_words(each.becomes) for each in found)),
        confidence=min((each.confidence for each in found), key=ORDER.index),
        why=" ".join(dict.fromkeys(each.why for each in found)),
    )


def _chief(found: Sequence[Meaning], role: str) -> Meaning:
    """The meaning that stands for a column of several: one that can be chosen for it."""
    return next((each for each in found if each.becomes in choices_of(role)), found[0])


def _read_as(file: FileInspection) -> str:
    sheet = f"sheet {file.sheet}" if file.sheet else ""
    encoding = file.encoding or ""
    rows = "no rows, only a header" if not file.sampled else f"{len(file.columns)} columns"
    return ", ".join(part for part in (Path(file.file).suffix.lstrip("."), sheet, encoding, rows) if part)
