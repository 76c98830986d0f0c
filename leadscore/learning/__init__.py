"""What the history says about each rule: effects, what they can settle, and verdicts on the points."""

from leadscore.learning.effect import Counted, Effect, Effects, Slope
from leadscore.learning.effects import effects
from leadscore.learning.settles import Reach, settles
from leadscore.learning.verdicts import Verdict, Verdicts, verdicts

__all__ = [
    "Counted",
    "Effect",
    "Effects",
    "Reach",
    "Slope",
    "Verdict",
    "Verdicts",
    "effects",
    "settles",
    "verdicts",
]
