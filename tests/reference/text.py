"""Text as the model compares it: trimmed, lowered one character at a time, cut into words at punctuation."""

from __future__ import annotations

import string

SPACES = " "
"""What trimming takes away: the plain space only, as PostgreSQL and Spark do; tabs and wide spaces stay."""

DOTTED_CAPITAL_I = "\u0130"


def plain(text: str) -> str:
    """The form in which two texts are compared: trimmed, then lowered."""
    return "".join(lowered(character) for character in text.strip(SPACES))


def lowered(character: str) -> str:
    """The one lower-case character of a character (Python would give two for the dotted capital I)."""
    if character == DOTTED_CAPITAL_I:
        return "i"
    lower = character.lower()
    return lower if len(lower) == 1 else character


def spaced_words(text: str) -> str:
    """The words of a text, each punctuation mark of ASCII turned into one space, with a space at both ends."""
    words = "".join(" " if character in string.punctuation else character for character in plain(text))
    return f" {words} "
