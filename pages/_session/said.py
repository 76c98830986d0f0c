"""What was said in the workshop, as the library's values; and what the past says to it, kept for all sessions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import streamlit as st

from leadscore.errors import LeadscoreError, UsageError
from leadscore.evidence import Facts, Shelf
from leadscore.model import Model, model_hash
from leadscore.store.state import Answer, Room, latest
from leadscore.vocabulary import TEAMS
from leadscore.workshop import agenda, findings, hand_over, icp_history, interviews, perspectives, pitfalls
from leadscore.workshop.agenda import Outcome, Stored
from leadscore.workshop.findings import Findings
from leadscore.workshop.hand_over import Mapped, Owned
from leadscore.workshop.icp import Worksheet
from leadscore.workshop.icp_history import History
from leadscore.workshop.interviews import Claim, Hypothesis
from leadscore.workshop.perspectives import Compared, Said
from leadscore.workshop.pitfalls import Diagnosis, Rated
from leadscore.workshop.pulse import Felt
from leadscore.workshop.spellings import commonest
from pages._session import boards, keeping, workspace


def facts() -> Facts:
    """What the data have."""
    return workspace.shelf().facts


def answers(topic: str, room: int | None) -> tuple[Answer, ...]:
    """The latest answer of each person to each item; without those that were taken back or erased."""
    given = latest(keeping.state().answers.of(topic, room))
    return tuple(each for each in given if each.value is not None or each.text)


def texts(held: Room, topic: str, team: str | None = None) -> tuple[Answer, ...]:
    """The texts said on a topic, by one team or by all, the oldest first."""
    return tuple(each for each in answers(topic, held.id) if each.text and team in (None, each.author.team))


def words_to_choose() -> tuple[str, ...]:
    """The data's own signals as words: rules, kinds of activity, attributes."""
    return perspectives.signals(facts(), _active())


def compared(held: Room) -> tuple[Compared, ...]:
    """Both teams' answers to each question."""
    said = [
        Said(each.author.team, each.item, tuple(str(word) for word in each.value or ()), each.text or "")
        for each in answers("perspective", held.id)
    ]
    return perspectives.compared(said)


def mapped(held: Room) -> tuple[Mapped, ...]:
    """The hand-over as both teams see it."""
    return hand_over.mapped(
        Owned(each.author.team, each.item, each.value["owner"], each.value["hours"], each.value["clear"])
        for each in answers("process", held.id)
        if each.value
    )


def diagnoses(held: Room) -> tuple[Diagnosis, ...]:
    """The three pitfalls."""
    rated = (Rated(each.author.team, each.item, each.value) for each in answers("communication", held.id) if each.value)
    return pitfalls.diagnoses(compared(held), mapped(held), pitfalls.heard(rated))


def roles(room: int | None) -> dict[str, str]:
    """Who takes which duty: what was said last, whoever said it."""
    given = sorted(keeping.state().answers.of("role", room), key=lambda each: each.id)
    return {role: text for role, text in {each.item: each.text or "" for each in given}.items() if text}


def felt(room: int | None) -> tuple[Felt, ...]:
    """Everybody's two numbers; an erased name makes a person of its own."""
    return tuple(_felt(answers("pulse", room)))


def worksheet(held: Room) -> Worksheet:
    """The worksheet that was kept last in this room, else in any; empty where there is none that can be read."""
    found = (_read(answers("icp", room)) for room in (held.id, None))
    return next((each for each in found if each is not None), Worksheet())


def claims() -> tuple[Claim, ...]:
    """What the interviews claim, in this room and before it."""
    return interviews.claims(_hypotheses(answers("interview", None)))


def outcomes(held: Room) -> tuple[Outcome, ...]:
    """What each step left behind, and what it still lacks."""
    kept = stored(held)
    return tuple(agenda.done(step.id, kept) for step in agenda.STEPS)


def stored(held: Room) -> Stored:
    """What the steps of a workshop left behind, as counts."""
    state = keeping.state()
    revealed = [each for each in state.ballots.rounds(held.id) if each.revealed_at is not None]
    source = f"Workshop of {held.at:%Y-%m-%d}"
    return Stored(
        objectives={team: len(texts(held, "objective", team)) for team in TEAMS},
        goals=len(texts(held, "goal")),
        roles=frozenset(roles(held.id)),
        icp_lines=len((_read(answers("icp", held.id)) or Worksheet()).lines),
        rounds_revealed=len(revealed),
        rules_voted=frozenset(rule for each in revealed for rule in each.rules),
        rules_settled=frozenset(each.rule for each in state.weights.of(held.id)),
        actions=sum(each.source.startswith(source) for each in state.actions.all()),
    )


def _read(given: Sequence[Answer]) -> Worksheet | None:
    """The last worksheet that can be read."""
    for each in reversed(given):
        try:
            return Worksheet.from_json(each.value)
        except LeadscoreError:
            continue
    return None


def _felt(given: Iterable[Answer]) -> Iterator[Felt]:
    for each in given:
        if isinstance(each.value, Mapping):
            person = each.author.name or f"erased {each.id}"
            yield Felt(person, each.author.team, each.item, each.at, each.value["trust"], each.value["agree"])


def _hypotheses(given: Sequence[Answer]) -> Iterator[Hypothesis]:
    for each in given:
        try:
            yield interviews.hypothesis(each.item, each.value, each.text or "")
        except LeadscoreError:  # an answer from before a question was taken out
            continue


def history(asked: Worksheet) -> History:
    """The worksheet held against the past, less what is locked, as the active model asks it."""
    model = _active()
    return _history(
        workspace.shelf(), asked, model, boards.lock().starts, f"{_revision()} {asked!r} {model_hash(model)}"
    )


def found(claimed: tuple[Claim, ...]) -> Findings:
    """The claims held against the past; the locked period stays out."""
    model = _active()
    return _found(
        workspace.shelf(), model, claimed, boards.lock().starts, f"{_revision()} {claimed!r} {model_hash(model)}"
    )


def values_of(attribute: str) -> tuple[str, ...]:
    """The commonest values of a text attribute; none for those that say who a lead is."""
    return _values(workspace.shelf(), attribute, _revision())


def _active() -> Model:
    model = workspace.active_model()
    if model is None:
        raise UsageError("There is no model yet: choose one on Tune.")
    return model


def _revision() -> str:
    return workspace.shelf().database.manifest.revision


@st.cache_resource(max_entries=16, show_spinner="Holding it against the past …")
def _history(_shelf: Shelf, _asked: Worksheet, _model: Model, _before: datetime | None, key: str) -> History:
    return icp_history.icp_history(_shelf, _asked, _model, _before)


@st.cache_resource(max_entries=8, show_spinner="Testing all claims together …")
def _found(_shelf: Shelf, _model: Model, _claims: tuple[Claim, ...], _before: datetime | None, key: str) -> Findings:
    return findings.findings(_shelf, _model, _claims, before=_before)


@st.cache_data(max_entries=64, show_spinner=False)
def _values(_shelf: Shelf, attribute: str, revision: str) -> tuple[str, ...]:
    return commonest(_shelf, attribute)
