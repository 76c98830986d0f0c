"""Hostile files dropped on the Data page: each is refused in words or looked at; the page never throws.

Three on each push; every kind that fits into an upload with `--slow`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from leadscore.store import snapshots, workspace
from tests.dashboard import companies
from tests.dashboard.room import Visit, visit
from tests.hostile.kinds import Kind, corpus

LARGEST = 4 * 1024 * 1024
ON_EACH_PUSH = ("nothing but nul", "headers that are html and sql", "a footer of noise")


def _marked(each: Kind) -> object:
    return pytest.param(each, id=each.name, marks=() if each.name in ON_EACH_PUSH else pytest.mark.slow)


@pytest.mark.parametrize("each", [_marked(each) for each in corpus() if not each.heavy])
def test_the_page_says_what_it_makes_of_a_hostile_file(
    each: Kind, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = tmp_path / "made"
    made.mkdir()
    file = each.file(made)
    if not file.is_file() or file.is_symlink() or file.stat().st_size > LARGEST:
        pytest.skip("no browser can send it")
    room = companies.emptied(tmp_path / "room")
    data = visit(room, monkeypatch, "data")
    data.app.file_uploader[0].upload(file.name, file.read_bytes())
    data.run()
    refused = [message.value for message in data.app.error]
    if refused:
        assert all(len(message) > 20 for message in refused)
        assert not list(workspace.find(room).uploads.glob("*"))
    else:
        assert "Check it" in _buttons(data)
        assert "\x1b" not in data.words()
    assert not snapshots.has_data(room)


def _buttons(data: Visit) -> list[str]:
    return [button.label for button in data.app.button]
