"""Notes: a word to one figure of one month."""

from __future__ import annotations

import pytest

from leadscore.errors import UsageError
from leadscore.store.state import Noted, State
from leadscore.store.words import Words

from .conftest import ADA, BEN, NOON


def test_a_note_stands_with_its_month(state: State) -> None:
    first = state.notes.write(Noted("2026-10", "Lead Quality Score", "The fair was in October"), ADA)
    second = state.notes.write(Noted("2026-09", "Worked", "Two reps were ill"), BEN)
    assert (first.text, first.author.name, first.author.team, first.at) == (
        "The fair was in October",
        "Ada",
        "marketing",
        NOON,
    )
    assert state.notes.of("2026-10") == (first,)
    assert state.notes.all() == (first, second)


@pytest.mark.parametrize(("about", "text", "words"), [("Worked", " ", "Write something"), ("", "So", "which figure")])
def test_what_is_no_note(about: str, text: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        Noted("2026-10", about, text)


def test_a_note_that_names_a_forgotten_person_loses_its_text(state: State) -> None:
    state.notes.write(Noted("2026-10", "Worked", "anna@schmidt.test was never called"), ADA)
    state.forget("L17", Words("L17", ("anna@schmidt.test",)), NOON)
    (left,) = state.notes.all()
    assert left.text is None
