"""A proposed mapping while it is being written: its lines by table, and how columns are said in YAML."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from leadscore.importing import synonyms
from leadscore.importing.guesses import Column
from leadscore.importing.inspection import FileInspection
from leadscore.importing.synonyms import key

Lines = list[str]

_INSTANTS = ("occurred_at", "entered_at", "opened_at", "closed_at", "changed_at")
_NUMBERS = ("amount", "value", "score")


@dataclass(slots=True)
class Proposal:
    """The lines of a mapping by table, and what a person should check in it."""

    crm: str | None
    folder: Path
    tables: dict[str, Lines] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    needs_zone: bool = False
    asked: Lines = field(default_factory=list)
    """Lines to be filled in by a person, commented out."""

    def add(self, table: str, lines: Lines) -> None:
        """One more source of a table."""
        self.tables.setdefault(table, []).extend(lines)

    def text(self) -> str:
        """The proposal as the text of a mapping file."""
        head = [f"# Proposed from {self.crm or 'the column names'}. Check every line marked with a question mark."]
        head += [f"# ? {' '.join(doubt.split())}" for doubt in dict.fromkeys(self.doubts)]
        if self.needs_zone:
            head.append("zone: UTC    # ? times without an offset: state your own, like Europe/Berlin")
        if self.missing:
            head.append(f"missing: [{', '.join(map(quoted, dict.fromkeys(self.missing)))}]")
        body = [line for table, lines in self.tables.items() for line in (f"{table}:", *lines)]
        return "\n".join([*head, *body, *self.asked]) + "\n"


_NOTES = re.compile(r"[ _.-]+(utc|gmt|local|raw|iso)$", re.IGNORECASE)
"""What some exports add to the name of a time."""


class Headers:
    """The columns of a file by their keys."""

    def __init__(self, file: FileInspection) -> None:
        self.file = file
        self._by_key = {key(column.name.rpartition(" - ")[2]): column for column in reversed(file.columns)}
        self._by_key |= {key(column.name): column for column in reversed(file.columns)}
        self._by_key = {key(_NOTES.sub("", column.name)): column for column in file.columns} | self._by_key

    @property
    def name(self) -> str:
        """The file as messages name it."""
        return Path(self.file.file).name

    def first(self, keys: Iterable[str]) -> Column | None:
        """The column of the first key that the file has."""
        return next((self._by_key[each] for each in keys if each in self._by_key), None)

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


def said(proposal: Proposal, table: str, name: str, column: Column) -> str:
    """A field of a table as YAML, with the words, format or type that its column seems to need."""
    if name in _INSTANTS:
        return instant(proposal, column)
    if name in _NUMBERS and (column.spelled or column.decimal) and table != "changes":
        return number(column)
    if name == "outcome":
        return f"{{column: {quoted(column.name)}, values: {values(_outcomes(column))}}}"
    words = known_words(column, {"stage": synonyms.STAGE_WORDS, "kind": synonyms.KIND_WORDS}.get(name, {}))
    changed = {word: meant for word, meant in words.items() if word.strip().lower() != meant}
    return f"{{column: {quoted(column.name)}, values: {values(changed)}}}" if changed else quoted(column.name)


def instant(proposal: Proposal, column: Column) -> str:
    """A field of dates as YAML; notes when it needs a zone."""
    proposal.needs_zone = proposal.needs_zone or column.naive or column.type == "date"
    return (
        f"{{column: {quoted(column.name)}, format: {quoted(column.format)}}}" if column.format else quoted(column.name)
    )


def number(column: Column) -> str:
    """A field of numbers that are not written plainly, as YAML."""
    decimal = f', decimal: "{column.decimal}"' if column.decimal else ""
    return f"{{column: {quoted(column.name)}, type: number{decimal}}}"


def _outcomes(column: Column) -> dict[str, str]:
    """Every word of a deal's stage: won and lost by their synonyms, the others open."""
    known = known_words(column, {stage: synonyms.STAGE_WORDS[stage] for stage in ("won", "lost")})
    return {word: known.get(word, "open") for word, _ in column.words} | ({"": "open"} if not column.words else {})


def known_words(column: Column | None, meanings: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """The words of a column that a synonym explains, with what they mean."""
    words = [word for word, _ in column.words] if column else []
    found = {word: next((m for m, keys in meanings.items() if key(word) in (m, *keys)), None) for word in words}
    return {word: meant for word, meant in found.items() if meant is not None}


def values(words: dict[str, str]) -> str:
    """Words and their meanings as YAML."""
    return "{" + ", ".join(f"{quoted(word)}: {quoted(meant)}" for word, meant in words.items()) + "}"


def quoted(text: str | None) -> str:
    """A text as YAML: bare where that is safe, else in double quotes."""
    text = text or ""
    bare = text.replace(" ", "").replace("_", "").replace("-", "a").replace("/", "a").replace(".", "a")
    plain = bare.isalnum() and bare.isascii() and not bare[0].isdigit() and text == text.strip()
    safe = plain and text[0].isalpha() and text.lower() not in ("true", "false", "null", "nan")
    return text if safe else json.dumps(text, ensure_ascii=False)
