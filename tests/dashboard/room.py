"""A page as a visitor finds it, without a browser: opened on a workspace, read in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import streamlit as st
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

import leadscore
from leadscore.evidence import Shelf
from leadscore.model import Model, load
from leadscore.serving import WORKSPACE_VARIABLE
from leadscore.store.database import open_current
from pages._session import frame

APP = Path(leadscore.__file__).resolve().parent.parent / "app.py"
QUESTIONS = {place.name: place.question for place in frame.PLACES}
PAGES = tuple(QUESTIONS)
LONGEST = 120
_WORDY = ("title", "subheader", "caption", "text", "markdown", "info", "warning", "error", "success")


class _WarmServer(PagesManager):
    """A server whose app.py ran before.  A new one, as AppTest makes for each run, may run a page's file alone."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        PagesManager.uses_pages_directory = False


@dataclass
class Visit:
    """One visitor's session."""

    app: AppTest

    def open(self, page: str, **query: str) -> Visit:
        """Go to a page, with what its address asks."""
        self.app.query_params.clear()
        for name, value in query.items():
            self.app.query_params[name] = value
        self.app.switch_page(f"pages/{page}.py")
        return self.run()

    def run(self) -> Visit:
        """Run the page again; it must not throw."""
        self.app.run()
        assert [each.message for each in self.app.exception] == []
        return self

    def search(self, words: str) -> Visit:
        """Type into the search box of the sidebar."""
        self.app.text_input(key="find").set_value(words)
        return self.run()

    def press(self, label: str) -> Visit:
        """Click the button of that name."""
        next(each for each in self.app.button if each.label == label).click()
        return self.run()

    def turn_to(self, tab: str) -> Visit:
        """Open a tab of the Data page."""
        self.app.session_state["data tabs"] = tab
        return self.run()

    def words(self) -> str:
        """Everything the page says, as a reader sees it."""
        said = [as_read(str(each.value)) for kind in _WORDY for each in self.app.get(kind)]
        badges = [as_read(each.proto.body) for each in self.app.markdown]
        return "\n".join([*said, *badges])

    def metric(self, label: str) -> str:
        """The value of a number on the page."""
        return as_read(next(each.value for each in self.app.metric if as_read(each.label).startswith(label)))

    def table(self, place: int) -> pd.DataFrame:
        """A table of the page."""
        frame: pd.DataFrame = self.app.dataframe[place].value
        return frame


def visit(workspace: Path, monkeypatch: pytest.MonkeyPatch, page: str = "home", **query: str) -> Visit:
    """A new visitor of a workspace's dashboard; a server has one workspace, so its caches begin anew."""
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(workspace))
    monkeypatch.setattr("streamlit.testing.v1.app_test.PagesManager", _WarmServer)
    st.cache_data.clear()
    st.cache_resource.clear()
    visited = Visit(AppTest.from_file(str(APP), default_timeout=LONGEST)).run()
    return visited if page == "home" and not query else visited.open(page, **query)


def choices(visited: Visit, key: str) -> Any:
    """A row of choices of which some are chosen."""
    return next(each for each in visited.app.get("button_group") if each.key == key)


def opened(workspace: Path) -> tuple[Shelf, Model]:
    """The data and the model of a workspace, beside any page."""
    return Shelf(open_current(workspace)), load(workspace / "model.yaml")


def as_read(words: str) -> str:
    """Words as they appear once the marks against markup are gone."""
    return re.sub(r"\\([^A-Za-z0-9\s])", r"\1", words).replace("\u2060", "")
