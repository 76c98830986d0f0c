"""The monthly meeting in a real browser: the pack in one click, offline; phones; hostile texts; two who save."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from leadscore.store.state import By, Decided, Noted, State

from . import companies
from .browser import Seen
from .companies import NOW
from .test_hostile_texts import HOSTILE_MODEL, NAMES, unharmed

pytestmark = pytest.mark.browser

Look = Callable[..., Seen]
Serve = Callable[[Path], str]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company with such names, and such decisions and notes on its months."""
    workspace = companies.small(tmp_path_factory.mktemp("review"), NAMES * 3, months=2)
    companies.written(workspace / "model.yaml", HOSTILE_MODEL)
    with State.open(workspace) as state:
        for name in NAMES:
            by = By(name, "sales", NOW)
            state.actions.decide(Decided(name, name, date(2026, 12, 1), "Review of 2026-01"), by)
            for about in ("Lead Quality Score", "Does the quality of the leads change?"):
                state.notes.write(Noted("2026-02", about, name), by)
    return workspace


def sit(seen: Seen, name: str, team: str) -> None:
    """Say who sits at the page."""
    seen.page.get_by_role("button", name="Say who you are").click()
    seen.page.get_by_label("Your name").fill(name)
    seen.page.get_by_label("Your name").press("Enter")
    seen.settle().page.get_by_test_id("stPopoverBody").get_by_text(team).click()
    seen.settle().page.keyboard.press("Escape")
    seen.settle()


def test_the_pack_is_one_click_and_says_what_is_counted(
    look: Look, serve: Serve, hostile: Path, browser: object, tmp_path: Path
) -> None:
    seen = look(serve(hostile), "review")
    seen.page.evaluate(
        """() => { window.told = []; new MutationObserver(() => document.querySelectorAll('[data-testid=stProgress]')
            .forEach(each => window.told.push(each.innerText))).observe(document.body, {subtree: true, childList: true,
            characterData: true}) }"""
    )
    with seen.page.expect_download() as brought:
        seen.page.get_by_role("button", name="Review pack").click()
    assert brought.value.suggested_filename == "review-2026-02.html"
    seen.settle()
    with seen.page.expect_download() as again:
        seen.page.get_by_role("button", name="Review pack").click()
    assert again.value.suggested_filename == "review-2026-02.html"
    seen.settle()
    assert any(" of 17: " in each for each in seen.page.evaluate("window.told"))
    unharmed(seen)
    alone = browser.new_context(offline=True, viewport={"width": 390, "height": 800}).new_page()  # type: ignore[attr-defined]
    asked: list[str] = []
    alone.on("request", lambda each: asked.append(each.url))
    brought.value.save_as(tmp_path / "pack.html")
    alone.goto((tmp_path / "pack.html").as_uri())
    charts = alone.locator(".chart").count()
    assert charts == alone.locator(".chart .main-svg:first-child").count() > 3
    assert alone.title() != "owned"
    assert alone.evaluate("document.documentElement.scrollWidth") <= 390
    assert [each for each in asked if not each.startswith(("file:", "data:", "blob:"))] == []
    said = alone.inner_text("body")
    assert all(" ".join(name.split()) in said for name in NAMES[:6])
    alone.context.close()


def test_hostile_decisions_and_notes_are_texts(look: Look, serve: Serve, hostile: Path) -> None:
    seen = look(serve(hostile), "review", width=390, scheme="dark")
    seen.page.get_by_text("Decisions: 10 actions open").click()
    tabs = seen.page.get_by_role("tab")
    for place in range(tabs.count()):
        tabs.nth(place).click()
        seen.settle()
        unharmed(seen)
        charts = seen.page.get_by_test_id("stPlotlyChart")
        assert charts.count() == seen.page.locator("[data-testid=stPlotlyChart] .main-svg:first-child").count()
        wider = (
            "() => { const m = document.querySelector('[data-testid=stMain]'); return m.scrollWidth - m.clientWidth }"
        )
        assert seen.page.evaluate(wider) <= 1


def test_rows_and_sql_open_and_lead_to_the_lead(look: Look, server: str) -> None:
    seen = look(server, "review")
    seen.page.get_by_role("tab", name="Quality").click()
    seen.settle().page.get_by_role("button", name="Rows and SQL").nth(3).click()
    dialog = seen.settle().page.get_by_role("dialog")
    assert "21 of 55 rows count: 38.2 %." in dialog.inner_text()
    dialog.get_by_text("The SQL, as it ran").click()
    assert "outcome_leads" in dialog.inner_text()


def test_two_who_save_at_once_lose_nothing(look: Look, serve: Serve, tmp_path: Path) -> None:
    workspace = companies.small(tmp_path, tuple(f"Lead {each}" for each in range(12)))
    with State.open(workspace) as state:
        state.actions.decide(Decided("Call sooner", "Ben", date(2026, 12, 1)), By("Ada", "marketing", NOW))
    address = serve(workspace)
    one, other = look(address, "review"), look(address, "review")
    for seen, name, team in ((one, "Ada", "Marketing"), (other, "Ben", "Sales")):
        sit(seen, name, team)
        seen.page.get_by_text("Decisions: 1 action open").click()
    one.page.get_by_role("button", name="Done", exact=True).click()
    assert one.settle().page.get_by_text("Call sooner (done").is_visible(), "the list closed under the hand"
    other.page.get_by_role("button", name="Done", exact=True).click()
    assert "is done already." in other.settle().page.get_by_test_id("stMain").inner_text()
    with State.open(workspace) as state:
        (action,) = state.actions.all()
    assert [step.author.name for step in action.steps] == ["Ada"]
