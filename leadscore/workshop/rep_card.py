"""The rep card: on one page what the score says, what weighs most in it, what each band asks, and a worked example."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from leadscore.evidence import units_column
from leadscore.model import Model, model_hash
from leadscore.model.conditions import (
    ActivityCondition,
    AllOf,
    AnyOf,
    AttributeCondition,
    attributes_of,
    parts,
)
from leadscore.model.reach import bounded, most_units
from leadscore.model.rules import Rule
from leadscore.model.values import shortest
from leadscore.model.words import in_words, spoken
from leadscore.scoring import Explanation
from leadscore.scoring.arithmetic import UNIT
from leadscore.scoring.explanation import explanation_of
from leadscore.scoring.one_row import scored_row
from leadscore.store.state import Version
from leadscore.vocabulary import BAND_WORDS, counted
from leadscore.workshop.plays import Play

FEWEST_GAINS, MOST_GAINS = 5, 8
MOST_LOSSES, MOST_KNOCK_OUTS = 4, 3
MOST_IN_EXAMPLE = 5
ENOUGH = Decimal(1) / 2
"""Beyond FEWEST_GAINS only signals worth at least so much of the strongest are on the card."""


@dataclass(frozen=True, slots=True)
class Signal:
    """A rule in words; points as people say them (`+20`, `+5 each, up to +20`); what it looks for."""

    name: str
    points: str
    when: str


@dataclass(frozen=True, slots=True)
class BandLine:
    """A band: which scores are in it, and what is agreed to be done."""

    name: str
    scores: str
    play: str


@dataclass(frozen=True, slots=True)
class RepCard:
    """Everything on the card; `more` are rules that stand in the model and not on it."""

    model: str
    version: str
    hash: str
    signed: str
    is_signed: bool
    gains: tuple[Signal, ...]
    losses: tuple[Signal, ...]
    knock_outs: tuple[Signal, ...]
    more: int
    bands: tuple[BandLine, ...]
    example: Explanation | None


def rep_card(model: Model, version: str, signed: str, is_signed: bool, plays: Sequence[Play]) -> RepCard:
    """The card of a model; `version` and `signed` say in words what it was saved as and who signed it."""
    gains = _gains(model)
    losses = sorted((rule for rule in model.rules if rule.worth < 0), key=lambda rule: rule.worth)
    knock_outs = [rule for rule in model.rules if rule.knock_out]
    shown = (gains, losses[:MOST_LOSSES], knock_outs[:MOST_KNOCK_OUTS])
    return RepCard(
        model=model.name,
        version=version,
        hash=model_hash(model),
        signed=signed,
        is_signed=is_signed,
        gains=tuple(_signal(model, rule) for rule in shown[0]),
        losses=tuple(_signal(model, rule) for rule in shown[1]),
        knock_outs=tuple(Signal(rule.name, "out", in_words(rule.when)) for rule in shown[2]),
        more=len(model.rules) - sum(map(len, shown)),
        bands=tuple(_bands(model, plays)),
        example=example(model),
    )


def version_in_words(version: Version | None) -> str:
    """`Version 3 of 'Agreed model'`; that it was never saved."""
    return "Never saved as a version" if version is None else f"Version {version.number} of '{version.line}'"


def weight(model: Model, rule: Rule) -> Decimal:
    """The most points that a rule can give by itself, within its group's cap."""
    return bounded(model.group(rule.group), rule.worth * most_units(rule.when))


def _gains(model: Model) -> list[Rule]:
    """The strongest rules first: five, and up to eight of those worth half of the strongest."""
    found = sorted((rule for rule in model.rules if rule.worth > 0), key=lambda rule: -weight(model, rule))
    strong = [rule for rule in found if weight(model, rule) >= ENOUGH * weight(model, found[0])]
    return found[: max(FEWEST_GAINS, min(MOST_GAINS, len(strong)))]


def _signal(model: Model, rule: Rule) -> Signal:
    return Signal(rule.name, points_in_words(model, rule), in_words(rule.when))


def points_in_words(model: Model, rule: Rule) -> str:
    """`+20`; `+5 each, up to +20` where several count; `up to +12` where it is graded or fades with time."""
    most, condition = weight(model, rule), rule.when
    fades = isinstance(condition, ActivityCondition) and condition.decay is not None
    if isinstance(condition, ActivityCondition) and condition.at_most > 1:
        each = f"{_signed(rule.worth)} each{', less with age' if fades else ''}"
        return each if rule.worth < 0 else f"{each}, up to {_signed(most)}"
    graded = isinstance(condition, AttributeCondition) and condition.shares is not None
    if fades or graded or hasattr(condition, "known_share"):
        return f"up to {_signed(rule.worth if rule.worth < 0 else most)}"
    return _signed(rule.worth)


def _signed(points: Decimal) -> str:
    return f"{'+' if points > 0 else '−' if points < 0 else ''}{shortest(abs(points))}"


def _bands(model: Model, plays: Sequence[Play]) -> Iterator[BandLine]:
    by_band = {play.band: play for play in plays}
    for band, scores in _scores(model):
        yield BandLine(BAND_WORDS[band], scores, play_in_words(by_band.get(band) or Play(band)))


def _scores(model: Model) -> Iterator[tuple[str, str]]:
    cut_offs = model.cut_offs
    if cut_offs is not None:
        mql, sql = shortest(cut_offs.mql), shortest(cut_offs.sql)
        needs = _gates(model)
        yield "ready", f"{sql} and above{needs}"
        if cut_offs.mql < cut_offs.sql or needs:
            yield "hand_over", f"{mql} and above"
        yield "nurture", f"below {mql}"
    if any(rule.knock_out for rule in model.rules):
        yield "out", "any score, a knock-out holds"


def _gates(model: Model) -> str:
    assert model.cut_offs is not None
    needs = model.cut_offs.sql_needs
    said = [" or ".join(f"“{model.rule(each).name}”" for each in needs.any_of)] if needs.any_of else []
    said += [f"{shortest(least)} points of {spoken(group)}" for group, least in sorted(needs.at_least.items())]
    return f", with {' and '.join(said)}" if said else ""


def play_in_words(play: Play) -> str:
    """What is done with leads of a band, in a line; what is not agreed is left out, and nothing agreed says so."""
    if play.is_open:
        return "No play is agreed yet."
    parts = []
    if play.touch_within_minutes is not None:
        parts.append(f"first touch {play.touch_in_words()}")
    if play.attempts is not None:
        parts.append(play.attempts_in_words())
    if play.channels:
        parts.append(f"by {play.channels_in_words()}")
    if play.stops:
        parts.append(f"stop when {play.stops_in_words()}")
    if play.then:
        parts.append(f"then {play.then_in_words()}")
    words = "; ".join(parts)
    return f"{words[:1].upper()}{words[1:]}."


def example(model: Model) -> Explanation | None:
    """A made-up lead that a rep could meet, scored by the model's own arithmetic; None where no rule fits one.

    It has the strongest signals that can hold together (never two about one attribute) until it is handed over, and
    the smallest loss that leaves it there.
    """
    chosen: list[Rule] = []
    for rule in sorted((each for each in model.rules if each.worth > 0), key=lambda rule: -weight(model, rule)):
        if len(chosen) < MOST_IN_EXAMPLE and _fits(rule, chosen) and not (len(chosen) > 2 and _over(model, chosen)):
            chosen.append(rule)
    if not chosen:
        return None
    for rule in sorted((each for each in model.rules if each.worth < 0), key=lambda rule: -rule.worth):
        if _fits(rule, chosen) and (_over(model, [*chosen, rule]) or not _over(model, chosen)):
            chosen.append(rule)
            break
    return explanation_of(model, ((),) * len(model.rules), _row(model, chosen), {})


def _fits(rule: Rule, chosen: Sequence[Rule]) -> bool:
    """Whether a lead can have this beside the others, as far as anybody can see without looking into conditions."""
    if _is_about_absence(rule.when):
        return False
    taken = {name for each in chosen for name in attributes_of(each.when)}
    return not taken & set(attributes_of(rule.when))


def _is_about_absence(condition: Any) -> bool:
    """Whether it asks, anywhere inside, for what a lead lacks or for more than one can see in a line."""
    if isinstance(condition, (AllOf, AnyOf)):
        return any(_is_about_absence(part) for part in parts(condition))
    if isinstance(condition, AttributeCondition):
        return condition.known is False
    return not isinstance(condition, ActivityCondition)


def _over(model: Model, chosen: Sequence[Rule]) -> bool:
    """Whether these rules hand a lead over; without cut-offs three of them are enough."""
    if model.cut_offs is None:
        return len(chosen) >= MOST_IN_EXAMPLE - 2
    return int(_row(model, chosen)["score"]) >= int(model.cut_offs.mql * UNIT)


def _row(model: Model, chosen: Sequence[Rule]) -> dict[str, Any]:
    """The evidence row of a lead for whom exactly these rules hold, with its score."""
    units = {units_column(place): _units(rule) if rule in chosen else 0 for place, rule in enumerate(model.rules)}
    return {"lead_id": "made-up lead", "as_of": None} | units | scored_row(model, units)


def _units(rule: Rule) -> int:
    """Hundredths: once in full; twice where several activities count; the best step where it is graded."""
    if isinstance(rule.when, ActivityCondition):
        return 100 * min(2, rule.when.at_most)
    return int(100 * most_units(rule.when))


def more_in_words(more: int) -> str:
    """How many rules of the model are not on the card."""
    return f"and {counted(more, 'smaller rule')} more, on the lead's page" if more else "these are all rules"
