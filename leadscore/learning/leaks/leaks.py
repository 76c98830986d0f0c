"""Leaks: fields that know the outcome, because they are it, or were written after it, or by those who worked the lead.

Every attribute and every kind of activity of the data is looked at, whether a rule uses it or not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import numpy as np

from leadscore.estimate import Estimate
from leadscore.evidence import Shelf
from leadscore.learning.asking.starting_point import AFTERWARDS
from leadscore.learning.leaks.kept import Kept
from leadscore.learning.leaks.known_share import JUMP, KnownShare, known_share
from leadscore.learning.leaks.leak_fields import Column, Written, column_at_t, stage_share, todays_column, written
from leadscore.learning.leaks.leak_leads import LeakLeads, leak_leads
from leadscore.learning.leaks.leaky_kinds import TOO_WELL, KindCheck, leaky_kinds
from leadscore.learning.leaks.separation import by_value, separation
from leadscore.model.model import Model
from leadscore.store.manifest import Attribute

FieldVerdict = Literal["is the outcome", "leaks", "suspect", "dated", "no sign"]

THE_OUTCOME = 0.99
"""A field that alone separates better than this is the outcome by another name."""

AFTER_T = 0.90
"""A field of which more values than this were first written after T, beyond chance, is not known when it is needed."""

MOSTLY = 0.5


@dataclass(frozen=True, slots=True)
class Sign:
    """One reason why a field leaks: the check that saw it, and the words with their numbers."""

    check: str
    words: str


@dataclass(frozen=True, slots=True)
class FieldCheck:
    """One attribute: for how many leads it is known, how well it separates the outcomes alone, and the verdict.

    `alone` is the out-of-account AUC of its values as they count (with a dated history: at T; else today's), `todays`
    that of today's values; `ranked` the mid-rank AUC of a number as it counts, over the leads of which it is known.
    """

    name: str
    number: bool
    history: bool
    captured: bool
    known: KnownShare
    alone: Estimate
    todays: Estimate
    ranked: Estimate | None
    written: Written | None
    signs: tuple[Sign, ...]
    verdict: FieldVerdict

    @property
    def must_not_be_used(self) -> bool:
        """Whether the field must not be an input of a score."""
        return self.verdict in ("is the outcome", "leaks", "suspect")


@dataclass(frozen=True, slots=True)
class Leaks:
    """Every field (those that leak first) and kind of activity under one outcome.

    `leads` are all that were looked at; n, hits and accounts those of which the outcome is known, and `caveat`
    says where these are others than elsewhere.
    """

    outcome: str
    fields: tuple[FieldCheck, ...]
    kinds: tuple[KindCheck, ...]
    leads: int
    n: int
    hits: int
    accounts: int
    has_hand_offs: bool
    caveat: str | None

    def field(self, name: str) -> FieldCheck | None:
        """The check of the attribute of that name, if the data has it."""
        return next((each for each in self.fields if each.name == name), None)

    def kind(self, name: str) -> KindCheck | None:
        """The check of the kind of that name, in lower case, if the data has it."""
        return next((each for each in self.kinds if each.name == name), None)

    @property
    def leaking(self) -> frozenset[str]:
        """The attributes that must not be inputs."""
        return frozenset(each.name for each in self.fields if each.must_not_be_used)


def leaks(shelf: Shelf, model: Model, outcome: str | None = None, before: datetime | None = None) -> Leaks:
    """Check every attribute and kind of activity against an outcome (the model's own unless given).

    `before` (naive UTC) leaves out leads with T at or after it: the locked period.  Of the model its population, lens
    and horizons are asked, never its rules.  Kept beside the shelf: checked once, whoever asks.  Raises ModelError for
    what the data cannot answer.
    """
    asked = outcome or model.evaluation.outcome
    question = f"{model.population.model_dump_json()} {model.evaluation.model_dump_json()} {asked} {before}"
    kept: Kept[Leaks] = shelf.beside("leaks", Kept)
    return kept.of(question, lambda: _checked(shelf, model, asked, before))


def _checked(shelf: Shelf, model: Model, outcome: str, before: datetime | None) -> Leaks:
    leads = leak_leads(shelf, model, outcome, before)
    checked = [_field(shelf, leads, each) for each in shelf.database.manifest.attributes]
    order = ("is the outcome", "leaks", "suspect", "dated", "no sign")
    checked.sort(key=lambda each: (order.index(each.verdict), -(each.alone.value or 0), each.name))
    hit = leads.hit[leads.counted]
    return Leaks(
        outcome=leads.past.target.name,
        fields=tuple(checked),
        kinds=leaky_kinds(shelf, leads),
        leads=leads.n,
        n=len(hit),
        hits=int(hit.sum()),
        accounts=len(np.unique(leads.account[leads.counted])),
        has_hand_offs=leads.has_hand_offs,
        caveat=leads.caveat,
    )


def _field(shelf: Shelf, leads: LeakLeads, attribute: Attribute) -> FieldCheck:
    history = attribute.name in shelf.facts.changed_fields and shelf.facts.dated
    today = todays_column(leads, attribute)
    counts = column_at_t(leads, attribute) if history else today
    todays = alone(leads, today)
    at_t = alone(leads, counts) if history else todays
    known = known_share(today.known, leads.stood, leads.account)
    when = written(leads, attribute) if history else None
    signs = tuple(_signs(leads, attribute, known, at_t, when))
    return FieldCheck(
        name=attribute.name,
        number=attribute.type == "number",
        history=history,
        captured=attribute.captured_at_form,
        known=known,
        alone=at_t,
        todays=todays,
        ranked=_ranked(leads, counts),
        written=when,
        signs=signs,
        verdict=_verdict(signs, known, when),
    )


def alone(leads: LeakLeads, column: Column) -> Estimate:
    """How well the values of a field separate the outcomes by themselves, out of account."""
    hit, account = leads.hit[leads.counted], leads.account[leads.counted]
    codes = np.unique(column.codes[leads.counted], return_inverse=True)[1].astype(np.int64)
    if not len(hit):
        return Estimate.unknown("no lead whose outcome is known")
    return separation(by_value(codes, hit, account), hit, account, leads.caveat)


def _ranked(leads: LeakLeads, column: Column) -> Estimate | None:
    if column.numbers is None:
        return None
    inside = leads.counted & ~np.isnan(column.numbers)
    return separation(column.numbers[inside], leads.hit[inside], leads.account[inside], leads.caveat)


def _signs(
    leads: LeakLeads, attribute: Attribute, known: KnownShare, at_t: Estimate, when: Written | None
) -> list[Sign]:
    found = []
    low = at_t.low or 0.0
    if low > TOO_WELL and (at_t.value or 0.0) > THE_OUTCOME:
        found.append(Sign("the outcome itself", f"its values are the outcome by another name (AUC {_auc(at_t)})"))
    elif low > TOO_WELL:
        found.append(Sign("separates too well", f"alone it separates the outcomes with an AUC of {_auc(at_t)}"))
    if (share := stage_share(leads, attribute)) > MOSTLY:
        found.append(Sign("stage as input", f"{100 * share:.0f} % of its values are the words of stages"))
    if when is None and known.jumps:
        found.append(Sign("known share jumps", _jump_in_words(leads, known)))
    if when is not None and when.after_t.low is not None and when.after_t.low > AFTER_T:
        found.append(Sign("written afterwards", f"{_share(when.after_t)} of its values were first written after T"))
    if AFTERWARDS.search(attribute.name.replace("_", " ")):
        found.append(Sign("name of an outcome", "its name says that it is written, or written over, afterwards"))
    return found


def _verdict(signs: list[Sign] | tuple[Sign, ...], known: KnownShare, when: Written | None) -> FieldVerdict:
    checks = {sign.check for sign in signs}
    if "the outcome itself" in checks:
        return "is the outcome"
    if checks - {"name of an outcome"}:
        return "leaks"
    if checks:
        return "suspect"
    return "dated" if when is not None and known.jump.low is not None and known.jump.low > JUMP else "no sign"


def _jump_in_words(leads: LeakLeads, known: KnownShare) -> str:
    who = "never handed over" if leads.has_hand_offs else "that did not reach the outcome"
    start = known.never if known.never.n else known.handed
    ends = "" if known.jump.low is None else f" ({100 * known.jump.low:+.0f} to {100 * (known.jump.high or 0):+.0f})"
    rise = f"{100 * (known.jump.value or 0):+.0f} percentage points{ends}"
    return (
        f"it is known of {_share(start)} of the {start.n:,} leads {who} and of {_share(known.reached)} of the "
        f"{known.reached.n:,} that reached it, {rise}: it is filled in on the way"
    )


def _auc(value: Estimate) -> str:
    return f"{value.value:.3f} ({value.low:.3f} to {value.high:.3f})"


def _share(value: Estimate) -> str:
    return f"{100 * (value.value or 0):.0f} %"
