"""A workspace of one's own, and the people who save something in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from leadscore.store import workspace
from leadscore.store.state import By, State
from leadscore.store.workspace import Workspace

NOON = datetime.fromisoformat("2026-11-02T12:00:00")
ADA = By("Ada", "marketing", NOON)
BEN = By("Ben", "sales", NOON)


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    """An empty workspace."""
    return workspace.create(tmp_path / "ws")


@pytest.fixture
def state(ws: Workspace) -> Iterator[State]:
    """The open state of an empty workspace."""
    with State.open(ws) as opened:
        yield opened
