"""Home as this session sees it: what is prepared, how the four lamps stand, and what comes next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import streamlit as st

from leadscore.desk import feedback as sums
from leadscore.errors import LeadscoreError, StoreError
from leadscore.model import Model, model_hash, scoring_hash
from leadscore.outcomes.calendar import local_day
from leadscore.store.state import Answered, Author, Feedback, State
from leadscore.vocabulary import STEPS, TEAMS
from leadscore.workshop import pillars, prepare
from leadscore.workshop.involvement import involvement
from leadscore.workshop.lamps import Lamp
from leadscore.workshop.next_steps import Next, Situation, next_steps
from leadscore.workshop.pilot import plan
from leadscore.workshop.prepare import Checked, Known, Tick
from leadscore.workshop.pulse import WHEN, Reading, readings
from leadscore.workshop.saved_models import model_of
from leadscore.workshop.validation import Held, validation
from pages._session import counted, feedback, keeping, locked, visitor, workspace
from pages._session.counted import Counted
from pages._session.showing import on_projector
from pages._session.turns import Turns

TOPIC = "prepare"
TURNS = Turns("home")


def counted_already(model: Model) -> Counted | None:
    """What takes long, where it is known; None while the page is to be drawn without it."""
    return counted.counted_already(model, signed_since(model))


def count_soon(model: Model) -> None:
    """Count what takes long once the page stands, then draw it again."""
    counted.count_soon(model, signed_since(model))


def counted_now() -> Counted | None:
    """What takes long, counted at once; None where there are no data, or no model to ask them."""
    model = _model()
    return None if model is None else counted.counted(model, signed_since(model))


def prepared(known: Counted | None) -> tuple[Checked, ...]:
    """The list of the day before; `known` None: what takes long is not counted."""
    state, model = _state(), _model()
    found = Known(
        keeping.today(),
        manifest=workspace.manifest(),
        model=model,
        models=() if model is None else _models(model, known, state),
        why_no_reach="there are no data, or no model to ask them" if model is None else prepare.STILL_COUNTING,
        visitors=_devices(state),
        ticks=_ticks(state),
    )
    if known is not None:
        why, excluded = known.why_no_reach, known.excluded
        found = replace(found, starts=known.starts, reach=known.reach, why_no_reach=why, excluded=excluded)
    return prepare.prepared(found)


def unprepared() -> tuple[str, ...]:
    """What is not ready, a sentence each, counted at once; for whoever is about to open a room."""
    return prepare.unprepared(prepared(counted_now()))


def tick_box(item: str, ticked: bool) -> str:
    """The key of a tick's box, set to how it stands; to be called before the box is drawn."""
    key = f"prepared {item}"
    st.session_state[key] = ticked
    return key


def tick(item: str, key: str) -> None:
    """Keep what a box says; a callback.  Saying again what stands changes nothing."""
    on = bool(st.session_state.get(key))
    with TURNS.told():
        if keeping.you() is not None and on != (prepare.latest_tick(_ticks(keeping.state()), item) is not None):
            keeping.state().answers.give(Answered(TOPIC, item, on), keeping.by())


def take_problem() -> str | None:
    """What went wrong in the last callback, once."""
    return TURNS.take_problem()


def lamps(model: Model, known: Counted | None) -> tuple[Lamp, ...]:
    """The four pillars of trust as they stand today."""
    state, day = _state(), keeping.today()
    given = feedback.all_of_it() if state is not None else ()
    asked = None if state is None else involvement(state, model, given, state.signatures.all())
    return (
        pillars.sales_involvement(model, asked, day),
        _balance(known),
        _validation(model, known, day),
        pillars.continuous_feedback(None if state is None else heard(given)),
    )


def pulse() -> tuple[tuple[str, tuple[Reading, ...]], ...]:
    """What people answered to the two questions on trust, at each occasion with answers."""
    state = _state()
    if state is None or not state.answers.of("pulse"):
        return ()
    # What a workshop needs is imported where one was held: the first page of a new server need not wait for it.
    from pages._session import said

    asked = ((when, readings(said.felt(None), when)) for when in WHEN)
    return tuple((WHEN[when], found) for when, found in asked if found and found[0].n)


def what_next(checked: tuple[Checked, ...], known: Counted | None) -> tuple[Next, ...]:
    """The one or two things to do next."""
    state = _state()
    return next_steps(Situation(checked) if state is None else _situation(state, checked, known))


def _balance(known: Counted | None) -> Lamp:
    if known is None:
        return pillars.balanced_criteria(None, 0, 0)
    return pillars.balanced_criteria(known.balances, known.leads, known.silent, known.why_no_balance)


def _validation(model: Model, known: Counted | None, day: date) -> Lamp:
    """What came after the signatures, where somebody signed and it is counted; and what the locked period said."""
    since, unlocked = signed_since(model), None if _state() is None else locked.unlocked(model)
    if since is None or known is None or known.pairs is None or known.lift is None:
        return validation(None, day, pillars.NOT_COUNTED if since else "not signed by both teams", unlocked)
    ends = workspace.shelf().database.manifest.data_date
    last = None if ends is None else local_day(ends, workspace.zone())
    return validation(Held(since, known.pairs, known.lift, last), day, unlocked=unlocked)


def heard(given: tuple[Feedback, ...]) -> pillars.Heard:
    """How alive the feedback is today."""
    now, ends = keeping.now(), workspace.shelf().database.manifest.data_date
    found = sums.pulse(given, now)
    return pillars.Heard(
        lately=found.lately,
        of_data=None if ends is None else sums.pulse(given, ends).lately,
        all=found.all,
        open_disputes=found.open_disputes,
        oldest_dispute=max((now - each.at for each in given if each.is_open), default=None),
        answered=found.answered,
        median_reply=found.median_reply,
    )


def _situation(state: State, checked: tuple[Checked, ...], known: Counted | None) -> Situation:
    active, room, open_actions = workspace.active(), state.rooms.current(), state.actions.open()
    agreement, begun = state.agreements.latest(), state.pilots.latest()
    signed = active.version.id if active.signed and active.version else None
    saved, missing = _to_sign(state, signed)
    return Situation(
        prepared=checked,
        room=None if room is None else f"{room.title}, step '{STEPS[room.step]}'",
        had_rooms=bool(state.rooms.all()),
        saved=saved,
        missing=missing,
        signed=active.signed,
        agreed=agreement is not None and agreement.version == signed,
        piloted=begun is not None and begun.version == signed,
        pilot=None if begun is None else plan(begun.starts_on, begun.weeks).on(keeping.today()).words,
        to_review=_to_review(state, known),
        disputes=len(state.feedback.open_disputes()),
        overdue=sum(each.is_overdue(keeping.today()) for each in open_actions),
    )


def _to_sign(state: State, signed: int | None) -> tuple[str | None, tuple[str, ...]]:
    """The version that was saved last and that nobody, or one team, signed; none where it is the active one."""
    newest = max(state.versions.lines(), key=lambda each: each.id, default=None)
    if newest is None or newest.id == signed:
        return None, ()
    has = {each.author.team for each in state.signatures.of(newest.id)}
    return f"version {newest.number} of '{newest.line}'", tuple(team for team in TEAMS if team not in has)


def _to_review(state: State, known: Counted | None) -> str | None:
    """The month that a review begins with, unless something was decided or noted in it."""
    month = known.month if known is not None else None
    if month is None:
        return None
    decided = any(each.source == f"Review of {month:%Y-%m}" for each in state.actions.all())
    noted = any(each.month == f"{month:%Y-%m}" for each in state.notes.all())
    return None if decided or noted else f"{month:%B %Y}"


def _model() -> Model | None:
    """The active model; None where there is none, or where it cannot be used."""
    try:
        return workspace.active_model() if workspace.has_data() else None
    except LeadscoreError:
        return None


def signed_since(model: Model) -> datetime | None:
    """When both teams signed this model; None where they did not, also where it stands in for the one they signed."""
    active = workspace.active()
    is_it = active.version is not None and active.version.model_hash == model_hash(model)
    return active.since if is_it else None


def _models(model: Model, known: Counted | None, state: State | None) -> tuple[Model, ...]:
    """The active model; beside it those that were saved, where it is only what the product offers to start from."""
    if known is None or state is None or scoring_hash(model) not in known.starts:
        return (model,)
    try:
        return (model, *(model_of(each) for each in state.versions.lines()))
    except LeadscoreError:
        return (model,)


def _state() -> State | None:
    """What people decided; None where it cannot be opened."""
    try:
        return keeping.state()
    except StoreError:
        return None


def _ticks(state: State | None) -> tuple[Tick, ...]:
    given = () if state is None else state.answers.of(TOPIC)
    return tuple(Tick(each.item, each.value is True, each.at, _who(each.author)) for each in given)


def _who(author: Author) -> str:
    return author.team if on_projector() else f"{author.name or '(erased)'}, {author.team}"


def _devices(state: State | None) -> int:
    """Other devices that reached this server, or joined the room that is open."""
    room = None if state is None else state.rooms.current()
    joined = 0 if room is None or state is None else sum(each.has_device for each in state.rooms.members(room.id))
    return max(visitor.devices(), joined)
