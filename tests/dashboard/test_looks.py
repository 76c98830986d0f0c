"""Nobody is left out by how a page looks: axe-core's grave findings, both schemes; no page wider than its window.

One visitor walks every page, every tab with its expanders open, and looks at each in light and dark, wide and narrow.
`LEADSCORE_SHOTS=/some/folder pytest tests/dashboard/test_looks.py` takes its time: axe at every width and before a
projector as well, and a picture of each state, to be looked at.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import TimeoutError as NotInTime

from leadscore.model import load, model_hash, parse, to_yaml
from leadscore.store.state import By, Opening, State
from leadscore.vocabulary import STEPS
from leadscore.workshop.saved_models import saving

from .browser import Seen
from .companies import NOW
from .room import PAGES, QUESTIONS

pytestmark = pytest.mark.browser

SHOTS = os.environ.get("LEADSCORE_SHOTS")
GRAVE = ("serious", "critical")
CONTRAST = ["color-contrast"]
"""All that the scheme can change."""

STREAMLITS_OWN = ("[data-testid=stSidebarNavItems]", "[data-testid=stMetricChart]")
"""Grouped navigation is no well-formed list, and a metric's sparkline has no name: nothing here can change that."""

SCROLLERS = ("stTable", "stCode")
"""Streamlit's own tables and code scroll sideways in a box without a tabindex; browsers put it in the tab order."""

WIDE, NARROW = 1280, 390
USUAL, TALLEST = 900, 8_000
"""How tall the window is for a visitor, and at the most for axe, which judges nothing that lies below its edge."""

FITTED = 5_000
"""Milliseconds that a busy machine may need to draw a table at another width; a page that is too wide stays so."""

FAY = By("Fay Lead", "marketing", NOW)

WIDEST = ("tune", "leads")
"""Pages with columns beside each other and with the widest table; the long walk looks at all of them."""


def test_pages_are_for_everyone(look: Callable[..., Seen], server: str, axe: str) -> None:
    found: list[str] = []
    seen = look(server, "")
    for state in states(seen):
        with in_full(seen):
            found += [f"{state}, light: {each}" for each in grave(seen, axe)]
            picture(seen, f"{state}-light-{WIDE}")
            in_scheme(seen, "dark")
            found += [f"{state}, dark: {each}" for each in grave(seen, axe, CONTRAST)]
            picture(seen, f"{state}-dark-{WIDE}")
        found += narrow(seen, state, axe)
        in_scheme(seen, "light")
    assert found == [], "\n".join(found)


@pytest.mark.skipif(not SHOTS, reason="the long walk: LEADSCORE_SHOTS=/some/folder")
def test_pages_are_for_a_room(look: Callable[..., Seen], server: str, axe: str) -> None:
    found: list[str] = []
    seen = look(server, "")
    before_projector(seen)
    for state in states(seen):
        with in_full(seen):
            found += [f"{state}, projector: {each}" for each in grave(seen, axe)]
            picture(seen, f"{state}-projector-{WIDE}")
        found += narrow(seen, f"{state}-projector", axe)
    assert found == [], "\n".join(found)


def test_before_a_projector_pages_are_no_wider_than_their_window(look: Callable[..., Seen], server: str) -> None:
    seen = look(server, "")
    before_projector(seen)
    for page in WIDEST:
        walk_to(seen, page)
        assert not wider_than_its_window(seen), page


def test_a_workshop_is_for_everyone(
    look: Callable[..., Seen], serve: Callable[[Path], str], own_sample_workspace: Path, axe: str
) -> None:
    """Every step as the facilitator sees it and as a member does, the ballot, and what was revealed."""
    found: list[str] = []
    token, address = opened_room(own_sample_workspace), serve(own_sample_workspace)
    desk, phone = look(address, "workshop"), look(address, f"room?me={token}")
    for step in (*STEPS, "ballot", "revealed", "next"):
        brought_to(own_sample_workspace, step)
        for name, seen in (("desk", desk), ("member", phone)):
            seen.page.reload()
            seen.settle()
            with in_full(seen):
                found += [f"{name} at {step}, light: {each}" for each in grave(seen, axe)]
                picture(seen, f"workshop-{name}-{step}-light-{WIDE}")
                in_scheme(seen, "dark")
                found += [f"{name} at {step}, dark: {each}" for each in grave(seen, axe, CONTRAST)]
            in_scheme(seen, "light")
            found += narrow(seen, f"workshop-{name}-{step}", axe)
    assert found == [], "\n".join(found)


def opened_room(workspace: Path) -> str:
    """A room with one member; the token of their page."""
    model = load(workspace / "model.yaml")
    with State.open(workspace) as state:
        room = state.rooms.open(Opening("Autumn", model.name, to_yaml(model), model_hash(model)), FAY)
        return state.rooms.join(room.id, room.code, By("Ben Close", "sales", NOW)).token


def brought_to(workspace: Path, step: str) -> None:
    """The room at a step; a ballot that everybody filled in; its result; a version to be signed."""
    with State.open(workspace) as state:
        room = state.rooms.current()
        assert room is not None
        model = parse(room.document)
        if step in STEPS:
            state.rooms.mark(room.id, f"step:{step}", FAY)
        if step == "ballot":
            state.rooms.mark(room.id, "step:consensus", FAY)
            held = state.ballots.start(room.id, tuple(rule.id for rule in model.rules if not rule.knock_out)[:8], FAY)
            for name, team, size in (("Bea", "sales", "L"), ("Mia", "marketing", "S"), ("Mo", "marketing", "M")):
                sat = state.rooms.seat(room.id, By(name, team, NOW))
                for rule in held.rules:
                    state.ballots.vote(held.id, sat, rule, size, NOW)
        if step == "revealed":
            state.ballots.reveal(state.ballots.rounds(room.id)[-1].id, FAY)
            state.versions.save(saving(model, room.line, "Agreed", None), FAY)


def before_projector(seen: Seen) -> None:
    """Turn the projector mode on and see that type is large."""
    seen.settle().page.get_by_text("Projector mode").click()
    seen.settle().page.wait_for_function("() => parseFloat(getComputedStyle(document.documentElement).fontSize) > 20")


def states(seen: Seen) -> Iterator[str]:
    """Every page and every tab of it, with its expanders open; the name of each."""
    for page in PAGES:
        walk_to(seen, page)
        tabs = seen.page.get_by_test_id("stMain").get_by_role("tab")
        for place in range(max(1, tabs.count())):
            name = page
            if tabs.count():
                tabs.nth(place).click()
                seen.settle()
                name = f"{page}-{place}"
            for closed in reversed(seen.page.locator("details:not([open]) > summary").all()):
                closed.click()
            rest(seen)
            yield name


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
    rest(seen)


def rest(seen: Seen) -> None:
    """The pointer is left where it clicked, and the tip under it fades in and out, as colours do."""
    seen.page.mouse.move(0, 0)
    seen.page.locator("[role=tooltip]").first.wait_for(state="detached")
    seen.page.wait_for_timeout(400)


def in_scheme(seen: Seen, scheme: str) -> None:
    """The machine turns to a scheme, and the page after it."""
    seen.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    seen.settle()
    seen.page.wait_for_timeout(300)


def narrow(seen: Seen, state: str, axe: str) -> list[str]:
    """What is wrong on a telephone."""
    seen.page.set_viewport_size({"width": NARROW, "height": USUAL})
    seen.page.wait_for_timeout(200)
    found = [f"{state}: wider than {NARROW} px"] if wider_than_its_window(seen) else []
    if SHOTS:
        with in_full(seen):
            found += [f"{state}, {NARROW}: {each}" for each in grave(seen, axe)]
            picture(seen, f"{state}-{NARROW}")
    seen.page.set_viewport_size({"width": WIDE, "height": USUAL})
    seen.page.wait_for_timeout(100)
    return found


def grave(seen: Seen, axe: str, rules: list[str] | None = None) -> list[str]:
    """What axe finds serious or worse in a window that shows all, but for Streamlit's own; of some rules, or of all."""
    if not seen.page.evaluate("() => 'axe' in window"):
        seen.page.evaluate(axe)
    options: dict[str, Any] = {"resultTypes": ["violations"], **({"runOnly": rules} if rules else {})}
    asked = [{"exclude": [[each] for each in STREAMLITS_OWN]}, options]
    found: dict[str, Any] = seen.page.evaluate("([what, how]) => axe.run(what, how)", asked)
    assert {*CONTRAST, *(rules or ())} <= {each["id"] for each in found["passes"]}  # it did look
    assert [each["error"] for each in found["incomplete"] if "error" in each] == []  # and gave no rule up
    return [
        f"{each['id']}: {node['html'][:200]} {node['failureSummary'][:300]}"
        for each in found["violations"]
        if each["impact"] in GRAVE
        for node in each["nodes"]
        if not (each["id"] == "scrollable-region-focusable" and scrolls_by_itself(seen, node["target"][0]))
    ]


@contextmanager
def in_full(seen: Seen) -> Iterator[None]:
    """A window so tall that nothing of the page lies below its edge, not even in a box that scrolls."""
    size = seen.page.viewport_size or {"width": WIDE, "height": USUAL}
    ends = "[...document.querySelectorAll('[data-testid=stMain] *')].map(each => each.getBoundingClientRect().bottom)"
    tall = seen.page.evaluate(f"() => Math.ceil(Math.max(...{ends}))")
    seen.page.set_viewport_size({**size, "height": min(max(USUAL, tall + 20), TALLEST)})
    seen.page.wait_for_timeout(200)
    yield
    seen.page.set_viewport_size(size)
    seen.page.wait_for_timeout(100)


def scrolls_by_itself(seen: Seen, place: str) -> bool:
    """Whether a box is Streamlit's own around a table or code."""
    script = "([place, ids]) => ids.some(id => document.querySelector(place)?.closest(`[data-testid=${id}]`))"
    return bool(seen.page.evaluate(script, [place, list(SCROLLERS)]))


def wider_than_its_window(seen: Seen) -> bool:
    """Whether the page, once its tables took their new width, has to be pushed sideways to be read."""
    script = "() => { const m = document.querySelector('[data-testid=stMain]'); return m.scrollWidth - m.clientWidth }"
    try:
        seen.page.wait_for_function(f"() => ({script})() <= 1", timeout=FITTED)
    except NotInTime:
        return True
    return False


def picture(seen: Seen, name: str) -> None:
    """Keep a picture of the whole page where someone wants to look."""
    if SHOTS:
        seen.page.wait_for_timeout(300)
        seen.page.screenshot(path=Path(SHOTS) / f"{name}.png")
