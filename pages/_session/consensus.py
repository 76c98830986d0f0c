"""What the votes of a room came to: where the teams stand, what that disagreement moves, and what was settled."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from decimal import Decimal

import streamlit as st

from leadscore.errors import LeadscoreError, UsageError
from leadscore.evidence import sleeping
from leadscore.model import Model, model_hash
from leadscore.model.values import shortest
from leadscore.store.state import Room, Round, Settled, Version
from leadscore.workshop.adoption import Adoption, adoption
from leadscore.workshop.disagreement import Disagreement, disagreement
from leadscore.workshop.saved_models import saving
from leadscore.workshop.votes import latest, tally
from pages._session import boards, draft, keeping, room, workspace
from pages._session.turns import Turns

TURNS = Turns("workshop")
RULES = "rules of the next round"
REASON = "why this model"
_ADOPTED, _AHEAD = "_adopted", "_looked_ahead"
_PATIENCE = 1.0
"""Seconds between the page that can be used and what takes long."""


def found(held: Room) -> Disagreement | None:
    """Where the teams stand after the latest reveal of each rule; None before the first reveal."""
    rounds = room.revealed(held)
    if not rounds:
        return None
    model, points = room.model_of(held), _settled_points(held)
    revision = workspace.shelf().database.manifest.revision if workspace.has_data() else ""
    key = f"{held.id} {[each.id for each in rounds]} {model_hash(model)} {revision} {sorted(points.items())}"
    return _found(model, rounds, points, key)


def history(held: Room) -> dict[str, str]:
    """What the past says of each rule, in words; nothing without data."""
    if not workspace.has_data():
        return {}
    model = room.model_of(held)
    words, _ = boards.beside(model, model.evaluation.outcome)
    return {rule_id: beside.words for rule_id, beside in words.items()}


def look_ahead(held: Room) -> None:
    """Ask the past what the reveal will need while people vote, a second after the page stands; it shows nothing."""
    if workspace.has_data():
        st.fragment(_look_ahead, run_every=_PATIENCE)(held)


def _look_ahead(held: Room) -> None:
    """The first time belongs to the page itself, the second is the timer's; what does not fit is told at the reveal."""
    if st.session_state.get(_AHEAD) != held.id:
        st.session_state[_AHEAD] = held.id
        return
    with suppress(LeadscoreError):
        boards.replay_of(room.model_of(held))
        history(held)


def settled(held: Room) -> Adoption:
    """The room's model with the points that were settled so far."""
    around = found(held)
    voted = tuple(each.voted for each in around.arguments) if around else ()
    return adoption(room.model_of(held), keeping.state().weights.of(held.id), voted, around)


def chosen_rules() -> tuple[str, ...]:
    """The rules in the box of the next round."""
    return tuple(st.session_state.get(RULES) or ())


def start(held: Room, at: int) -> None:
    """Open a round on the rules in the box; a callback."""
    if at == TURNS.now():
        with TURNS.told():
            rules = chosen_rules()
            if not rules:
                raise UsageError("Choose the rules of this round first: at most eight.")
            keeping.state().ballots.start(held.id, rules, keeping.by())
            TURNS.end()


def reveal(voting: Round, at: int) -> None:
    """Show everybody what was voted; a callback."""
    if at == TURNS.now():
        with TURNS.told():
            if not keeping.state().ballots.progress(voting.id).votes:
                raise UsageError(
                    "Nobody has voted yet, so there is nothing to reveal: a revealed round stays as it is."
                )
            keeping.state().ballots.reveal(voting.id, keeping.by())
            st.session_state.pop(RULES, None)
            TURNS.end()


def box(what: str, rule: str) -> str:
    """The key of a box of one rule on this turn."""
    return f"{what} {rule} {TURNS.now()}"


def seen(held: Room) -> dict[str, int]:
    """The latest settling of each rule, by its id, as this page shows it."""
    return {each.rule: each.id for each in keeping.state().weights.of(held.id)}


def settle(held: Room, rules: tuple[str, ...], seen: Mapping[str, int], at: int) -> None:
    """Keep the points, reasons and objections in the boxes, and put the model with them on the sliders; a callback.

    What is settled so already is not settled again.  Nothing is kept where somebody settled one of these rules after
    `seen` was drawn: the boxes then show theirs.
    """
    if at != TURNS.now():
        return
    with TURNS.told():
        held = keeping.state().rooms.get(held.id)  # with rules that were added since this page was drawn
        wanted = _wanted(held, rules)
        TURNS.end()
        _refuse_overtaken(held, wanted, seen)
        for each in wanted:
            keeping.state().weights.settle(each, keeping.by())
        draft.set_model(settled(held).model)
        st.session_state[_ADOPTED] = held.id


def _wanted(held: Room, rules: tuple[str, ...]) -> tuple[Settled, ...]:
    """What the boxes say otherwise than it is settled."""
    before = {each.rule: each for each in keeping.state().weights.of(held.id)}
    rounds, found = room.revealed(held), []
    for rule in rules:
        points, why, against = (st.session_state.get(box(what, rule)) for what in ("points", "why", "against"))
        said, old = (str(why or ""), str(against or "")), before.get(rule)
        if points is None:
            continue
        if old is None or (old.points, old.rationale or "", old.dissent or "") != (Decimal(str(points)), *said):
            last = next((each.id for each in reversed(rounds) if rule in each.rules), None)
            found.append(Settled(held.id, rule, Decimal(str(points)), last, *said))
    return tuple(found)


def _refuse_overtaken(held: Room, wanted: tuple[Settled, ...], seen: Mapping[str, int]) -> None:
    latest = {each.rule: each for each in keeping.state().weights.of(held.id)}
    theirs = [
        latest[each.rule] for each in wanted if each.rule in latest and latest[each.rule].id != seen.get(each.rule)
    ]
    if theirs:
        model = room.model_of(held)
        listed = ", ".join(f"'{model.rule(each.rule).name}' at {shortest(each.points)} points" for each in theirs)
        raise UsageError(
            f"Somebody settled {listed} meanwhile, so nothing of yours was kept. "
            "The boxes show what stands now: change it again if it should be otherwise."
        )


def is_on_sliders(held: Room) -> bool:
    """Whether this session put the settled model on its sliders."""
    return bool(st.session_state.get(_ADOPTED) == held.id)


def latest_version(held: Room) -> Version | None:
    """The version that the room would sign: the newest on its line, where it was saved since the room opened."""
    newest = keeping.state().versions.latest(held.line)
    return newest if newest is not None and newest.at >= held.at else None


def save(held: Room, model: Model, base: int | None, at: int) -> None:
    """Save a model as the next version of the room's line, to be signed; a callback.

    `base` is the version that the page showed as the newest: ConflictError is told where somebody saved meanwhile.
    """
    if at == TURNS.now():
        with TURNS.told():
            reason = str(st.session_state.get(REASON) or "").strip() or f"Workshop: {held.title}"
            keeping.state().versions.save(saving(model, held.line, reason, base), keeping.by())
            TURNS.end()


def _settled_points(held: Room) -> dict[str, Decimal]:
    rows = adoption(room.model_of(held), keeping.state().weights.of(held.id)).rows
    return {row.rule_id: row.chosen for row in rows}


@st.cache_resource(max_entries=8, show_spinner="Replaying the past for each disagreement …")
def _found(_model: Model, _rounds: tuple[Round, ...], _settled: dict[str, Decimal], key: str) -> Disagreement:
    book = keeping.state().ballots
    voted = latest(tally(_model, book.revealed(held.id), held.rules, held.sizes) for held in _rounds)
    if not workspace.has_data():
        return disagreement(_model, voted, None, _settled)
    asleep = sleeping(_model, workspace.shelf().facts)
    return disagreement(_model, voted, boards.replay_of(_model), _settled, asleep=asleep)
