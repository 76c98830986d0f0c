"""Turns of a page on which people keep things: a click acts once, its boxes are empty again, and a mistake is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import streamlit as st

from leadscore.errors import LeadscoreError


@dataclass(frozen=True, slots=True)
class Turns:
    """The turns of one kind of page, by its name."""

    name: str

    def now(self) -> int:
        """Changes with everything that is kept."""
        held: int = st.session_state.get(f"_{self.name}_turn", 0)
        return held

    def end(self) -> None:
        """Something was kept: boxes are empty again, and what was clicked before means nothing any more."""
        st.session_state[f"_{self.name}_turn"] = self.now() + 1

    @contextmanager
    def told(self) -> Iterator[None]:
        """The next run shows what went wrong."""
        try:
            yield
        except LeadscoreError as error:
            st.session_state[f"_{self.name}_problem"] = str(error)

    def take_problem(self) -> str | None:
        """What went wrong in the last callback, once."""
        problem: str | None = st.session_state.pop(f"_{self.name}_problem", None)
        return problem
