"""The mapping card: what is uncertain is asked, what was decided is shown, column by column; all by clicks."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from leadscore.exporting.cells import safe_text
from leadscore.importing.proposing.card import Card, FileCard
from leadscore.importing.proposing.meanings import CONFIDENCE_WORDS, FILE_WORDS, LEFT_OUT, Question, in_words
from leadscore.vocabulary import counted
from pages._session import answered
from pages._session.showing import on_projector, plain
from pages._session.uploads import Brought

FEW = 4
"""So many choices stand side by side; more are a list to open."""


def show(held: Brought, card: Card) -> None:
    """What the files are, what must be said, what words mean, and every column of every file."""
    st.success(_files_in_words(card), title=_title(card))
    for doubt in card.doubts:
        st.caption(plain(f"To know: {doubt}"))
    likely = [question for question in card.whole if question not in card.unknown]
    if card.unknown:
        st.subheader("Only you can say")
        _questions(held, card.unknown)
    if likely or card.tables():
        st.subheader("Likely so: please look")
        _questions(held, likely)
    _words(held, card)
    st.subheader("Every column, and what it becomes")
    for file in sorted(card.files, key=lambda file: list(FILE_WORDS).index(file.role)):
        _file(held, file)
    _captured(held, card)


def _title(card: Card) -> str:
    return plain(f"An export from {card.crm}") if card.crm else "Plain files"


def _files_in_words(card: Card) -> str:
    used = [file for file in card.files if file.role != LEFT_OUT]
    said = "; ".join(f"{file.name}: {FILE_WORDS[file.role].partition(':')[0].lower()}" for file in used)
    rest = len(card.files) - len(used)
    return plain(f"{said or 'No file of leads was found'}." + (f" {counted(rest, 'file')} left out." if rest else ""))


def _questions(held: Brought, questions: Sequence[Question]) -> None:
    """Questions side by side, those that nobody can guess first."""
    places = st.columns(2, gap="medium")
    for place, question in enumerate(questions):
        with places[place % 2]:
            _question(held, question)
            if question.why:
                st.caption(plain(question.why))


def _question(held: Brought, question: Question) -> None:
    if question.about.subject == "exported":
        _day(held, question)
    else:
        _choice(held, question)


def _day(held: Brought, question: Question) -> None:
    """A day, chosen from a calendar; none where nobody knows."""
    key = _key(held, question)
    st.date_input(
        plain(question.asks),
        value=date.fromisoformat(question.taken) if question.taken else None,
        key=key,
        on_change=answered.day_by,
        args=(held, question.about, key),
    )


def _choice(held: Brought, question: Question) -> None:
    words = {choice.value: choice.words for choice in question.choices}
    words = words if question.taken in (None, *words) else {str(question.taken): str(question.taken), **words}
    key, values = _key(held, question), list(words)
    told = {"on_change": answered.answered_by, "args": (held, question.about, key), "key": key}
    label = plain(question.asks if question.rows is None or len(values) <= FEW else _with_rows(question))
    if len(values) <= FEW:
        st.segmented_control(
            label, values, default=question.taken, format_func=lambda value: plain(words[value]), wrap=True, **told
        )
    else:
        st.selectbox(
            label,
            values,
            index=values.index(question.taken) if question.taken is not None else None,
            format_func=lambda value: words[value],
            **told,
        )


def _with_rows(question: Question) -> str:
    return f"{question.asks} ({counted(question.rows or 0, 'row')})"


def _key(held: Brought, question: Question) -> str:
    about = question.about
    return f"{held.name} {about.subject} {about.file} {about.column} {about.word}"


def _words(held: Brought, card: Card) -> None:
    """A box for each word of a column of stages, kinds, outcomes or sources, with how often it stands there."""
    for rows in card.tables():
        unknown = sum(row.confidence == "ask" and row.answer is None for row in rows)
        first = rows[0]
        note = f", {unknown} to look at" if unknown else ""
        title = (
            f"{first.why}: {counted(len(rows), 'word')} of '{first.about.column.strip()}' in {first.about.file}{note}"
        )
        with st.expander(plain(title), expanded=unknown > 0 and "source" not in first.why):
            places = st.columns(3, gap="medium")
            for place, row in enumerate(sorted(rows, key=lambda row: row.confidence != "ask")):
                with places[place % 3]:
                    _word(held, row)


def _word(held: Brought, row: Question) -> None:
    words = {choice.value: choice.words for choice in row.choices}
    key, values = _key(held, row), list(words)
    st.selectbox(
        plain(_with_rows(row)),
        values,
        index=values.index(row.taken) if row.taken in values else None,
        format_func=lambda value: words[value],
        key=key,
        on_change=answered.answered_by,
        args=(held, row.about, key),
    )


def _file(held: Brought, file: FileCard) -> None:
    """One file: what it holds, and a table of its columns whose meaning can be changed."""
    asked = sum(line.confidence == "ask" for line in file.lines)
    note = f", {asked} to look at" if asked else ""
    title = f"{file.name}: {FILE_WORDS.get(file.role, file.role).lower()}{note}"
    with st.expander(plain(title), expanded=file.role == "leads"):
        if file.asked is not None:
            _question(held, file.asked)
        why = f" {file.asked.why}." if file.asked is not None and file.asked.why and file.role == LEFT_OUT else ""
        st.caption(plain(f"Read as {file.read_as}.{why}"))
        if file.role == LEFT_OUT:
            st.dataframe(_frame(file)[_shown()[:2]], hide_index=True, alt="Columns of the file")
        else:
            _table(held, file)


def _table(held: Brought, file: FileCard) -> None:
    key = f"{held.name} columns {file.name} {_digest(''.join(line.column + line.becomes for line in file.lines))}"
    odd = {line.becomes: in_words(line.becomes) for line in file.lines}
    st.data_editor(
        _frame(file)[_shown()],
        hide_index=True,
        height="content" if len(file.lines) <= 15 else 560,
        key=key,
        disabled=[name for name in _shown() if name != answered.BECOMES],
        column_config={
            answered.BECOMES: st.column_config.SelectboxColumn(
                options=list((odd | file.choices).values()), required=True, help="Click twice to choose another one."
            )
        },
        on_change=answered.changed_in,
        args=(held, file, key),
    )


def _shown() -> list[str]:
    """The columns of the table; cells of people stay hidden before a room."""
    cells = [] if on_projector() else ["A few of its cells"]
    return ["Column", *cells, answered.BECOMES, "How sure", "Why"]


def _frame(file: FileCard) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "Column": safe_text(line.column),
                "A few of its cells": safe_text(" | ".join(line.samples)),
                answered.BECOMES: file.choices.get(line.becomes, in_words(line.becomes)),
                "How sure": CONFIDENCE_WORDS[line.confidence],
                "Why": line.why if ", and: " not in line.said else f"{line.said}. {line.why}",
            }
            for line in file.lines
        ],
        columns=["Column", "A few of its cells", answered.BECOMES, "How sure", "Why"],  # also where there is no line
    )


def _captured(held: Brought, card: Card) -> None:
    """Which attributes the form captured: only a person knows."""
    if not card.attributes:
        return
    key = f"{held.name} captured"
    with st.expander("What the lead itself typed into a form, so known from its first day", expanded=False):
        st.pills(
            "Captured at the form",
            card.attributes,
            selection_mode="multi",
            format_func=plain,
            key=key,
            help="Values that people or systems fill in later are not: a stage, a quality, what happened last.",
            on_change=answered.captured_by,
            args=(held, card.attributes, key),
        )
        st.caption(
            "Only these may count in figures of the past, beside attributes with dated changes. Nothing is guessed."
        )


def as_text(held: Brought, mapping: str) -> str:
    """The mapping as a text that can be read and changed; what a person wrote holds until a choice above changes."""
    with st.expander("The mapping as text"):
        text: str = st.text_area(
            "Written from the choices above; a change here holds until one of them changes",
            mapping,
            height=400,
            key=f"{held.name} mapping {_digest(mapping)}",
        )
    if text != mapping:
        st.warning("The text under 'The mapping as text' was changed by hand: it is what is imported.")
    return text


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
