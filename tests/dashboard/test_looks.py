"""Nobody is left out by how a page looks: axe-core's grave findings, both schemes; no page wider than its window.

`LEADSCORE_SHOTS=/some/folder` keeps a picture of each, to be looked at.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .browser import Seen
from .room import PAGES, QUESTIONS

pytestmark = pytest.mark.browser

GRAVE = ("serious", "critical")
STREAMLITS_OWN = ("[data-testid=stSidebarNavItems]", "[data-testid=stMetricChart]")
"""Grouped navigation is no well-formed list, and a metric's sparkline has no name: nothing here can change that."""


@pytest.mark.parametrize("mode", ["light", "dark", "projector"])
def test_pages_are_for_everyone(look: Callable[..., Seen], server: str, axe: str, mode: str) -> None:
    seen = look(server, "", scheme="dark" if mode == "dark" else "light")
    if mode == "projector":
        seen.page.get_by_text("Projector mode").click()
    for page in PAGES:
        walk_to(seen, page)
        assert grave(seen, axe) == [], page
        for width in (1280, 390):
            seen.page.set_viewport_size({"width": width, "height": 900})
            seen.page.wait_for_timeout(200)
            assert not wider_than_its_window(seen), (page, width)
            picture(seen, f"{page}-{mode}-{width}")
        seen.page.set_viewport_size({"width": 1280, "height": 900})


def walk_to(seen: Seen, page: str) -> None:
    """Go to a page as people do: by the sidebar, to a lead by its company."""
    if page == "lead":
        seen.page.get_by_label("Find my deal").fill("Galamond Ltd")
        seen.page.get_by_label("Find my deal").press("Enter")
    else:
        seen.page.locator(f"[data-testid=stSidebarNavLink][href$='/{page.replace('home', '')}']").click()
    seen.settle()
    seen.page.get_by_role("heading", name=QUESTIONS[page]).wait_for()
    seen.settle()
    seen.page.mouse.move(0, 0)  # the pointer is left where it clicked, and the tip under it fades in and out
    seen.page.locator("[role=tooltip]").first.wait_for(state="detached")
    seen.page.wait_for_timeout(400)  # colours fade in


def grave(seen: Seen, axe: str) -> list[str]:
    """What axe finds serious or worse, but for Streamlit's own."""
    seen.page.evaluate(axe)
    options = {"exclude": [[each] for each in STREAMLITS_OWN]}
    found: dict[str, Any] = seen.page.evaluate("what => axe.run(what, {resultTypes: ['violations']})", options)
    assert found["passes"]  # it did look
    return [
        f"{each['id']}: {node['html'][:200]} {node['failureSummary'][:200]}"
        for each in found["violations"]
        if each["impact"] in GRAVE
        for node in each["nodes"]
    ]


def wider_than_its_window(seen: Seen) -> bool:
    """Whether the page has to be pushed sideways to be read."""
    script = "() => { const m = document.querySelector('[data-testid=stMain]'); return m.scrollWidth - m.clientWidth }"
    return bool(seen.page.evaluate(script) > 1)


def picture(seen: Seen, name: str) -> None:
    """Keep a picture of the whole page where someone wants to look."""
    folder = os.environ.get("LEADSCORE_SHOTS")
    if folder:
        tall = seen.page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollHeight")
        size = seen.page.viewport_size or {"width": 1280, "height": 900}
        seen.page.set_viewport_size({**size, "height": min(max(900, tall + 20), 6000)})
        seen.page.wait_for_timeout(500)
        seen.page.screenshot(path=Path(folder) / f"{name}.png")
