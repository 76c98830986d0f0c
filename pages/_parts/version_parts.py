"""Versions on the page: saving with a reason, the history, and two of them side by side in words and in effect."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from leadscore.exporting.cells import safe_text
from leadscore.figures.words import day_in_words, instant_in_words
from leadscore.model import Model
from leadscore.model.differences import Difference, differences
from leadscore.simulation.moves import Moves
from leadscore.simulation.side_by_side import side_by_side
from leadscore.store.state import Version
from leadscore.vocabulary import OUTCOME_WORDS, counted
from leadscore.workshop.saved_models import model_of
from pages._parts import empty, locked_results, who
from pages._session import boards, draft, effects, keeping, locked, versions, workspace
from pages._session.locked import Opening
from pages._session.showing import on_projector, plain

DRAFT, ACTIVE = "The draft on the table", "The active model"


def save(model: Model, lines: Sequence[Version]) -> None:
    """The draft, what it changes, and the boxes to save it; nothing where nobody may write."""
    problem = draft.take_problem()
    if problem:
        st.warning(plain(problem))
    number = versions.take_saved()
    if number is not None:
        st.success(f"Version {number} is saved.")
    if not who.may_save():
        return
    versions.suggest_line(lines[0].line if lines else model.name)
    with st.container(border=True):
        name = st.text_input("Save the draft as the next version of", key=versions.LINE, max_chars=80)
        newest = next((each for each in lines if each.line == name.strip()), None)
        with empty.telling("The newest version cannot be read"):
            _what_is_new(model, newest)
        st.text_input("Why?", key=versions.REASON, max_chars=500, placeholder="Webinars brought few meetings in spring")
        st.button("Save the version", icon=":material/save:", on_click=versions.save)


def conflict() -> None:
    """What somebody else saved meanwhile, beside what was to be saved."""
    found = versions.conflict()
    if found is None:
        return
    st.warning(plain(str(found)), title="Two of you changed this model")
    if found.theirs is not None:
        st.markdown("**What yours would change of theirs**")
        listed(differences(model_of(found.theirs), draft.held().model))
    with st.container(horizontal=True):
        st.button("Save mine on top of theirs", on_click=versions.save_all_the_same)
        if found.theirs is not None:
            st.button("Put theirs on the table", on_click=_take_theirs, args=(found.theirs,))
        st.button("Leave theirs", on_click=versions.let_go)


def choose_line(lines: Sequence[Version]) -> str | None:
    """The line whose history is shown; None where nothing was saved."""
    names = [each.line for each in lines]
    return st.selectbox("History of", names, key="line shown") if len(names) > 1 else next(iter(names), None)


def history(saved: Sequence[Version]) -> None:
    """Every version, the newest first."""
    st.subheader(plain(f"History of {saved[0].line}"))
    opened = locked.openings()
    rows = [{**_row(each), **({"Locked period": _covered(each, opened)} if opened else {})} for each in saved]
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt="Versions, the newest first")


def compare(saved: Sequence[Version], on_table: Model, active: Model) -> None:
    """Two versions in words, and what changing from one to the other does to leads."""
    st.subheader("What changed from one to the other?")
    named: dict[str, Version | Model] = {_title(each): each for each in saved}
    named |= {DRAFT: on_table, ACTIVE: active}
    with st.container(horizontal=True):
        earlier = list(named)[1] if len(saved) > 1 else ACTIVE
        newest = saved[0].id  # a new version sets both boxes anew
        was = st.selectbox("From", list(named), list(named).index(earlier), key=f"version before {newest}")
        now = st.selectbox("To", list(named), key=f"version after {newest}")
    with empty.telling("These two cannot be compared"):
        before, after = _model(named[was]), _model(named[now])
        listed(differences(before, after))
        _effect(before, after)
        chosen = named[now]
        if isinstance(chosen, Version):
            _buttons(chosen, is_newest=chosen.id == saved[0].id)
            _held_out(chosen)


def _what_is_new(model: Model, newest: Version | None) -> None:
    if newest is None:
        st.caption(f"{counted(len(model.rules), 'rule')}; the first version under this name.")
        return
    st.caption(plain(f"Against version {newest.number}:"))
    listed(differences(model_of(newest), model))


def listed(found: Sequence[Difference]) -> None:
    """Differences of two models, or that there are none."""
    if not found:
        st.caption("The two are the same model.")
    rows = [{"What": safe_text(each.what), "Was": safe_text(each.was), "Is": safe_text(each.now)} for each in found]
    if rows:
        st.dataframe(pd.DataFrame(rows), hide_index=True, height="content", alt="Differences of two models")


def _effect(before: Model, after: Model) -> None:
    if before == after:
        return
    found = effects.moves(before, after)
    st.markdown(
        f"As of the data date, **{found.changed:,} of {found.leads:,} leads change band**; "
        f"{found.raised:,} scores rise, {found.lowered:,} fall, {found.same_score:,} stay."
    )
    st.dataframe(_matrix(found), hide_index=True, alt="Leads by band before and after")
    ours, theirs = side_by_side(after, before)
    card = boards.swap(ours, theirs, before.evaluation.outcome, "equal volume")
    st.markdown(plain(card.verdict if not card.reason else f"History says nothing of it: {card.reason}."))


def _matrix(found: Moves) -> pd.DataFrame:
    names = effects.STANDS
    rows = [
        {
            "Before": names[was],
            **{f"Now {names[now].lower()}": found.count(was, now) for now in names if _any(found, now)},
        }
        for was in names
        if any(found.count(was, now) for now in names)
    ]
    return pd.DataFrame(rows)


def _any(found: Moves, now: str) -> bool:
    return any(each.after == now for each in found.moves)


def _buttons(version: Version, is_newest: bool) -> None:
    with st.container(horizontal=True):
        st.button("Put it on the table", icon=":material/tune:", on_click=versions.put_on_table, args=(version,))
        if not is_newest and keeping.writable() and keeping.you():
            words = f"Restore version {version.number}"
            st.button(words, icon=":material/history:", on_click=versions.restore, args=(version,))


def _held_out(version: Version) -> None:
    """What the locked period said of a version, where it was opened for it."""
    found = locked.latest_of(version.scoring_hash)
    if found is None:
        return
    opened, shown = found
    outcome = model_of(version).evaluation.outcome
    with st.expander(f"What the locked period said of version {version.number}"):
        st.caption(plain(f"{locked_results.opened_in_words(opened)}, towards {OUTCOME_WORDS[outcome]}."))
        locked_results.show(shown, outcome)


def _covered(version: Version, openings: Sequence[Opening]) -> str:
    """Whether a version was held against a locked period, or was saved when that had been seen."""
    zone = workspace.shelf().database.manifest.zone
    for each in reversed(openings):
        if each.seen.of(version.scoring_hash) is not None:
            return f"held against it on {day_in_words(each.opened.at, zone)}"
    since = next((each.opened.at for each in reversed(openings) if each.opened.at < version.at), None)
    return "not held against it" if since is None else f"has seen it: opened on {day_in_words(since, zone)}"


def _take_theirs(version: Version) -> None:
    versions.let_go()
    versions.put_on_table(version)


def _model(chosen: Version | Model) -> Model:
    return model_of(chosen) if isinstance(chosen, Version) else chosen


def _title(version: Version) -> str:
    return f"Version {version.number}"


def _row(version: Version) -> dict[str, object]:
    zone = workspace.shelf().database.manifest.zone
    name = "hidden" if on_projector() else version.author.name or "(erased)"
    return {
        "Version": version.number,
        "Saved": instant_in_words(version.at, zone),
        "Who": safe_text(name),
        "Team": version.author.team,
        "Why": safe_text(version.reason or "(erased)"),
        "Hash": version.model_hash[:12],
    }
