"""The rep card: what stands on it comes from the model, its example adds up, and it fits one page."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

import leadscore
from leadscore.model import Model, load, model_hash, parse, presets
from leadscore.reports.rep_card import html
from leadscore.store.state import Author, Promise, Promised
from leadscore.workshop.plays import Play, plays
from leadscore.workshop.rep_card import RepCard, example, rep_card

SAMPLES = Path(leadscore.__file__).resolve().parent.parent / "sample_data"
MODELS = {name: load(SAMPLES / name / "model.yaml") for name in ("saas", "manufacturing", "services")}
EVERY = MODELS | {f"preset {name}": presets.preset(name) for name in presets.names()}

NOON = datetime.fromisoformat("2026-11-01T12:00")
ADA = Author("Ada", "sales")

SIX = parse(
    """
name: Six rules
groups: {deeds: {cap: 20}, fit: {}}
rules:
  - {id: demo, label: Asked for a demo, group: deeds, points: 15, when: {activity: demo}}
  - {id: visits, label: Visits, group: deeds, points: 5, when: {activity: visit, at_most: 6}}
  - {id: webinar, label: Webinar, group: deeds, points: 8,
     when: {activity: webinar, decay: {every_days: 30, keep: 0.5}}}
  - {id: vp, label: Decides, group: fit, points: 12, when: {attribute: title, has_word: vp}}
  - {id: clerk, label: Clerk, group: fit, points: 11, when: {attribute: title, has_word: clerk}}
  - {id: gone, label: Unsubscribed, group: fit, points: -7, when: {activity: unsubscribed}}
  - {id: silent, label: Silent, group: fit, points: -3, when: {inactive_days: 60}}
  - {id: rival, label: Works for a competitor, knock_out: true, when: {attribute: company, in: [Acme]}}
cut_offs: {mql: 25, sql: 40, sql_needs: {any_of: [demo], at_least: {fit: 10}}}
""",
    "six",
)


def card(model: Model, found: tuple[Play, ...] = (), is_signed: bool = True) -> RepCard:
    signed = "Signed by both teams since 12 Mar 2026." if is_signed else "Sales has not signed."
    return rep_card(model, "Version 3 of 'Agreed model'", signed, is_signed, found)


def test_the_strongest_signals_first_with_points_as_people_say_them():
    found = card(SIX)
    assert [(each.name, each.points) for each in found.gains] == [
        ("Visits", "+5 each, up to +20"),  # six would give 30, the group's cap is 20
        ("Asked for a demo", "+15"),
        ("Decides", "+12"),
        ("Clerk", "+11"),
        ("Webinar", "up to +8"),
    ]
    assert [(each.name, each.points) for each in found.losses] == [("Unsubscribed", "−7"), ("Silent", "−3")]
    assert [each.name for each in found.knock_outs] == ["Works for a competitor"]
    assert found.more == 0
    assert found.hash == model_hash(SIX)


def test_bands_say_from_where_with_what_and_what_to_do():
    sales = Promise(1, NOON, ADA, Promised("sales", NOON.date(), touch_within_minutes=240, attempts=3, attempt_days=10))
    kept = {"hand_over": {"attempts": 2, "days": 14, "channels": ["email"], "stops": ["declined"], "then": "nurture"}}
    found = card(SIX, plays(kept, sales)).bands
    assert [(each.name, each.scores) for each in found] == [
        ("Ready", "40 and above, with “Asked for a demo” and 10 points of fit"),
        ("Hand over", "25 and above"),
        ("Nurture", "below 25"),
        ("Out", "any score, a knock-out holds"),
    ]
    assert found[0].play == "First touch within 4 business hours; 3 attempts in 10 days."
    assert found[1].play == (
        "2 attempts in 14 days; by an e-mail written for this person; stop when the person says no; "
        "then it goes back to marketing's nurture."
    )
    assert found[2].play == "No play is agreed yet."


def test_the_example_is_one_lead_that_can_be_and_its_lines_add_up():
    found = example(SIX)
    assert found is not None
    given = {line.rule: line.contribution for line in found.lines if line.kind == "rule" and line.units}
    # VP and clerk are one attribute; silence is nothing one sees; two visits, capped with the demo at 20
    assert given == {"visits": 10, "demo": 15, "vp": 12, "gone": -7}
    assert sum(line.contribution for line in found.lines) == found.score == Decimal(25)
    assert found.band == "hand_over"


@pytest.mark.parametrize("name", EVERY)
def test_every_example_adds_up_and_shows_no_two_rules_of_one_attribute(name):
    model = EVERY[name]
    found = example(model)
    assert found is not None
    assert sum(line.contribution for line in found.lines) == found.score
    assert sum(line.kind == "rule" and line.contribution > 0 for line in found.lines) >= 2
    if model.cut_offs is not None:
        assert found.band in ("ready", "hand_over")


def test_a_model_of_losses_alone_has_no_example():
    model = parse("name: Grim\nrules:\n  - {id: a, points: -5, when: {activity: a}}\n", "grim")
    assert example(model) is None
    text = html(card(model))
    assert "no cut-offs yet" in text
    assert "An example" not in text


def test_the_page_names_version_hash_and_signatures_and_a_draft_says_so():
    text = html(card(SIX))
    assert f"Version 3 of &#x27;Agreed model&#x27;; {model_hash(SIX)[:12]}. Signed by both teams" in text
    assert "Not signed by both teams" not in text
    assert "Not signed by both teams: a draft" in html(card(SIX, is_signed=False))
    assert "An example: a made-up lead" in text


def test_what_a_model_says_is_text_on_the_page():
    hostile = parse(
        "name: <script>alert(1)</script>\nrules:\n"
        "  - {id: a, label: '<img src=x onerror=alert(1)>', points: 5, when: {attribute: title, is: '</td><b>'}}\n",
        "hostile",
    )
    text = html(card(hostile))
    assert "<script" not in text
    assert "<img" not in text
    assert "<b>" not in text
    assert "default-src 'none'" in text


def longest() -> Model:
    """As much of everything as fits a model, in the longest words."""
    lines = [f"name: {'Long name ' * 30}", "groups: {a: {}}", "rules:"]
    for number in range(30):
        points = f"points: {20 + number if number < 15 else -number}" if number < 25 else "knock_out: true"
        lines.append(
            f"  - {{id: r{number}, label: '{number} {'WWWW mmmm ' * 20}', {points}, "
            f"when: {{activity: a{number}, detail: {{contains: '{'wide words ' * 10}'}}}}}}"
        )
    needs = ", ".join(f"r{number}" for number in range(12))
    lines.append(f"cut_offs: {{mql: 25, sql: 40, sql_needs: {{any_of: [{needs}]}}}}")
    return parse("\n".join(lines), "longest")


@pytest.fixture(scope="module")
def pages() -> Iterator[object]:
    """How many pages a printer makes of a text: the machine's Chromium prints it as A4."""
    playwright = pytest.importorskip("playwright.sync_api", reason="pip install playwright")
    executable = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if executable is None:
        pytest.skip("no Chromium here: apt-get install chromium")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()

        def printed(text: str) -> int:
            page.set_content(text)
            return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True)))

        yield printed
        browser.close()


EAGER = tuple(
    Play(
        band,
        480,
        9,
        30,
        ("call", "email", "network", "meeting"),
        ("reached", "declined", "used_up", "over"),
        "other_person",
    )
    for band in ("ready", "hand_over", "nurture", "out")
)


@pytest.mark.parametrize("name", [*EVERY, "longest"])
@pytest.mark.parametrize("is_signed", [True, False], ids=["signed", "draft"])
def test_it_is_printed_on_one_page(pages, name, is_signed):
    model = longest() if name == "longest" else EVERY[name]
    assert pages(html(card(model, EAGER, is_signed))) == 1


def test_a_long_text_would_be_counted_as_more_pages(pages):
    assert pages("<p>line</p>" * 200) > 1
