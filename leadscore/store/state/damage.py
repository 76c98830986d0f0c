"""What can be wrong with a state file, as errors inside this room; its door makes sentences of them."""

from __future__ import annotations


class Damaged(Exception):
    """The file does not hold what was written; the text says what was noticed, without any content."""


class Newer(Exception):
    """The file was written by a newer program: its schema number, and the newest that this program knows."""

    def __init__(self, number: int, known: int) -> None:
        super().__init__(number, known)
        self.number = number
        self.known = known
