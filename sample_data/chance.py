"""Seeded chance: every draw comes from ``random.Random.random``, a stream that is the same on every machine."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from statistics import NormalDist
from typing import TypeVar

T = TypeVar("T")
STANDARD = NormalDist()


def sigmoid(logit: float) -> float:
    """Probability that belongs to a logit."""
    return 1.0 / (1.0 + math.exp(-logit))


class Chance:
    """A stream of draws named by its seed words, so that a new draw elsewhere never shifts this one."""

    def __init__(self, *words: object) -> None:
        self._stream = random.Random("/".join(str(word) for word in words))

    def uniform(self, low: float = 0.0, high: float = 1.0) -> float:
        return low + (high - low) * self._stream.random()

    def below(self, probability: float) -> bool:
        return self._stream.random() < probability

    def normal(self) -> float:
        return STANDARD.inv_cdf(min(max(self._stream.random(), 1e-12), 1 - 1e-12))

    def lognormal(self, median: float, sigma: float) -> float:
        return median * math.exp(sigma * self.normal())

    def poisson(self, mean: float) -> int:
        limit, product, count = math.exp(-mean), self._stream.random(), 0
        while product > limit:
            product *= self._stream.random()
            count += 1
        return count

    def pick(self, choices: Sequence[T]) -> T:
        return choices[int(self._stream.random() * len(choices))]

    def weighted(self, choices: Sequence[tuple[T, float]]) -> T:
        """One choice, with probability in proportion to its weight."""
        mark = self._stream.random() * sum(weight for _, weight in choices)
        for choice, weight in choices:
            mark -= weight
            if mark < 0:
                return choice
        return choices[-1][0]
