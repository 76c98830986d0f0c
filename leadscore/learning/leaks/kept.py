"""What was checked once is kept as long as the data stay: signals, suggestions and scores all ask for it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")

MOST = 8


class Kept(Generic[T]):
    """The latest answers by their question; safe to share between threads, of which one answers at a time."""

    def __init__(self) -> None:
        self._answers: OrderedDict[str, T] = OrderedDict()
        self._answering = threading.Lock()

    def of(self, question: str, answer: Callable[[], T]) -> T:
        """The answer to a question; a mistake is kept by nobody."""
        with self._answering:
            if question not in self._answers:
                self._answers[question] = answer()
            self._answers.move_to_end(question)
            while len(self._answers) > MOST:
                self._answers.popitem(last=False)
            return self._answers[question]
