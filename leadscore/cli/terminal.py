"""Texts of data and models as a terminal may show them: nothing in them moves the cursor, and none fills the screen."""

from __future__ import annotations

import re
import sys

import typer

LONGEST_ECHO = 200
"""Characters of one echoed text."""

LONGEST_LINE = 2_000
"""Characters of one line of a message."""

_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_UNSAFE_IN_LINES = re.compile(_UNSAFE.pattern.replace("\x00-\x1f", "\x00-\x09\x0b-\x1f"))
_QUOTED = re.compile(r"(?<!\w)'(.*?)'(?!\w)", re.DOTALL)


def shown(text: str) -> str:
    """One text of the data or the model: control characters as their codes, cut where it is long."""
    return _UNSAFE.sub(_code, _cut(text, LONGEST_ECHO))


def message(text: str) -> str:
    """A message of several lines: each text it quotes is shown as `shown` does, everything else keeps its lines."""
    quoted = _QUOTED.sub(lambda found: f"'{shown(found[1])}'", text)
    return "\n".join(_cut(_UNSAFE_IN_LINES.sub(_code, line), LONGEST_LINE) for line in quoted.split("\n"))


def say(text: str) -> None:
    """A message for a person, on stderr."""
    sys.stderr.write(f"{message(text)}\n")


def answer(text: str) -> None:
    """A result for a person, on stdout."""
    typer.echo(message(text))


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}..."


def _code(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape", "surrogatepass").decode("ascii")
