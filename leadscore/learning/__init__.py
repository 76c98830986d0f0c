"""What the history says about each rule: effects, what they can settle, and verdicts on the points."""

from leadscore.learning.effects import Counted, Effect, Effects, effects

__all__ = ["Counted", "Effect", "Effects", "effects"]
