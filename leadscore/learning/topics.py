"""What a condition is about: two conditions about the same would explain each other away in one regression."""

from __future__ import annotations

from typing import Any

from leadscore.evidence.facts import compared
from leadscore.model.conditions import Condition, InactiveCondition, attributes_of, kinds_of, leaves
from leadscore.model.hashes import condition_hash

SILENCE = "silence"


def topics(condition: Condition) -> frozenset[str]:
    """What a condition is about: its attributes, and its kinds of activity with what is asked of their detail or value.

    How often and how recently, and what an attribute is compared with, makes no other topic.
    """
    return frozenset().union(*(_topics(leaf) for leaf in leaves(condition)))


def subjects(condition: Condition) -> frozenset[str]:
    """The attributes and kinds of activity that a condition looks at, whatever it asks of them."""
    found = set(attributes_of(condition))
    for leaf in leaves(condition):
        found |= {SILENCE} if isinstance(leaf, InactiveCondition) else set()
        found |= {compared(kind) for kinds in kinds_of(leaf) for kind in kinds}
    return frozenset(found)


def _topics(leaf: Any) -> frozenset[str]:
    if isinstance(leaf, InactiveCondition):
        return frozenset({SILENCE})
    asked = [getattr(leaf, name, None) for name in ("detail", "value")]
    particular = "" if asked == [None, None] else condition_hash(asked)
    kinds = (f"{compared(kind)} {particular}" for each in kinds_of(leaf) for kind in each)
    return frozenset(kinds) | frozenset(attributes_of(leaf))
