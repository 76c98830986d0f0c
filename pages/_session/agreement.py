"""The agreement as this session reads and writes it: as it would be now, as it was kept, and what goes into it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import streamlit as st

from leadscore.errors import StoreError, UsageError
from leadscore.evidence import Shelf
from leadscore.model import Model, model_hash
from leadscore.reports.agreement import sections
from leadscore.reports.agreement_evidence import evidence_of
from leadscore.reports.agreement_html import html
from leadscore.reports.agreement_names import Names
from leadscore.reports.section import Section
from leadscore.store import printed_head
from leadscore.store.state import Agreement as KeptAgreement
from leadscore.store.state import Answered, Drawn, Promised
from leadscore.store.state.people import same_name
from leadscore.workshop.agreed_evidence import Evidence
from leadscore.workshop.agreement import Agreement, Rhythm, from_json
from leadscore.workshop.agreement_drawing import GOALS, RHYTHM, TOPIC, Said, draw_up, play_item
from leadscore.workshop.plays import is_promised, play_of
from pages._session import keeping, workspace
from pages._session.showing import on_projector
from pages._session.turns import Turns

_TURNS = Turns("agreement")
HOURS, ATTEMPTS, DAYS, CHANNELS, STOPS, THEN = "first touch", "attempts", "days", "channels", "stops", "then"
WEEK, WEEKDAY, OWNERS = "week of the review", "weekday of the review", "teams that call the review"
GOAL, ABOUT, TEXT, SINCE = "a goal", "section that is spoken of", "text on a section", "promised since"
TERMS = {
    "marketing": ("leads_a_month",),
    "sales": ("touch_within_minutes", "attempts", "attempt_days", "accept_within_days"),
}
SOURCE = "Agreement"


@dataclass(frozen=True, slots=True)
class Paper:
    """An agreement to look at, the so manieth that was kept; `kept` None: as it would be drawn up now."""

    agreement: Agreement
    kept: KeptAgreement | None = None
    number: int = 0

    @property
    def names(self) -> Names:
        """Whose signatures and words it names, as the state knows them now."""
        return Names.of(keeping.state(), self.agreement, hidden=on_projector())

    @property
    def sections(self) -> tuple[Section, ...]:
        """Its sections."""
        return sections(self.agreement, self.names, self.kept is not None)

    def file(self, ending: str) -> bytes:
        """The document as a file, html or json; with the names that are shown here."""
        if ending == "html":
            return html(self.agreement, self.names, self.kept is not None).encode("utf-8")
        return (self.kept.document if self.kept else self.agreement.to_json()).encode("utf-8")


def said() -> Said:
    """What people said, promised and settled, and the signatures under the active model."""
    return Said.of(keeping.state(), workspace.active().signatures)


def as_of_now(model: Model) -> Paper:
    """The agreement as it would be drawn up now."""
    shelf = workspace.shelf()
    found = _evidence(shelf, model, workspace.key_of(model))
    return Paper(draw_up(model, workspace.active().version, found, said(), keeping.now()))


def kept() -> tuple[Paper, ...]:
    """Every kept agreement, the newest first; StoreError for one that cannot be read."""
    found = keeping.state().agreements.all()
    return tuple(Paper(from_json(each.document), each, number) for number, each in enumerate(found, 1))[::-1]


def draw_up_now(model: Model, at: int) -> None:
    """Keep the agreement as it is now; a callback.  Only a model that both teams signed has one."""
    if at == turn():
        with _kept():
            version = workspace.active().version
            if version is None or version.model_hash != model_hash(model):
                raise UsageError("Both teams must have signed the model first: until then the agreement stays a draft.")
            agreement = as_of_now(model).agreement
            keeping.state().agreements.keep(Drawn(version.id, agreement.to_json()), keeping.by())


def keep_play(band: str, seen: int | None, at: int) -> None:
    """Keep how a band is worked; a callback.  `seen` is the answer that this page showed."""
    if at == turn():
        with _kept():
            hours = _entered(band, HOURS)
            value = {
                "touch_within_minutes": max(1, round(60 * hours)) if hours else None,
                "attempts": _entered(band, ATTEMPTS) or None,
                "days": _entered(band, DAYS) or None,
                "channels": list(_entered(band, CHANNELS) or ()),
                "stops": list(_entered(band, STOPS) or ()),
                "then": _entered(band, THEN),
            }
            play = play_of(band, value)
            if is_promised(band):
                play = replace(play, touch_within_minutes=None, attempts=None, days=None)
            _give_item(play_item(band), play.to_value(), seen)


def keep_rhythm(seen: int | None, at: int) -> None:
    """Keep when the review is; a callback."""
    if at == turn():
        with _kept():
            held = st.session_state
            week, weekday = held.get(box(WEEK)), held.get(box(WEEKDAY))
            if week is None or weekday is None:
                raise UsageError("Choose which day of the month it is: for example the second Tuesday.")
            rhythm = Rhythm(week, weekday, tuple(held.get(box(OWNERS)) or ()))
            _give_item(RHYTHM, {"week": week, "weekday": weekday, "owners": list(rhythm.owners)}, seen)


def keep_goal(at: int) -> None:
    """Keep a goal of both; a callback."""
    if at == turn():
        with _kept():
            by, state = keeping.by(), keeping.state()
            own = [each for each in state.answers.of(GOALS) if _is(each.author.name, each.author.team)]
            taken = {each.item for each in own}
            item = next(name for place in range(len(taken) + 1) if (name := f"goal {place + 1}") not in taken)
            state.answers.give(Answered(GOALS, item, None, _typed(GOAL, "Write the goal first.")), by)


def take_back_goal(answer: int, at: int) -> None:
    """Take back a goal of one's own; a callback."""
    if at == turn():
        with _kept():
            state = keeping.state()
            found = next((each for each in state.answers.of(GOALS) if each.id == answer), None)
            if found is None or not _is(found.author.name, found.author.team):
                raise UsageError("Only who wrote a goal takes it back.")
            state.answers.give(Answered(GOALS, found.item, None, "", found.room), keeping.by())


def keep_text(at: int) -> None:
    """Keep what somebody says on a section; a callback."""
    if at == turn():
        with _kept():
            section = str(st.session_state.get(box(ABOUT)))
            text = _typed(TEXT, "Write what you have to say first.")
            keeping.state().answers.give(Answered(TOPIC, section, None, text), keeping.by())


def keep_promise(side: str, seen: int | None, at: int) -> None:
    """Keep what a side promises; a callback.  OvertakenError, told, where another promise was entered meanwhile."""
    if at == turn():
        with _kept():
            terms = {term: _term(side, term) for term in TERMS[side]}
            since: date = st.session_state[box(f"{side} {SINCE}")]
            promised = Promised(side, since, **terms, source=SOURCE, seen=seen)  # type: ignore[arg-type]
            keeping.state().promises.enter(promised, keeping.by())


def holds(head: str) -> bool:
    """Whether the audit still contains a head that somebody typed; UsageError for what is none."""
    return printed_head.is_held(workspace.workspace(), printed_head.read(head))


def is_mine(name: str | None, team: str) -> bool:
    """Whether the person at this desk wrote something."""
    return keeping.you() is not None and _is(name, team)


def turn() -> int:
    """Changes with everything that is kept, so that boxes are empty again and a click acts once."""
    return _TURNS.now()


def box(what: str) -> str:
    """The key of a box of this turn."""
    return f"agreement {what} {turn()}"


def take_problem() -> str | None:
    """What went wrong in the last callback, once."""
    return _TURNS.take_problem()


@contextmanager
def _kept() -> Iterator[None]:
    """What is kept within ends the turn; what goes wrong is told."""
    with _TURNS.told():
        yield
        _TURNS.end()


def _give_item(item: str, value: dict[str, Any], seen: int | None) -> None:
    """Keep what is one for both teams; StoreError, and nothing kept, where somebody changed it meanwhile."""
    found = said().newest(item)
    if found is not None and found.id != seen:
        raise StoreError(
            f"Somebody of {found.author.team} changed this meanwhile, at {found.at:%Y-%m-%d %H:%M} UTC, and yours was "
            "made without it. Nothing was overwritten: look at what stands now, then keep yours if it still holds."
        )
    keeping.state().answers.give(Answered(TOPIC, item, value), keeping.by())


def _entered(band: str, what: str) -> Any:
    return st.session_state.get(box(f"{band} {what}"))


def _term(side: str, term: str) -> int | None:
    """What stands in the box of a term; hours are kept as minutes, 0 is no promise."""
    value = st.session_state.get(box(f"{side} {term}")) or 0
    return (max(1, round(60 * value)) if term == "touch_within_minutes" and value else int(value)) or None


def _typed(what: str, otherwise: str) -> str:
    text = str(st.session_state.get(box(what)) or "").strip()
    if not text:
        raise UsageError(otherwise)
    return text


def _is(name: str | None, team: str) -> bool:
    by = keeping.by()
    return team == by.team and same_name(name, by.name)


@st.cache_resource(max_entries=4, show_spinner="Counting what the agreement rests on …")
def _evidence(_shelf: Shelf, _model: Model, key: str) -> Evidence:
    return evidence_of(_shelf, _model)
