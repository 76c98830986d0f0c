"""What stands beside a slider: how many leads have it, how many of them made it, and what is left of that."""

from __future__ import annotations

from dataclasses import dataclass

from leadscore.estimate import Estimate
from leadscore.learning.effects import Effect, Effects
from leadscore.vocabulary import OUTCOME_WORDS


@dataclass(frozen=True, slots=True)
class Beside:
    """The words beside a slider, and whether its rule sleeps."""

    words: str
    sleeps: bool = False


def beside_sliders(effects: Effects, asleep: dict[str, tuple[str, ...]]) -> dict[str, Beside]:
    """For each rule by id: why it sleeps, else counts with and without and the adjusted effect with its interval."""
    slept = {
        rule_id: Beside(f"Sleeps: this data has no {' and no '.join(lacking)}.", sleeps=True)
        for rule_id, lacking in asleep.items()
    }
    nobody = effects.reason is not None and effects.hits == 0  # then 0 of so many would pass for something known
    told = {effect.rule_id: Beside(_words(effect, effects.outcome, nobody)) for effect in effects.rules}
    return {**told, **slept}


def _words(effect: Effect, outcome: str, nobody: bool) -> str:
    if effect.held is None or effect.not_held is None or nobody:
        return f"No evidence: {effect.odds_ratio.reason}."
    outcome_words = OUTCOME_WORDS[outcome]
    counts = (
        f"{effect.held.hits:,} of {effect.held.n:,} with it became {outcome_words}, "
        f"{effect.not_held.hits:,} of {effect.not_held.n:,} without"
    )
    return f"{counts}; {_adjusted(effect.difference)}."


def _adjusted(difference: Estimate) -> str:
    if difference.value is None or difference.low is None or difference.high is None:
        return f"adjusted effect unknown: {difference.reason}"
    points = f"{100 * difference.value:+.1f} % points ({100 * difference.low:+.1f} to {100 * difference.high:+.1f})"
    told = "" if difference.low > 0 or difference.high < 0 else ": history cannot tell it from nothing"
    return f"at equal other rules {points}{told}"
