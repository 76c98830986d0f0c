"""The model on the table: one frozen value, with what came before it and what was undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import streamlit as st

from leadscore.model import CutOffs, Model, Rule
from leadscore.model.model import Balance

_DRAFT = "_draft"
_START = "_draft_start"
_PROBLEM = "_draft_problem"
BALANCE = "agreed share of behavioural points"
"""The key of the box with the agreed balance."""

MQL, SQL = "mql cut-off", "sql cut-off"
"""The keys of the boxes with the two cut-offs."""

MOST_STEPS = 200


@dataclass(frozen=True, slots=True)
class Draft:
    """The model as it stands, earlier ones (latest last) and undone ones (next first)."""

    model: Model
    before: tuple[Model, ...] = ()
    after: tuple[Model, ...] = ()

    def changed(self, model: Model) -> Draft:
        """The draft after a change; a change to the same model is none."""
        if model == self.model:
            return self
        return Draft(model, (*self.before, self.model)[-MOST_STEPS:])

    def undone(self) -> Draft:
        """One step back; unchanged at the first."""
        if not self.before:
            return self
        return Draft(self.before[-1], self.before[:-1], (self.model, *self.after))

    def redone(self) -> Draft:
        """One step forward; unchanged at the last."""
        if not self.after:
            return self
        return Draft(self.after[0], (*self.before, self.model), self.after[1:])


@dataclass(slots=True)
class _Table:
    """Where a session's draft lies; the place stays, whatever lies there."""

    draft: Draft


def current(start: Model, revision: str) -> Draft:
    """This session's draft; it begins as the given model, and anew where that model is another one."""
    if st.session_state.get(_START) != revision:
        st.session_state[_START] = revision
        put(Draft(start))
    set_sliders()
    return held()


def held() -> Draft:
    """The draft as it stands."""
    return _table().draft


def for_download(make: Callable[[Model], bytes | str]) -> Callable[[], bytes | str]:
    """What a download makes of the model on the table when it is clicked: a click is answered outside the session."""
    table = _table()
    return lambda: make(table.draft.model)


def _table() -> _Table:
    table: _Table = st.session_state[_DRAFT]
    return table


def _keep(draft: Draft) -> None:
    if _DRAFT in st.session_state:
        _table().draft = draft
    else:
        st.session_state[_DRAFT] = _Table(draft)


def put(draft: Draft) -> None:
    """Keep a draft and set every slider to it; to be called before the sliders are drawn."""
    _keep(draft)
    set_sliders()


def set_sliders() -> None:
    """Bring every slider to the draft's points; a slider that another page did not draw was forgotten."""
    st.session_state[BALANCE] = int(held().model.balance.behavioural)
    cut_offs = held().model.cut_offs
    if cut_offs is not None:
        st.session_state[MQL], st.session_state[SQL] = float(cut_offs.mql), float(cut_offs.sql)
    for rule in held().model.rules:
        if not rule.knock_out:
            st.session_state[slider_key(rule)] = position(rule, rule.worth)


def take_problem() -> str | None:
    """What went wrong in the last callback, once."""
    problem: str | None = st.session_state.pop(_PROBLEM, None)
    return problem


def put_problem(problem: str) -> None:
    """Tell the next run what went wrong."""
    st.session_state[_PROBLEM] = problem


def slider_key(rule: Rule) -> str:
    """The key of a rule's slider."""
    return f"points of {rule.id}"


def step(rule: Rule) -> Decimal:
    """The slider's step: whole points, finer where the rule's own points are."""
    for finest in (Decimal(1), Decimal("0.5"), Decimal("0.01")):
        if all(value % finest == 0 for value in (rule.worth, *rule.slider)):
            return finest
    return Decimal("0.01")


def position(rule: Rule, points: Decimal) -> int | float:
    """Points as the slider holds them: whole numbers where the step is whole."""
    return int(points) if step(rule) == 1 else float(points)


def moved(rule: Rule) -> None:
    """Take over a slider's position; the callback of that slider."""
    points = Decimal(str(st.session_state[slider_key(rule)]))
    _keep(held().changed(held().model.with_points({rule.id: points})))


def set_cut_offs(cut_offs: CutOffs | None) -> None:
    """Take over new cut-offs."""
    put(held().changed(held().model.with_cut_offs(cut_offs)))


def cut_off_typed(box: str) -> None:
    """Take over a cut-off; the callback of its box.  The other one gives way where SQL would be below MQL."""
    typed = _points(st.session_state[box])
    other = _points(st.session_state[SQL if box == MQL else MQL])
    cut_offs = held().model.cut_offs or CutOffs(mql=Decimal(0), sql=Decimal(0))
    mql, sql = (typed, max(typed, other)) if box == MQL else (min(typed, other), typed)
    set_cut_offs(CutOffs(mql=mql, sql=sql, sql_needs=cut_offs.sql_needs))


def offer_cut_offs(cut_offs: CutOffs | None) -> None:
    """What the boxes show where the draft has no cut-offs; to be called before they are drawn."""
    for box, points in ((MQL, cut_offs.mql if cut_offs else 0), (SQL, cut_offs.sql if cut_offs else 0)):
        st.session_state.setdefault(box, float(points))


def _points(typed: float) -> Decimal:
    """What was typed, with two decimals at most."""
    return min(Decimal(100), max(Decimal(0), Decimal(f"{typed:.2f}").normalize() + 0))


def set_model(model: Model) -> None:
    """Take over a whole model, as one step that can be undone."""
    put(held().changed(model))


def balance_agreed() -> None:
    """Take over the agreed share of behavioural points; the callback of its box."""
    behavioural = Decimal(st.session_state[BALANCE])
    balance = Balance(behavioural=behavioural, demographic=100 - behavioural)
    set_model(held().model.model_copy(update={"balance": balance}))


def undo() -> None:
    """Go one step back."""
    put(held().undone())


def redo() -> None:
    """Go one step forward."""
    put(held().redone())
