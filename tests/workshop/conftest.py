"""The state of an empty workspace, open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from leadscore.store import workspace
from leadscore.store.state import State


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    """The open state of an empty workspace."""
    with State.open(workspace.create(tmp_path / "ws")) as opened:
        yield opened
