"""The locked period: what is kept out, who looked how often at the rest, what that flatters, and the one opening."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from leadscore.exporting.cells import safe_text
from leadscore.figures.words import day_in_words, instant_in_words, sentence
from leadscore.simulation import Lock
from leadscore.simulation.locked_period import Candidate, Fished
from leadscore.vocabulary import OUTCOME_WORDS, counted
from pages._parts import locked_results, tune_tried
from pages._parts import who as people
from pages._parts.signals_head import Asked
from pages._parts.tune_head import KeptOut
from pages._session import boards, keeping, locked, tries, workspace
from pages._session.locked import Opening
from pages._session.showing import plain

FROM_DRAFTS = KeptOut(
    "locked away: no draft is judged on them, and only the active model's own figures hold them",
    "in no comparison of models here but the one under Locked period, and in the active model's own figures",
)
"""What the locked period is kept out of where the active model's own figures stand beside drafts."""

WHAT_IT_IS = (
    "The more settings are looked at, the better the best of them looks by chance. So the latest quarter of mature "
    "hand-offs is kept out of everything that points are tuned on, and can be opened once for all models together."
)
HOW = (
    "How it is found: in {draws} resampled histories of the same accounts the setting with the highest lift of the top "
    "fifth there is taken; how much more it shows there than in the history that happened, on average, is expected to "
    "be chance here too. It tells most of it, not all."
)


def show(asked: Asked) -> None:
    """The whole tab."""
    st.caption(WHAT_IT_IS)
    lock, opening = boards.lock(), locked.opening()
    _locked(lock)
    _tried(asked)
    if opening is not None:
        _opened(opening, asked.outcome)
    elif lock.starts is not None:
        _closed(asked)


def _locked(lock: Lock) -> None:
    st.subheader("What is locked?")
    if lock.starts is None or lock.ends is None:
        st.info(plain(f"{sentence(lock.reason or '')} So there is nothing to open."), title="Nothing is locked")
        return
    zone = workspace.shelf().database.manifest.zone
    first, last = (day_in_words(each, zone) for each in (lock.starts, lock.ends))
    st.markdown(
        plain(
            f"{lock.leads:,} mature hand-offs from {first} to {last}, {lock.outcomes:,} of them with "
            f"{OUTCOME_WORDS[lock.outcome]}. New data bring a new locked period."
        )
    )


def _tried(asked: Asked) -> None:
    st.subheader("How often was the rest looked at?")
    if not tries.looked_at():
        st.caption(tune_tried.NONE_YET)
        return
    found = tries.fishing(asked.active, asked.outcome)
    many = counted(found.settings, "setting was", "settings were")
    st.markdown(plain(f"{many} looked at on these data for {OUTCOME_WORDS[asked.outcome]}{_flattery(found)}."))
    if found.optimism is not None and found.optimism.expected.value is not None:
        _how(found.optimism.draws, found.optimism.settings, found.settings)
    _who_looked()


def _flattery(found: tries.Fishing) -> str:
    return f"; {tune_tried.flattered(found.optimism)}" if found.settings and found.optimism else ""


def _how(draws: int, asked: int, settings: int) -> None:
    st.caption(HOW.format(draws=draws) + (f" Asked were the latest {asked:,}." if asked < settings else ""))


def _who_looked() -> None:
    zone = workspace.shelf().database.manifest.zone
    rows = [
        {
            "Who looked first": safe_text(locked_results.who(each.author)),
            "Settings": each.settings,
            "First": instant_in_words(each.first, zone),
            "Last": instant_in_words(each.last, zone),
        }
        for each in keeping.state().tries.people(workspace.shelf().database.manifest.revision)
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt="Who looked at how many settings")


def _closed(asked: Asked) -> None:
    st.subheader("Open it")
    problem = locked.TURNS.take_problem()
    if problem:
        st.warning(plain(problem))
    if not people.may_save():
        return
    models = locked.candidates(asked.active, asked.draft)
    if locked.take_confirmed():
        with st.spinner("Looking into the locked period …"):
            locked.open_now(models)
        st.rerun()
    if not locked.is_asked():
        st.button("Open the locked period", icon=":material/lock_open:", on_click=locked.ask)
        st.caption("You are asked once more before it is opened.")
        return
    _last_word(models)


def _last_word(models: tuple[Candidate, ...]) -> None:
    st.warning(
        "It can be opened once for these data, and is spent then for every model. Points set afterwards cannot be "
        "held against it any more. Your name stands beside it for good.",
        title="Open it now?",
    )
    listed = list(dict.fromkeys(each.name for each in models))
    st.text(f"Held against it: {'; '.join(listed)}.")
    with st.container(horizontal=True):
        st.button("Yes, open it for good", icon=":material/lock_open:", on_click=locked.confirm)
        st.button("Leave it closed", on_click=locked.leave)


def _opened(opening: Opening, outcome: str) -> None:
    st.subheader("What did it show?")
    st.markdown(plain(f"{locked_results.opened_in_words(opening.opened)}. {locked_results.SEEN_SINCE}"))
    since = locked.tried_since(opening.opened.at)
    if since:
        st.caption(f"{counted(since, 'setting was', 'settings were')} looked at since then: none of them is covered.")
    for each in opening.seen.fished:
        if each.outcome == outcome and each.settings:
            st.caption(plain(_before(each)))
    names = {shown.name: shown for shown in opening.seen.models}
    chosen = st.selectbox("Model", list(names), key="model in the locked period")
    if chosen is not None:
        locked_results.show(names[chosen], outcome)
    for caveat in opening.seen.caveats:
        st.caption(plain(caveat))
    st.caption(f"Kept in the audit as entry {opening.opened.id:,}, SHA-256 {opening.opened.document_hash[:12]}.")


def _before(fished: Fished) -> str:
    tried = counted(fished.settings, "setting had", "settings had")
    return f"Before it was opened {tried} been looked at; {tune_tried.flattered(fished.optimism)}."
