"""Data health: what is wrong with the data in use, the rows, and treatments that can be undone."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from leadscore.exporting.cells import safe_text
from leadscore.figures import health_words
from leadscore.figures.words import instant_in_words, sentence
from leadscore.learning.health.check import Check, Examples
from leadscore.learning.health.health import Health
from leadscore.store.treatments.treatment import Treatment
from pages._parts import empty, health_treating
from pages._session import health, workspace
from pages._session.showing import on_projector, plain


def show() -> None:
    """The tab."""
    st.subheader("What is wrong with these data?")
    if not workspace.has_data():
        st.info(
            "Bring an export, or load a sample company. Then they are looked through.", title="There is no data yet"
        )
        return
    if (problem := health.take_problem()) is not None:
        st.error(plain(problem), title="Nothing was changed")
    head = st.container()
    found = health.found(_own_domains())
    with head:
        _head(found)
    switched = [each for each in map(_fault, found.faults) if each is not None]
    with empty.telling("These treatments cannot be tried"):
        health_treating.offer(switched)
    _others(found)
    _coverage()


def _head(found: Health) -> None:
    st.markdown(plain(health_words.summary(found)))
    base = health.as_imported()
    until = instant_in_words(base.manifest.data_date, base.manifest.zone) if base.manifest.data_date else "no date"
    st.caption(plain(f"Looked through: the data as imported, snapshot {base.number}, data until {until}."))
    health_treating.done()


def _own_domains() -> Sequence[str]:
    """The mail domains of one's own people: who of them is among the leads is a test."""
    offered = health.domains()
    if not offered or on_projector():
        return ()
    with st.expander("Are your own people among the leads?"):
        return st.multiselect(
            "Mail domains of your own company; leads with such an address count as test records",
            offered,
            key="health own domains",
            format_func=plain,
        )


def _fault(check: Check) -> Treatment | None:
    """One thing that was found; its treatment, where it is switched on."""
    icon = ":material/warning:" if check.treatment is None else ":material/healing:"
    with st.expander(plain(f"{check.title}: {check.counts}"), icon=icon):
        if check.words:
            st.markdown(plain(sentence(check.words)))
        st.markdown(plain(f"What it hurts: {check.hurts}"))
        _examples(check.examples, check.title)
        if check.treatment is None:
            st.caption(plain(check.instead))
            return None
        return health_treating.switch(check.name, check.treatment)


def _examples(examples: Examples, title: str) -> None:
    if not examples.rows:
        return
    if examples.personal and on_projector():
        st.caption("Examples name people: they are hidden before a projector.")
        return
    rows = [[safe_text(value) for value in row] for row in examples.rows]
    columns = [safe_text(name.replace("_", " ")) for name in examples.columns]
    st.dataframe(pd.DataFrame(rows, columns=columns), hide_index=True, height="content", alt=f"Examples: {title}")


def _others(found: Health) -> None:
    """What is normal, what was not found, and what these data cannot tell."""
    for title, checks in (
        ("To know", found.normal),
        ("Looked for and not found", found.clean),
        ("What these data cannot tell", found.unknown),
    ):
        if checks:
            with st.expander(f"{title} ({len(checks)})"):
                for each in checks:
                    st.markdown(plain(f"{each.title}: {each.counts}. {each.words if each.found else ''}"))
                    if each.found:
                        st.caption(plain(f"{each.hurts} {each.instead}"))


def _coverage() -> None:
    """Of how many leads of each month every attribute is known, asked for when somebody looks."""
    box = st.expander("What is known of the leads, month by month", key="health coverage", on_change="rerun")
    if not box.open:
        return
    with box:
        known = health.known_by_month()
        if not known.months:
            st.markdown("No month has enough leads with a creation date.")
            return
        rows = [["Leads", *(f"{leads:,}" for leads in known.leads)]]
        rows += [
            [safe_text(name), *(f"{100 * share:.0f} %" for share in shares)] for name, shares in known.shares.items()
        ]
        table = pd.DataFrame(rows, columns=["Attribute", *known.months])
        st.dataframe(
            table, hide_index=True, height="content", alt="Share of leads by month of whom each attribute is known"
        )
        st.caption("Months of creation. A share that falls or jumps tells of a form that changed, or of a list.")
