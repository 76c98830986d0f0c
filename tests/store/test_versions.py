"""Versions: saved with a reason, listed, restored; whoever saved meanwhile is shown, never overwritten."""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from leadscore.errors import StoreError, UsageError
from leadscore.model import parse
from leadscore.store.state import Author, By, ConflictError, Saving, State
from leadscore.workshop.saved_models import model_of
from leadscore.workshop.saved_models import saving as saving_of

from .conftest import ADA, BEN, NOON
from .story import LINE, saving

MODEL = "name: Six\nrules:\n  - {id: vp, points: 10, when: {attribute: title, has_word: vp}}\n"


def test_a_version_keeps_what_was_saved_and_why(state: State) -> None:
    saved = state.versions.save(saving("name: one", reason="The first we all agree on"), ADA)
    assert saved == state.versions.get(saved.id) == state.versions.latest(LINE)
    assert (saved.number, saved.document, saved.model_hash) == (1, "name: one", "model of name: one")
    assert (saved.author, saved.at, saved.reason) == (Author("Ada", "marketing"), NOON, "The first we all agree on")


def test_history_has_the_newest_first_and_each_line_its_own(state: State) -> None:
    one = state.versions.save(saving("1"), ADA)
    two = state.versions.save(saving("2", one.id), BEN)
    other = state.versions.save(Saving("Another", "3", "m", "s", "To try", None), BEN)
    assert state.versions.history(LINE) == (two, one)
    assert state.versions.history("Another") == (other,)
    assert state.versions.lines() == (other, two)
    assert state.versions.of_model("model of 1") == (one,)
    assert state.versions.latest("None such") is None


def test_restoring_makes_a_new_version_that_says_so(state: State) -> None:
    one = state.versions.save(saving("1"), ADA)
    two = state.versions.save(saving("2", one.id), BEN)
    back = state.versions.restore(one.id, "Two was a mistake", two.id, ADA)
    assert (back.number, back.document, back.restored_from, back.base) == (3, "1", one.id, two.id)
    assert back.model_hash == one.model_hash
    assert len(state.versions.history(LINE)) == 3


def test_a_conflict_carries_both_sides_and_saves_nothing(state: State) -> None:
    one = state.versions.save(saving("1"), ADA)
    theirs = state.versions.save(saving("2", one.id), BEN)
    mine = saving("mine", one.id)
    with pytest.raises(ConflictError, match="Version 2 of 'Agreed model' was saved meanwhile") as conflict:
        state.versions.save(mine, ADA)
    assert (conflict.value.theirs, conflict.value.mine) == (theirs, mine)
    assert state.versions.history(LINE) == (theirs, one)
    assert state.versions.save(saving("mine", theirs.id), ADA).number == 3


def test_a_first_version_over_another_first_is_a_conflict(state: State) -> None:
    state.versions.save(saving("1"), ADA)
    with pytest.raises(ConflictError):
        state.versions.save(saving("2"), BEN)


def test_a_base_of_a_line_without_versions_is_a_conflict(state: State) -> None:
    with pytest.raises(ConflictError, match="Nothing was saved as 'Agreed model' yet") as conflict:
        state.versions.save(saving("1", 77), ADA)
    assert conflict.value.theirs is None


def test_of_many_threads_on_one_base_one_saves_and_all_others_are_told(state: State) -> None:
    base = state.versions.save(saving("start"), ADA).id
    outcomes: list[str] = []

    def save(number: int) -> None:
        try:
            state.versions.save(saving(f"of {number}", base), BEN)
            outcomes.append("saved")
        except ConflictError as conflict:
            assert conflict.theirs is not None
            outcomes.append("told")

    threads = [threading.Thread(target=save, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["saved", *["told"] * 11]
    assert len(state.versions.history(LINE)) == 2


OTHER_PROCESS = f"""
import sys
from datetime import datetime
from leadscore.store.state import By, ConflictError, Saving, State
with State.open(sys.argv[1]) as state:
    for line in sys.stdin:
        number, base = line.split()
        try:
            state.versions.save(Saving({LINE!r}, "theirs " + number, "m", "s", "why", int(base)),
                                By("Cleo", "sales", datetime(2026, 11, 2, 12)))
            print("saved", flush=True)
        except ConflictError as conflict:
            print("told", conflict.theirs.document, flush=True)
"""


def test_two_processes_on_one_base_never_overwrite_each_other(state: State) -> None:
    rounds, mine = 25, 0
    base = state.versions.save(saving("start"), ADA).id
    command = [sys.executable, "-c", OTHER_PROCESS, str(state.place.folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdin and other.stdout
        for number in range(rounds):
            other.stdin.write(f"{number} {base}\n")
            other.stdin.flush()
            try:
                state.versions.save(saving(f"mine {number}", base), ADA)
                mine += 1
                assert other.stdout.readline().split()[0] == "told"
            except ConflictError as conflict:
                assert conflict.theirs is not None and conflict.theirs.document == f"theirs {number}"
                assert other.stdout.readline().split()[0] == "saved"
            latest = state.versions.latest(LINE)
            assert latest is not None and latest.base == base
            base = latest.id
        other.stdin.close()
    assert len(state.versions.history(LINE)) == rounds + 1


def test_a_model_becomes_a_version_and_a_version_the_model(state: State) -> None:
    model = parse(MODEL)
    version = state.versions.save(saving_of(model, "Six", "To start", None), ADA)
    assert model_of(version) == model


def test_a_version_that_reads_as_another_model_is_not_used(state: State) -> None:
    version = state.versions.save(Saving("Six", MODEL, "another hash", "s", "why", None), ADA)
    with pytest.raises(StoreError, match="reads as another model than was saved"):
        model_of(version)


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda: saving("1", reason=" "), "Say why"),
        (lambda: Saving(" ", "1", "m", "s", "why"), "needs a name"),
        (lambda: Saving("x" * 300, "1", "m", "s", "why"), "300 characters; at most 200"),
        (lambda: saving("\ud800"), "half a character at place 1"),
        (lambda: By(" ", "sales", NOON), "Say who you are"),
        (lambda: By("Ada", "sails", NOON), "Did you mean 'sales'"),
    ],
)
def test_what_cannot_be_kept_is_refused(act: object, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        act()  # type: ignore[operator]


def test_an_unknown_version_is_told(state: State) -> None:
    with pytest.raises(StoreError, match="There is no version 99 here"):
        state.versions.get(99)
    with pytest.raises(StoreError, match="There is no version 99 here"):
        state.versions.restore(99, "why", None, ADA)


def test_everything_is_there_after_opening_again(ws: Path, state: State) -> None:
    saved = state.versions.save(saving("name: one"), By("Ada", "marketing", NOON + timedelta(microseconds=7)))
    state.close()
    with State.open(ws) as again:
        assert again.versions.history(LINE) == (saved,)
