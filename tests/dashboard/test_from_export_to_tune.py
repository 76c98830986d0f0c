"""From a CRM's export to the Tune page through the page itself: at most ten clicks, nothing typed, five minutes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator

from leadscore.store import snapshots

from . import companies
from .browser import Seen

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.real_data]
Look = Callable[..., Seen]
Serve = Callable[[Path], str]

MOST_CLICKS = 10
MINUTES = 5


@dataclass
class Hand:
    """A hand on the mouse: counts what it clicks and never types."""

    seen: Seen
    clicks: int = 0

    def click(self, target: Locator) -> None:
        """One click, and the page stands still again."""
        target.click()
        self.clicks += 1
        self.seen.settle()

    def bring(self, files: list[Path]) -> None:
        """The browser's own window of files: opened by a click, left by a click."""
        box = self.seen.page.get_by_test_id("stFileUploaderDropzone").get_by_test_id("stBaseButton-secondary")
        with self.seen.page.expect_file_chooser() as chosen:
            box.click()
        chosen.value.set_files(files)
        self.clicks += 2
        self.seen.page.get_by_role("button", name="Check it").wait_for(timeout=60_000)
        self.seen.settle()


@pytest.mark.parametrize(
    ("crm", "folder", "leads", "deals"),
    [
        ("Zoho", "zoho_crm", 3900, 3632),
        ("Salesforce", "salesforce_export", 14, 58),
        ("HubSpot", "hubspot_ui", 950, 500),
    ],
)
def test_an_export_reaches_tune(
    look: Look, serve: Serve, real_data: Path, tmp_path: Path, crm: str, folder: str, leads: int, deals: int
) -> None:
    room, began = companies.emptied(tmp_path / "room"), time.monotonic()
    seen = look(serve(room), "data")
    hand = Hand(seen)
    hand.bring(sorted((real_data / folder).iterdir()))
    assert seen.page.get_by_text(f"An export from {crm}").is_visible()
    hand.click(seen.page.get_by_role("button", name="Check it"))
    seen.page.get_by_role("button", name="Import", exact=True).wait_for(timeout=60_000)
    assert seen.page.get_by_text("This is what an import would do").is_visible()
    assert not snapshots.has_data(room)
    hand.click(seen.page.get_by_role("button", name="Import", exact=True))
    seen.page.get_by_role("button", name="and tune it").wait_for(timeout=60_000)
    hand.click(seen.page.get_by_role("button", name="and tune it"))
    seen.page.get_by_test_id("stMetric").first.wait_for(timeout=60_000)
    assert seen.page.url.endswith("/tune") and seen.page.get_by_role("slider").count() > 0
    manifest = snapshots.current(room)[1]
    assert (manifest.rows("leads"), manifest.rows("deals")) == (leads, deals)
    assert hand.clicks <= MOST_CLICKS and time.monotonic() - began < 60 * MINUTES
    assert not seen.errors
    print(f"{crm}: {hand.clicks} clicks, {time.monotonic() - began:.0f} s")
