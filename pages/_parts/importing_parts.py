"""An import on its way: how far it is, a button that stops it, and how it ended."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from leadscore.importing import Progress
from pages._parts import bring_import, data_tables
from pages._session import imports
from pages._session.showing import plain

_LOOKS = 0.2
"""Seconds between two looks."""

_STEPS = {"opening": "Looking at the files", "joining": "Putting together", "writing": "Writing"}


def ended() -> None:
    """What the last import did, or why it came to nothing."""
    imports.settle()
    problem, report = imports.take_problem(), imports.take_report()
    if problem is not None:
        st.error("  \n".join(plain(line) for line in problem.splitlines()), title="Nothing was changed")
    if report is not None:
        data_tables.report(report, dry_run=False)
        bring_import.next_steps()


def follow(place: DeltaGenerator) -> None:
    """Show the running import in a place of the page until it ends; the last thing that a page does.

    Whatever a visitor does meanwhile begins the page anew, and the import goes on.
    """
    job = imports.running()
    if job is None:
        return
    imports.watch(job)
    with place.container(border=True):
        bar = st.progress(job.progress.share, text=plain(in_words(job.progress, job.dry_run)))
        st.button("Stop", icon=":material/stop_circle:", key="stop import", on_click=imports.stop)
        st.caption("The data in use stay as they are until the import is finished. You may leave this page.")
    while not job.wait(_LOOKS):
        words = "Stopping …" if job.stopping.is_set() else in_words(job.progress, job.dry_run)
        bar.progress(job.progress.share, text=plain(words))
    st.rerun()


def in_words(progress: Progress, dry_run: bool) -> str:
    """How far an import is, as a sentence."""
    what = "Checking" if dry_run else "Importing"
    if progress.step == "reading":
        rows = f": {progress.rows:,} rows" if progress.rows else ""
        return f"{what}: reading {progress.name}{rows}"
    name = progress.name.replace("_", " ")
    return f"{what}: {_STEPS[progress.step].lower()} {name}".rstrip()
