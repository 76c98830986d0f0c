"""Golden files are rewritten on purpose only: `pytest tests/golden --rewrite-golden`."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-golden", action="store_true", help="write the SQL of today into tests/golden")


@pytest.fixture
def rewriting(request: pytest.FixtureRequest) -> bool:
    """Whether the files are to be rewritten; also where this folder was found too late to offer the option."""
    return bool(request.config.getoption("--rewrite-golden", default=False))
