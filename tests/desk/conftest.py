"""The small company, imported once, and the three samples."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadscore import serving
from leadscore.evidence import Shelf

from .company import NOW, company


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """The company of `company.py`."""
    return company(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="session", params=serving.SAMPLES)
def sample(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, sample_workspace: Path) -> Path:
    """A workspace with each sample company, for reading only."""
    if request.param == serving.DEFAULT_SAMPLE:
        return sample_workspace
    folder = tmp_path_factory.mktemp("sample") / request.param
    serving.init(folder, request.param, NOW)
    return folder
