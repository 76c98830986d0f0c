"""What only a real browser can tell: addresses, keys, the mouse, names before a room, and nobody else listening."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from leadscore.evidence import Shelf
from leadscore.model import Model
from leadscore.simulation import Board, build_board
from pages._session import frame

from . import companies
from .browser import Seen
from .room import opened
from .test_bringing_data import EDUCATION

pytestmark = pytest.mark.browser
Look = Callable[..., Seen]
Serve = Callable[[Path], str]

READY = "Ready a month"


@pytest.fixture(scope="module")
def kept(sample_workspace: Path) -> tuple[Shelf, Model]:
    """The sample's data and model, opened once."""
    return opened(sample_workspace)


@pytest.fixture(scope="module")
def board(kept: tuple[Shelf, Model]) -> Board:
    """The past as Tune shows it at first."""
    return build_board(*kept)


@pytest.mark.parametrize("path", ["lead?lead=L06366", "tune?x=1"])
def test_a_new_servers_first_visitor_may_come_by_a_deep_link(
    look: Look, serve: Serve, sample_workspace: Path, path: str
) -> None:
    address = serve(sample_workspace)
    seen = look(address, path)
    seen.page.get_by_test_id("stMetric").first.wait_for()
    links = seen.page.get_by_test_id("stSidebarNavLink").all_inner_texts()
    assert [link.splitlines()[-1] for link in links] == [place.title for place in frame.PLACES]
    if path.startswith("lead"):
        assert_opaque(seen, "L06366")
    else:
        assert seen.page.url == f"{address}/{path}"


def test_a_new_servers_first_visitor_is_heard_at_once(look: Look, serve: Serve, sample_workspace: Path) -> None:
    """What is drawn before the navigation would have another identity in the next run."""
    seen = look(serve(sample_workspace), "")
    seen.page.get_by_text("Projector mode").click()
    seen.page.wait_for_function("() => getComputedStyle(document.documentElement).fontSize === '20.8px'")


def test_sliders_move_by_key_and_by_mouse_and_back(
    look: Look, server: str, kept: tuple[Shelf, Model], board: Board
) -> None:
    model = kept[1]
    rule = next(rule for rule in model.rules if rule.name == "Started a trial")
    seen = look(server, "tune")
    slider = seen.page.get_by_role("slider", name=rule.name)
    slider.focus()
    for _ in range(4):
        slider.press("ArrowRight")
    seen.settle()
    by_key = model.with_points({rule.id: rule.worth + 4})
    shows(seen, board, by_key)
    drag(seen, rule.name, to=0.0)
    by_mouse = by_key.with_points({rule.id: rule.slider[0]})
    shows(seen, board, by_mouse)
    seen.page.get_by_role("button", name="Undo").click()
    shows(seen.settle(), board, by_key)
    seen.page.get_by_role("button", name="Redo").click()
    shows(seen.settle(), board, by_mouse)
    seen.page.get_by_role("button", name="Reset").click()
    shows(seen.settle(), board, model)


def test_the_hindsight_switch(look: Look, server: str, kept: tuple[Shelf, Model], board: Board) -> None:
    shelf, model = kept
    seen = look(server, "tune")
    shows(seen, board, model)
    seen.page.get_by_role("radio", name="Everything we know now").click()
    shows(seen.settle(), build_board(shelf, model, "now"), model)


def test_find_my_deal_leads_to_the_lead(look: Look, server: str) -> None:
    seen = look(server, "")
    box = seen.page.get_by_label("Find my deal")
    box.fill("galamond")
    box.press("Enter")
    seen.page.get_by_role("heading", name="The strongest reasons").wait_for()
    seen.settle()
    assert_opaque(seen, "galamond")
    shared = look(server, seen.page.url.removeprefix(f"{server}/"))
    assert shared.metric("Score at") == seen.metric("Score at")


def test_before_a_room_names_are_hidden(look: Look, server: str, kept: tuple[Shelf, Model]) -> None:
    row = kept[0].database.cursor().execute("SELECT name, company FROM leads WHERE lead_id = 'L06366'").fetchone()
    assert row is not None
    name, company = row
    seen = look(server, "lead?lead=L06366")
    assert seen.page.get_by_text(name).count() == 1
    seen.page.get_by_text("Projector mode").click()
    seen.settle()
    assert seen.page.get_by_text(name).count() == 0
    assert seen.page.get_by_text(company).count() == 1
    assert seen.page.evaluate("() => getComputedStyle(document.documentElement).fontSize") == "20.8px"


def test_an_upload_is_checked_and_imported(look: Look, serve: Serve, tmp_path: Path) -> None:
    seen = look(serve(companies.emptied(tmp_path / "room")), "data")
    file = {"name": "Leads.csv", "mimeType": "text/csv", "buffer": EDUCATION.encode()}
    seen.page.locator("input[type=file]").set_input_files(files=[file])
    seen.page.get_by_role("button", name="Check it").click()
    seen.page.get_by_text("This is what an import would do").wait_for()
    seen.settle().page.get_by_role("button", name="Import", exact=True).click()
    seen.page.get_by_text("Imported", exact=True).wait_for()
    seen.settle()
    assert "Choose a preset to start from." in seen.open("tune").page.inner_text("body")


def assert_opaque(seen: Seen, *private: str) -> None:
    """The address names a lead, and neither what was typed nor the lead's own id stands in it."""
    seen.page.wait_for_url(re.compile(r"/lead\?lead=[\w-]{14,}$"))
    assert not re.search("|".join((r"=L\d", *private)), seen.page.url, re.IGNORECASE)


def shows(seen: Seen, board: Board, model: Model) -> None:
    """The numbers on Tune are those of the board for this model."""
    look = board.look(model)
    assert seen.metric(READY) == f"{look.band('ready').volume.value:,.1f}"
    assert seen.metric("Hand over a month") == f"{look.band('hand_over').volume.value:,.1f}"
    quality = look.quality_handed_over.lqs.value
    assert quality is not None
    assert seen.metric("Lead Quality Score") == f"{100 * quality:.1f} %"


def drag(seen: Seen, name: str, to: float) -> None:
    """Take a slider's thumb with the mouse and let it go at a share of the track."""
    box = seen.page.get_by_test_id("stSlider").filter(has_text=name)
    box.scroll_into_view_if_needed()
    track, thumb = box.bounding_box(), box.get_by_test_id("stSliderThumbValue").bounding_box()
    assert track is not None
    assert thumb is not None
    level = thumb["y"] + thumb["height"] + 8
    seen.page.mouse.move(thumb["x"] + thumb["width"] / 2, level)
    seen.page.mouse.down()
    seen.page.mouse.move(track["x"] + to * track["width"], level, steps=8)
    seen.page.mouse.up()
    seen.settle()
