"""The small company, imported once, and the three samples."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from leadscore import serving
from leadscore.evidence import Shelf

from .company import company


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """The company of `company.py`."""
    return company(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="session", params=serving.SAMPLES)
def sample(request: pytest.FixtureRequest, sample_of: Callable[[str], Path]) -> Path:
    """A workspace with each sample company, for reading only."""
    return sample_of(request.param)
