"""`serve --room`: other devices are let in on purpose only, at an address that is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadscore import serving
from leadscore.store import workspace

from .conftest import Leadscore


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """What the dashboard would have been started with."""
    arguments: list[tuple[str, ...]] = []
    monkeypatch.setattr(serving, "serve", lambda _, given: arguments.append(given) or 0)
    return arguments


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return workspace.create(tmp_path / "a").folder


def test_without_the_room_nobody_else_is_let_in(
    leadscore: Leadscore, folder: Path, started: list[tuple[str, ...]]
) -> None:
    assert leadscore("serve", folder).code == 0
    assert started == [()]


def test_with_the_room_it_says_where(leadscore: Leadscore, folder: Path, started: list[tuple[str, ...]]) -> None:
    said = leadscore("serve", folder, "--room-address", "10.1.2.3", "--port", 8700).err
    assert "http://10.1.2.3:8700/room" in said
    assert "http://127.0.0.1:8700" in said
    (arguments,) = started
    given = list(zip(arguments[::2], arguments[1::2], strict=True))
    assert ("--server.address", "0.0.0.0") in given
    assert ("--browser.serverAddress", "10.1.2.3") in given
    assert {"127.0.0.1", "localhost", "10.1.2.3"} <= {host for name, host in given if name == "--server.allowedHosts"}


def test_without_a_network_it_says_what_to_do(
    leadscore: Leadscore, folder: Path, started: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "own_address", lambda: None)
    called = leadscore("serve", folder, "--room")
    assert called.code == 2
    assert "--room-address" in called.err
    assert started == []
