"""Every question that this data can be asked of a lead as of T, as rules at 0 points: what signals are looked for in.

They are chosen by how many leads they hold for, never by an outcome.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from leadscore.evidence import Shelf, lens_of
from leadscore.learning.asking.activity_forms import DETAIL, VALUE, ActivityForms, activity_forms
from leadscore.learning.asking.attribute_forms import attribute_forms, why_not_asked
from leadscore.learning.asking.form import About, Form
from leadscore.learning.asking.starting_point import RANGE, readable_id
from leadscore.learning.topics import topics
from leadscore.model.model import Model
from leadscore.model.rules import Rule
from leadscore.vocabulary import counted

MOST_CANDIDATES = 200
"""So many are asked at most: the more are asked at once, the larger an effect must be to be called."""

NOT_DATED = "nothing is dated: what a lead did by T is not known"
TOO_RARE = "holds for too few leads, or for nearly all"

GROUP: dict[About, str] = {"attribute": "demographic", "activity": "behaviour", "silence": "negative"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One question as a rule at 0 points; `name` is the attribute or kind of activity, `form` the way of asking.

    Candidates of one `topic` ask about the same facts: they explain each other away.
    """

    rule: Rule
    topic: str
    about: About
    name: str
    form: str

    @property
    def plain(self) -> bool:
        """Whether it asks about the whole attribute or kind, not about one detail or value of an activity."""
        return self.about != "activity" or not self.form.startswith((DETAIL, VALUE))

    @property
    def of_detail(self) -> bool:
        """Whether it asks about one detail of a kind of activity."""
        return self.about == "activity" and self.form.startswith(DETAIL)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is asked about in no form, or not in all forms, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Candidates:
    """All questions, attributes first, and what was left out; `rules` are in the same order whenever data are."""

    rules: tuple[Candidate, ...]
    left_out: tuple[LeftOut, ...]


def candidates(shelf: Shelf, model: Model, most: int = MOST_CANDIDATES) -> Candidates:
    """What can be asked of the leads in a model's population at their T; no more than `most` questions.

    Raises ModelError where the data cannot answer the population.
    """
    lens = lens_of(None, model.evaluation, shelf.database.manifest.zone)
    asked = shelf.evidence(model.model_copy(update={"rules": ()}), lens)
    total, manifest = asked.left_out.scored, shelf.database.manifest
    cursor = shelf.database.cursor()
    out: dict[str, str] = {}
    forms: list[Form] = []
    for attribute in manifest.attributes:
        why = why_not_asked(attribute, shelf.facts)
        found = () if why else attribute_forms(cursor, attribute, asked.table, total)
        if not found:
            out[attribute.name] = why or TOO_RARE
        forms.extend(found)
    done = activity_forms(cursor, asked.table, total) if manifest.dated else ActivityForms((), {})
    forms.extend(done.forms)
    out |= done.left_out | _unasked_kinds(manifest.kinds, done, manifest.dated)
    kept, cut = _simplest(forms, most)
    left_out = (*(LeftOut(name, reason) for name, reason in out.items()), *_told(cut, most))
    return Candidates(tuple(_named(kept, {rule.id for rule in model.rules})), left_out)


def _unasked_kinds(kinds: Iterable[str], done: ActivityForms, dated: bool) -> dict[str, str]:
    asked = {form.name for form in done.forms} | set(done.left_out)
    return {kind: TOO_RARE if dated else NOT_DATED for kind in sorted(kinds) if kind not in asked}


def _simplest(forms: Sequence[Form], most: int) -> tuple[list[Form], list[Form]]:
    """The simplest forms, of equally simple ones those that split the leads most evenly; and the rest."""
    order = sorted(range(len(forms)), key=lambda place: (forms[place].rank, abs(forms[place].share - 0.5), place))
    kept = set(order[:most])
    return (
        [form for place, form in enumerate(forms) if place in kept],
        [form for place, form in enumerate(forms) if place not in kept],
    )


def _told(cut: Sequence[Form], most: int) -> tuple[LeftOut, ...]:
    """How many forms of each name went because there are too many in all."""
    names = Counter(form.name for form in cut)
    why = "more than {} can be asked at once"
    return tuple(LeftOut(name, f"{counted(n, 'further form')} of it: {why.format(most)}") for name, n in names.items())


def _named(forms: Sequence[Form], taken: set[str]) -> Iterable[Candidate]:
    """Candidates with ids that neither each other nor the model has."""
    taken = set(taken)
    for form in forms:
        base = readable_id(form.label) or "signal"
        free = next(each for each in _numbered(base) if each not in taken)
        taken.add(free)
        group, low_to_high = GROUP[form.about], RANGE
        told = {"id": free, "label": form.label, "group": group, "points": 0, "when": form.when, "range": low_to_high}
        rule = Rule.model_validate(told)
        yield Candidate(rule, " & ".join(sorted(topics(rule.when))), form.about, form.name, form.form)


def _numbered(base: str) -> Iterable[str]:
    yield base
    yield from (f"{base}_{number}" for number in range(2, MOST_CANDIDATES + 1_000))
