"""The pilot as this session sees it: the one that was begun, or the plan on the form; its tasks and its figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from leadscore.errors import StoreError, UsageError
from leadscore.exporting.cells import safe_text
from leadscore.model import Model, model_hash
from leadscore.outcomes import Cohort
from leadscore.reports import Circumstances, Month, Past
from leadscore.reports.circumstances import FIRST
from leadscore.reports.pilot import Members, Outlook
from leadscore.reports.pilot import outlook as outlook_of
from leadscore.reports.rep_card import html
from leadscore.simulation.replay import Replayed
from leadscore.store.state import Action, Answered, Feedback
from leadscore.store.state.pilots import Begun, Pilot
from leadscore.workshop import pilot_groups
from leadscore.workshop.active import Active
from leadscore.workshop.agreement_drawing import TOPIC, Said, plays_of
from leadscore.workshop.pilot import DEFAULT_WEEKS, Plan, plan
from leadscore.workshop.pilot_groups import OWNERS_ITEM, owners_said
from leadscore.workshop.pilot_tasks import to_keep
from leadscore.workshop.plays import plays
from leadscore.workshop.rep_card import rep_card, version_in_words
from pages._session import boards, keeping, review, workspace
from pages._session.turns import Turns

STARTS, WEEKS, WITH, OWNERS = "pilot starts", "pilot weeks", "pilot compared with", "pilot owners"
MOST_OWNERS = 200
_TURNS = Turns("pilot")


@dataclass(frozen=True, slots=True)
class Held:
    """What the page shows: the plan, and the pilot that it is of, None while it is only looked at."""

    planned: Plan
    pilot: Pilot | None
    owners: tuple[str, ...]

    @property
    def members(self) -> Members | None:
        """Which leads of a cohort are in the pilot; None where all are."""
        if self.pilot is None or not self.pilot.comparison:
            return None
        if self.pilot.comparison == "team":
            return self._owned
        return self._drawn

    def _owned(self, cohort: Cohort) -> frozenset[str]:
        return pilot_groups.owned(cohort, self.owners)

    def _drawn(self, cohort: Cohort) -> frozenset[str]:
        assert self.pilot is not None
        return pilot_groups.drawn(cohort, pilot_groups.key_of(self.pilot))


def begun() -> Held | None:
    """The pilot that was begun last; None before the first, or where the state cannot be read."""
    try:
        latest = keeping.state().pilots.latest()
    except StoreError:
        return None
    return None if latest is None else Held(plan(latest.starts_on, latest.weeks), latest, _kept_owners(latest))


def looked_at() -> Held:
    """The plan of the form, before anybody begins it."""
    starts: date = st.session_state.get(box(STARTS)) or next_monday()
    weeks = int(st.session_state.get(box(WEEKS)) or DEFAULT_WEEKS)
    return Held(plan(starts, weeks), None, ())


def next_monday() -> date:
    """The first Monday after today."""
    return keeping.today() + timedelta(days=7 - keeping.today().weekday())


def turn() -> int:
    """Changes with everything that is begun or kept, so that a click acts once."""
    return _TURNS.now()


def box(what: str) -> str:
    """The key of a box of this turn."""
    return f"{what} {turn()}"


def take_problem() -> str | None:
    """What went wrong in the last callback, once."""
    return _TURNS.take_problem()


def begin(at: int) -> None:
    """Begin the pilot of the form on the signed model, and keep its tasks; a callback."""
    if at == turn():
        with _TURNS.told():
            version = workspace.active().version
            if version is None:
                raise UsageError("A pilot needs a model that both teams signed.")
            shown, comparison = looked_at().planned, str(st.session_state.get(box(WITH)) or "")
            owners = [str(each) for each in st.session_state.get(box(OWNERS)) or ()]
            if comparison == "team" and not owners:
                raise UsageError("Say whose leads are in the pilot, or compare with nobody.")
            state, by = keeping.state(), keeping.by()
            if comparison == "team":
                state.answers.give(Answered(TOPIC, OWNERS_ITEM, owners), by)
            state.pilots.begin(Begun(version.id, shown.starts, shown.weeks, comparison), by)
            _keep_tasks(shown)
            _TURNS.end()


def keep_tasks(planned: Plan, at: int) -> None:
    """Keep the tasks of a plan that are no actions yet; a callback."""
    if at == turn():
        with _TURNS.told():
            _keep_tasks(planned)
            _TURNS.end()


def actions() -> tuple[Action, ...]:
    """All actions; none where the state cannot be read."""
    try:
        return keeping.state().actions.all()
    except StoreError:
        return ()


def circumstances(model: Model) -> Circumstances:
    """What people decided and said around the model."""
    return review.circumstances(model)


def feedback() -> tuple[Feedback, ...]:
    """All that sales ever said; StoreError where it cannot be read: nothing said is another thing."""
    return keeping.state().feedback.since(FIRST)


def past(model: Model, planned: Plan, around: Circumstances) -> Past:
    """The history under what was promised for the pilot's first month."""
    return review.under_promises(review.past(model), Month(planned.starts.replace(day=1)), around)


def outlook(asked: Past, held: Held) -> Outlook:
    """The closes to expect of the pilot and those seen; kept for all sessions."""
    pilot = held.pilot
    group = "" if pilot is None else f"{pilot.id} {pilot.comparison} {held.owners!r}"
    revision = asked.manifest.revision
    key = f"{revision} {model_hash(asked.model)} {held.planned.starts} {held.planned.weeks} {group}"
    return _outlook(asked, boards.replay_of(asked.model), held.planned, held.members, key)


def owners() -> tuple[str, ...]:
    """The owners of the leads in these data, those with most leads first; none where the data name none."""
    if workspace.shelf().database.manifest.attribute("owner") is None:
        return ()
    return _owners(workspace.shelf().database.manifest.revision)


def who_is_in(asked: Past, held: Held) -> bytes:
    """Every lead that was handed over since the start, and whether it is in the pilot, as a CSV file."""
    from leadscore.reports.past import Asked

    if held.members is None:
        return b""
    with asked.cohort(Asked(from_=held.planned.starts)) as cohort:
        inside = held.members(cohort)
        leads = sorted(lead for (lead,) in cohort.rows((), "SELECT lead_id FROM cohort"))
    lines = [f"{_cell(lead)},{'in the pilot' if lead in inside else 'outside'}" for lead in leads]
    return "\r\n".join(["lead_id,group", *lines, ""]).encode("utf-8-sig")


def card(held: Active, model: Model) -> bytes:
    """The rep card of a model as a file."""
    try:
        agreed = plays_of(Said.of(keeping.state(), held.signatures), keeping.today())
    except StoreError:
        agreed = plays({}, None)
    return html(rep_card(model, version_in_words(held.version), held.words, held.signed, agreed)).encode("utf-8")


def _keep_tasks(planned: Plan) -> None:
    book, by = keeping.state().actions, keeping.by()
    todo = to_keep(planned, book.all())
    for decided in todo.decide:
        book.decide(decided, by)
    for action, due in todo.carry:
        book.carry(action, due, by)


def _kept_owners(latest: Pilot) -> tuple[str, ...]:
    """Whose leads are in a pilot that compares teams."""
    return owners_said(latest, keeping.state().answers.of(TOPIC))


def _cell(lead: str) -> str:
    text = safe_text(lead).replace('"', '""')
    return f'"{text}"'


@st.cache_resource(max_entries=16, show_spinner="Following earlier hand-offs to their close …")
def _outlook(_past: Past, _replayed: Replayed, _planned: Plan, _members: Members | None, key: str) -> Outlook:
    return outlook_of(_past, _replayed, _planned, _members)


@st.cache_data(max_entries=2, show_spinner=False)
def _owners(revision: str) -> tuple[str, ...]:
    sql = f"""SELECT MODE(TRIM(owner, ' ')) FROM leads WHERE TRIM(owner, ' ') <> ''
GROUP BY LOWER(TRIM(owner, ' ')) ORDER BY COUNT(*) DESC, 1 LIMIT {MOST_OWNERS}"""
    with workspace.shelf().database.cursor() as cursor:
        return tuple(owner for (owner,) in cursor.execute(sql).fetchall())
