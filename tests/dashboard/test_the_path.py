"""The path of a workshop, walked by a facilitator: strip, tune, swap card, cut-offs, and what is taken away."""

from __future__ import annotations

import csv
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from leadscore.evidence import lens_of
from leadscore.exporting.score_files import scores_as_csv
from leadscore.model import parse
from leadscore.scoring import score

from .browser import Seen
from .room import opened

pytestmark = pytest.mark.browser


def test_from_the_strip_to_the_files(look: Callable[..., Seen], server: str, sample_workspace: Path) -> None:
    shelf, model = opened(sample_workspace)
    rule = next(rule for rule in model.rules if rule.name == "Attended a webinar")
    seen = look(server, "tune")
    seen.page.get_by_test_id("stMetric").first.wait_for()  # a new server sends its first visitor round
    seen.settle()
    assert "leads in the figures = " in seen.page.inner_text("[data-testid=stMain]")
    slider = seen.page.get_by_role("slider", name=rule.name)
    slider.focus()
    slider.press("ArrowRight")
    seen.settle()
    seen.page.get_by_role("tab", name="Swap card").click()
    seen.settle().page.get_by_text("handed over then, not by the draft").first.wait_for()
    moved = model.with_points({rule.id: rule.worth + 1})
    seen.page.get_by_role("tab", name="Files, SQL").click()
    seen.settle()
    slider.press("ArrowRight")
    slider.press("ArrowLeft")
    seen.settle()
    assert parse(taken(seen, "Model file"), "model.yaml") == moved
    seen.page.locator("[data-testid=stSidebarNavLink][href$='/cutoffs']").click()
    box = seen.settle().page.get_by_label("MQL cut-off")
    box.fill("40")
    box.press("Enter")
    seen.settle().page.get_by_text("MQL cut-off: 40, was").wait_for()
    agreed = moved.with_cut_offs(moved.cut_offs.model_copy(update={"mql": Decimal(40)}))
    assert parse(taken(seen, "Model file"), "model.yaml") == agreed
    scores = score(shelf, agreed, lens_of(None, agreed.evaluation, shelf.database.manifest.zone))
    assert list(csv.reader(taken(seen, "Scores").splitlines())) == list(
        csv.reader(scores_as_csv(scores).decode("utf-8-sig").splitlines())
    )


def taken(seen: Seen, name: str) -> str:
    """The text of a file that a click brings."""
    with seen.page.expect_download() as brought:
        seen.page.get_by_role("button", name=name).click()
    return Path(brought.value.path()).read_text(encoding="utf-8-sig")
