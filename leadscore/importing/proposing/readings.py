"""How a column's cells are to be read, as lines of a mapping: dates, numbers and words; asked where nobody can tell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from leadscore.importing.mappings.spelling import quoted, values
from leadscore.importing.proposing import synonyms
from leadscore.importing.proposing.answers import About
from leadscore.importing.proposing.draft import Headers, Proposal
from leadscore.importing.proposing.guesses import Column
from leadscore.importing.proposing.meanings import LEFT_OUT, Choice, Question, spoken, stage_choices
from leadscore.importing.proposing.synonyms import key

_INSTANTS = ("occurred_at", "entered_at", "opened_at", "closed_at", "changed_at")
_NUMBERS = ("amount", "value", "score")
_MARK_WORDS = {".": "point", ",": "comma"}


def said(proposal: Proposal, table: str, name: str, headers: Headers, column: Column) -> str:
    """A field of a table as YAML, with the words, format or type that its column seems to need."""
    if name in _INSTANTS:
        return instant(proposal, headers, column)
    if name in _NUMBERS and (column.spelled or column.decimal) and table != "changes":
        return number(proposal, headers, column)
    if name == "outcome":
        return f"{{column: {quoted(column.name)}, values: {values(_outcomes(proposal, headers, column))}}}"
    if name == "kind":
        words = kinds(proposal, headers, column)
    elif name == "stage":
        words = stages(proposal, headers, column)
    else:
        return quoted(column.name)
    telling = {word: meant for word, meant in words.items() if meant not in (word, LEFT_OUT)}
    changed = {word: meant for word, meant in telling.items() if word.strip().lower() != meant}
    return f"{{column: {quoted(column.name)}, values: {values(changed)}}}" if changed else quoted(column.name)


def left_out(proposal: Proposal, headers: Headers, column: Column) -> list[str]:
    """The words of a column whose rows a person wants to leave out."""
    about = (About("word", headers.name, column.name, word) for word, _ in column.words)
    return [each.word for each in about if proposal.answers.of(each) == LEFT_OUT]


def instant(proposal: Proposal, headers: Headers, column: Column) -> str:
    """A field of dates as YAML; notes when it needs a zone, and asks for the order of day and month."""
    if column.naive or column.type == "date":
        proposal.needs_zone = True
    form = column.format
    if column.both_ways:
        form = _order(proposal, headers, column) or form
    return f"{{column: {quoted(column.name)}, format: {quoted(form)}}}" if form else quoted(column.name)


def _order(proposal: Proposal, headers: Headers, column: Column) -> str | None:
    example = column.samples[0] if column.samples else ""
    choices = tuple(Choice(form, f"{example} is {_day(example, form)}") for form in column.both_ways)
    asks = f"Does the day or the month come first in '{column.name}'?"
    why = "Every date in it can be read both ways."
    about = About("format", headers.name, column.name)
    return proposal.ask(Question(about, asks, choices, None, why, confidence="ask"))


def _day(example: str, form: str) -> str:
    read = datetime.strptime(example, form)  # noqa: DTZ007 - only the day is shown
    return f"{read.day} {read:%B %Y}"


def number(proposal: Proposal, headers: Headers, column: Column) -> str:
    """A field of numbers that are not written plainly, as YAML; asks for the decimal mark where cells cannot tell."""
    mark = column.decimal
    if column.marks:
        mark = _mark(proposal, headers, column) or mark
    decimal = f', decimal: "{mark}"' if mark else ""
    return f"{{column: {quoted(column.name)}, type: number{decimal}}}"


def _mark(proposal: Proposal, headers: Headers, column: Column) -> str | None:
    example = next((each for each in column.samples if "." in each or "," in each), "5.000")
    words = {mark: f"The {_MARK_WORDS[mark]}: {example} is {_read(example, mark)}" for mark in column.marks}
    choices = tuple(Choice(mark, said) for mark, said in words.items())
    asks = f"Which is the decimal mark in '{column.name}'?"
    why = "Every point and comma in it could also group thousands."
    about = About("decimal", headers.name, column.name)
    return proposal.ask(Question(about, asks, choices, None, why, confidence="ask"))


def _read(example: str, mark: str) -> str:
    other = "," if mark == "." else "."
    whole, _, part = example.replace(other, "").partition(mark)
    return f"{whole}.{part}".rstrip("0").rstrip(".") if part else whole


def kinds(proposal: Proposal, headers: Headers, column: Column) -> dict[str, str]:
    """Every word of a column of kinds with the kind that it means; asked word by word."""
    known = known_words(column, synonyms.KIND_WORDS)
    if key(column.name) == synonyms.KIND_NUMBERED:
        known |= {word: kind for word, _ in column.words if (kind := synonyms.KIND_NUMBERS.get(word))}
    choices = tuple(Choice(kind, spoken(kind)) for kind in synonyms.KIND_WORDS)
    found = {}
    for word, rows in column.words:
        own = Choice(word, "As it is")
        asked = Question(
            About("word", headers.name, column.name, word),
            word,
            (own, *choices, Choice(LEFT_OUT, "Left out")),
            known.get(word, word),
            "What kind of activity it is",
            confidence="sure" if word in known else "likely",
            rows=rows,
        )
        found[word] = proposal.ask(asked) or word
    return found


def stages(proposal: Proposal, headers: Headers, column: Column) -> dict[str, str]:
    """Every word of a column of stages with the stage that it means; a word that nobody knows is left out."""
    known = known_words(column, synonyms.STAGE_WORDS)
    found = {}
    for word, rows in column.words:
        asked = Question(
            About("word", headers.name, column.name, word),
            word,
            stage_choices("No stage"),
            known.get(word, LEFT_OUT),
            "Which stage it is",
            confidence="sure" if word in known else "ask",
            rows=rows,
        )
        found[word] = proposal.ask(asked) or LEFT_OUT
    return found


def _outcomes(proposal: Proposal, headers: Headers, column: Column) -> dict[str, str]:
    """Every word of a deal's stage: won and lost by their synonyms, the others open."""
    known = known_words(column, {stage: synonyms.STAGE_WORDS[stage] for stage in ("won", "lost")})
    choices = tuple(Choice(word, word.capitalize()) for word in ("won", "lost", "open"))
    found = {} if column.words else {"": "open"}
    for word, rows in column.words:
        asked = Question(
            About("word", headers.name, column.name, word),
            word,
            choices,
            known.get(word, "open"),
            "What became of the deal",
            confidence="sure" if word in known else "likely",
            rows=rows,
        )
        found[word] = proposal.ask(asked) or "open"
    return found


def known_words(column: Column | None, meanings: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The words of a column that a synonym explains, with what they mean."""
    words = [word for word, _ in column.words] if column else []
    found = {word: next((m for m, keys in meanings.items() if key(word) in (m, *keys)), None) for word in words}
    return {word: meant for word, meant in found.items() if meant is not None}
