"""What the history says about each rule: effects, what they can settle, and verdicts on the points."""

from leadscore.learning.effect import Counted, Effect, Effects, Slope
from leadscore.learning.effects import effects

__all__ = ["Counted", "Effect", "Effects", "Slope", "effects"]
