"""Who sits at the desk: said once, and after the page was loaded anew taken up with one click."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from .room import APP, LONGEST, Visit, visit
from .test_versions_page import sits


def test_a_page_that_was_loaded_anew_offers_who_sat_here(
    own_sample_workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = visit(own_sample_workspace, monkeypatch).open("versions")
    assert not [each.label for each in first.app.button if each.label.startswith("Go on as")]
    sits(first, "Ada", "marketing")
    again = Visit(AppTest.from_file(str(APP), default_timeout=LONGEST)).run().open("versions")
    again.press("Go on as Ada, marketing")
    assert "reason of the version" in [each.key for each in again.app.text_input]
    assert not [each.label for each in again.app.button if each.label.startswith("Go on as")]


def test_before_a_projector_the_offer_names_nobody(own_sample_workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sits(visit(own_sample_workspace, monkeypatch).open("versions"), "Ada", "marketing")
    again = Visit(AppTest.from_file(str(APP), default_timeout=LONGEST)).run()
    again.app.toggle(key="projector").set_value(True)
    again.run().open("versions")
    assert "Go on as before" in [each.label for each in again.app.button]
    assert "Ada" not in again.words()
