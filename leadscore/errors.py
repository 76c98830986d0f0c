"""What can go wrong, by whose mistake it is.  Bottom floor: imports nothing of leadscore."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class LeadscoreError(Exception):
    """Any mistake that a person can mend; its text says what is wrong, where, and how to mend it."""


class UsageError(LeadscoreError):
    """The command or call itself is wrong (exit code 2 on the command line)."""


class ModelError(LeadscoreError):
    """The model file cannot be used as it stands; `problems` lists every mistake found."""

    def __init__(self, message: str, problems: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems or (message,)


class MappingError(LeadscoreError):
    """The mapping file, or what it says about the source files, cannot be used."""


class ImportRefused(LeadscoreError):
    """A source file was refused before or while it was read; nothing of it was kept."""


class ImportStopped(LeadscoreError):
    """A person stopped an import before it ended; nothing of it was kept."""


class DataError(LeadscoreError):
    """The data set does not have what was asked of it."""


class StoreError(LeadscoreError):
    """The workspace on disk is missing, damaged, busy or full."""


def one_of(words: Iterable[str], most: int = 12) -> str:
    """The words as a readable list, shortened after `most`."""
    listed = list(words)
    shown = ", ".join(listed[:most])
    return f"{shown}, ... ({len(listed)} in all)" if len(listed) > most else shown


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """A closing sentence for an unknown word: the nearest choice, then the choices."""
    listed = list(choices)
    by_lower = {choice.lower(): choice for choice in listed}
    near = difflib.get_close_matches(word.lower(), list(by_lower), n=1, cutoff=0.6)
    guess = f"Did you mean '{by_lower[near[0]]}'? " if near else ""
    return f"{guess}Choose one of: {one_of(listed)}." if listed else guess.strip()
