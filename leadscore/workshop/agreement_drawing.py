"""Drawing up an agreement: the model, the evidence of today, and what people said, promised and signed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from leadscore.errors import UsageError
from leadscore.model import Model, model_hash, scoring_hash
from leadscore.model.words import in_words
from leadscore.store.state import Answer, Promise, Signature, State, Version, Weight, in_force, latest
from leadscore.vocabulary import TEAMS
from leadscore.workshop.agreed_evidence import Evidence
from leadscore.workshop.agreement import (
    SECTIONS,
    Agreement,
    Argument,
    Bounds,
    Commitment,
    Gates,
    Named,
    Rhythm,
    Signed,
    Told,
)
from leadscore.workshop.hand_over import Mapped, Owned, mapped
from leadscore.workshop.plays import Play, plays

TOPIC, GOALS, PROCESS = "agreement", "goal", "process"
RHYTHM = "rhythm of the review"
"""The item of the answer that holds the rhythm; those of plays are `play_item` of a band."""


@dataclass(frozen=True, slots=True)
class Said:
    """What people signed, answered, promised and settled, as the state keeps it; `head` is where its audit ends."""

    signatures: tuple[Signature, ...] = ()
    answers: tuple[Answer, ...] = ()
    promises: tuple[Promise, ...] = ()
    weights: tuple[Weight, ...] = ()
    head: str = ""

    @classmethod
    def of(cls, state: State, signatures: tuple[Signature, ...]) -> Said:
        """Everything that a state keeps of it, with the signatures that are under the model."""
        answers = (each for topic in (TOPIC, GOALS, PROCESS) for each in state.answers.of(topic))
        return cls(
            signatures,
            tuple(sorted(answers, key=lambda each: each.id)),
            state.promises.all(),
            state.weights.all(),
            str(state.audit.head()),
        )

    def of_topic(self, topic: str) -> tuple[Answer, ...]:
        """The answers to a topic, the oldest first."""
        return tuple(each for each in self.answers if each.topic == topic)

    def newest(self, item: str) -> Answer | None:
        """The latest answer to an item of the agreement, whoever gave it: plays and rhythm are one for both teams."""
        found = [each for each in self.of_topic(TOPIC) if each.item == item]
        return found[-1] if found else None


def play_item(band: str) -> str:
    """The item of the answer that holds the play of a band."""
    return f"play of {band}"


def draw_up(model: Model, version: Version | None, evidence: Evidence, said: Said, at: datetime) -> Agreement:
    """The agreement on a model at one moment (naive UTC); a draft unless both teams signed."""
    return Agreement(
        drawn_at=at,
        model_name=model.name,
        model_hash=model_hash(model),
        scoring_hash=scoring_hash(model),
        version=None if version is None else Named(version.id, version.line, version.number),
        head=said.head,
        signatures=_signed(model, said.signatures),
        gates=gates_of(model),
        excluded=tuple(in_words(each) for each in model.population.exclude),
        arguments=_arguments(model, said.weights),
        bounds=_bounds(model),
        evidence=evidence,
        process=process_of(said),
        plays=plays_of(said, at.date()),
        commitments=commitments_of(said.promises, at.date()),
        rhythm=rhythm_of(said),
        texts=(*_goals(said), *_texts(said)),
    )


def plays_of(said: Said, today: date) -> tuple[Play, ...]:
    """The play of each band, with what sales promises; an answer without a value was taken back or erased."""
    bands: Mapping[str, str] = {play_item(play.band): play.band for play in plays({}, None)}
    found = {band: said.newest(item) for item, band in bands.items()}
    kept = {band: each.value for band, each in found.items() if each is not None and each.value is not None}
    return plays(kept, promised(said.promises, "sales", today))


def promised(promises: tuple[Promise, ...], side: str, today: date) -> Promise | None:
    """What a side promises as of a day: what is in force, or else what will be."""
    return in_force(promises, side, today.replace(day=1)) or in_force(promises, side, None)


def commitments_of(promises: tuple[Promise, ...], today: date) -> tuple[Commitment, ...]:
    """What marketing and sales promise: what holds on a day, and what takes its place later."""
    found = []
    for side in reversed(TEAMS):
        held = (in_force(promises, side, today.replace(day=1)), in_force(promises, side, None))
        found += list(dict.fromkeys(each for each in held if each is not None))
    return tuple(Commitment(each.id, each.promised.side, each.promised.since, **each.promised.terms) for each in found)


def rhythm_of(said: Said) -> Rhythm | None:
    """When both look at it again; None where nobody said."""
    found = said.newest(RHYTHM)
    if found is None or found.value is None:
        return None
    value = found.value
    if not isinstance(value, Mapping) or set(value) != {"week", "weekday", "owners"}:
        raise UsageError("What is kept of the review's rhythm is no rhythm. Enter it anew.")
    return Rhythm(value["week"], value["weekday"], tuple(value["owners"]), found.id)


def process_of(said: Said) -> tuple[Mapped, ...]:
    """The steps of the hand-over as both teams see them; none where nobody answered."""
    answers = [each for each in latest(said.of_topic(PROCESS)) if each.value is not None]
    if not answers:
        return ()
    return mapped(
        Owned(each.author.team, each.item, each.value["owner"], each.value.get("hours"), each.value.get("clear", True))
        for each in answers
    )


def gates_of(model: Model) -> Gates:
    """The cut-offs of a model, with the names of the rules that can open the SQL gate."""
    if model.cut_offs is None:
        return Gates(None, None)
    needs = model.cut_offs.sql_needs
    return Gates(
        mql=model.cut_offs.mql,
        sql=model.cut_offs.sql,
        any_of=tuple(model.rule(rule).name for rule in needs.any_of),
        at_least=tuple(sorted(needs.at_least.items())),
    )


def _signed(model: Model, signatures: Iterable[Signature]) -> tuple[Signed, ...]:
    """Only signatures on exactly this model count, whichever version they are under."""
    hashed = model_hash(model)
    return tuple(Signed(each.id, each.author.team, each.at) for each in signatures if each.model_hash == hashed)


def _arguments(model: Model, weights: Iterable[Weight]) -> tuple[Argument, ...]:
    """Every rule in words, with the weight that settled these very points: the reason of others is not theirs."""
    newest = {each.rule: each for each in weights}
    settled = {
        rule.id: newest[rule.id].id
        for rule in model.rules
        if rule.id in newest and not rule.knock_out and newest[rule.id].points == rule.worth
    }
    return tuple(
        Argument(
            rule.id,
            rule.name,
            in_words(rule.when),
            rule.group,
            None if rule.knock_out else rule.worth,
            settled.get(rule.id),
        )
        for rule in model.rules
    )


def _bounds(model: Model) -> tuple[Bounds, ...]:
    """The groups that have a cap or a floor."""
    found = ((name, model.group(name)) for name in model.group_names)
    return tuple(Bounds(name, each.cap, each.floor) for name, each in found if (each.cap, each.floor) != (None, None))


def _goals(said: Said) -> tuple[Told, ...]:
    """What each person wrote last of each goal; what was erased or taken back is none."""
    return tuple(Told("goals", each.id, each.author.team) for each in latest(said.of_topic(GOALS)) if each.text)


def _texts(said: Said) -> tuple[Told, ...]:
    found = latest(each for each in said.of_topic(TOPIC) if each.item in SECTIONS)
    return tuple(Told(each.item, each.id, each.author.team) for each in found if each.text)
