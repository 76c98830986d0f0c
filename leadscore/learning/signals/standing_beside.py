"""What is held equal while a candidate is tested: the model's rules, and a form of every other attribute and kind."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from leadscore.learning.asking.candidates import Candidate
from leadscore.learning.known_leads import KnownLeads
from leadscore.learning.topics import topics
from leadscore.model.model import Model

OUTCOMES_TO_ONE_BESIDE = 10
"""So many outcomes, and leads without one, there must be for each main form that stands beside (Peduzzi 1996)."""


def mains(known: KnownLeads, model: Model, asked: Sequence[Candidate]) -> tuple[int, ...]:
    """The model's rules, and of every attribute and kind that they do not ask about the form that splits most evenly.

    Forms that ask for a detail or a value stand for nobody.  There are so many as the outcomes can bear, chosen by how
    evenly they split the leads, never by outcome.
    """
    places = {rule.id: place for place, rule in enumerate(known.rules)}
    own = [places[rule.id] for rule in model.rules if rule.id in places]
    taken = {frozenset(topics(known.rules[place].when)) for place in own}
    share = (known.units > 0).mean(axis=0) if known.n else np.zeros(len(known.rules))
    bearable = min(known.hits, known.n - known.hits) // OUTCOMES_TO_ONE_BESIDE - len(own)
    found: list[int] = []
    for each in sorted(asked, key=lambda each: abs(share[places[each.rule.id]] - 0.5)):
        about = topics(each.rule.when)
        if len(found) < bearable and about not in taken and each.plain:
            taken.add(about)
            found.append(places[each.rule.id])
    return (*own, *found)
