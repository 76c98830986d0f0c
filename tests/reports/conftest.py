"""The sample's past, asked once for all stories of the review."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadscore.evidence import Shelf
from leadscore.model import load
from leadscore.outcomes import Calendar, Commitments
from leadscore.reports import Month, Past, Review, review
from leadscore.store.database import open_current


@pytest.fixture(scope="session")
def past(sample_workspace: Path) -> Past:
    """The SaaS sample, with promises of both sides."""
    shelf = Shelf(open_current(sample_workspace))
    agreed = Commitments(leads_a_month=20, touch_within_minutes=480, calendar=Calendar("Europe/Berlin"))
    return Past(shelf, load(sample_workspace / "model.yaml"), agreed)


@pytest.fixture(scope="session")
def month(past: Past) -> Month:
    """June 2026, mature for every outcome."""
    return past.month("2026-06")


@pytest.fixture(scope="session")
def june(past: Past, month: Month) -> Review:
    """The whole review of that month."""
    return review(past, month)
