"""Opaque ids: the same lead has the same one, and it opens only in its own workspace."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as any_

from leadscore.errors import DataError
from leadscore.store import workspace
from leadscore.store.state import State
from leadscore.store.state.links import Links

LINKS = Links("5a" * 32)


@given(any_.text(any_.characters(exclude_categories=["Cs"])))
@settings(max_examples=200, deadline=None)
def test_every_id_comes_back(lead_id: str) -> None:
    link = LINKS.link(lead_id)
    assert re.fullmatch(r"[A-Za-z0-9_-]+", link)
    assert LINKS.lead_id(link) == lead_id


def test_a_link_tells_nothing_and_stays(tmp_path: Path) -> None:
    place = workspace.create(tmp_path / "ws")
    with State.open(place) as state:
        link = state.links.link("anna@example.org")
        assert "anna" not in link
    with State.open(place) as state:
        assert state.links.link("anna@example.org") == link
        assert state.links.lead_id(link) == "anna@example.org"


@pytest.mark.parametrize("change", ["", "cut", "flip", "more", "space", "foreign", "odd", "letters"])
def test_a_broken_or_foreign_link_is_refused(change: str) -> None:
    link = LINKS.link("anna@example.org")
    broken = {
        "": "",
        "cut": link[:-1],
        "flip": ("B" if link[0] == "A" else "A") + link[1:],
        "more": link + "A",
        "space": link + " ",
        "foreign": Links("00" * 32).link("anna@example.org"),
        "odd": "ünïcode",
        "letters": "AAAA",
    }
    with pytest.raises(DataError, match="leads to no lead of this workspace"):
        LINKS.lead_id(broken[change])


def test_no_two_spellings_of_one_link() -> None:
    for lead_id in ("a", "ab", "abc", "abcd"):
        link = LINKS.link(lead_id)
        alike = [link[:-1] + letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"]
        opened = []
        for each in alike:
            try:
                opened.append(LINKS.lead_id(each))
            except DataError:
                continue
        assert opened == [lead_id]
